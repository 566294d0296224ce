"""Plain filters are asked in the event loop's own thread, with the same outcome."""

from __future__ import annotations

import threading

from aiogram import Dispatcher, F, Router
from aiogram.types import Message

from bot.quick_filters import ask_in_the_loop
from tests.telegram import FakeTelegram


async def test_plain_filters_answer_in_the_loop() -> None:
    asked: list[int] = []

    def is_short(message: Message) -> bool:
        asked.append(threading.get_ident())
        return len(message.text or "") < 5

    async def short(message: Message) -> None:
        await message.answer("коротко")

    async def named(message: Message, name: str) -> None:
        await message.answer(name)

    inner, dispatcher = Router(), Dispatcher()
    inner.message.register(short, F.text, is_short)
    inner.message.register(named, F.text.as_("name"))
    dispatcher.include_router(inner)
    ask_in_the_loop(dispatcher)
    telegram = FakeTelegram()
    telegram.connect(dispatcher)
    anna = telegram.user("Анна")
    assert (await anna.send("да")).text == "коротко"
    assert (await anna.send("подлиннее")).text == "подлиннее"
    assert set(asked) == {threading.get_ident()}
