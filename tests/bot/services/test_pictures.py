"""Pictures: drawn one at a time by a process of its own, shared, remembered, and never in anybody's way."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.services import pictures as module
from bot.services.pictures import MOST_KEPT, MOST_WAITING, Pictures

PNG = b"\x89PNG\r\n\x1a\n"
ECHO = "sys.stdout.buffer.write(b'\\x89PNG\\r\\n\\x1a\\n' + sys.stdin.buffer.read())"


def pictures(tmp_path: Path, code: str = ECHO, most_s: float = 20) -> Pictures:
    """What draws is `code`; each run of it leaves a line in the file `runs`."""
    begin = f"import os, signal, sys, time; open({str(tmp_path / 'runs')!r}, 'a').write('begun\\n'); "
    end = f"; open({str(tmp_path / 'runs')!r}, 'a').write('ended\\n')"
    return Pictures((sys.executable, "-c", begin + code + end), most_s=most_s)


def runs(tmp_path: Path) -> list[str]:
    path = tmp_path / "runs"
    return path.read_text().split() if path.exists() else []


async def test_a_picture_is_drawn_once_and_remembered(tmp_path: Path) -> None:
    drawing = pictures(tmp_path)
    assert await drawing.drawn("один") == PNG + "один".encode()
    assert await drawing.drawn("один") == PNG + "один".encode()
    assert await drawing.drawn("два") == PNG + "два".encode()
    assert runs(tmp_path) == ["begun", "ended"] * 2


async def test_who_asks_for_the_same_shares_it_and_others_wait_their_turn(tmp_path: Path) -> None:
    drawing = pictures(tmp_path, f"time.sleep(0.1); {ECHO}")
    found = await asyncio.gather(*(drawing.drawn(svg) for svg in "abab"))
    assert found == [PNG + svg.encode() for svg in "abab"]
    assert runs(tmp_path) == ["begun", "ended"] * 2  # one after the other


async def test_one_who_goes_away_takes_the_picture_from_nobody(tmp_path: Path) -> None:
    drawing = pictures(tmp_path, f"time.sleep(0.1); {ECHO}")
    gone, stays = (asyncio.create_task(drawing.drawn("a")) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == PNG + b"a"
    assert runs(tmp_path) == ["begun", "ended"]


async def test_a_picture_that_telegram_has_is_called_by_its_name(tmp_path: Path) -> None:
    drawing = pictures(tmp_path)
    await drawing.drawn("a")
    drawing.sent("a", "")
    assert await drawing.drawn("a") == PNG + b"a"
    drawing.sent("a", "file-1")
    assert await drawing.drawn("a") == "file-1"
    drawing.forget("a")
    drawing.forget("b")
    assert await drawing.drawn("a") == PNG + b"a"
    assert runs(tmp_path) == ["begun", "ended"] * 2


async def test_only_so_many_are_remembered_those_that_were_asked_for_last(tmp_path: Path) -> None:
    drawing = pictures(tmp_path)
    await drawing.drawn("a")
    for number in range(MOST_KEPT - 1):
        drawing.sent(f"other {number}", "file")
    await drawing.drawn("a")
    drawing.sent("one more", "file")
    assert await drawing.drawn("a") == PNG + b"a"
    assert runs(tmp_path) == ["begun", "ended"]
    assert await drawing.drawn("other 0") != "file"


FAILURES = {
    "an error": ("raise ValueError('no picture')", "failed", 1),
    "no picture": ("print('Hello')", "failed", 0),
    "killed": ("os.kill(os.getpid(), signal.SIGKILL)", "failed", -9),
    "no memory": ("bytearray(1 << 30)", "failed", 1),
    "too long": ("time.sleep(60)", "time", -15),
}


@pytest.mark.parametrize("case", FAILURES)
async def test_a_failure_is_no_picture_and_one_line_in_the_log(tmp_path: Path, case: str) -> None:
    code, why, status = FAILURES[case]
    drawing = pictures(tmp_path, code, most_s=0.5 if case == "too long" else 20)
    with capture_logs() as logged:
        assert await drawing.drawn("a") is None
    assert [(entry["event"], entry["why"], entry["status"]) for entry in logged] == [("picture not drawn", why, status)]
    assert len(str(logged[0]["said"])) <= 500
    with capture_logs():
        assert await drawing.drawn("a") is None  # tried again
    assert runs(tmp_path).count("begun") == 2


async def test_what_draws_can_be_missing() -> None:
    with capture_logs() as logged:
        assert await Pictures(("/no/such/program",)).drawn("a") is None
    assert [entry["event"] for entry in logged] == ["picture not drawn"]


async def test_when_too_many_wait_one_goes_without(tmp_path: Path) -> None:
    drawing = pictures(tmp_path, "time.sleep(60)")
    waiting = [asyncio.create_task(drawing.drawn(str(number))) for number in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with capture_logs() as logged:
        assert await drawing.drawn("one more") is None
    assert logged[0]["why"] == "too many wait"
    same = asyncio.create_task(drawing.drawn("0"))
    await asyncio.sleep(0)
    assert not same.done()
    await drawing.stop()
    assert all(
        isinstance(end, asyncio.CancelledError) for end in await asyncio.gather(*waiting, same, return_exceptions=True)
    )


async def test_at_the_end_nothing_is_left_running(tmp_path: Path) -> None:
    drawing = pictures(tmp_path, "time.sleep(0.3)")
    asked = asyncio.create_task(drawing.drawn("a"))
    await asyncio.sleep(0.15)
    await drawing.stop()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await asyncio.sleep(0.5)
    assert "ended" not in runs(tmp_path)
    await drawing.stop()


async def test_the_real_one_draws() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    found = await Pictures().drawn(svg)
    assert isinstance(found, bytes)
    assert found.startswith(PNG)
    assert module.DRAW[-1] == "bot.charts.rasterize"
