"""Every command and every button: whom a channel is not shown to learns nothing of it, neither now nor by old cards.

The archives are those of tests/storage/doors.py. That no command and no button is forgotten, the routers say.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

from bot import callbacks
from bot.routers import all_routers
from bot.services.membership import Membership, chat_id_of
from core.types import ChannelRef
from storage import channels, grants
from tests.bot.letopis import Letopis, running
from tests.bot.routers.typed import OLD, TYPED
from tests.storage.doors import DELETED, PUBLIC_TELEGRAM_ID, SECRET_TELEGRAM_ID, SECRETS, make_archive
from tests.telegram import Answers, Card, Chat, FakeUser

WITHOUT_POSTS = {
    callbacks.LanguageTap, callbacks.QuietTap, callbacks.OfferTap, callbacks.ChatTap, callbacks.AdminTap,
    callbacks.AdminFileTap, callbacks.ForgetTap, callbacks.CurationTap, callbacks.CurateTap,
}  # fmt: skip
"""Buttons that lead a reader to no post: the choice of a language and of who sees the answers; operators' and authors'
own (test_admin.py, test_curation_rights.py)."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both archives."""
    folder = tmp_path_factory.mktemp("doors")

    async def make() -> None:
        for name, hidden in (("alone", False), ("both", True)):
            await (await make_archive(folder / f"{name}.db", hidden=hidden)).close()

    asyncio.run(make())
    return folder


@asynccontextmanager
async def letopis_over(path: Path, copy: Path) -> AsyncIterator[Letopis]:
    shutil.copy(path, copy)
    async with running(copy) as letopis:
        letopis.telegram.world.forgives_same_edits = True  # a button may show what stands there already
        place(letopis, letopis.telegram.group("Тихий", bot="left", kind="channel", username="tiho"), PUBLIC_TELEGRAM_ID)
        yield letopis


def place(letopis: Letopis, chat: Chat, telegram_id: int) -> Chat:
    """Gives a channel the id that the archive knows it by."""
    del letopis.telegram.world.chats[chat.id]
    chat.id = chat_id_of(telegram_id)
    letopis.telegram.world.chats[chat.id] = chat
    return chat


@pytest.fixture
async def alone(made: Path, tmp_path: Path) -> AsyncIterator[Letopis]:
    """The bot over an archive without what is hidden."""
    async with letopis_over(made / "alone.db", tmp_path / "alone.db") as letopis:
        yield letopis


@pytest.fixture
async def both(made: Path, tmp_path: Path) -> AsyncIterator[Letopis]:
    """The bot over the other one; it is an administrator of the channel of members."""
    async with letopis_over(made / "both.db", tmp_path / "both.db") as letopis:
        async with letopis.services.database.transaction() as connection:
            await channels.set_bot_is_admin(connection, SECRET_TELEGRAM_ID, is_admin=True)
        yield letopis


def channel_of(letopis: Letopis, *members: FakeUser, author: FakeUser | None = None) -> Chat:
    """The channel of members in Telegram."""
    authors = [author] if author else []
    chat = letopis.telegram.group("Подполье", members, admins=authors, bot="administrator", kind="channel")
    return place(letopis, chat, SECRET_TELEGRAM_ID)


def lines(*names: str) -> list[str]:
    """What is typed to the commands of these names, else to all."""
    return [f"/{name} {typed}".strip() for name in names or TYPED for typed in TYPED[name]]


def seen(answers: Answers) -> list[object]:
    """All that a reader, and a curious client, gets to see."""
    return [(card.text, card.entities, card.buttons) for card in answers.cards] + [answers.notification]


def said(answers: Answers, typed: str) -> str:
    """The same as a text in lower case, without what the reader typed himself."""
    told = repr(seen(answers)).casefold()
    for word in sorted(re.findall(r'[^\s"«»]+', typed.casefold()), key=len, reverse=True):
        told = told.replace(word, "")
    return told


def leaks(answers: Answers, typed: str) -> list[str]:
    told = said(answers, typed)
    return [secret for secret in (*SECRETS, *DELETED) if secret in told]


async def conversation(letopis: Letopis, user: FakeUser, chat: Chat | None) -> list[object]:
    """The answers to every command, and to the first buttons of each answer."""
    told: list[object] = []
    for line in lines():
        answers = await user.send(line, chat=chat)
        told.append((line, seen(answers)))
        for card in answers.cards:
            told += [seen(await user.tap(number, card)) for number in taps(card)[:4]]
    return told


def taps(card: Card) -> list[int]:
    """The buttons that call the bot, by their places."""
    every = [button for row in card.buttons for button in row]
    return [number for number, button in enumerate(every) if button.data is not None]


def commands() -> Iterator[str]:
    """Every command that a router knows."""
    for router in all_routers():
        for handler in router.message.handlers:
            for one in handler.filters or ():
                if isinstance(one.callback, Command):
                    yield from map(str, one.callback.commands)


def pressable() -> set[type[CallbackData]]:
    """Every kind of button that a router knows."""
    return {
        one.callback.callback_data
        for router in all_routers()
        for handler in router.callback_query.handlers
        for one in handler.filters or ()
        if isinstance(one.callback, CallbackQueryFilter)
    }


def test_no_command_is_forgotten() -> None:
    assert set(commands()) == set(TYPED)


