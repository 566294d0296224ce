"""Whole conversations, as a reader sees them, against the files in `transcripts/`.

After a change of wording or layout write them anew, and read the difference: `LETOPIS_TRANSCRIPTS=write make pytest`.
"""

from __future__ import annotations

import os
from pathlib import Path

from core.types import Visibility
from tests.bot.letopis import Letopis
from tests.telegram import Chat, FakeUser

TRANSCRIPTS = Path(__file__).with_name("transcripts")


def compare(letopis: Letopis, chat: Chat | FakeUser, name: str) -> None:
    path, said = TRANSCRIPTS / f"{name}.txt", letopis.telegram.transcript(chat) + "\n"
    said = "\n".join(line.rstrip() for line in said.split("\n"))
    if os.environ.get("LETOPIS_TRANSCRIPTS") == "write":
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


async def test_a_reader_in_russian(letopis: Letopis) -> None:
    anna = letopis.user("Анна", "ru")
    await anna.send("/start")
    await anna.send("/help")
    await anna.send("резервной копеи")
    await anna.tap("›")
    await anna.tap("1")
    await anna.tap("↩ К списку")
    await anna.send("sqlite хватает")
    await anna.tap("1")
    await anna.send("кофта")
    await anna.tap(0)
    await anna.send("/search")
    await anna.send("/topics")
    await anna.tap("#кофе · 3")
    await anna.tap("↩ Темы")
    await anna.send("/topic мониторнг")
    await anna.send("/topic жираф")
    await anna.send("/random кофе")
    await anna.tap("🎲 Ещё: #кофе")
    await anna.send("/top")
    await anna.send("/top неделя")
    await anna.send("/top завтра")
    await anna.send("/last 2")
    await anna.send("/last много")
    await anna.send("/foo")
    await anna.send_sticker()
    await anna.tap_data("p:forgotten:1", anna.last)
    await anna.send("/language")
    await anna.tap("English")
    compare(letopis, anna, "reader_ru")


async def test_a_search_that_takes_some_tries_in_russian(letopis: Letopis) -> None:
    anna = letopis.user("Анна", "ru")
    await anna.send("/help поиск")
    await anna.send("кофемлока")
    await anna.tap("Искать «кофемлока» как написано")
    await anna.tap("🔎 кофемолка")
    await anna.tap("1")
    await anna.tap("≈ Похожие")
    await anna.tap("1")
    await anna.tap("↩ К списку")
    await anna.tap("↩ К списку")
    await anna.send("бот -telegram сорт:топ")
    await anna.send("сервер после:вчера")
    await anna.send("сервер есть:фото")
    await anna.tap("Без «есть:фото»")
    await anna.send("«сервер тишины»")
    await anna.tap("🔎 сервер тишины")
    await anna.send("🔥!!!")
    await anna.send("/random кофе")
    await anna.tap("≈ Похожие")
    await anna.tap("↩ К посту")
    compare(letopis, anna, "search_ru")


async def test_a_group_in_english(letopis: Letopis) -> None:
    john, mary = letopis.user("John", "en"), letopis.user("Mary", "en")
    group = letopis.group(mary, admin=john)
    await letopis.store("A secret of the members", username="secret", visibility=Visibility.MEMBERS)
    await john.send("/start@letopis_bot", chat=group)
    await mary.send("so this is the bot?", chat=group)
    await mary.send("/help", chat=group)
    await mary.send("/search dokcer", chat=group)
    await mary.tap("2")
    await mary.tap("↩ Back to the list")
    await mary.tap("Search for “dokcer” as typed")
    await mary.send("/search secret", chat=group)
    await mary.send("/search docker after:2030 has:poll", chat=group)
    await mary.tap("🔎 docker")
    await mary.send("/search has:cat docker", chat=group)
    await mary.send("/help search", chat=group)
    await mary.send("/topics", chat=group)
    await mary.tap("#telegram · 2")
    await mary.send("/topic giraffe", chat=group)
    await mary.send("/random", chat=group)
    await mary.tap("🎲 Another")
    await mary.send("/top week", chat=group)
    await mary.send("/last 1", chat=group)
    await mary.send("/search переезд", chat=group)
    await mary.tap("1")
    await mary.tap("›")
    await mary.tap("≈ Similar")
    await mary.send("/foo", chat=group)
    card = (await mary.send("/language", chat=group)).only
    await mary.tap("Русский", card)
    await john.tap("Русский", card)
    await mary.send("/search", chat=group)
    compare(letopis, group, "group_en")
