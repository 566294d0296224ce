"""The language files against each other, against CLDR and against the code that uses them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel import Locale

import core.errors
from bot.i18n import Message, Words, languages, words_of

CHECKOUT = Path(__file__).resolve().parents[2]
LANGUAGES = languages()
MESSAGES = words_of("en").messages
DOTTED = re.compile(r"[a-z_]+(\.[a-z_]+)+")
ERRORS = {
    name: error
    for name, error in vars(core.errors).items()
    if isinstance(error, type) and issubclass(error, core.errors.LetopisError)
}


@cache
def modules() -> tuple[ast.Module, ...]:
    paths = [path for package in ("core", "storage", "bot") for path in sorted((CHECKOUT / package).rglob("*.py"))]
    return tuple(ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in paths)


def literals(tree: ast.AST) -> Iterator[str]:
    """Every text constant that is no part of an f-string."""
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
            yield node.value


def patterns(tree: ast.AST) -> Iterator[re.Pattern[str]]:
    """Every f-string that can make a key ("listing.{kind}"), as a pattern of the keys that it makes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values]
            if DOTTED.fullmatch("".join(parts).replace("\0", "x")):
                yield re.compile("".join(re.escape(part).replace("\0", "[a-z_]+") for part in parts))


def calls(tree: ast.AST) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(function's name, key, parameters) of each call with a literal key or an error's own; none of those with **."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or any(keyword.arg is None for keyword in node.keywords):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = frozenset(str(keyword.arg) for keyword in node.keywords)
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            yield name, node.args[0].value, given
        elif name in ERRORS and not node.args:
            yield name, ERRORS[name].key, given


def unknown_keys(tree: ast.AST, messages: Mapping[str, Message]) -> list[str]:
    """Keys that the code names and the files lack."""
    sections = {key.partition(".")[0] for key in messages}
    named = {text for text in literals(tree) if DOTTED.fullmatch(text) and text.partition(".")[0] in sections}
    spoken = {key for name, key, _ in calls(tree) if name in {"text", "plain"} or name in ERRORS}
    made = {made.pattern for made in patterns(tree) if not any(map(made.fullmatch, messages))}
    return sorted((named | spoken) - set(messages)) + sorted(key for key in made if key.partition("\\.")[0] in sections)


def unfilled(tree: ast.AST, messages: Mapping[str, Message]) -> list[str]:
    """Calls that do not give a message what it needs, or give it what it does not know."""
    wrong = []
    for name, key, given in calls(tree):
        needed = messages[key].names if key in messages else given
        if (name in {"text", "plain"} and given != needed) or (name in ERRORS and not given >= needed):
            wrong.append(f"{key}: needs {sorted(needed)}, is given {sorted(given)}")
    return wrong


def test_every_key_that_the_code_names_exists() -> None:
    assert [key for tree in modules() for key in unknown_keys(tree, MESSAGES)] == []


def test_every_message_is_given_what_it_needs() -> None:
    assert [complaint for tree in modules() for complaint in unfilled(tree, MESSAGES)] == []


def test_every_key_is_used() -> None:
    used = {text for tree in modules() for text in literals(tree)}
    made = [pattern for tree in modules() for pattern in patterns(tree)]
    assert sorted(key for key in set(MESSAGES) - used if not any(pattern.fullmatch(key) for pattern in made)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_has_the_same_messages_with_the_same_parameters(language: str) -> None:
    def outline(words: Words) -> dict[str, tuple[bool, frozenset[str]]]:
        return {key: (message.is_plural, message.names) for key, message in words.messages.items()}

    assert outline(words_of(language)) == outline(words_of("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_that_the_language_has_is_there(language: str) -> None:
    demanded = {*Locale.parse(language).plural_form.tags, "other"}
    plural = {key: message for key, message in words_of(language).messages.items() if message.is_plural}
    assert {key: set(message.forms) for key, message in plural.items() if set(message.forms) != demanded} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_ends_in_white_space(language: str) -> None:
    for key, message in words_of(language).messages.items():
        for form in message.forms.values():
            text = words_of(language).plain(key, **dict.fromkeys(message.names - {"count"}, "x"), count=1)
            assert form.parts, key
            assert text == text.strip(), key


INVENTED = Words("en", '[error]\nnot_found = "Gone"\nsource_empty = "{path} is empty"').messages


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('notice(words, "error.no_such")', ["error.no_such"]),
        ('words.text("nothing")', ["nothing"]),
        ('words.text(f"error.strange_{kind}")', [r"error\.strange_[a-z_]+"]),
        ('words.text(f"error.{kind}"), "error.not_found"', []),
    ],
)
def test_the_search_for_unknown_keys_finds_them(code: str, found: list[str]) -> None:
    assert unknown_keys(ast.parse(code), INVENTED) == found


@pytest.mark.parametrize(
    ("code", "complaints"),
    [
        ("words.text('error.source_empty')", 1),
        ("words.text('error.source_empty', path=p, more=1)", 1),
        ("words.text('error.source_empty', path=p)", 0),
        ("words.text('error.source_empty', **params)", 0),
        ("raise SourceEmpty()", 1),
        ("raise errors.SourceEmpty(path=p, more=1)", 0),
    ],
)
def test_the_search_for_missing_parameters_finds_them(code: str, complaints: int) -> None:
    assert len(unfilled(ast.parse(code), INVENTED)) == complaints
