"""Screens into Telegram's types, and what is no event."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, User

from bot.answering import answer, notify, redraw
from bot.keyboards import entity_to_telegram
from bot.views.screen import Button, Screen
from core.errors import NotFound
from core.richtext import Entity, RichText
from tests.bot.letopis import Letopis
from tests.telegram import FakeUser
from tests.telegram.model import Query


@pytest.mark.parametrize(
    "entity",
    [
        Entity("bold", 1, 2),
        Entity("text_link", 0, 4, url="https://example.org/"),
        Entity("pre", 0, 4, language="python"),
        Entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286"),
        Entity("date_time", 0, 4, unix_time=1_700_000_000, date_time_format="short"),
    ],
)
def test_an_entity_keeps_all_its_fields(entity: Entity) -> None:
    sent = entity_to_telegram(entity)
    fields = {name: value for name, value in dataclasses.asdict(entity).items() if name != "user_id"}
    assert {name: getattr(sent, name) for name in fields} == fields
    assert sent.user is None


def test_a_mention_names_its_user() -> None:
    user = entity_to_telegram(Entity("text_mention", 0, 4, user_id=42)).user
    assert user is not None
    assert user.id == 42


def _query(letopis: Letopis, **fields: Any) -> CallbackQuery:
    user = User(id=5, is_bot=False, first_name="Кто-то")
    return CallbackQuery(id="no such", from_user=user, chat_instance="1", **fields).as_(letopis.telegram.bot)


async def test_a_tap_that_has_waited_too_long_is_no_event(letopis: Letopis) -> None:
    await notify(_query(letopis))
    assert "query is too old" in letopis.telegram.world.take_violations()[0].description


async def test_another_refusal_is_an_error(letopis: Letopis) -> None:
    letopis.telegram.world.callbacks["no such"] = Query("no such", 5, "x")
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await notify(_query(letopis), "я" * 201)
    assert letopis.telegram.world.take_violations()
    await notify(_query(letopis), "я" * 200)


async def test_a_card_of_nowhere_cannot_be_redrawn(letopis: Letopis) -> None:
    with pytest.raises(NotFound):
        await redraw(_query(letopis), Screen(text=RichText("x")))


async def test_an_edit_that_telegram_refuses_for_another_reason_is_an_error(letopis: Letopis, anna: FakeUser) -> None:
    await anna.send("/last")
    letopis.telegram.world.faults.fail_next("editMessageText", 400)
    answers = await anna.tap("1")
    assert answers.notification is not None
    assert answers.notification.text.startswith("Что-то пошло не так.")
    assert [entry["event"] for entry in letopis.take_troubles()] == ["update failed"]


async def test_a_screen_becomes_a_message(letopis: Letopis, anna: FakeUser) -> None:
    sent = []

    async def keep(message: Any) -> None:
        rows = ((Button("раз", data="p:card:0"), Button("два", url="https://example.org/")),)
        await answer(message, Screen(text=RichText("жир", (Entity("bold", 0, 3),)), rows=rows))
        sent.append(message)

    letopis.dispatcher.message.outer_middleware(lambda _handler, event, _data: keep(event))
    card = (await anna.send("что угодно")).only
    assert (card.rendered, card.keyboard) == ("*жир*", (("раз", "два"),))
    assert card.buttons[0][1].url == "https://example.org/"
    method, params = letopis.telegram.world.calls[-1]
    assert method == "sendMessage"
    assert "is_disabled" in str(params["link_preview_options"])
