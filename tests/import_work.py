"""The rule "no work at import": what may stand at the top level of a module or a class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house_rules import CONSTANT_CALLS, CONSTANT_METHODS, PACKAGES, Source, dotted, within

_HARMLESS = (ast.Import, ast.ImportFrom, ast.Pass, ast.Assign, ast.AnnAssign, ast.Delete)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def import_work(source: Source) -> Iterator[str]:
    """Importing a module defines things and does nothing: no call but those that make a constant or a type."""
    if source.package not in PACKAGES:
        return
    records = {node.name for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)}
    records |= {name.rpartition(".")[2] for _, name in source.imports if within(name, (*PACKAGES, "aiogram.types"))}
    for statement in source.tree.body:
        yield from _complaints(statement, records)


def _complaints(statement: ast.stmt, records: set[str]) -> Iterator[str]:
    if isinstance(statement, ast.ClassDef):
        for inner in statement.body:
            yield from _complaints(inner, records)
        yield from _calls([*statement.decorator_list, *statement.bases], records)
    elif isinstance(statement, _Function):
        defaults = [default for default in statement.args.kw_defaults if default is not None]
        yield from _calls([*statement.decorator_list, *statement.args.defaults, *defaults], records)
    elif isinstance(statement, ast.If):
        if dotted(statement.test) not in {"TYPE_CHECKING", "typing.TYPE_CHECKING"} and not _is_main(statement.test):
            yield f"{statement.lineno}: decides at import"
    elif isinstance(statement, ast.Expr):
        if not isinstance(statement.value, ast.Constant):
            yield f"{statement.lineno}: an expression at the top level"
    elif isinstance(statement, _HARMLESS) or type(statement).__name__ == "TypeAlias":
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            yield from _calls([statement.value], records)
    else:
        yield f"{statement.lineno}: {type(statement).__name__} at the top level"


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and dotted(test.left) == "__name__"


def _calls(expressions: list[ast.expr], records: set[str]) -> Iterator[str]:
    for expression in expressions:
        for node in _run_at_import(expression):
            if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
                yield f"{node.lineno}: {type(node).__name__} at import"
            elif isinstance(node, ast.Call) and not _makes_a_constant(node.func, records):
                yield f"{node.lineno}: calls {dotted(node.func)} at import"


def _run_at_import(expression: ast.expr) -> Iterator[ast.expr]:
    """The expression and its parts, less what is inside a lambda."""
    yield expression
    if isinstance(expression, ast.Lambda):
        return
    for child in ast.iter_child_nodes(expression):
        if isinstance(child, ast.expr):
            yield from _run_at_import(child)
        elif isinstance(child, ast.keyword):
            yield from _run_at_import(child.value)
        elif isinstance(child, ast.comprehension):
            yield from (node for part in (child.iter, *child.ifs) for node in _run_at_import(part))


def _makes_a_constant(function: ast.expr, records: set[str]) -> bool:
    name = dotted(function)
    last = name.rpartition(".")[2]
    if isinstance(function, ast.Attribute) and last in CONSTANT_METHODS:
        return True
    return name in CONSTANT_CALLS or (name in records and name.lstrip("_")[:1].isupper())
