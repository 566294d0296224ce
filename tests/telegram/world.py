"""A small Telegram in memory, at the level of JSON: it knows people and chats, and refuses what Telegram refuses.

`World.respond(method, params, files)` is the Bot API; what the bot did wrong stands in `World.violations`.
Users act through `tests.telegram.user`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.telegram import bot_methods, message_methods
from tests.telegram.faults import Faults
from tests.telegram.hearing import calls_guest, is_ephemeral, is_shown
from tests.telegram.model import JSON, ApiError, Chat, ChatType, MemberStatus, Message, Query, Upload, User
from tests.telegram.parser import found_entities
from tests.telegram.records import Card, Document, Event, EventKind, Violation
from tests.telegram.requests import read
from tests.telegram.shapes import chat_json, member_json, message_json, user_json
from tests.telegram.showing import card_of
from tests.telegram.updates import UpdateQueue
from tests.telegram.versions import LATEST, as_understood

TOKEN = "4200000042:letopis-in-a-test"
DEFAULT_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688


class World:
    """Everything that Telegram remembers. `now` is its clock: it stands still until a test moves it.

    Knobs: `api_version` of the server ("9.0" does not know what came later), BotFather's `privacy` mode (on) and
    `guest_mode` (off). `refusals`: what the bot was refused and could not know before; no violations.
    """

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
        self.refusals: list[Violation] = []
        self.api_version = LATEST
        self.privacy = True
        self.guest_mode = False
        self.forgives_same_edits = False
        self.callbacks: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.guest_queries: dict[str, Query] = {}
        self.inline_messages: dict[str, Message] = {}
        self.files: dict[str, Document] = {}
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self._ids = itertools.count(1)
        self._common_message_ids = itertools.count(1)
        self._orders = itertools.count(1)

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

        Raises ApiError; a refusal that the bot could have foreseen is also a violation.
        """
        self.calls.append((method, params))
        try:
            request = read(method, as_understood(method, params, self.api_version))
            handler = message_methods.HANDLERS.get(method.lower()) or bot_methods.HANDLERS.get(method.lower())
            if handler is None:
                raise ApiError(404, "Not Found: method not found")
            return handler(self, request, files or {})
        except ApiError as error:
            kept = self.refusals if error.excused else self.violations
            kept.append(Violation(method, error.description, params))
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

    def speaker(self, as_chat: Chat, where: Chat) -> User:
        """The account that Telegram names where somebody writes as a chat: the group itself, or a channel."""
        id_, name, username = ANONYMOUS_ADMIN_ID, "Group", "GroupAnonymousBot"
        if as_chat is not where:
            id_, name, username = CHANNEL_BOT_ID, "Channel", "Channel_Bot"
        return self.users.setdefault(id_, User(id_, name, username, is_bot=True))

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

    def put(self, chat: Chat, sender: User, content: JSON, *, receiver_id: int = 0, **fields: Any) -> Message:
        """A new message in a chat, an ephemeral one where a receiver is named; `fields` are further ones of Message."""
        number = 0 if receiver_id else self.next_message_id(chat)
        message = Message(number, chat.id, sender.id, self.unix_now(), content, order=next(self._orders), **fields)
        if receiver_id:
            chat.last_ephemeral_id += 1
            message.receiver_id, message.ephemeral_id = receiver_id, chat.last_ephemeral_id
            chat.ephemeral[message.ephemeral_id] = message
        else:
            chat.messages[message.id] = message
        return message

    def say(
        self, chat: Chat, user: User, content: JSON, *, as_chat: Chat | None = None, reply_to: int = 0, **fields: Any
    ) -> JSON | None:
        """A user's message: its update, or None where the bot may not see it.

        `as_chat`: the group or channel that the user speaks for. `reply_to`: an id, or an ephemeral one.
        """
        if text := content.get("text"):
            content = {"entities": [*found_entities(text)], **content} if found_entities(text) else content
        name = as_chat.title if as_chat else ""
        if is_ephemeral(self, chat, user, text or "", reply_to):
            fields["receiver_id"] = self.bot.id
        sender = self.speaker(as_chat, chat) if as_chat else user
        answered = chat.find(reply_to) or chat.find(0, reply_to)
        fields = {"reply_to": reply_to or None, "thread_id": answered.thread_id if answered else None} | fields
        message = self.put(chat, sender, content, as_chat=as_chat.id if as_chat else None, **fields)
        self.note("said", chat, user, card=self.card(message, "message"), name=name, only_for=message.receiver_id)
        if chat.type == "private":
            user.has_started = True
        return self.heard(chat, message, user)

    def heard(self, chat: Chat, message: Message, user: User) -> JSON | None:
        """The update of a user's message: none where the bot may not see it, a call where it is a guest."""
        if is_shown(self, chat, message):
            return self.new_update("message", message_json(self, message))
        if not calls_guest(self, chat, message):
            return None
        query = Query(self.new_id(), user.id, "", chat.id, asked_at=self.unix_now(), message=message)
        self.guest_queries[query.id] = query
        return self.new_update("guest_message", message_json(self, message) | {"guest_query_id": query.id})

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
        return card_of(self, message, kind)
