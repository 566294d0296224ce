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

from tests.telegram.model import JSON, Answers, Button, Card, Chat, ChatType, MemberStatus, Notification, Query, User
from tests.telegram.session import FakeSession
from tests.telegram.shapes import chat_json, message_json, user_json
from tests.telegram.transcript import transcript
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

    async def set_bot_status(self, chat: Chat, status: MemberStatus, by: FakeUser) -> Answers:
        """Add the bot to a group, promote or remove it: the bot gets my_chat_member."""
        return await self.deliver(self.world.set_bot_status(chat, status, by.user), chat)

    def advance(self, **amount: float) -> None:
        """Move the clock on: `advance(days=1)`."""
        self.world.now += timedelta(**amount)

    def transcript(self, chat: Chat | FakeUser) -> str:
        """The conversation in a chat, readable."""
        return transcript(self.world, chat.chat if isinstance(chat, FakeUser) else chat)

    def assert_clean(self) -> None:
        """Fail where the bot broke a rule of Telegram or left a button spinning."""
        self.world.assert_clean()

    def answers_since(self, mark: int, chat: Chat) -> Answers:
        """What the bot did in a chat since `len(world.events)` was `mark`."""
        events = [event for event in self.world.events[mark:] if event.chat_id == chat.id]
        shown = [Notification(event.text, event.is_alert) for event in events if event.kind == "notification"]
        return Answers(
            tuple(event.card for event in events if event.kind in ("message", "edit") and event.card is not None),
            shown[-1] if shown else None,
            tuple(event.message_id for event in events if event.kind == "delete"),
        )

    async def deliver(self, update: JSON | None, chat: Chat, query: Query | None = None) -> Answers:
        """Bring an update to the bot and return what it did in the chat; None is an update that the bot may not see."""
        mark = len(self.world.events)
        if update is not None and self._dispatcher is not None:
            result = await self._dispatcher.feed_update(
                self.bot, Update.model_validate(update, context={"bot": self.bot})
            )
            if isinstance(result, TelegramMethod):
                await self.bot(result)
        elif update is not None and self.world.updates.add(update):
            await self._settle(mark, chat, query)
        return self.answers_since(mark, chat)

    async def bring(self, update: JSON) -> None:
        """Bring an update to the bot, and wait for no answer."""
        if self._dispatcher is None:
            self.world.updates.add(update)
        else:
            await self._dispatcher.feed_update(self.bot, Update.model_validate(update, context={"bot": self.bot}))

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


