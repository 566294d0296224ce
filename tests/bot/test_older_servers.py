"""A server that does not know the entities of dates is sent none, once it has refused one."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerInlineQuery, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import (
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageEntity,
)

from bot.older_servers import WithoutDates

BOLD = MessageEntity(type="bold", offset=0, length=1)
DATE = MessageEntity(type="date_time", offset=0, length=1, unix_time=1)
TEXT = SendMessage(chat_id=1, text="x", entities=[BOLD, DATE])
PHOTO = SendPhoto(chat_id=1, photo="x", caption="x", caption_entities=[DATE])
INLINE = AnswerInlineQuery(
    inline_query_id="1",
    results=[
        InlineQueryResultArticle(
            id="1", title="x", input_message_content=InputTextMessageContent(message_text="x", entities=[DATE, BOLD])
        )
    ],
)
PLAIN = SendMessage(chat_id=1, text="x", entities=[BOLD])


class Server:
    """Refuses what has a date in it, where it is old."""

    def __init__(self, said: str = "Bad Request: can't parse MessageEntity: Unsupported type specified") -> None:
        self.said = said
        self.got: list[TelegramMethod[Any]] = []

    async def __call__(self, _bot: Bot, method: TelegramMethod[Any]) -> Any:
        self.got.append(method)
        if "unix_time=1" in repr(method):
            raise TelegramBadRequest(method=method, message=self.said)
        return method


@pytest.mark.parametrize("method", [TEXT, PHOTO, INLINE])
async def test_it_is_sent_again_without_the_date_and_then_at_once_so(method: TelegramMethod[Any]) -> None:
    server, without = Server(), WithoutDates()
    bot = Bot("1:x")
    sent = await without(server, bot, method)
    assert "unix_time=1" not in repr(sent)
    assert len(server.got) == 2
    assert ("bold" in repr(sent)) == ("bold" in repr(method))
    await without(server, bot, method)
    assert len(server.got) == 3
    await without(server, bot, PLAIN)
    assert server.got[-1] is PLAIN


@pytest.mark.parametrize(
    ("method", "said"), [(TEXT, "Bad Request: chat not found"), (PLAIN, "Bad Request: Unsupported type specified")]
)
async def test_another_refusal_stays_one(method: TelegramMethod[Any], said: str) -> None:
    server = Server(said)

    async def refuse(bot: Bot, asked: TelegramMethod[Any]) -> Any:
        server.got.append(asked)
        raise TelegramBadRequest(method=asked, message=said)

    with pytest.raises(TelegramBadRequest):
        await WithoutDates()(refuse, Bot("1:x"), method)
    assert len(server.got) == 1
