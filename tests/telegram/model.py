"""What the small Telegram is made of: people, chats, messages, and the records of what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, overload

from tests.telegram.parser import Entity
from tests.telegram.render import render

JSON = dict[str, Any]

ChatType = Literal["private", "group", "supergroup", "channel"]
MemberStatus = Literal["creator", "administrator", "member", "left", "kicked"]
EventKind = Literal["said", "message", "edit", "delete", "tap", "notification"]


class ApiError(Exception):
    """What the Bot API answers to a request it refuses: a status and a description, worded as Telegram words it."""

    def __init__(self, code: int, description: str, parameters: JSON | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> ApiError:
    """A 400: the bot's own mistake."""
    return ApiError(400, f"Bad Request: {description}")


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
    """A message as it stands in its chat now; `content` is the part of its JSON that differs by kind."""

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


@dataclass(slots=True)
class Chat:
    """A chat with its members, its topics (thread id to name; forums only) and all its messages by id."""

    id: int
    type: ChatType
    title: str
    username: str | None = None
    is_forum: bool = False
    members: dict[int, MemberStatus] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0

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
    """A tap on a button, or something typed inline, that waits for the bot's answer."""

    id: str
    user_id: int
    data: str
    chat_id: int | None = None
    answer: JSON | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard. `data` goes to the bot when it is pressed, `url` opens."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that the bot sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """A message as a reader saw it at one moment: when it came, or after an edit. `rendered` shows the formatting."""

    kind: Literal["message", "edit"]
    chat_id: int
    message_id: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    thread_id: int | None = None
    reply_to: int | None = None
    document: Document | None = None

    @property
    def rendered(self) -> str:
        """The text with *bold*, `code` and [links](url) written out."""
        return render(self.text, self.entities)

    @property
    def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The labels, row by row."""
        return tuple(tuple(button.label for button in row) for row in self.buttons)

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels in reading order."""
        return tuple(label for row in self.keyboard for label in row)


@dataclass(frozen=True, slots=True)
class Notification:
    """What flies over the chat after a tap; an alert has to be closed."""

    text: str
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What the bot did in a chat in answer to one action: new messages and edits in order, and the rest."""

    cards: tuple[Card, ...] = ()
    notification: Notification | None = None
    deleted: tuple[int, ...] = ()

    def __len__(self) -> int:
        """How many cards there are."""
        return len(self.cards)

    def __iter__(self) -> Iterator[Card]:
        """The cards in order."""
        return iter(self.cards)

    @overload
    def __getitem__(self, index: int) -> Card: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Card, ...]: ...
    def __getitem__(self, index: int | slice) -> Card | tuple[Card, ...]:
        """One card, or some."""
        return self.cards[index]

    @property
    def only(self) -> Card:
        """The one message or edit; an AssertionError where there is another number of them."""
        assert len(self.cards) == 1, f"{len(self.cards)} cards: {[card.text for card in self.cards]}"
        return self.cards[0]

    @property
    def text(self) -> str:
        """All texts, a blank line between them."""
        return "\n\n".join(card.text for card in self.cards)

    @property
    def silent(self) -> bool:
        """Whether the user saw nothing at all."""
        return not (self.cards or self.notification or self.deleted)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a chat, in the order of `World.events`; `text` is a label, a notification, a line."""

    kind: EventKind
    chat_id: int
    user_id: int
    text: str = ""
    message_id: int = 0
    card: Card | None = None
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that Telegram refuses, or repairs in silence."""

    method: str
    description: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        """The refusal in a line."""
        return f"{self.method}: {self.description} {dict(self.params)}"
