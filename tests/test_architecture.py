"""The arrows, walls and habits of the house, proved on every file; each rule is proved on code that breaks it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests import house_rules as rules
from tests.generated import CHECKOUT
from tests.house_rules import Source
from tests.import_work import import_work

Rule = Callable[[Source], Iterator[str]]
RULES: dict[str, Rule] = {
    "arrows": rules.arrows,
    "libraries": rules.libraries,
    "walls": rules.walls,
    "database": rules.database,
    "environment": rules.environment,
    "clock": rules.clock,
    "chance": rules.chance,
    "purity": rules.purity,
    "size": rules.size,
    "viewer": rules.viewer,
    "wording": rules.wording,
    "import work": import_work,
}
LONG_MODULE = "x = 1\n" * 301
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 40

BREAKS = [
    ("arrows", "core/a.py", "import storage"),
    ("arrows", "core/a.py", "from bot.clock import utc_now"),
    ("arrows", "storage/a.py", "def f():\n    from bot import app"),
    ("arrows", "bot/a.py", "import tests.conftest"),
    ("arrows", "core/a.py", "from . import words"),
    ("libraries", "core/a.py", "import numpy as np"),
    ("libraries", "core/a.py", "from aiogram.types import Message"),
    ("libraries", "storage/a.py", "import rapidfuzz"),
    ("libraries", "bot/a.py", "import requests"),
    ("walls", "bot/services/a.py", "from aiogram import Bot"),
    ("walls", "bot/services/a.py", "from bot.views.post import post_screen"),
    ("walls", "bot/sources/a.py", "import aiogram.types"),
    ("walls", "bot/routers/a.py", "from storage.posts import Posts"),
    ("walls", "bot/views/a.py", "from storage import posts"),
    ("database", "bot/a.py", "import sqlite3"),
    ("database", "core/a.py", "from aiosqlite import connect"),
    ("database", "bot/a.py", "q = 'SELECT id\\nFROM posts'"),
    ("database", "bot/a.py", "q = f'DELETE FROM {t}'"),
    ("database", "bot/services/a.py", "async def f(c): await c.execute(q)"),
    ("environment", "bot/a.py", "import os\nos.environ['A']"),
    ("environment", "storage/a.py", "from os import getenv\ngetenv('A')"),
    ("environment", "core/a.py", "from os import environ as e\ne.get('A')"),
    ("clock", "bot/a.py", "from datetime import datetime\ndatetime.now()"),
    ("clock", "storage/a.py", "import datetime as dt\ndt.datetime.now(dt.UTC)"),
    ("clock", "bot/a.py", "import time\nf = time.time"),
    ("clock", "bot/a.py", "from datetime import date\ndate.today()"),
    ("clock", "core/a.py", "from time import perf_counter\nperf_counter()"),
    ("chance", "core/a.py", "import random\nrandom.shuffle(x)"),
    ("chance", "bot/a.py", "from random import choice\nchoice(x)"),
    ("chance", "core/a.py", "import random\nrng = random.Random()"),
    ("chance", "storage/a.py", "import secrets\nsecrets.token_hex()"),
    ("purity", "core/a.py", "async def f(): pass"),
    ("purity", "core/a.py", "import asyncio"),
    ("purity", "core/a.py", "from pathlib import Path"),
    ("purity", "core/a.py", "def f(p):\n    return open(p)"),
    ("size", "tests/a.py", LONG_MODULE),
    ("size", "core/a.py", LONG_FUNCTION),
    ("viewer", "storage/a.py", "async def f(connection, viewer=None): pass"),
    ("viewer", "bot/a.py", "def f(*, viewer=ALL, now): pass"),
    ("wording", "bot/a.py", "x = f'Привет, {name}'"),
    ("wording", "bot/routers/a.py", "send(text, parse_mode='HTML')"),
    ("import work", "bot/a.py", "router = Router()"),
    ("import work", "core/a.py", "words = open('words').read()"),
    ("import work", "core/a.py", "analyzer = pymorphy3.MorphAnalyzer()"),
    ("import work", "core/a.py", "class A:\n    b = load()"),
    ("import work", "core/a.py", "def f(x=load()): pass"),
    ("import work", "bot/a.py", "@router.message()\ndef f(): pass"),
    ("import work", "bot/a.py", "x = [load(y) for y in z]"),
    ("import work", "bot/a.py", "configure()"),
    ("import work", "bot/a.py", "for x in y: pass"),
    ("import work", "bot/a.py", "if x: y = 1"),
    ("import work", "bot/a.py", "x: dict = {'a': load()}"),
]

KEEPS = [
    ("arrows", "bot/a.py", "import core, storage\nfrom bot import clock"),
    ("libraries", "core/a.py", "import re\nfrom rapidfuzz import fuzz"),
    ("walls", "bot/routers/a.py", "from aiogram import Router\nfrom bot.services.searching import Searching"),
    ("database", "storage/a.py", "import sqlite3\nq = 'SELECT 1 FROM x'"),
    ("database", "bot/a.py", '"""SELECT a FROM b."""\nx = "select a photo from the list"'),
    ("environment", "bot/settings.py", "import os\nos.environ"),
    ("clock", "bot/clock.py", "from datetime import datetime\ndatetime.now()"),
    ("clock", "bot/a.py", "import time\ntime.monotonic()\nfrom datetime import datetime\ndatetime(2024, 1, 1)"),
    ("chance", "core/a.py", "import random\ndef f(rng: random.Random): return rng.random()"),
    ("chance", "bot/a.py", "import random\nrng = random.Random()"),
    ("purity", "core/a.py", "from typing import BinaryIO\ndef f(s: BinaryIO): return s.read()"),
    ("size", "core/a.py", "x = 1\n" * 300),
    ("viewer", "storage/a.py", "def f(connection, viewer, limit=5, *, now=None): pass"),
    ("wording", "core/a.py", "x = 'слово'"),
    ("wording", "bot/a.py", "x = 'word'"),
    ("import work", "core/a.py", "import re\nP = re.compile('x')\nT = frozenset(x for x in 'ab')\nF = lambda: load()"),
    (
        "import work",
        "core/a.py",
        "@dataclass(frozen=True)\nclass A:\n    x: list = field(default_factory=list)\nB = (A(1),)",
    ),
    ("import work", "bot/a.py", "from aiogram.types import User\nANNA = User(id=1, is_bot=False, first_name='Anna')"),
    ("import work", "bot/a.py", "if TYPE_CHECKING:\n    import x\nif __name__ == '__main__':\n    main()"),
]


@cache
def sources() -> tuple[Source, ...]:
    folders = [CHECKOUT / name for name in (*rules.PACKAGES, "tests", "bench")]
    paths = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return tuple(Source(path.relative_to(CHECKOUT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_the_rule(rule: str) -> None:
    assert [f"{source.path}: {complaint}" for source in sources() for complaint in RULES[rule](source)] == []


@pytest.mark.parametrize(("rule", "path", "code"), BREAKS)
def test_a_rule_notices_what_breaks_it(rule: str, path: str, code: str) -> None:
    assert list(RULES[rule](Source(path, code)))


@pytest.mark.parametrize(("rule", "path", "code"), KEEPS)
def test_a_rule_lets_pass_what_keeps_it(rule: str, path: str, code: str) -> None:
    assert list(RULES[rule](Source(path, code))) == []


def test_every_rule_is_proved() -> None:
    assert {rule for rule, _, _ in BREAKS} == {rule for rule, _, _ in KEEPS} | {"walls"} == set(RULES)


def loaded_after(code: str) -> set[str]:
    """The modules that are loaded after a new Python process has run `code`."""
    tell = "import json, sys; print(); print(json.dumps(sorted(sys.modules)))"
    # Without coverage, which loads much itself.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\n{tell}"], cwd=CHECKOUT, env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stdout.splitlines()[-1]))


def module_names(*prefixes: str) -> list[str]:
    paths = [source.path.removesuffix(".py").removesuffix("/__init__") for source in sources()]
    return [path.replace("/", ".") for path in paths if path.startswith(prefixes)]


def test_aiogram_is_not_loaded_by_what_does_not_speak_telegram() -> None:
    quiet = module_names("core", "storage", "bot/services", "bot/sources", "bot/i18n", "bot/settings", "bot/logs")
    loaded = loaded_after(f"import {', '.join(quiet)}")
    assert set(quiet) <= loaded
    assert "aiogram" not in loaded


def test_importing_core_opens_no_dictionary_and_starts_nothing() -> None:
    loaded = loaded_after(f"import {', '.join(module_names('core'))}")
    assert not loaded & {"asyncio", "sqlite3", "aiosqlite", "aiogram", "numpy"}


@pytest.mark.skipif(not (CHECKOUT / "bot" / "__main__.py").exists(), reason="there is no command line yet")
@pytest.mark.parametrize("command", ["import", "search", "export", "channels", "reindex", "check", "healthy"])
def test_a_command_that_needs_no_telegram_does_not_load_aiogram(command: str) -> None:
    run = f"import sys; sys.argv = ['letopis', {command!r}, '--help']\nfrom bot.__main__ import main\n"
    loaded = loaded_after(f"{run}try:\n    main()\nexcept SystemExit as left:\n    assert not left.code, left.code")
    assert "aiogram" not in loaded
