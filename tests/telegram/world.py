"""A small Telegram in memory, at the level of JSON: it knows people and chats, and refuses what Telegram refuses.

`World.respond(method, params, files)` is the Bot API; what the bot did wrong stands in `World.violations`.
Users act through `tests.telegram.user`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from tests.telegram import bot_methods, message_methods
from tests.telegram.faults import Faults
from tests.telegram.model import (
    JSON,
    ApiError,
    Button,
    Card,
    Chat,
    ChatType,
    Document,
    Event,
    EventKind,
    MemberStatus,
    Message,
    Query,
    Upload,
    User,
    Violation,
)
from tests.telegram.parser import found_entities
from tests.telegram.requests import read
from tests.telegram.shapes import chat_json, member_json, message_json, user_json
from tests.telegram.updates import UpdateQueue

TOKEN = "4200000042:letopis-in-a-test"
DEFAULT_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class World:
    """Everything that Telegram remembers. `now` is its clock: it stands still until a test moves it."""

    def __init__(
        self, now: datetime = DEFAULT_NOW, *, bot_name: str = "Летопись", bot_username: str = "letopis_bot"
    ) -> None:
        self.now = now
        self.token = TOKEN
        self.bot = User(int(TOKEN.partition(":")[0]), bot_name, bot_username, is_bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.updates = UpdateQueue()
        self.faults = Faults()
        self.events: list[Event] = []
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.violations: list[Violation] = []
        self.callbacks: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.files: dict[str, Document] = {}
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self._ids = itertools.count(1)
        self._common_message_ids = itertools.count(1)

    # The Bot API

    def respond(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload]) -> tuple[int, JSON]:
        """Answer a request of the bot: the HTTP status and the body."""
        try:
            return 200, {"ok": True, "result": self.call(method, params, files)}
        except ApiError as error:
            body: JSON = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                body["parameters"] = error.parameters
            return error.code, body

    def call(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        """Carry out a request and return its result.

        Raises ApiError; a refusal that the bot could have foreseen (anything but 403) is also a violation.
        """
        self.calls.append((method, params))
        try:
            request = read(method, params)
            handler = message_methods.HANDLERS.get(method.lower()) or bot_methods.HANDLERS.get(method.lower())
            if handler is None:
                raise ApiError(404, "Not Found: method not found")
            return handler(self, request, files or {})
        except ApiError as error:
            if error.code != 403:
                self.violations.append(Violation(method, error.description, params))
            raise

    def unanswered_callbacks(self) -> list[Query]:
        """Taps that the bot never answered: their buttons still spin."""
        return [query for query in self.callbacks.values() if query.answer is None]

    def assert_clean(self) -> None:
        """Fail where the bot broke a rule of Telegram or left a button spinning."""
        assert not self.violations, "\n".join(map(str, self.violations))
        assert not self.unanswered_callbacks(), self.unanswered_callbacks()

    def take_violations(self) -> list[Violation]:
        """Return the violations so far and forget them, for a test that expects them."""
        taken, self.violations = self.violations, []
        return taken

    # People and chats

    def add_user(self, first_name: str, *, username: str | None = None, language_code: str | None = None) -> User:
        """A new user, who has not met the bot; their private chat has their id."""
        user = User(1_000_000 + next(self._ids), first_name, username, language_code)
        self.users[user.id] = user
        everybody: dict[int, MemberStatus] = {user.id: "member", self.bot.id: "member"}
        self.chats[user.id] = Chat(user.id, "private", first_name, username, members=everybody)
        return user

    def add_chat(
        self,
        type_: ChatType,
        title: str,
        members: Mapping[int, MemberStatus],
        *,
        username: str | None = None,
        is_forum: bool = False,
    ) -> Chat:
        """A new group, supergroup or channel."""
        number = next(self._ids)
        chat_id = -number - 5_000_000 if type_ == "group" else -1_002_000_000_000 - number
        chat = self.chats[chat_id] = Chat(chat_id, type_, title, username, is_forum, dict(members))
        return chat

    def add_topic(self, chat: Chat, name: str) -> int:
        """A new topic of a forum; returns its thread id."""
        chat.topics[thread_id := self.next_message_id(chat)] = name
        return thread_id

    def unix_now(self) -> int:
        """The clock as Telegram writes it."""
        return int(self.now.timestamp())

    def new_id(self) -> str:
        """An id for anything that needs one."""
        return str(next(self._ids))

    def next_message_id(self, chat: Chat) -> int:
        """The next number of this chat's own count, or of the common one."""
        if not chat.has_own_numbering:
            return next(self._common_message_ids)
        chat.last_message_id += 1
        return chat.last_message_id

    # What happens

    def put(self, chat: Chat, sender: User, content: JSON, **fields: Any) -> Message:
        """A new message in a chat; `fields` are further fields of Message."""
        message = Message(self.next_message_id(chat), chat.id, sender.id, self.unix_now(), content, **fields)
        chat.messages[message.id] = message
        return message

    def say(self, chat: Chat, user: User, content: JSON, **fields: Any) -> JSON | None:
        """A user's message: its update, or None where privacy mode keeps it from the bot."""
        if text := content.get("text"):
            content = {"entities": [*found_entities(text)], **content} if found_entities(text) else content
        message = self.put(chat, user, content, **fields)
        self.note("said", chat, user, card=self.card(message, "message"))
        if chat.type == "private":
            user.has_started = True
        return self.new_update("message", message_json(self, message)) if self._is_shown(chat, message) else None

    def new_update(self, kind: str, body: JSON) -> JSON:
        """An update with the next number; the caller delivers it."""
        return {"update_id": 900_000 + next(self._ids), kind: body}

    def set_bot_status(self, chat: Chat, status: MemberStatus, by: User) -> JSON:
        """Add, promote or remove the bot, or let a user block it: the my_chat_member update."""
        body = {"chat": chat_json(self, chat), "from": user_json(by), "date": self.unix_now()}
        body["old_chat_member"] = member_json(self, chat, self.bot.id)
        chat.members[self.bot.id] = status
        if chat.type == "private":
            self.users[chat.id].has_blocked_bot = status == "kicked"
        body["new_chat_member"] = member_json(self, chat, self.bot.id)
        return self.new_update("my_chat_member", body)

    def note(self, kind: EventKind, chat: Chat, user: User, **fields: Any) -> None:
        """Write an event down."""
        self.events.append(Event(kind, chat.id, user.id, **fields))

    def card(self, message: Message, kind: str) -> Card:
        """The message as a reader sees it now."""
        content = message.content
        document = content.get("document", {})
        return Card(
            "edit" if kind == "edit" else "message",
            message.chat_id,
            message.id,
            content.get("text") or content.get("caption") or "",
            tuple(content.get("entities") or content.get("caption_entities") or ()),
            _buttons((message.markup or {}).get("inline_keyboard", ())),
            message.thread_id,
            message.reply_to,
            self.files.get(document.get("file_id")),
        )

    def _is_shown(self, chat: Chat, message: Message) -> bool:
        """Privacy mode: of a group the bot sees what is meant for it, as an administrator everything."""
        if chat.type == "private":
            return not self.users[chat.id].has_blocked_bot
        if not chat.has_member(self.bot.id):
            return False
        if chat.has_admin(self.bot.id):
            return True
        answered = chat.messages.get(message.reply_to or 0)
        return (answered is not None and answered.sender_id == self.bot.id) or self._is_addressed(message.content)

    def _is_addressed(self, content: JSON) -> bool:
        text = content.get("text") or content.get("caption") or ""
        me = f"@{self.bot.username}".lower()
        units = text.encode("utf-16-le")
        for entity in found_entities(text):
            start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
            piece = units[start:end].decode("utf-16-le").lower()
            if entity["type"] == "bot_command" and start == 0:
                return "@" not in piece or piece.endswith(me)
            if piece == me:
                return True
        return False


def _buttons(rows: Iterable[Iterable[JSON]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(Button(button["text"], button.get("callback_data"), button.get("url")) for button in row) for row in rows
    )
