"""What a post's media are called, and what is said where they cannot be had."""

from __future__ import annotations

from bot.i18n import Words
from bot.services.media_sending import Copying
from core.media import counted_media
from core.types import Post

_NAMED = frozenset({
    "photo", "video", "animation", "video_note", "voice", "audio", "sticker", "document", "contact", "location",
    "checklist",
})  # fmt: skip
_OF_SEVERAL = "several"


def media_name(post: Post, words: Words) -> str:
    """A name such as "🎬 Video (3)", one for media of several kinds; "" where the post has none."""
    counts = counted_media(post)
    if not counts:
        return ""
    kind = next(iter(counts)) if len(counts) == 1 else _OF_SEVERAL
    name = words.plain(f"media.{kind if kind in _NAMED else _OF_SEVERAL}")
    return name if counts.total() == 1 else words.plain("media.counted", name=name, count=counts.total())


def not_sent(outcome: Copying, words: Words) -> str | None:
    """What is said of media that did not come; None where they did."""
    return None if outcome is Copying.DONE else words.plain(f"media.{outcome}")
