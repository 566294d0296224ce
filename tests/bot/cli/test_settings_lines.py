"""What a command says where a setting, its own use or its output is wrong."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.clock import utc_now
from bot.heartbeat import beat, heartbeat_path
from tests.bot.cli.invented import POSTS
from tests.bot.cli.running import CommandLine
from tests.generated import CHECKOUT

COMMANDS = ["run", "chat", "import x", "search x", "channels", "export", "reindex", "up", "healthy"]
SECRET = "s3cret-never-shown"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_bad_setting_is_one_line_without_its_value(command: CommandLine, name: str) -> None:
    command.set(BOT_TOKEN=SECRET, ADMIN_IDS="anna", LOG_LEVEL="loud")
    ran = command(*name.split())
    assert (ran.status, ran.out) == (1, "")
    assert [line.split()[0] for line in ran.err.splitlines()] == ["BOT_TOKEN", "ADMIN_IDS", "LOG_LEVEL"]
    assert SECRET not in ran.err
    assert "anna" not in ran.err


def test_settings_from_the_file_beside(command: CommandLine) -> None:
    command.file(".env", "DATABASE_PATH=elsewhere/a.db\n")
    command("import", command.file("a.txt", POSTS))
    assert (command.folder / "elsewhere" / "a.db").exists()


@pytest.mark.parametrize("name", [name for name in COMMANDS if name.split()[0] not in ("run", "up", "healthy")])
def test_a_database_that_cannot_be_opened(command: CommandLine, name: str) -> None:
    folder = command.database
    folder.mkdir(parents=True)
    ran = command(*name.split())
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "data/letopis.db cannot be used as the database: unable to open database file\n"


@pytest.mark.parametrize("wrong", [("nonsense",), ("--nonsense",), (), ("export", "extra"), ("reindex", "--x")])
def test_wrong_usage(command: CommandLine, wrong: tuple[str, ...]) -> None:
    ran = command(*wrong)
    assert ran.status == 2


@pytest.mark.parametrize("name", ["", *(name.split()[0] for name in COMMANDS)])
def test_help_goes_to_stdout(command: CommandLine, name: str) -> None:
    ran = command(*name.split(), "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Usage" in ran.out


def test_streams_that_are_no_files(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    streams = [io.StringIO() for _ in range(3)]
    for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.setattr(sys, "argv", ["letopis", "search", "кэш", "--stdin"])
    with pytest.raises(SystemExit):
        main()
    assert streams[2].getvalue() == "Give either a query or --stdin.\n"


def test_run_without_a_token(command: CommandLine) -> None:
    ran = command("run")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "BOT_TOKEN is not set: put the token that @BotFather gives into .env.\n"
    assert not command.database.exists()


def test_healthy_while_the_bot_beats(command: CommandLine) -> None:
    assert command("healthy").status == 1
    command.database.parent.mkdir()
    beat(command.database, utc_now())
    assert command("healthy").status == 0
    beat(command.database, utc_now() - timedelta(minutes=2))
    assert command("healthy").status == 1
    heartbeat_path(command.database).write_text("nonsense", encoding="utf-8")
    assert command("healthy").status == 1


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A real process, in a locale that knows ASCII alone."""
    env = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONPATH": str(CHECKOUT)}
    env |= {"letopis": f"{sys.executable} -m bot", "DATABASE_PATH": str(folder / "data" / "letopis.db")}
    return subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True, check=False, timeout=60)


@pytest.fixture
def filled(command: CommandLine) -> CommandLine:
    command("import", command.file("a.txt", POSTS))
    return command


def test_a_locale_without_cyrillic(filled: CommandLine) -> None:
    ran = shell("echo 'очередь' | $letopis search --stdin && $letopis export && $letopis channels", filled.folder)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "Очередь вместо базы" in ran.stdout.decode()


@pytest.mark.parametrize("name", ["export", "search --stdin"])
def test_a_reader_that_goes_away_is_met_in_silence(filled: CommandLine, name: str) -> None:
    ran = shell(f"yes 'очередь' | head -3000 | $letopis {name} | head -c 1; exit ${{PIPESTATUS[-2]}}", filled.folder)
    assert ran.stderr == b""
    assert ran.returncode in (0, 1)


@pytest.mark.parametrize("name", ["search --stdin", "chat"])
def test_ctrl_c_while_it_waits_for_a_line(filled: CommandLine, name: str) -> None:
    command = [sys.executable, "-m", "bot", *name.split()]
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=filled.folder, env=env, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"/help\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        try:
            status = process.wait(timeout=20)
        finally:
            process.kill()
        assert process.stderr is not None
        assert (status, process.stderr.read()) == (130, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this system")
@pytest.mark.parametrize("name", ["export", "search очередь", "import a.txt"])
def test_output_that_cannot_be_written(filled: CommandLine, name: str) -> None:
    ran = shell(f"$letopis {name} >/dev/full", filled.folder)
    assert (ran.returncode, ran.stderr) == (1, b"The output: No space left on device\n")
