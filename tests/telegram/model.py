"""What the small Telegram is made of: people, chats, messages, and questions that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

JSON = dict[str, Any]

ChatType = Literal["private", "group", "supergroup", "channel"]
MemberStatus = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]


class ApiError(Exception):
    """What the Bot API answers to a request it refuses: a status and a description, worded as Telegram words it.

    `excused`: the bot could not have known better, as with every 403; a refusal, but no violation.
    """

    def __init__(
        self, code: int, description: str, parameters: JSON | None = None, *, excused: bool | None = None
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters
        self.excused = code == 403 if excused is None else excused


def bad_request(description: str) -> ApiError:
    """A 400: the bot's own mistake."""
    return ApiError(400, f"Bad Request: {description}")


def refused(description: str) -> ApiError:
    """A 400 for something that the bot cannot know before: rights, a closed topic, protected content."""
    return ApiError(400, f"Bad Request: {description}", excused=True)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that comes with a request."""

    name: str
    data: bytes


@dataclass(slots=True)
class User:
    """Somebody with an account; the bot is one, too."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    has_started: bool = False
    has_blocked_bot: bool = False


@dataclass(slots=True)
class Message:
    """A message as it stands in its chat now; `content` is the part of its JSON that differs by kind.

    `order` grows with time over all chats. `as_chat`: the id of the chat that its sender speaks for. An ephemeral one
    has the id 0 and an `ephemeral_id`; `receiver_id` and its sender alone see it. `caller_id`: who called the bot as a
    guest. `inline_id`: of one that was sent through the bot.
    """

    id: int
    chat_id: int
    sender_id: int
    sent_at: int
    content: JSON
    markup: JSON | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    edited_at: int | None = None
    deleted: bool = False
    order: int = 0
    as_chat: int | None = None
    ephemeral_id: int = 0
    receiver_id: int = 0
    caller_id: int = 0
    inline_id: str = ""

    def is_seen_by(self, user_id: int) -> bool:
        """Whether a member of the chat sees it."""
        return not self.ephemeral_id or user_id in (self.receiver_id, self.sender_id)


@dataclass(slots=True)
class Chat:
    """A chat with its members, its topics (thread id to name; forums only) and all its messages by id.

    `forbidden`: what members may not send ("text messages", "photos", "documents"). `closed_topics`: thread ids, 1 is
    General. `slow_mode_s`: so many seconds a member waits between two messages.
    """

    id: int
    type: ChatType
    title: str
    username: str | None = None
    is_forum: bool = False
    members: dict[int, MemberStatus] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    ephemeral: dict[int, Message] = field(default_factory=dict)
    last_ephemeral_id: int = 29_000_000
    forbidden: set[str] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)
    slow_mode_s: int = 0
    bot_wrote_at: int | None = None
    is_protected: bool = False

    @property
    def is_group(self) -> bool:
        """Whether people talk with one another here."""
        return self.type in ("group", "supergroup")

    def find(self, message_id: int, ephemeral_id: int = 0) -> Message | None:
        """A message by its id, an ephemeral one by its own."""
        return self.ephemeral.get(ephemeral_id) if ephemeral_id else self.messages.get(message_id)

    @property
    def has_own_numbering(self) -> bool:
        """Private chats and basic groups share one numbering of messages."""
        return self.type in ("supergroup", "channel")

    def status_of(self, user_id: int) -> MemberStatus:
        """Membership of a user, of the bot, too; who was never here has left."""
        return self.members.get(user_id, "left")

    def has_admin(self, user_id: int) -> bool:
        """Whether this user is an administrator or the creator."""
        return self.status_of(user_id) in ("creator", "administrator")

    def has_member(self, user_id: int) -> bool:
        """Whether this user is here."""
        return self.status_of(user_id) not in ("left", "kicked")


@dataclass(slots=True)
class Query:
    """A tap on a button, something typed inline or a guest's call, that waits for the bot's answer.

    `asked_at`: Unix time; None waits forever. `expired`: an answer comes too late, whatever the clock says.
    """

    id: str
    user_id: int
    data: str
    chat_id: int | None = None
    answer: JSON | None = None
    asked_at: int | None = None
    expired: bool = False
    message: Message | None = None
