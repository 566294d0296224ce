"""What happened in the small Telegram, and what its users saw of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, overload

from tests.telegram.parser import Entity
from tests.telegram.render import render

EventKind = Literal["said", "message", "edit", "delete", "tap", "notification", "typed", "offered"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard. `data` goes to the bot when it is pressed, `url` opens.

    `switch_inline`: what is typed inline, in a chat to be chosen. `copied`: goes to the clipboard.
    """

    label: str
    data: str | None = None
    url: str | None = None
    switch_inline: str | None = None
    copied: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that the bot sent, or that was sent to it."""

    name: str
    data: bytes
    kind: str = "document"


@dataclass(frozen=True, slots=True)
class Card:
    """A message as a reader saw it at one moment: when it came, or after an edit. `rendered` shows the formatting.

    `media`: photo, video and the like; the bytes of what the bot uploaded stand in `document`.
    """

    kind: Literal["message", "edit"]
    chat_id: int
    message_id: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    thread_id: int | None = None
    reply_to: int | None = None
    document: Document | None = None
    media: str = ""
    ephemeral_id: int = 0

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
    """Something that happened in a chat, in the order of `World.events`; `text` is a label, a notification, a line.

    `name`: of whom the user speaks for. `only_for`: who alone sees it, beside its author; 0 for everybody.
    """

    kind: EventKind
    chat_id: int
    user_id: int
    text: str = ""
    message_id: int = 0
    card: Card | None = None
    is_alert: bool = False
    name: str = ""
    only_for: int = 0


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that Telegram refuses, or repairs in silence."""

    method: str
    description: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        """The refusal in a line."""
        return f"{self.method}: {self.description} {dict(self.params)}"