class FakeUser:
    """Somebody who writes to the bot and taps its buttons; their private chat is the default place."""

    def __init__(self, telegram: FakeTelegram, user: User) -> None:
        self.telegram = telegram
        self.user = user
        self.id = user.id
        self.chat = telegram.world.chats[user.id]
        self._where = self.chat

    @property
    def last(self) -> Card:
        """The bot's last message in the chat where this user acted last, as it stands now."""
        return self._last_card(self._where, with_buttons=False)

    async def send(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        reply_to: Card | int | None = None,
        thread: int | None = None,
    ) -> Answers:
        """Write a text."""
        return await self._say({"text": text}, chat, reply_to, thread)

    async def send_photo(self, caption: str = "", *, chat: Chat | None = None) -> Answers:
        """Send a photo."""
        photo = {**self._file(), "width": 90, "height": 90}
        return await self._say({"photo": [photo], **({"caption": caption} if caption else {})}, chat)

    async def send_sticker(self, emoji: str = "👍", *, chat: Chat | None = None) -> Answers:
        """Send a sticker."""
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self._say({"sticker": {**self._file(), **looks, "emoji": emoji}}, chat)

    async def send_document(self, name: str = "файл.txt", caption: str = "", *, chat: Chat | None = None) -> Answers:
        """Send a file."""
        document = {**self._file(), "file_name": name}
        return await self._say({"document": document, **({"caption": caption} if caption else {})}, chat)

    async def tap(self, button: str | int, message: Card | None = None, *, chat: Chat | None = None) -> Answers:
        """Press a button, by its label or its place in reading order from 0.

        Without `message`: of the last message with buttons in `chat`, or where this user acted last. A given card may
        be older than the message is now, or the message deleted: its old button is pressed, as a slow client does.
        """
        where = self.telegram.world.chats[message.chat_id] if message else chat or self._where
        card = message or self._last_card(where, with_buttons=True)
        pressed = _find_button(card, button)
        assert pressed.data is not None, f"[{pressed.label}] does not call the bot"
        return await self.tap_data(pressed.data, card, label=pressed.label)

    async def tap_data(self, data: str, message: Card, *, label: str | None = None) -> Answers:
        """Send callback data that need not stand on any button, as an old or a forged client can."""
        world, chat = self.telegram.world, self.telegram.world.chats[message.chat_id]
        self._where = chat
        query = Query(world.new_id(), self.id, data, chat.id)
        world.callbacks[query.id] = query
        current = chat.messages[message.message_id]
        gone = {"chat": chat_json(world, chat), "message_id": current.id, "date": 0}
        world.note("tap", chat, self.user, text=label or data, message_id=current.id)
        body = {
            "id": query.id,
            "from": user_json(self.user),
            "message": gone if current.deleted else message_json(world, current),
            "chat_instance": str(chat.id),
            "data": data,
        }
        return await self.telegram.deliver(world.new_update("callback_query", body), chat, query)

    async def inline_query(self, text: str, offset: str = "") -> JSON:
        """Type `@bot text` in some chat; returns the bot's answerInlineQuery, empty where it gave none."""
        world = self.telegram.world
        query = Query(world.new_id(), self.id, text)
        world.inline_queries[query.id] = query
        body = {"id": query.id, "from": user_json(self.user), "query": text, "offset": offset, "chat_type": "sender"}
        await self.telegram.deliver(world.new_update("inline_query", body), self.chat, query)
        return query.answer or {}

    async def block_bot(self) -> Answers:
        """Block the bot: it may write no more, and gets my_chat_member."""
        return await self.telegram.set_bot_status(self.chat, "kicked", self)

    async def unblock_bot(self) -> Answers:
        """Let the bot write again."""
        return await self.telegram.set_bot_status(self.chat, "member", self)

    async def _say(
        self, content: JSON, chat: Chat | None, reply_to: Card | int | None = None, thread: int | None = None
    ) -> Answers:
        world = self.telegram.world
        where = world.chats[reply_to.chat_id] if chat is None and isinstance(reply_to, Card) else chat or self.chat
        assert where.has_member(self.id), f"{self.user.first_name} is not in {where.title}"
        assert thread is None or thread in where.topics, f"{where.title} has no topic {thread}"
        self._where = where
        answered = reply_to.message_id if isinstance(reply_to, Card) else reply_to
        update = world.say(where, self.user, content, reply_to=answered, thread_id=thread)
        return await self.telegram.deliver(update, where)

    def _file(self) -> JSON:
        file_id = f"user-file-{self.telegram.world.new_id()}"
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": 1000}

    def _last_card(self, chat: Chat, *, with_buttons: bool) -> Card:
        world = self.telegram.world
        for message in sorted(chat.messages.values(), key=lambda item: -item.id):
            if message.sender_id == world.bot.id and not message.deleted:
                card = world.card(message, "message")
                if card.buttons or not with_buttons:
                    return card
        raise LookupError(f"the bot has no such message in {chat.title}")


def _find_button(card: Card, wanted: str | int) -> Button:
    buttons = [button for row in card.buttons for button in row]
    if isinstance(wanted, int):
        return buttons[wanted]
    for button in buttons:
        if button.label == wanted:
            return button
    raise LookupError(f"no button [{wanted}] among {card.labels}")
