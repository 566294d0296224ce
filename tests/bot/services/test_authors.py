"""Whose channels are whose."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import authors
from bot.services.authors import FAILURE_KEPT_S, KEPT_S, Authors
from bot.services.membership import chat_id_of
from bot.services.viewers import Viewers
from core.types import ChannelRef, Viewer, Visibility
from storage import channels
from storage.database import Database

OPERATOR, AUTHOR, STRANGER = 5, 7, 8
NOBODY = Viewer(frozenset())


class Telegram:
    """Who administers which chat; remembers what it was asked."""

    def __init__(self) -> None:
        self.authors: dict[int, frozenset[int]] = {}
        self.asked: list[int] = []
        self.now_s = 0.0

    async def administrators(self, chat_id: int) -> frozenset[int]:
        self.asked.append(chat_id)
        return self.authors[chat_id]


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "letopis.db")
    for telegram_id, visibility, is_admin in (
        (11, Visibility.PUBLIC, True),
        (12, Visibility.MEMBERS, True),
        (13, Visibility.PUBLIC, False),
        (None, Visibility.PUBLIC, False),
    ):
        async with opened.transaction() as connection:
            ref = ChannelRef(telegram_id=telegram_id, title=f"Канал {telegram_id}")
            await channels.insert(connection, ref, visibility)
            if telegram_id is not None:
                await channels.set_bot_is_admin(connection, telegram_id, is_admin)
    yield opened
    await opened.close()


@pytest.fixture
def known(database: Database, telegram: Telegram) -> Authors:
    telegram.authors = {
        chat_id_of(11): frozenset({AUTHOR}),
        chat_id_of(12): frozenset({OPERATOR}),
        chat_id_of(13): frozenset({AUTHOR}),
    }
    return Authors(database, Viewers(database, [OPERATOR]), telegram.administrators, lambda: telegram.now_s)


async def test_an_operator_has_all_an_author_his_and_nobody_else_any(known: Authors) -> None:
    assert await known.viewer_of(OPERATOR) == Viewer.operator()
    assert await known.viewer_of(AUTHOR) == Viewer(frozenset({1}))  # the third does not tell the bot who is in it
    assert await known.viewer_of(STRANGER) == NOBODY


async def test_telegram_is_asked_again_after_a_while(known: Authors, telegram: Telegram) -> None:
    for _ in range(3):
        await known.viewer_of(STRANGER)
    assert len(telegram.asked) == 2
    telegram.authors[chat_id_of(11)] = frozenset({STRANGER})
    telegram.now_s = KEPT_S
    assert await known.viewer_of(STRANGER) == Viewer(frozenset({1}))
    assert await known.viewer_of(AUTHOR) == NOBODY


async def test_who_is_about_to_change_something_is_asked_for_at_once(known: Authors, telegram: Telegram) -> None:
    assert await known.viewer_of(AUTHOR) != NOBODY
    telegram.authors[chat_id_of(11)] = frozenset()
    assert await known.viewer_of(AUTHOR) != NOBODY
    assert await known.viewer_of(AUTHOR, fresh=True) == NOBODY
    assert await known.viewer_of(AUTHOR) == NOBODY


async def test_nobody_is_an_author_where_telegram_does_not_say_so(known: Authors, telegram: Telegram) -> None:
    told, telegram.authors = telegram.authors, {}
    assert await known.viewer_of(AUTHOR) == NOBODY
    telegram.authors = told
    assert await known.viewer_of(AUTHOR) == NOBODY
    telegram.now_s = FAILURE_KEPT_S
    assert await known.viewer_of(AUTHOR) == Viewer(frozenset({1}))


async def test_a_question_that_takes_too_long_is_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authors, "LONGEST_S", 0.01)

    async def never(_: int) -> frozenset[int]:
        await asyncio.sleep(60)
        return frozenset({AUTHOR})

    known = Authors(database, Viewers(database, ()), never, lambda: 0.0)
    assert await known.viewer_of(AUTHOR) == NOBODY


async def test_without_telegram_there_are_operators_alone(database: Database) -> None:
    known = Authors(database, Viewers(database, [OPERATOR]), None, lambda: 0.0)
    assert await known.viewer_of(OPERATOR) == Viewer.operator()
    assert await known.viewer_of(AUTHOR) == NOBODY


async def test_what_names_a_user_is_forgotten(known: Authors, telegram: Telegram) -> None:
    await known.viewer_of(AUTHOR)
    known.forget_user(STRANGER)
    await known.viewer_of(AUTHOR)
    assert len(telegram.asked) == 2
    known.forget_user(AUTHOR)
    assert await known.viewer_of(AUTHOR) == Viewer(frozenset({1}))
    assert telegram.asked[2:] == [chat_id_of(11)]
