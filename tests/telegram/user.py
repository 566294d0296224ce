"""Somebody who uses the bot: writes, taps, types inline."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.telegram.inline import InlineAnswer, chosen, typed
from tests.telegram.model import JSON, Chat, Message, Query, User
from tests.telegram.records import Answers, Button, Card
from tests.telegram.shapes import chat_json, message_json, user_json

if TYPE_CHECKING:
    from tests.telegram.telegram import FakeTelegram

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


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
        anonymous: bool = False,
        as_channel: Chat | None = None,
    ) -> Answers:
        """Write a text: as oneself, as the group that one administers (`anonymous`), or as a channel."""
        if anonymous:
            assert chat is not None
            assert chat.has_admin(self.id), f"{self.user.first_name} is no administrator of {chat.title}"
        as_chat = chat if anonymous else as_channel
        return await self.say({"text": text}, chat, reply_to=reply_to, thread=thread, as_chat=as_chat)

    async def start(self, payload: str = "") -> Answers:
        """Press Start, or follow a deep link with a payload."""
        assert _PAYLOAD.fullmatch(payload), f"Telegram passes no such payload on: {payload}"
        return await self.send(f"/start {payload}".rstrip())

    async def follow(self, url: str) -> Answers:
        """Open a link t.me/<bot>?start=payload."""
        parts = urlsplit(url)
        me = str(self.telegram.world.bot.username)
        assert (parts.netloc, parts.path.strip("/").lower()) == ("t.me", me.lower()), f"no deep link: {url}"
        return await self.start(parse_qs(parts.query).get("start", [""])[0])

    async def send_photo(self, caption: str = "", *, chat: Chat | None = None) -> Answers:
        """Send a photo."""
        photo = {**self.new_file(), "width": 90, "height": 90}
        return await self.say({"photo": [photo], **({"caption": caption} if caption else {})}, chat)

    async def send_sticker(self, emoji: str = "👍", *, chat: Chat | None = None) -> Answers:
        """Send a sticker."""
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self.say({"sticker": {**self.new_file(), **looks, "emoji": emoji}}, chat)

    async def send_document(self, name: str = "файл.txt", caption: str = "", *, chat: Chat | None = None) -> Answers:
        """Send a file."""
        document = {**self.new_file(), "file_name": name}
        return await self.say({"document": document, **({"caption": caption} if caption else {})}, chat)

    async def tap(
        self, button: str | int, message: Card | None = None, *, chat: Chat | None = None, late: bool = False
    ) -> Answers:
        """Press a button, by its label or its place in reading order from 0.

        Without `message`: of the last message with buttons in `chat`, or where this user acted last. A given card may
        be older than the message is now, or the message deleted: its old button is pressed, as a slow client does.
        `late`: whatever the bot answers to the tap comes too late.
        """
        card = message or self._last_card(chat or self._where, with_buttons=True)
        pressed = _find_button(card, button)
        assert pressed.data is not None, f"[{pressed.label}] does not call the bot"
        return await self.tap_data(pressed.data, card, label=pressed.label, late=late)

    async def tap_twice(self, button: str | int, message: Card | None = None) -> Answers:
        """Press a button twice before the bot has answered: what it did after both."""
        card = message or self._last_card(self._where, with_buttons=True)
        world, mark = self.telegram.world, len(self.telegram.world.events)
        world.forgives_same_edits = True
        try:
            await asyncio.gather(self.tap(button, card), self.tap(button, card))
        finally:
            world.forgives_same_edits = False
        return self.telegram.answers_since(mark, world.chats[card.chat_id], self.id)

    async def tap_data(self, data: str, message: Card, *, label: str | None = None, late: bool = False) -> Answers:
        """Send callback data that need not stand on any button, as an old or a forged client can."""
        world, chat = self.telegram.world, self.telegram.world.chats[message.chat_id]
        self._where = chat
        current = chat.find(message.message_id, message.ephemeral_id)
        assert current is not None
        assert current.is_seen_by(self.id), f"{self.user.first_name} does not see this message"
        query = Query(world.new_id(), self.id, data, chat.id, asked_at=world.unix_now(), expired=late)
        world.callbacks[query.id] = query
        only_for = self.id if current.ephemeral_id else 0
        world.note("tap", chat, self.user, text=label or data, message_id=current.id, only_for=only_for)
        body = {"id": query.id, "from": user_json(self.user), "chat_instance": str(chat.id), "data": data}
        body |= self._tapped(chat, current)
        update = world.new_update("callback_query", body)
        return await self.telegram.deliver(update, chat, query, seen_by=self.id)

    def _tapped(self, chat: Chat, message: Message) -> JSON:
        if message.inline_id:
            return {"inline_message_id": message.inline_id}
        world = self.telegram.world
        gone = {"chat": chat_json(world, chat), "message_id": message.id, "date": 0}
        return {"message": gone if message.deleted else message_json(world, message)}

    def press(self, label: str, message: Card | None = None) -> str:
        """Press a button that does not call the bot: the link it opens, the text it copies, or `@bot words`."""
        button = _find_button(message or self._last_card(self._where, with_buttons=True), label)
        if button.switch_inline is not None:
            return f"@{self.telegram.world.bot.username} {button.switch_inline}".rstrip()
        opened = button.url or button.copied
        assert opened is not None, f"[{label}] calls the bot"
        return opened

    async def inline_query(self, text: str, offset: str = "", *, chat_type: str = "sender") -> InlineAnswer:
        """Type `@bot text` in some chat; returns the bot's answerInlineQuery, empty where it gave none."""
        return await typed(self, text, offset, chat_type)

    async def choose(self, answer: InlineAnswer, number: int = 0, *, chat: Chat | None = None) -> Card:
        """Pick an inline result by its place from 0: the message that stands in the chat then."""
        return await chosen(self, answer, number, chat or self.chat)

    async def block_bot(self) -> Answers:
        """Block the bot: it may write no more, and gets my_chat_member."""
        return await self.telegram.set_bot_status(self.chat, "kicked", self)

    async def unblock_bot(self) -> Answers:
        """Let the bot write again."""
        return await self.telegram.set_bot_status(self.chat, "member", self)

    async def say(
        self,
        content: JSON,
        chat: Chat | None,
        *,
        reply_to: Card | int | None = None,
        thread: int | None = None,
        as_chat: Chat | None = None,
    ) -> Answers:
        """Send a message of any content."""
        world = self.telegram.world
        where = world.chats[reply_to.chat_id] if chat is None and isinstance(reply_to, Card) else chat or self.chat
        assert where.has_member(self.id), f"{self.user.first_name} is not in {where.title}"
        assert thread is None or thread in where.topics, f"{where.title} has no topic {thread}"
        self._where = where
        answered = (reply_to.message_id or reply_to.ephemeral_id) if isinstance(reply_to, Card) else reply_to
        place = {} if thread is None else {"thread_id": thread}
        update = world.say(where, self.user, content, as_chat=as_chat, reply_to=answered or 0, **place)
        return await self.telegram.deliver(update, where, seen_by=self.id)

    def new_file(self) -> JSON:
        """A file that nobody has the bytes of."""
        file_id = f"user-file-{self.telegram.world.new_id()}"
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": 1000}

    def _last_card(self, chat: Chat, *, with_buttons: bool) -> Card:
        world = self.telegram.world
        for message in sorted((*chat.messages.values(), *chat.ephemeral.values()), key=lambda item: -item.order):
            if message.sender_id == world.bot.id and not message.deleted and message.is_seen_by(self.id):
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
