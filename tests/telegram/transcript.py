"""A chat as a reader remembers it: who said what, which buttons there were, what was tapped and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.telegram.model import Card, Chat, Event

if TYPE_CHECKING:
    from tests.telegram.world import World

_INDENT = "    "


def transcript(world: World, chat: Chat) -> str:
    """The conversation in the order it happened; `#2` is the bot's message with this id."""
    return "\n".join(_lines(world, event) for event in world.events if event.chat_id == chat.id)


def _lines(world: World, event: Event) -> str:
    who = world.users[event.user_id].first_name
    match event.kind:
        case "tap":
            return f"{who} taps [{event.text}]"
        case "notification":
            return f"{who} sees {'an alert' if event.is_alert else 'a notification'}: {event.text}"
        case "delete":
            return f"{who} deletes #{event.message_id}"
        case "edit":
            return f"{who} edits #{event.message_id}: {_card(event.card)}"
        case _:
            return f"{who}: {_card(event.card)}"


def _card(card: Card | None) -> str:
    if card is None:
        return ""
    text = f"({card.document.name}) {card.rendered}".rstrip() if card.document else card.rendered
    rows = [" ".join(f"[{label}]" for label in row) for row in card.keyboard]
    return "\n".join([*text.split("\n"), *rows]).replace("\n", f"\n{_INDENT}")
