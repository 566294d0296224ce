"""What an incoming post does to the archive: nothing, a new post, or a change of a stored one.

`core.matching` says which stored post it is; `decide` says what becomes of that one. What a source does not tell erases
nothing. Beyond that, field by field:

- Text with entities, title mark and cut mark: the incoming one, unless it is worse: empty; cut off where the stored one
  is whole (of two cut ones the longer is taken); without a date of publishing where the stored post has one; of an
  earlier edit than the stored one. An equal text without entities does not replace one with entities.
- Reactions and views: the incoming ones, but rounded counts never replace exact ones, and views never fall.
- Message ids: all of both. Media kinds: the longer list, else the incoming one. Edit time: the later one. A pin stays.
- Time of publishing: as first told. `source`: of the source that the text is from.
- All others: the incoming one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TypeVar

from core.types import IncomingPost

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Insert:
    """The post is new: store it."""

    post: IncomingPost


@dataclass(frozen=True, slots=True)
class Update:
    """The stored post becomes `post`, in all its fields; `changed` names those that differ now."""

    post: IncomingPost
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The incoming post tells nothing new."""


Decision = Insert | Update | Unchanged

_FIELDS = tuple(field.name for field in fields(IncomingPost))


def decide(incoming: IncomingPost, stored: IncomingPost | None) -> Decision:
    """What becomes of `stored` (None: there is no such post yet) now that `incoming` is the same post."""
    if stored is None:
        return Insert(incoming)
    known = IncomingPost(**{name: getattr(stored, name) for name in _FIELDS})
    merged = merge(incoming, known)
    changed = frozenset(name for name in _FIELDS if getattr(merged, name) != getattr(known, name))
    return Update(merged, changed) if changed else Unchanged()


def merge(incoming: IncomingPost, known: IncomingPost) -> IncomingPost:
    """The known post with all that the incoming one adds, by the rules above."""
    merged = replace(
        known,
        message_ids=tuple(sorted({*known.message_ids, *incoming.message_ids})),
        published_at=_told(known.published_at, incoming.published_at),
        edited_at=max(filter(None, (known.edited_at, incoming.edited_at)), default=None),
        media=incoming.media if len(incoming.media) >= len(known.media) else known.media,
        poll=_told(incoming.poll, known.poll),
        album_id=_told(incoming.album_id, known.album_id),
        forwarded_from=_told(incoming.forwarded_from, known.forwarded_from),
        reply_to=_told(incoming.reply_to, known.reply_to),
        signature=_told(incoming.signature, known.signature),
        pinned=incoming.pinned or known.pinned,
    )
    if incoming.reactions is not None and (incoming.reactions_exact or not _has_exact_reactions(known)):
        merged = replace(merged, reactions=incoming.reactions, reactions_exact=incoming.reactions_exact)
    merged = replace(merged, views=_merged_views(incoming, known, exact=merged.reactions_exact))
    if _brings_text(incoming, known):
        merged = replace(
            merged,
            text=incoming.text,
            has_title=incoming.has_title,
            cut_off=incoming.cut_off,
            source=incoming.source,
        )
    return merged


def _brings_text(incoming: IncomingPost, known: IncomingPost) -> bool:
    """Whether the incoming text differs from the known one and is to replace it."""
    if (incoming.text, incoming.has_title, incoming.cut_off) == (known.text, known.has_title, known.cut_off):
        return False
    if not incoming.text.text.strip() or not known.text.text.strip():
        return not known.text.text.strip()
    if incoming.cut_off or known.cut_off:
        return known.cut_off and not (incoming.cut_off and len(incoming.text.text) <= len(known.text.text))
    if incoming.text.text == known.text.text and known.text.entities and not incoming.text.entities:
        return False
    if known.published_at is None or incoming.published_at is None:
        return known.published_at is None
    return known.edited_at is None or (incoming.edited_at is not None and incoming.edited_at >= known.edited_at)


def _merged_views(incoming: IncomingPost, known: IncomingPost, *, exact: bool) -> int | None:
    """`exact`: the counts of the merged post are."""
    if incoming.views is None or known.views is None:
        return _told(incoming.views, known.views)
    if incoming.reactions_exact and not known.reactions_exact:
        return incoming.views
    return known.views if exact and not incoming.reactions_exact else max(incoming.views, known.views)


def _has_exact_reactions(post: IncomingPost) -> bool:
    return post.reactions is not None and post.reactions_exact


def _told(first: T | None, second: T | None) -> T | None:
    return second if first is None else first
