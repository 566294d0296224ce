"""The real process and a live channel over HTTP: what is published is found within two seconds, and by no kill lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from bot.clock import utc_now
from storage import inbox
from storage.database import Database
from storage.inbox import InboxUpdate
from tests.holding_server import HoldingServer
from tests.program import Program, running
from tests.telegram import Answers, FakeChannel, FakeTelegram, FakeUser, World
from tests.telegram.shapes import message_json

FINDABLE_S = 2.0
NOTHING_FOUND = "ничего не нашлось"


class Place:
    """A Telegram with the operator's channel, and the bot's archive."""

    def __init__(self, server: HoldingServer, folder: Path) -> None:
        self.server = server
        self.database = folder / "letopis.db"
        self.telegram = FakeTelegram(world=server.world)
        self.telegram.quiet_s = 0.05
        self.olga = self.telegram.user("Ольга", language_code="ru")
        self.anna = self.telegram.user("Анна", language_code="ru")
        self.channel = FakeChannel(self.telegram, "Новости", owner=self.olga, username="novosti", bot="left")

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Program]:
        """The running bot; killed at the end, if the block has not done so."""
        await self.telegram.wait_for(lambda: not self.server.is_polled)
        async with running(self.server.url, self.database, admin_ids=str(self.olga.id)) as program:
            await program.until(lambda: self.server.is_polled)
            yield program

    async def found(self, query: str, user: FakeUser | None = None) -> str:
        answers: Answers = await (user or self.anna).send(f"/search {query}")
        return answers.text

    async def until_found(self, query: str, wanted: str = "") -> float:
        """The seconds until a search shows it."""
        began = monotonic()
        while True:
            text = await self.found(query)
            if NOTHING_FOUND not in text and wanted in text:
                return monotonic() - began
            assert monotonic() - began < 20, text

    async def until_gone(self, query: str) -> float:
        """The seconds until a search finds it no more."""
        began = monotonic()
        while NOTHING_FOUND not in await self.found(query):
            assert monotonic() - began < 20
        return monotonic() - began

    async def shown(self, query: str) -> str:
        """The first post that a search finds, opened."""
        await self.anna.send(f"/search {query}")
        return (await self.anna.tap("1")).text

    async def number(self, query: str) -> int:
        """How many posts a search finds."""
        heading = (await self.found(query)).splitlines()[0]
        return 0 if NOTHING_FOUND in heading else int(heading.split(" · ")[1].split()[0])


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with HoldingServer(World()) as server:
        made = Place(server, tmp_path)
        yield made
        made.telegram.assert_clean()


async def killed(program: Program) -> None:
    program.process.kill()
    await program.ended()


async def lives(place: Place, _: Program) -> None:
    channel = place.channel
    await channel.add_bot()
    first = await channel.post("Чай остыл на подоконнике")
    assert await place.until_found("подоконник") < FINDABLE_S
    place.telegram.advance(minutes=1)
    await channel.edit(first, "Кофе остыл на подоконнике")
    assert await place.until_found("кофе") < FINDABLE_S
    assert await place.until_gone("чай") < FINDABLE_S
    await channel.react(first, {"👍": 5, "❤️": 2})
    await until(lambda: place.shown("кофе"), lambda text: "👍 5 ❤ 2" in text)
    await channel.album(["photo", "photo", "video"], "Виды города с высоты")
    assert await place.until_found("высота") < FINDABLE_S
    assert await place.number("высота") == 1
    await channel.post("Дождь в горах", kind="photo")
    assert await place.until_found("дождь has:photo") < FINDABLE_S
    poll = {"id": "1", "question": "Кефир или ряженка?", "options": [], "total_voter_count": 0, "is_closed": False}
    poll |= {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
    poll |= {"allows_revoting": True, "members_only": False}
    await channel.post(poll=poll)
    assert await place.until_found("ряженка есть:опрос") < FINDABLE_S
    blocks = [{"type": "heading", "size": 1, "text": "Итоги"}, {"type": "paragraph", "text": ["о ", "погоде"]}]
    await channel.post(rich_message={"blocks": blocks})
    assert await place.until_found("погода") < FINDABLE_S
    await channel.pin(first)
    await channel.rename("Вести", "vesti")
    named = await channel.post("Новое имя")
    assert await place.until_found("имя") < FINDABLE_S
    await place.shown("имя")
    links = [button.url for row in place.anna.last.buttons for button in row]
    assert f"https://t.me/vesti/{named}" in links


async def until(ask: Callable[[], Awaitable[str]], condition: Callable[[str], bool]) -> None:
    began = monotonic()
    while not condition(text := await ask()):
        assert monotonic() - began < FINDABLE_S, text


async def loses_an_answer(place: Place, _: Program) -> None:
    place.server.drop_next("getUpdates", after_effect=True, times=2)
    await place.channel.post("Самовар остыл")
    await place.until_found("самовар")
    assert await place.number("самовар") == 1


async def takes_forwards(place: Place, program: Program) -> None:
    channel = FakeChannel(place.telegram, "Старина", owner=place.olga, username="starina", bot="left")
    ids = [await channel.post(f"Старый пост о метели {number}") for number in range(3)]
    ids += await channel.album(["photo", "photo"], "Старый альбом")
    await channel.forward(place.olga, *ids)
    await program.until(lambda: any(event.chat_id == place.olga.id for event in place.server.world.events))
    assert place.olga.last.text == "Старина @starina: добавлено 4, уже было 0"
    await place.until_found("метель")
    assert (await place.number("метель"), await place.number("старый")) == (3, 4)


async def refuses_a_stranger(place: Place, program: Program) -> None:
    stranger = place.telegram.user("Степан")
    channel = FakeChannel(place.telegram, "Чужое", owner=stranger, bot="left")
    await channel.add_bot()
    await channel.post("Реклама верблюдов")
    await program.until(lambda: "Чужое" in place.olga.last.text)
    assert NOTHING_FOUND in await place.found("верблюд")
    await place.olga.tap("Не сейчас")
    await channel.post("Ещё реклама верблюдов")
    assert NOTHING_FOUND in await place.found("верблюд")
    assert "Реклама" not in program.written


async def test_a_bot_that_runs(place: Place) -> None:
    place.olga.user.has_started = True
    async with place.bot() as program:
        await place.channel.add_bot()
        for part in (lives, loses_an_answer, takes_forwards, refuses_a_stranger):
            await part(place, program)


async def confirmed_and_not_applied(place: Place, program: Program) -> None:
    """Killed between Telegram's answer and the search."""
    await place.channel.add_bot()
    await place.channel.post("Первый пост")
    await place.until_found("первый")
    waiting = len(place.server.world.updates)
    await place.channel.post("Чай остыл на подоконнике")
    # The next poll confirms the post: Telegram will not tell it again.
    await program.until(lambda: len(place.server.world.updates) <= waiting and place.server.is_polled)
    await killed(program)


