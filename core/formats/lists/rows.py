"""A row of named fields, and the post that it tells."""

from __future__ import annotations

from dataclasses import dataclass

from core.formats.lists.fields import Row, RowFields, RowReading
from core.formats.lists.names import layout_of
from core.formats.lists.no_posts import no_post
from core.formats.lists.texts import TOO_LONG, TOO_LONG_TEXT
from core.formats.records import ServiceSeen, Skipped
from core.types import ChannelRef, IncomingPost

__all__ = ["Row", "RowReading", "Told", "read_row"]

NOTHING = "no text, no media and no poll"


@dataclass(frozen=True, slots=True)
class Told:
    """A post and the channel that its row names; nothing of it where it names none."""

    post: IncomingPost
    channel: ChannelRef


def read_row(row: Row, where: str, reading: RowReading) -> Told | ServiceSeen | Skipped:
    """What a row tells, in whatever words and spellings `core.formats.lists` knows. `where`: its place in the file."""
    layout = layout_of(tuple(row))
    other = no_post(row, where) if layout.may_be_no_post else None
    if other:
        return other
    fields = RowFields(row, layout.roles, reading)
    post = IncomingPost(**fields.of_post())
    if len(post.text.text) > TOO_LONG_TEXT:
        return Skipped(where=where, why=TOO_LONG)
    return Told(post, fields.channel()) if _tells_something(post) else Skipped(where=where, why=NOTHING)


def _tells_something(post: IncomingPost) -> bool:
    """Whether it is a post; one of which only the content is missing still was published."""
    if post.text.text or post.media or post.poll:
        return True
    others = (post.published_at, post.views, post.reactions, post.forwarded_from, post.edited_at)
    return bool(post.message_ids) and any(other is not None for other in others)
