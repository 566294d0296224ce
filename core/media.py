"""What of a post's media can be handed on, and from where."""

from __future__ import annotations

from collections import Counter

from core.types import Post

_NOT_COPIED = frozenset({"giveaway", "invoice", "paid_media", "story", "game"})
"""Telegram lets nobody copy these."""

MOST_COPIED = 100
"""Messages that Telegram copies at once."""


def copied_messages(post: Post) -> tuple[int, ...]:
    """The messages of a post that bring its media, ascending; empty where it has none that can be copied.

    An album comes whole: all messages that the post stands for. A message from before its group became a supergroup
    has a negative id, and cannot be reached.
    """
    if post.url is None or not set(post.media) - _NOT_COPIED:
        return ()
    return tuple(message_id for message_id in post.message_ids if message_id > 0)[:MOST_COPIED]


def counted_media(post: Post) -> Counter[str]:
    """How many media of each kind a post has, those that can be copied."""
    return Counter(kind for kind in post.media if kind not in _NOT_COPIED)
