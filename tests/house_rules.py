"""The rules of the house as functions: a source file in, complaints out. test_architecture.py applies them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

MOST_LINES = 300
MOST_FUNCTION_LINES = 40

PACKAGES = ("core", "storage", "bot")
BELOW = {"core": ("core",), "storage": ("core", "storage"), "bot": PACKAGES}
LIBRARIES = {
    "core": {"orjson", "pymorphy3", "pymorphy3_dicts_ru", "rapidfuzz", "regex", "selectolax", "Stemmer"},
    "storage": {"aiosqlite"},
    "bot": {"aiogram", "aiohttp", "apscheduler", "babel", "pydantic", "pydantic_settings", "resvg_py", "rich"}
    | {"structlog", "typer"},
}
# What a part of bot/ may not import, beside what its package may not.
WALLS = {
    "bot/services/": (
        "aiogram",
        "bot.routers",
        "bot.views",
        "bot.middlewares",
        "bot.callbacks",
        "bot.sources",
        "bot.cli",
    ),
    "bot/sources/": (
        "aiogram",
        "storage",
        "bot.routers",
        "bot.views",
        "bot.middlewares",
        "bot.callbacks",
        "bot.services",
    ),
    "bot/routers/": ("storage",),
    "bot/views/": ("aiogram", "storage", "bot.routers", "bot.middlewares"),
    "bot/i18n/": ("aiogram", "storage"),
}
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
DATABASE_DRIVERS = ("sqlite3", "aiosqlite")
OUTSIDE_WORLD = (
    "aiohttp", "asyncio", "concurrent", "http", "importlib.resources", "logging", "multiprocessing", "os", "pathlib",
    "shutil", "signal", "socket", "subprocess", "tempfile", "threading", "time", "urllib.request",
)  # fmt: skip
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|PRAGMA\s+\w+"
    r"|(CREATE|DROP|ALTER)\s+(VIRTUAL\s+|TEMP\s+)?(TABLE|INDEX|VIEW|TRIGGER)|BEGIN\s+IMMEDIATE)\b",
    re.DOTALL,
)
CLOCK = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "time.strftime", "time.ctime",
}  # fmt: skip
STOPWATCH = {"time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns"}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv", "os.unsetenv"}
CHANCE = {"os.urandom", "uuid.uuid1", "uuid.uuid4"}

# Calls that only make a constant, a type or its description.
CONSTANT_CALLS = {
    # of the language and its library
    "array", "attrgetter", "auto", "bytes", "cast", "chr", "dict", "enumerate", "field", "fields", "filter", "float",
    "frozenset", "int", "itemgetter", "len", "list", "map", "max", "min", "ord", "range", "set", "sorted", "str",
    "str.maketrans", "sum", "tuple", "zip", "Decimal", "Fraction", "MappingProxyType", "NewType", "ParamSpec", "Path",
    "PurePosixPath", "TypeVar", "datetime", "re.compile", "timedelta",
    # of third-party libraries
    "AfterValidator", "BeforeValidator", "Field", "SettingsConfigDict", "State", "regex.compile",
    "structlog.get_logger", "typer.Argument", "typer.Option",
    # decorators
    "contextmanager", "dataclass", "lru_cache", "total_ordering",
}  # fmt: skip
CONSTANT_METHODS = {
    "casefold", "encode", "format", "get", "items", "join", "keys", "lower", "partition", "removeprefix",
    "removesuffix", "replace", "split", "splitlines", "strip", "union", "upper", "values",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to the checkout, with slashes."""

    path: str
    code: str

    @property
    def package(self) -> str:
        return self.path.partition("/")[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.code, self.path)

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """(line, dotted name) of every import, wherever it stands; `from a import b` counts as "a.b"."""
        found: list[tuple[int, str]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += [(node.lineno, f"{'.' * node.level}{node.module or ''}.{alias.name}") for alias in node.names]
        return found

    @cached_property
    def names(self) -> list[tuple[int, str]]:
        """(line, dotted name) of every name and attribute, with imported names written out ("time.time")."""
        known: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                known |= {alias.asname or alias.name: alias.name for alias in node.names}
        read = [node for node in ast.walk(self.tree) if isinstance(node, ast.Name | ast.Attribute)]
        return [(node.lineno, _written_out(dotted(node), known)) for node in read]

    @cached_property
    def docstrings(self) -> set[int]:
        """The ids of the constants that are docstrings, of attributes too."""
        bodies = [
            node.body
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        return {id(line.value) for body in bodies for line in body if isinstance(line, ast.Expr)}


def _written_out(name: str, known: dict[str, str]) -> str:
    root, dot, rest = name.partition(".")
    written = known.get(root, root) + dot + rest
    return written.removeprefix("datetime.") if written.startswith("datetime.d") else written


def dotted(node: ast.AST) -> str:
    """The expression `a.b.c` as "a.b.c"; what is not a name is "?"."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def within(name: str, roots: Iterable[str]) -> bool:
    """Whether a dotted name is one of `roots` or lies below one."""
    return any(name == root or name.startswith(f"{root}.") for root in roots)


def arrows(source: Source) -> Iterator[str]:
    """core <- storage <- bot; none of them knows the tests or the benchmarks; no relative imports."""
    if source.package not in PACKAGES:
        return
    forbidden = {*PACKAGES, "tests", "bench"}.difference(BELOW[source.package])
    for line, name in source.imports:
        if within(name, forbidden) or name.startswith("."):
            yield f"{line}: {source.package} imports {name}"


def libraries(source: Source) -> Iterator[str]:
    """Each package has its list of third-party libraries."""
    if source.package not in PACKAGES:
        return
    allowed = {*LIBRARIES[source.package], *PACKAGES, "tests", "bench", *sys.stdlib_module_names}
    for line, name in source.imports:
        if name.partition(".")[0] not in allowed:
            yield f"{line}: {source.package} imports {name}"


def walls(source: Source) -> Iterator[str]:
    """Services and sources know nothing of Telegram; routers and views never reach the database themselves."""
    for place, forbidden in WALLS.items():
        if source.path.startswith(place):
            yield from (f"{line}: {place} imports {name}" for line, name in source.imports if within(name, forbidden))


def database(source: Source) -> Iterator[str]:
    """SQL and database drivers are in storage alone."""
    if source.package not in {"core", "bot"}:
        return
    yield from (f"{line}: imports {name}" for line, name in source.imports if within(name, DATABASE_DRIVERS))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"execute", "executemany", "executescript"}:
            yield f"{node.lineno}: runs a statement"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            if id(node) not in source.docstrings:
                yield f"{node.lineno}: holds SQL"


def environment(source: Source) -> Iterator[str]:
    """The environment is read in bot/settings.py alone."""
    if source.package in PACKAGES and source.path != "bot/settings.py":
        yield from (f"{line}: reads {name}" for line, name in source.names if within(name, ENVIRONMENT))


def clock(source: Source) -> Iterator[str]:
    """The clock is read in bot/clock.py alone; a stopwatch (time.monotonic) may run outside of core."""
    if source.package not in PACKAGES or source.path == "bot/clock.py":
        return
    forbidden = CLOCK | STOPWATCH if source.package == "core" else CLOCK
    yield from (f"{line}: reads {name}" for line, name in source.names if name in forbidden)


def chance(source: Source) -> Iterator[str]:
    """Chance comes as a random.Random that is handed in; bot makes it. Nothing uses the shared generator."""
    if source.package not in PACKAGES:
        return
    makers = {"random.Random", "random.SystemRandom"}
    for line, name in source.names:
        if name.startswith("random.") and not within(name, makers):
            yield f"{line}: uses {name}"
        if source.package != "bot" and (name in CHANCE or within(name, {"secrets"})):
            yield f"{line}: uses {name}"
    for node in ast.walk(source.tree):
        if source.package != "bot" and isinstance(node, ast.Call) and within(dotted(node.func), makers):
            yield f"{node.lineno}: makes its own {dotted(node.func)}"


def purity(source: Source) -> Iterator[str]:
    """core does no I/O and nothing asynchronous; it reads streams that are handed in."""
    if source.package != "core":
        return
    yield from (f"{line}: imports {name}" for line, name in source.imports if within(name, OUTSIDE_WORLD))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield f"{node.lineno}: is asynchronous"
        elif isinstance(node, ast.Call) and dotted(node.func) in {"open", "print", "input", "io.open", "breakpoint"}:
            yield f"{node.lineno}: calls {dotted(node.func)}"


def size(source: Source) -> Iterator[str]:
    """A module has at most 300 lines, a function at most 40."""
    lines = len(source.code.splitlines())
    if lines > MOST_LINES:
        yield f"{lines} lines"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_FUNCTION_LINES:
                yield f"{node.lineno}: {node.name} has {length} lines"


def viewer(source: Source) -> Iterator[str]:
    """Nobody sees posts by forgetting to say who looks: a parameter `viewer` has no default."""
    for node in ast.walk(source.tree) if source.package in PACKAGES else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            places = [*node.args.posonlyargs, *node.args.args]
            with_default = places[len(places) - len(node.args.defaults) :]
            keywords = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            with_default += [argument for argument, default in keywords if default is not None]
            if "viewer" in {argument.arg for argument in with_default}:
                yield f"line {node.lineno}: {node.name} has a default for its viewer"


def wording(source: Source) -> Iterator[str]:
    """The bot's Russian stands in the language files; text goes out with entities, never with a parse mode."""
    if source.path.startswith("bot/"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.keyword) and node.arg == "parse_mode":
                yield f"line {node.value.lineno}: a parse mode"
            text = node.value if isinstance(node, ast.Constant) and id(node) not in source.docstrings else None
            if isinstance(text, str) and CYRILLIC.search(text):
                yield f"line {getattr(node, 'lineno', 0)}: words for people outside of the language files"
