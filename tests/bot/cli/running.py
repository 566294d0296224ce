"""Commands run in this process, and the archive that they leave behind."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.__main__ import main
from bot.settings import Settings
from tests.core.formats.dump_writer import Written, dump


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """`letopis` in a folder of its own, in which no `.env` and no setting of this machine is found."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.database = folder / "data" / "letopis.db"
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        for field in Settings.model_fields:
            monkeypatch.delenv(field.upper(), raising=False)

    def __call__(self, *arguments: str | Path, stdin: str | bytes = "", tty: bool = False) -> Ran:
        """Runs a command; with `tty` it thinks that somebody sits before its output."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        streams = [_Stream(io.BytesIO(data), encoding="ascii") for data in (given, b"", b"")]
        for stream in streams[1:]:
            stream.tty = tty
        with self._monkeypatch.context() as patch, _logging_kept():
            patch.setattr(sys, "argv", ["letopis", *map(str, arguments)])
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as left:
                main()
            written = []
            for stream in streams[1:]:
                stream.flush()
                buffer = stream.buffer
                assert isinstance(buffer, io.BytesIO)
                written.append(buffer.getvalue().decode())
        status = left.value.code
        assert isinstance(status, int)
        assert "Traceback" not in written[1]
        return Ran(status, written[0], written[1])

    def set(self, **settings: str) -> None:
        for name, value in settings.items():
            self._monkeypatch.setenv(name, value)

    def file(self, name: str, content: str | bytes | list[Written]) -> Path:
        """A file in the folder: text, bytes, or the dump of these posts."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, list):
            content = dump(*content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that the archive holds."""
        with closing(sqlite3.connect(self.database)) as connection:
            names = [
                row[0]
                for row in connection.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1"
                )
            ]
            return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names}

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            return connection.execute(sql, values).fetchall()


class _Stream(io.TextIOWrapper):
    tty = False

    def isatty(self) -> bool:
        return self.tty


class _logging_kept:  # noqa: N801 - reads as what it is: a with
    """Puts logging back as it was: a command sets it up for its whole process."""

    def __enter__(self) -> None:
        root = logging.getLogger()
        self._handlers, self._level = root.handlers[:], root.level
        self._hooks = sys.excepthook, threading.excepthook

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.handlers[:] = self._handlers
        root.setLevel(self._level)
        sys.excepthook, threading.excepthook = self._hooks
        logging.captureWarnings(capture=False)
        structlog.reset_defaults()
