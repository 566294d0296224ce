"""A message of the small Telegram as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.telegram.model import JSON, Message
from tests.telegram.records import Button, Card

if TYPE_CHECKING:
    from tests.telegram.world import World

_MEDIA = ("photo", "video", "document", "audio", "voice", "animation", "sticker", "video_note", "poll")


def card_of(world: World, message: Message, kind: str) -> Card:
    """The message as it stands now."""
    content = message.content
    media = next((name for name in _MEDIA if name in content), "")
    file = content.get(media) or {}
    file = file[-1] if isinstance(file, list) else file
    return Card(
        "edit" if kind == "edit" else "message",
        message.chat_id,
        message.id,
        content.get("text") or content.get("caption") or "",
        tuple(content.get("entities") or content.get("caption_entities") or ()),
        _buttons((message.markup or {}).get("inline_keyboard", ())),
        message.thread_id,
        message.reply_to,
        world.files.get(file.get("file_id", "")),
        media,
        message.ephemeral_id,
    )


def _buttons(rows: Iterable[Iterable[JSON]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: JSON) -> Button:
    switched = button.get("switch_inline_query", button.get("switch_inline_query_current_chat"))
    chosen = button.get("switch_inline_query_chosen_chat")
    return Button(
        button["text"],
        button.get("callback_data"),
        button.get("url"),
        switched if chosen is None else chosen.get("query", ""),
        (button.get("copy_text") or {}).get("text"),
    )
