"""A chat as a reader remembers it: who said what, which buttons there were, what was tapped and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.telegram.model import Chat
from tests.telegram.records import Button, Card, Event

if TYPE_CHECKING:
    from tests.telegram.world import World

_INDENT = "    "


def transcript(world: World, chat: Chat, seen_by: int | None = None) -> str:
    """The conversation in the order it happened; `#2` is the bot's message with this id.

    `seen_by`: the id of a member, without the ephemeral messages that this one does not see.
    """
    events = [event for event in world.events if event.chat_id == chat.id]
    if seen_by is not None:
        events = [event for event in events if not event.only_for or seen_by in (event.only_for, event.user_id)]
    return "\n".join(_lines(world, chat, event) for event in events)


def _lines(world: World, chat: Chat, event: Event) -> str:
    who = event.name or world.users[event.user_id].first_name
    match event.kind:
        case "tap":
            return f"{who} taps [{event.text}]"
        case "notification":
            return f"{who} sees {'an alert' if event.is_alert else 'a notification'}: {event.text}"
        case "typed":
            return f"{who} types: {event.text}"
        case "offered":
            return f"{who} offers:\n{event.text}".replace("\n", f"\n{_INDENT}")
        case "delete":
            return f"{who} deletes {_number(event)}"
        case "edit":
            return f"{who} edits {_number(event)}: {_card(event.card)}"
        case _:
            return f"{who}{_whispers(world, event)}{_place(chat, event.card)}: {_card(event.card)}"


def _number(event: Event) -> str:
    return f"#~{event.card.ephemeral_id}" if event.card and event.card.ephemeral_id else f"#{event.message_id}"


def _whispers(world: World, event: Event) -> str:
    return f" (only {world.users[event.only_for].first_name} sees)" if event.only_for else ""


def _place(chat: Chat, card: Card | None) -> str:
    """In which topic, where the chat is a forum; General has no number."""
    if card is None or not chat.is_forum:
        return ""
    return f" in «{chat.topics.get(card.thread_id or 0, 'General')}»"


def _card(card: Card | None) -> str:
    if card is None:
        return ""
    media = card.document.name if card.document and card.media == "document" else card.media
    text = f"({media}) {card.rendered}".rstrip() if media else card.rendered
    rows = [" ".join(_button(button) for button in row) for row in card.buttons]
    return "\n".join([*text.split("\n"), *rows]).replace("\n", f"\n{_INDENT}")


def _button(button: Button) -> str:
    if button.url is not None:
        return f"[{button.label} → {button.url}]"
    if button.copied is not None:
        return f"[{button.label} ⧉ {button.copied}]"
    return f"[{button.label}]" if button.switch_inline is None else f"[{button.label} → @… {button.switch_inline}]"
