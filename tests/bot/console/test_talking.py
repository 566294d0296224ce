"""The terminal chat from the standard input to the standard output."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from bot.app import open_services
from bot.console.talking import talk_over
from bot.settings import load_settings
from core.types import Viewer, Visibility


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def archive(sample_archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_archive, tmp_path / "letopis.db"))


async def test_piped_lines_are_answered_one_after_another(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("кофемолка\n\n#1\n/start"))
    await talk_over(archive, load_settings({}, None), "ru", as_guest=False)
    said = capsys.readouterr().out
    assert said.startswith("🔎 *кофемолка*")
    assert [said.count(text) for text in ("🔎", "[4] ↩ К списку", "Привет!")] == [1, 1, 1]


async def test_nothing_piped_is_nothing_said(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    await talk_over(archive, load_settings({}, None), "ru", as_guest=False)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("as_guest", "posts"), [(True, "пока пуст"), (False, "24 поста")])
async def test_the_operator_sees_everything_a_guest_what_is_public(
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    as_guest: bool,
    posts: str,
) -> None:
    async with open_services(archive) as services:
        ((channel, _),) = await services.channel_list.all(Viewer.operator())
        await services.channel_list.show_to(channel, Visibility.MEMBERS)
    monkeypatch.setattr(sys, "stdin", io.StringIO("/start\n"))
    await talk_over(archive, load_settings({}, None), "ru", as_guest=as_guest)
    assert posts in capsys.readouterr().out


@pytest.mark.parametrize("has_readline", [True, False])
async def test_a_terminal_is_greeted_and_asked(
    archive: Path, monkeypatch: pytest.MonkeyPatch, has_readline: bool
) -> None:
    lines = iter(["кофемолка", "#1"])
    asked = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    if not has_readline:
        monkeypatch.setitem(sys.modules, "readline", None)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr("builtins.input", typed)
    await talk_over(archive, load_settings({}, None), "en", as_guest=False)
    said = screen.getvalue()
    assert asked == ["> ", "> ", "> "]
    assert said.index("Hi!") < said.index("🔎 ") < said.index("Back to the list")