@pytest.mark.parametrize("place", ["private", "group", "operator in a group"])
async def test_the_answers_are_those_of_an_archive_without_it(alone: Letopis, both: Letopis, place: str) -> None:
    told = []
    for letopis in (alone, both):
        guest = letopis.user("Гость")
        group = letopis.group(guest, letopis.operator)
        channel = channel_of(letopis, letopis.operator, author=letopis.operator)
        assert not channel.has_member(guest.id)
        asker = letopis.operator if place == "operator in a group" else guest
        told.append(await conversation(letopis, asker, None if place == "private" else group))
    mine, theirs = ([line for line in one if "llow" not in repr(line)] for one in told)
    assert theirs == mine
    if place != "operator in a group":  # who may let the channel in, and is answered by its name
        assert told[0] == told[1]


@pytest.mark.parametrize("command", TYPED)
async def test_a_guest_learns_nothing(both: Letopis, command: str) -> None:
    guest = both.user("Гость")
    channel_of(both, both.user("Кто-то"))
    group = both.group(guest, both.operator)
    for typed in lines(command):
        assert leaks(await guest.send(typed), typed) == []
        assert leaks(await guest.send(typed, chat=group), typed) == []
        assert leaks(await both.operator.send(typed, chat=group), typed) == []


async def leave(letopis: Letopis, channel: Chat, reader: FakeUser) -> None:
    channel.members[reader.id] = "left"
    letopis.memberships.learn(channel.id, reader.id, Membership("left"))


async def lose_admin(letopis: Letopis, channel: Chat, _reader: FakeUser) -> None:
    channel.members[letopis.telegram.world.bot.id] = "left"
    async with letopis.services.database.transaction() as connection:
        await channels.set_bot_is_admin(connection, SECRET_TELEGRAM_ID, is_admin=False)


async def expire(letopis: Letopis, channel: Chat, reader: FakeUser) -> None:
    """The yes is forgotten, and Telegram does not answer any more."""
    letopis.memberships.forget(channel.id)
    letopis.telegram.world.faults.fail_next("getChatMember", 500, times=10_000)


LOSSES = {"left": leave, "no admin": lose_admin, "no answer": expire}


async def old_cards(reader: FakeUser, chat: Chat | None) -> list[tuple[str, Card]]:
    """Cards, and one of each button of these, with what was typed for it."""
    cards = []
    for line in OLD:
        for card in (await reader.send(line, chat=chat)).cards:
            cards.append((line, card))
            for number in taps(card):
                cards += [(line, opened) for opened in (await reader.tap(number, card)).cards]
    return cards


@pytest.mark.parametrize("loss", LOSSES)
async def test_old_cards_show_nothing_to_one_who_may_not_see_it_any_more(both: Letopis, loss: str) -> None:
    reader = both.user("Читатель")
    channel = channel_of(both, reader)
    cards = await old_cards(reader, None)
    both.telegram.world.take_violations()
    assert any("криптонит" in card.text.casefold() for _, card in cards)
    await LOSSES[loss](both, channel, reader)
    assert await press_all(reader, cards) == pressable() - WITHOUT_POSTS
    for line in OLD:
        assert leaks(await reader.send(line), line) == []


@pytest.mark.parametrize("loss", ["taken out", "no admin"])
async def test_old_cards_in_a_group_that_the_channel_was_taken_out_of(both: Letopis, loss: str) -> None:
    reader = both.user("Читатель")
    group = both.group(reader, both.operator)
    channel = channel_of(both, author=reader)
    await reader.send("/allow @podpolye", chat=group)
    cards = await old_cards(reader, group)
    both.telegram.world.take_violations()
    assert any("криптонит" in card.text.casefold() for _, card in cards)
    if loss == "no admin":
        await lose_admin(both, channel, reader)
    else:
        async with both.services.database.transaction() as connection:
            secret = await channels.find(connection, ChannelRef(telegram_id=SECRET_TELEGRAM_ID))
            assert secret is not None
            assert await grants.revoke(connection, group.id, secret)
    await press_all(both.operator, cards)


async def press_all(reader: FakeUser, cards: list[tuple[str, Card]]) -> set[type[CallbackData]]:
    """Presses every button of old cards; returns the kinds of them. What stood on the card itself may be said again."""
    pressed = set()
    for line, card in cards:
        for number in taps(card):
            button = [one for row in card.buttons for one in row][number]
            answers = await reader.tap(number, card)
            assert leaks(answers, f"{line} {button.label}") == [], (line, button)
            pressed.add(kind_of(button.data or ""))
    refused = reader.telegram.world.take_violations()
    assert {"message is not modified" in one.description for one in refused} <= {True}  # pressed twice
    return pressed - WITHOUT_POSTS


def kind_of(data: str) -> type[CallbackData]:
    return next(kind for kind in pressable() if data.partition(":")[0] == kind.__prefix__)


async def test_another_ones_card_opens_nothing(both: Letopis) -> None:
    """Forged callback data: a member's card, pressed by a stranger in his own chat."""
    member, stranger = both.user("Член"), both.user("Чужой")
    channel_of(both, member)
    card = (await member.send("/last 99")).only
    assert "криптонит" in card.text.casefold() or "бункер" in card.text.casefold()
    own = (await stranger.send("/last 99")).only
    for row in card.buttons:
        for button in row:
            answers = await stranger.tap_data(button.data or "", own)
            assert leaks(answers, "") == []
            assert answers.notification is not None
            assert answers.notification.text == "Эта карточка устарела. Спросите ещё раз."
