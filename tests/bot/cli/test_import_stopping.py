"""What stops an import in the middle: signals, a full disk, no memory, a locked archive. What was stored stays."""

from __future__ import annotations

import asyncio
import json
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.cli.importing import import_paths
from bot.cli.meter import Meter, stopped_by_signals
from bot.services.importing import ImportWish
from storage import database as storage_database
from tests.bot.cli.invented import NEWER, POSTS
from tests.bot.cli.running import CommandLine
from tests.generated import CHECKOUT

MANY = 4_000
LAST_WORDS = "interrupted: {} posts are stored; the same command goes on\n"


def many_posts(command: CommandLine, count: int = MANY) -> Path:
    """A list of posts of a channel, long enough to be stopped in its middle."""
    posts = [
        {"id": number, "date": "2025-01-01T00:00:00+00:00", "channel": "@long", "text": f"Пост {number} о разном"}
        for number in range(1, count + 1)
    ]
    return command.file("many.json", json.dumps(posts, ensure_ascii=False))


def begun(
    command: CommandLine, *arguments: str | Path, before: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "import", *map(str, arguments)],
        cwd=command.folder,
        env={"PYTHONPATH": str(CHECKOUT), "DATABASE_PATH": str(command.database), "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,  # noqa: PLW1509 - no threads here
    )


def stored(command: CommandLine) -> int:
    with suppress(sqlite3.Error), closing(sqlite3.connect(command.database, timeout=0)) as connection:
        return int(connection.execute("SELECT count(*) FROM posts").fetchone()[0])
    return 0


def wait_until_it_stores(command: CommandLine, process: subprocess.Popen[str]) -> None:
    while not stored(command):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_signal_in_the_middle_and_then_the_rest(command: CommandLine, number: signal.Signals, status: int) -> None:
    path = many_posts(command)
    with begun(command, path, "--json") as process:
        wait_until_it_stores(command, process)
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
    assert process.returncode == status
    done = stored(command)
    assert 0 < done < MANY
    if number is not signal.SIGKILL:
        assert err == LAST_WORDS.format(done)
        report = json.loads(out)
        assert (report["error"], report["posts"]) == ("interrupted", done)
        assert report["files"][0]["error"] == "interrupted"
    assert command.ask("PRAGMA integrity_check") == [("ok",)]
    ran = command("import", path, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert (ran.json["new"], ran.json["unchanged"]) == (MANY - done, done)


def no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))


def test_a_disk_without_room(command: CommandLine) -> None:
    path = many_posts(command)
    with begun(command, command.file("a.txt", POSTS), path, command.file("b.txt", [NEWER]), before=no_room) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    first, second = err.splitlines()
    assert first.startswith(f"{path}: {command.database} cannot be used as the database: ")
    assert 3 < stored(command) < MANY
    assert second == f"stopped: {stored(command)} posts are stored; the same command goes on"
    assert "a.txt" in out
    assert "b.txt" not in out


def test_a_locked_archive(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_database, "BUSY_TIMEOUT_S", 0.05)
    path = command.file("a.txt", POSTS)
    command("import", path)
    with closing(sqlite3.connect(command.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = command("import", command.file("b.txt", [NEWER]))
    assert (ran.status, ran.out) == (1, "")
    assert "Another process keeps the database locked" in ran.err


def test_memory_that_ends_in_a_source(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.importing.Importing.import_source", failing(MemoryError()))
    ran = command("import", command.file("a.txt", POSTS), command.file("b.txt", POSTS), "--json")
    assert ran.status == 1
    assert [file["error"] for file in ran.json["files"]] == [ran.json["error"]] == ["the memory is used up"]
    assert ran.err.splitlines() == [
        f"{command.folder / 'a.txt'}: the memory is used up",
        "stopped: 0 posts are stored; the same command goes on",
    ]


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("can't start new thread")])
def test_memory_that_ends_elsewhere(command: CommandLine, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr("bot.services.upkeep.Upkeep.prepare", failing(error))
    ran = command("import", command.file("a.txt", POSTS), "--json")
    assert (ran.status, ran.json["error"], ran.json["files"]) == (1, "the memory is used up", [])
    assert ran.err == "the memory is used up: 0 posts are stored; the same command goes on\n"


def test_an_error_of_ours_is_not_hidden(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.upkeep.Upkeep.prepare", failing(RuntimeError("a bug")))
    with pytest.raises(RuntimeError, match="a bug"):
        command("import", command.file("a.txt", POSTS))


def failing(error: Exception) -> Callable[..., Awaitable[None]]:
    async def fail(*_: object) -> None:
        raise error

    return fail


def test_a_trial_that_is_interrupted(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(meter: Meter, _read: int) -> None:
        meter.signal = signal.SIGINT
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.meter.Meter.read", interrupted)
    ran = command("import", command.file("a.txt", POSTS), "--dry-run")
    assert (ran.status, ran.out, ran.err) == (130, "", "interrupted: nothing was changed\n")


def test_a_signal_before_the_first_file(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def copy(*_: object) -> None:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        await asyncio.sleep(30)

    monkeypatch.setattr("bot.cli.importing.copy_database", copy)
    ran = command("import", command.file("a.txt", POSTS), "--dry-run")
    assert (ran.status, ran.out, ran.err) == (143, "", "interrupted: nothing was changed\n")


async def test_a_cancelled_import_that_no_signal_stopped_is_cancelled(command: CommandLine) -> None:
    path = many_posts(command)
    task = asyncio.create_task(import_paths(command.database, [path], ImportWish()))
    while not stored(command):  # noqa: ASYNC110 - another connection's eyes
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_signals_are_as_before_afterwards() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with stopped_by_signals(Meter()):
        assert signal.getsignal(signal.SIGTERM) not in before
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


@pytest.mark.parametrize("ends", [True, False])
async def test_what_ends_already_is_not_cancelled(ends: bool) -> None:
    meter = Meter()
    task: asyncio.Task[object] = asyncio.create_task(asyncio.sleep(0.05))
    meter.cancel_later(task, 0)
    if ends:
        meter.end()
    await asyncio.wait({task})
    assert task.cancelled() is not ends