async def kept_and_not_applied(place: Place) -> None:
    """The inbox as it is when nothing of it was applied before a kill."""
    post = await place.channel.post("Полотенце высохло")
    body = message_json(place.server.world, place.channel.chat.messages[post])
    later = {**body, "message_id": post + 1, "text": "Молоко стоит на столе"}
    edited = {**later, "text": "Какао стоит на столе", "edit_date": body["date"] + 9}
    place.channel.pass_over(1)
    database = await Database.open(place.database)
    rows = [
        InboxUpdate(update_id=number, kind=kind, payload=json.dumps(content))
        for number, kind, content in ((1, "channel_post", later), (2, "edited_channel_post", edited))
    ]
    async with database.transaction() as connection:
        await inbox.keep(connection, rows, utc_now())
    await database.close()


async def test_killed_at_the_worst_moments(place: Place) -> None:
    place.olga.user.has_started = True
    channel = place.channel

    def told() -> int:
        return sum(event.chat_id == place.olga.id for event in place.server.world.events)

    async with place.bot() as program:
        await confirmed_and_not_applied(place, program)
    await kept_and_not_applied(place)
    async with place.bot() as program:
        await place.until_found("подоконник")
        await place.until_found("полотенце")
        assert [await place.number(word) for word in ("подоконник", "полотенце", "какао", "стол")] == [1, 1, 1, 1]
        await channel.post("Виды города", kind="photo", media_group_id="77")
        await place.until_found("виды")
        await killed(program)
    await channel.post(kind="photo", media_group_id="77")
    await channel.post(kind="photo", media_group_id="77")
    last = await channel.post("Конец")
    async with place.bot() as program:
        await place.until_found("конец")
        assert await place.number("виды") == 1
        await killed(program)
    assert told() == 0
    channel.pass_over(3)
    for word in ("второй", "третий"):
        async with place.bot() as program:
            await channel.post(word)
            await place.until_found(word)
            await program.until(lambda: told() == 1)
    assert f"№ {last + 1}–{last + 3}" in place.olga.last.text


async def test_killed_again_and_again(place: Place) -> None:
    """Each kill falls where chance wants it; in the end every post is there, once."""
    words = "чай кофе вода молоко квас".split()
    await place.channel.add_bot()
    for number, word in enumerate(words):
        async with place.bot() as program:
            await place.channel.post(f"{word} номер {number}")
            await place.channel.album(["photo", "photo"], f"альбом: {word}")
            await asyncio.sleep(0.01 * number)
            await killed(program)
    async with place.bot():
        for word in words:
            await place.until_found(f"{word} номер")
            await place.until_found(f"альбом {word}")
        assert await place.number("номер") == len(words)
        assert await place.number("альбом") == len(words)
