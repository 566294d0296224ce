"""The least that aiogram does for the same number of answers: a message is echoed with buttons, a card changed."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
)

_LABELS = (("1", "2", "3", "4", "5"), ("›",))


def _keyboard() -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=label, callback_data=label) for label in row] for row in _LABELS]
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def _echo(message: Message) -> None:
    if message.chat.type == "private":
        await message.answer(message.text or ".", reply_markup=_keyboard())
    else:
        await message.reply(message.text or ".", reply_markup=_keyboard())


async def _change(query: CallbackQuery) -> None:
    if isinstance(query.message, Message):
        await query.message.edit_text(query.data or ".", reply_markup=_keyboard())
    await query.answer()


async def _offer(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text=query.query or ".")
    await query.answer([InlineQueryResultArticle(id="1", title=query.query or ".", input_message_content=content)])


async def main(url: str, token: str) -> None:
    """Answers until it is ended."""
    dispatcher = Dispatcher()
    dispatcher.message.register(_echo)
    dispatcher.callback_query.register(_change)
    dispatcher.inline_query.register(_offer)
    async with Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
