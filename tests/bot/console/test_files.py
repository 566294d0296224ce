"""What a terminal shows in the place of pictures and files."""

from __future__ import annotations

import io
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.console.screen import TerminalScreen
from bot.console.session import CHAT_ID, ConsoleSession
from bot.console.talking import talk_over
from bot.settings import load_settings


async def test_the_numbers_come_with_the_name_of_their_picture(
    sample_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = Path(shutil.copy(sample_archive, tmp_path / "letopis.db"))
    monkeypatch.setattr(sys, "stdin", io.StringIO("/stats\n/stats\n"))
    await talk_over(archive, load_settings({}, None), "ru", as_guest=False)
    said = capsys.readouterr().out
    assert said.startswith("📊 ")
    assert said.count("*24 поста*") == 2
    assert said.count("\n\n📎 picture.png\n\n") == 2


async def test_files_with_words_and_buttons() -> None:
    out = io.StringIO()
    session = ConsoleSession(TerminalScreen(out, nice=False), lambda: datetime(2026, 1, 1, tzinfo=UTC))
    bot = Bot("1:a", session=session)
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ещё", callback_data="x")]])
    file = BufferedInputFile(b"a,b", "list.csv")
    bold = [MessageEntity(type="bold", offset=0, length=4)]
    sent = await bot.send_document(CHAT_ID, file, caption="Вот: он", caption_entities=bold, reply_markup=keyboard)
    assert session.card == sent
    assert (await bot.send_photo(CHAT_ID, "file-id")).photo is None
    assert out.getvalue() == "*Вот:* он\n\n📎 list.csv\n[1] Ещё\n\n📎 file-id\n\n"
