"""The process that imports a document: what it is given, how it fails, and that it never outlives the bot."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.document_wish import safe_name, wish_of
from tests.bot.documents import reporting, script, told
from tests.bot.letopis import Letopis
from tests.telegram.files import send_file


@pytest.mark.parametrize(
    ("caption", "options"),
    [
        ("вот мой канал", []),
        (None, []),
        ("@tihie_zametki", ["--channel=@tihie_zametki"]),
        ("-1001234567890", ["--channel=-1001234567890"]),
        ("\N{EM DASH}chat 'Мой канал' --visibility=members", ["--chat=Мой канал", "--visibility=members"]),
    ],
)
def test_words_under_a_file(caption: str | None, options: list[str]) -> None:
    assert list(wish_of(caption).options()) == options


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("заметки.txt", "заметки.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\olga\\a.zip", "a.zip"),
        (".hidden.json", "hidden.json"),
        ("a\0b\n.txt", "a_b_.txt"),
        ("/", "document"),
        (None, "document"),
        ("ё" * 300 + ".json", "ё" * 97 + ".json"),
    ],
)
def test_the_name_of_a_file_on_the_disk(name: str | None, safe: str) -> None:
    assert safe_name(name) == safe
    assert len(safe_name(name).encode()) <= 200


FAILURES = {
    "no report": ("print('Привет')", "Загрузка не удалась; подробности в журнале."),
    "no JSON of a report": ("print('[1]')", "Загрузка не удалась; подробности в журнале."),
    "a traceback": ("raise ValueError('a bug')", "Загрузка не удалась; подробности в журнале.\n`ValueError: a bug`"),
    "a crash": (reporting() + "os.kill(os.getpid(), signal.SIGSEGV)", "Загрузка не удалась; подробности в журнале."),
    "killed": ("os.kill(os.getpid(), signal.SIGKILL)", "Загрузке понадобилось больше памяти, чем здесь можно."),
    "no memory": ("bytearray(1 << 30)", "Загрузке понадобилось больше памяти, чем здесь можно."),
    "too long": ("time.sleep(60)", "Загрузка шла слишком долго и остановлена."),
    "longer than that": ("signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)", "Загрузка шла слишком долго"),
}


@pytest.mark.parametrize("name", FAILURES)
async def test_an_import_that_fails_in_its_process(empty: Letopis, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("bot.services.child_process._ENDING_S", 0.05)
    code, words = FAILURES[name]
    script(empty, code, most_s=0.3 if name in {"too long", "longer than that"} else 30)
    done = (await send_file(empty.operator, "a.txt", b"x"))[1]
    assert done.rendered.startswith(words)
    assert done.rendered.endswith("`letopis import a.txt`") == ("подробности" not in words)
    [trouble] = empty.take_troubles()
    assert trouble["event"] == "import of a document failed"


async def test_what_was_stored_before_the_time_was_over_is_told(empty: Letopis) -> None:
    cut = {"posts": 200, "channel": None, "title": None, "visibility": None, "error": "interrupted"}
    code = f"def end(*_):\n    {reporting(cut).rstrip()}\n    sys.exit(143)\nsignal.signal(signal.SIGTERM, end)\n"
    script(empty, f"{code}time.sleep(60)", most_s=0.5)
    lines = (await send_file(empty.operator, "a.txt", b"x"))[1].text.splitlines()
    assert lines[2:] == ["a.txt: 200 постов.", "a.txt: Прервано."]
    empty.take_troubles()


async def test_what_the_command_says_of_a_wrong_wish(empty: Letopis) -> None:
    script(empty, "sys.stderr.write('There is no such channel.'); sys.exit(2)")
    assert (await send_file(empty.operator, "a.txt", b"x"))[1].rendered == "`There is no such channel.`"
    empty.take_troubles()


async def test_what_the_process_is_given(empty: Letopis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "42:secret")
    monkeypatch.setenv("DATABASE_PATH_FILE", "/nowhere")
    code = """
given = {name: value for name, value in os.environ.items() if name[:8] in ("BOT_TOKE", "DATABASE")}
modes = [oct(os.stat(place).st_mode & 0o777) for place in (path, os.path.dirname(path))]
limits = open("/proc/self/oom_score_adj").read().strip(), os.nice(0)
told = {"argv": sys.argv[1:-1], "given": given, "modes": modes, "content": open(path).read(), "limits": limits}
sys.stderr.write(json.dumps([path, told])); sys.exit(2)
"""
    script(empty, code)
    done = (await send_file(empty.operator, "a.txt", b"content", "@tihie_zametki"))[1]
    empty.take_troubles()
    path, told = json.loads(done.text)
    assert path == "a.txt"
    assert told["argv"] == ["import", "--json", "--channel=@tihie_zametki", "--"]
    assert told["given"] == {"DATABASE_PATH": str(empty.path)}
    assert told["modes"] == ["0o600", "0o700"]
    assert (told["content"], told["limits"]) == ("content", ["1000", 10])


async def test_a_stop_ends_the_process_and_leaves_nothing(empty: Letopis, tmp_path: Path) -> None:
    running = tmp_path / "pid"
    imports = script(empty, f"open({str(running)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")
    task = asyncio.create_task(send_file(empty.operator, "a.txt", b"x"))
    await empty.telegram.wait_for(lambda: running.exists() and bool(running.read_text()))
    empty.services.document_import.stop()
    imports.stop()
    await empty.journal.drained()
    await asyncio.gather(task, return_exceptions=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(running.read_text()), 0)
    assert not list(empty.path.parent.glob(".letopis-document-*"))
    assert empty.operator.last.text.startswith("Меня останавливают, и загрузку a.txt тоже.")


async def test_folders_that_a_killed_process_left_are_removed(empty: Letopis) -> None:
    old, new = (empty.path.parent / f".letopis-document-{age}" for age in ("old", "new"))
    for folder in (old, new):
        folder.mkdir()
        (folder / "a.txt").touch()
    long_ago = (empty.telegram.world.now - timedelta(hours=3)).timestamp()
    os.utime(old, (long_ago, long_ago))
    await told(empty, {"posts": 1})
    assert (old.exists(), new.exists()) == (False, True)
