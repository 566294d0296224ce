"""The rule of who sees which posts stands in one place, and every read of posts in the storage carries it."""

from __future__ import annotations

import ast
import inspect
import re

import pytest

import storage
from tests.storage.doors import modules

_POSTS = re.compile(r"\b(FROM|JOIN)\s+posts\b")

WRITERS = {
    "storage.post_changes.remove", "storage.post_changes.hand_over",
    "storage.posts.stored", "storage.posts._batches", "storage.posts.known", "storage.posts.nameless",
    "storage.posts.nameless_by_fingerprint", "storage.posts.albums", "storage.posts.times",
    "storage.posts.published_range", "storage.posts.count_stored", "storage.posts.count_nameless",
    "storage.posts.channels_of", "storage.openings.add",
    "storage.topics.rebuild", "storage.topics.outdated", "storage.curated.match", "storage.curated.next_posts",
    "storage.search_ask.IndexAsk.sized",
}  # fmt: skip
"""What reads posts without the rule of visible.py: for those who change the archive, never for those who show it."""


def reads_of_posts(tree: ast.Module) -> dict[str, bool]:
    """The functions of a module that read posts by SQL of their own, and whether they ask storage.visible."""
    shared = {"POST"} | {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and _names_posts(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = {}
    for node in ast.walk(tree):
        owner = node.name + "." if isinstance(node, ast.ClassDef) else ""
        for function in node.body if isinstance(node, ast.ClassDef | ast.Module) else ():
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and _names_posts(function, shared):
                names = {name.id for name in ast.walk(function) if isinstance(name, ast.Name)}
                found[owner + function.name] = bool(names & {"sql_for", "LIVE"})
    return found


def _names_posts(tree: ast.AST, shared: set[str]) -> bool:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in shared:
            return True
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docstrings else None
        if isinstance(text, str) and _POSTS.search(text):
            return True
    return False


def test_every_read_of_posts_carries_the_rule_or_is_a_writers() -> None:
    found = {
        f"{module.__name__}.{name}": carries
        for module in modules(storage)
        for name, carries in reads_of_posts(ast.parse(inspect.getsource(module))).items()
    }
    assert {name for name, carries in found.items() if not carries} == WRITERS
    assert "storage.topics.list_topics" in found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("async def a(c): await c.execute('SELECT id FROM posts')", {"a": False}),
        ("def a(c, v): return f'SELECT 1 FROM x JOIN posts ON {sql_for(v)}'", {"a": True}),
        ("Q = 'SELECT * FROM posts'\nclass A:\n    def b(self): return Q", {"A.b": False}),
        ("from storage.post_rows import POST\ndef a(): return f'{POST} WHERE {LIVE}'", {"a": True}),
        ('def a():\n    """Reads FROM posts."""\n    return \'SELECT id FROM posts_of_somebody\'', {}),
    ],
)
def test_a_read_without_the_rule_is_noticed(code: str, found: dict[str, bool]) -> None:
    assert reads_of_posts(ast.parse(code)) == found
