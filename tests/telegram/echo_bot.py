"""A tiny aiogram bot, on which the doubles are tried."""

from __future__ import annotations

from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.enums import ContentType
from aiogram.filters import Command, CommandObject
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    MessageEntity,
)


def keyboard(*labels: str, data: str = "") -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=label, callback_data=data or label) for label in labels]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def greet(message: Message) -> None:
    name = message.from_user.first_name if message.from_user else ""
    bold = MessageEntity(type="bold", offset=8, length=len(name))
    await message.answer(f"Привет, {name}!", entities=[bold], reply_markup=keyboard("Да", "Нет"))


async def choose(query: CallbackQuery) -> None:
    if isinstance(query.message, Message):
        code = MessageEntity(type="code", offset=9, length=len(query.data or ""))
        await query.message.edit_text(f"Выбрано: {query.data}", entities=[code])
    await query.answer("Принято", show_alert=query.data == "Нет")


async def report(message: Message, command: CommandObject) -> None:
    file = BufferedInputFile((command.args or "пусто").encode(), "отчёт.txt")
    await message.answer_document(file, caption="Ваш отчёт")


async def welcome(update: ChatMemberUpdated, bot: Bot) -> None:
    if update.new_chat_member.status == "member":
        await bot.send_message(update.chat.id, "Спасибо, что позвали")


async def inline(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text=f"Найдено: {query.query}")
    await query.answer([InlineQueryResultArticle(id="1", title=query.query, input_message_content=content)])


async def echo(message: Message) -> Any:
    return message.answer(f"Эхо: {message.text or ContentType(message.content_type).value}")


def build_dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.message.register(greet, Command("start"))
    dispatcher.message.register(report, Command("report"))
    dispatcher.message.register(echo)
    dispatcher.callback_query.register(choose, F.data != "тишина")
    dispatcher.my_chat_member.register(welcome)
    dispatcher.inline_query.register(inline)
    return dispatcher
