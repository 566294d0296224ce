"""A bot tested from the user's side.

    telegram = FakeTelegram()
    telegram.connect(dispatcher)            # or let a BotApiServer serve telegram.world
    anna = telegram.user("Анна", language_code="ru")
    answers = await anna.send("/start")
    card = answers.only
    answers = await anna.tap("1")
    telegram.assert_clean()

With a dispatcher, an action returns when the handlers are done. Without one its update is queued for getUpdates, and
the action returns when the bot has answered and then kept still for `quiet_s`, or after `patience_s` without an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from tests.telegram.model import JSON, Chat, ChatType, MemberStatus, Query
from tests.telegram.places import GENERAL_TOPIC
from tests.telegram.records import Answers, Notification
from tests.telegram.session import FakeSession
from tests.telegram.transcript import transcript
from tests.telegram.user import FakeUser
from tests.telegram.world import DEFAULT_NOW, World

_ANSWERS = {"message", "edit", "delete", "notification"}


class FakeTelegram:
    """The small Telegram with its users; the bot hangs on a dispatcher, or comes over HTTP."""

    def __init__(self, now: datetime = DEFAULT_NOW, *, world: World | None = None) -> None:
        self.world = world or World(now)
        self.patience_s = 10.0
        self.quiet_s = 0.2
        self._dispatcher: Dispatcher | None = None
        self._bot: Bot | None = None

    def connect(
        self,
        dispatcher: Dispatcher,
        session: BaseSession | None = None,
        *,
        make_bot: Callable[[BaseSession], Bot] | None = None,
    ) -> Bot:
        """Let a dispatcher answer. `make_bot` builds the bot over the session, as the program would."""
        session = session or FakeSession(self.world)
        self._dispatcher = dispatcher
        self._bot = make_bot(session) if make_bot else Bot(self.world.token, session=session)
        return self._bot

    @property
    def bot(self) -> Bot:
        """The connected bot."""
        assert self._bot is not None, "no dispatcher is connected"
        return self._bot

    def user(self, first_name: str, *, language_code: str | None = None, username: str | None = None) -> FakeUser:
        """Somebody new."""
        return FakeUser(self, self.world.add_user(first_name, username=username, language_code=language_code))

    def group(
        self,
        title: str,
        members: Sequence[FakeUser] = (),
        *,
        admins: Sequence[FakeUser] = (),
        bot: MemberStatus = "member",
        kind: ChatType = "supergroup",
        forum: bool = False,
        username: str | None = None,
    ) -> Chat:
        """A new group, or a channel; its first administrator is the creator. `bot` is the bot's own membership."""
        statuses: dict[int, MemberStatus] = {member.id: "member" for member in members}
        for number, admin in enumerate(admins):
            statuses[admin.id] = "administrator" if number else "creator"
        statuses[self.world.bot.id] = bot
        return self.world.add_chat(kind, title, statuses, username=username, is_forum=forum)

    def topic(self, forum: Chat, name: str) -> int:
        """A new topic; returns its thread id."""
        assert forum.is_forum, f"{forum.title} has no topics"
        return self.world.add_topic(forum, name)

    def close_topic(self, forum: Chat, thread: int = GENERAL_TOPIC) -> None:
        """From now on only administrators write to the topic."""
        forum.closed_topics.add(thread)

    async def set_bot_status(self, chat: Chat, status: MemberStatus, by: FakeUser) -> Answers:
        """Add the bot to a group, promote, restrict or remove it: the bot gets my_chat_member."""
        return await self.deliver(self.world.set_bot_status(chat, status, by.user), chat)

    def advance(self, **amount: float) -> None:
        """Move the clock on: `advance(days=1)`."""
        self.world.now += timedelta(**amount)

    def transcript(self, chat: Chat | FakeUser, *, seen_by: FakeUser | None = None) -> str:
        """The conversation in a chat, readable; `seen_by`: without what this member does not see."""
        where = chat.chat if isinstance(chat, FakeUser) else chat
        return transcript(self.world, where, seen_by.id if seen_by else None)

    def assert_clean(self) -> None:
        """Fail where the bot broke a rule of Telegram or left a button spinning."""
        self.world.assert_clean()

    def answers_since(self, mark: int, chat: Chat, seen_by: int | None = None) -> Answers:
        """What the bot did in a chat since `len(world.events)` was `mark`; `seen_by`: as far as this user sees it."""
        events = [event for event in self.world.events[mark:] if event.chat_id == chat.id]
        events = [event for event in events if seen_by is None or event.only_for in (0, seen_by)]
        shown = [Notification(event.text, event.is_alert) for event in events if event.kind == "notification"]
        return Answers(
            tuple(event.card for event in events if event.kind in ("message", "edit") and event.card is not None),
            shown[-1] if shown else None,
            tuple(event.message_id for event in events if event.kind == "delete"),
        )

    async def deliver(
        self, update: JSON | None, chat: Chat, query: Query | None = None, *, seen_by: int | None = None
    ) -> Answers:
        """Bring an update to the bot and return what it did in the chat; None is an update that the bot may not see."""
        mark = len(self.world.events)
        if update is not None and self._dispatcher is not None:
            await self.bring(update)
        elif update is not None and self.world.updates.add(update):
            await self._settle(mark, chat, query)
        return self.answers_since(mark, chat, seen_by)

    async def bring(self, update: JSON) -> None:
        """Bring an update to the bot, and wait for no answer."""
        if self._dispatcher is None:
            self.world.updates.add(update)
            return
        event = Update.model_validate(update, context={"bot": self.bot})
        result = await self._dispatcher.feed_update(self.bot, event)
        if isinstance(result, TelegramMethod):
            await self.bot(result)

    async def wait_for(self, condition: Callable[[], bool], timeout_s: float | None = None) -> None:
        """Wait until the condition holds; an AssertionError after the timeout (by default `patience_s`)."""
        loop = asyncio.get_running_loop()
        end = loop.time() + (self.patience_s if timeout_s is None else timeout_s)
        while not condition():
            assert loop.time() < end, "waited in vain"
            await asyncio.sleep(0.01)

    async def _settle(self, mark: int, chat: Chat, query: Query | None) -> None:
        def has_answered() -> bool:
            if query is not None and query.answer is None:
                return False
            return query is not None or any(
                event.chat_id == chat.id and event.kind in _ANSWERS for event in self.world.events[mark:]
            )

        try:
            await self.wait_for(has_answered)
        except AssertionError:
            return
        calls = -1
        while calls != self._calls_but_polls():
            calls = self._calls_but_polls()
            await asyncio.sleep(self.quiet_s)

    def _calls_but_polls(self) -> int:
        return sum(method.lower() != "getupdates" for method, _ in self.world.calls)
