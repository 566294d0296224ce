"""What an incoming post does to the archive: nothing, a new post, or a change of a stored one.

`core.matching` says which stored post it is; `decide` says what becomes of that one. What a source does not tell erases
nothing. Beyond that, field by field:

- Which state of a post is the newer one: that with the later change (`changed_at`, `edited_at`, `seen_at`). A state
  that tells none is older than one that does; of two that tell none the incoming one is the newer.
- Text with entities and cut mark: the newer one, but not an empty one, a cut-off one where the stored one is whole (of
  two cut ones the longer is taken), or one without a date of publishing where the stored post has one. An edit that
  takes a caption away leaves none, and what is older does not bring it back. An equal text
  without entities does not replace one with entities, nor one with a part of them where no change is told; and a page
  that was looked at does not replace a text of the same words: pages tell less of the formatting.
- Title mark: goes with the text, and stays where the first line stays.
- Reactions: exact ones beat rounded ones; else the newer ones; those of different parts of an album are summed. Views:
  exact ones beat rounded ones; else the higher ones.
- Time of publishing: as first told; one of a known zone beats one of an assumed zone, and that of an album's earlier
  part that of a later one.
- Message ids: all of both. Media: of the post that has the ids of both; those of different parts of an album follow
  each other in the order of their ids, and so do two texts of such parts.
- Poll: the newer one, but percentages alone do not replace votes. Edit and change time: the later one. A pin stays.
- `source`: of the source that the text is from. All others: the incoming one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TypeVar

from core.identity import normalised_text
from core.richtext import RichText, concat
from core.types import IncomingPost

T = TypeVar("T")

_NOT_STORED = frozenset({"seen_at", "deleted", "known_fingerprint"})
_BETWEEN_CAPTIONS = "\n\n"


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

_FIELDS = tuple(field.name for field in fields(IncomingPost) if field.name not in _NOT_STORED)


def decide(incoming: IncomingPost, stored: IncomingPost | None) -> Decision:
    """What becomes of `stored` (None: there is no such post yet) now that `incoming` is the same post."""
    if stored is None:
        return Insert(incoming)
    known = told_of(stored)
    merged = merge(incoming, known)
    changed = frozenset(name for name in _FIELDS if getattr(merged, name) != getattr(known, name))
    return Update(merged, changed) if changed else Unchanged()


def told_of(stored: IncomingPost) -> IncomingPost:
    """A stored post as if a source told it."""
    return IncomingPost(**{name: getattr(stored, name) for name in _FIELDS})


def merge(incoming: IncomingPost, known: IncomingPost) -> IncomingPost:
    """The known post with all that the incoming one adds, by the rules above."""
    newer = _is_newer(incoming, known)
    told_time = incoming if _tells_time_better(incoming, known) else known
    merged = replace(
        known,
        message_ids=tuple(sorted({*known.message_ids, *incoming.message_ids})),
        published_at=told_time.published_at,
        zone_known=told_time.zone_known,
        edited_at=_later(known.edited_at, incoming.edited_at),
        changed_at=_later(known.changed_at, incoming.changed_at),
        media=_media(incoming, known),
        poll=_poll(incoming.poll, known.poll, newer=newer),
        album_id=_told(incoming.album_id, known.album_id),
        forwarded_from=_told(incoming.forwarded_from, known.forwarded_from),
        reply_to=_told(incoming.reply_to, known.reply_to),
        signature=_told(incoming.signature, known.signature),
        pinned=incoming.pinned or known.pinned,
    )
    if _are_parts(incoming, known) and incoming.reactions and known.reactions:
        merged = replace(merged, reactions=dict(Counter(known.reactions) + Counter(incoming.reactions)))
    elif _brings_reactions(incoming, known, newer=newer):
        merged = replace(merged, reactions=incoming.reactions, reactions_exact=incoming.reactions_exact)
    views, views_exact = _views(incoming, known)
    merged = replace(merged, views=views, views_exact=views_exact)
    if _are_parts(incoming, known) and _are_two_captions(incoming, known):
        return replace(merged, text=_both_captions(incoming, known))
    return _with_text(merged, incoming) if _brings_text(incoming, known, newer=newer) else merged


def _with_text(known: IncomingPost, incoming: IncomingPost) -> IncomingPost:
    keeps_title = known.has_title and _first_line(known) == _first_line(incoming)
    # A page that is looked at tells no time of change; that it was seen so is the time from which the text is known.
    changed_at = _later(known.changed_at, incoming.seen_at) if known.text.text.strip() else known.changed_at
    return replace(
        known,
        text=incoming.text,
        has_title=incoming.has_title or keeps_title,
        cut_off=incoming.cut_off,
        changed_at=changed_at,
        source=incoming.source,
    )


def _brings_text(incoming: IncomingPost, known: IncomingPost, *, newer: bool) -> bool:
    """Whether the incoming text differs from the known one and is to replace it."""
    new, old = incoming.text, known.text
    if (new, incoming.has_title, incoming.cut_off) == (old, known.has_title, known.cut_off):
        return False
    if not new.text.strip():
        return _takes_caption_away(incoming, known)
    if not old.text.strip():
        return not _takes_caption_away(known, incoming)
    if incoming.cut_off or known.cut_off:
        return known.cut_off and not (incoming.cut_off and len(new.text) <= len(old.text))
    if known.published_at is None or incoming.published_at is None:
        return known.published_at is None and not (new.text == old.text and old.entities and not new.entities)
    return newer and not _says_the_same(incoming, known) and not _is_one_of_its_captions(incoming, known)


def _takes_caption_away(later: IncomingPost, earlier: IncomingPost) -> bool:
    """Whether a post is without words because its author took its caption away after the other state of it."""
    if later.edited_at is None or not later.media or not set(later.message_ids) >= set(earlier.message_ids):
        return False
    before = _latest((earlier.edited_at, earlier.changed_at))
    return before is None or later.edited_at > before


def _says_the_same(incoming: IncomingPost, known: IncomingPost) -> bool:
    """Whether the incoming text has the words of the known one and less of its form."""
    if incoming.text.text == known.text.text and set(incoming.text.entities) < set(known.text.entities):
        tells_change = incoming.edited_at is not None or incoming.changed_at is not None
        if not tells_change or not incoming.text.entities:
            return True
    looked_at = incoming.seen_at is not None
    richer = bool(incoming.text.entities) and not known.text.entities
    return looked_at and not richer and normalised_text(incoming.text.text) == normalised_text(known.text.text)


def _is_newer(incoming: IncomingPost, known: IncomingPost) -> bool:
    told = _latest((incoming.edited_at, incoming.changed_at, incoming.seen_at))
    before = _latest((known.edited_at, known.changed_at))
    if told is None or before is None:
        return before is None
    return told >= before


def _tells_time_better(incoming: IncomingPost, known: IncomingPost) -> bool:
    if incoming.published_at is None or known.published_at is None:
        return incoming.published_at is not None
    if incoming.zone_known != known.zone_known:
        return incoming.zone_known
    return bool(incoming.message_ids and known.message_ids) and incoming.message_ids[0] < known.message_ids[0]


def _brings_reactions(incoming: IncomingPost, known: IncomingPost, *, newer: bool) -> bool:
    if incoming.reactions is None or known.reactions is None:
        return incoming.reactions is not None
    if incoming.reactions_exact != known.reactions_exact:
        return incoming.reactions_exact
    return newer


def _views(incoming: IncomingPost, known: IncomingPost) -> tuple[int | None, bool]:
    """The views of both, and whether they are exact."""
    if incoming.views is None or known.views is None:
        told = known if incoming.views is None else incoming
        return told.views, told.views_exact
    if incoming.views_exact != known.views_exact:
        told = incoming if incoming.views_exact else known
        return told.views, True
    return max(incoming.views, known.views), known.views_exact


def _poll(
    incoming: Mapping[str, object] | None, known: Mapping[str, object] | None, *, newer: bool
) -> Mapping[str, object] | None:
    if incoming is None or known is None:
        return _told(incoming, known)
    if _has_votes(incoming) != _has_votes(known):
        return incoming if _has_votes(incoming) else known
    return incoming if newer else known


def _has_votes(poll: Mapping[str, object]) -> bool:
    options = poll.get("options")
    answers = options if isinstance(options, Iterable) else ()
    return any(isinstance(answer, Mapping) and answer.get("votes") is not None for answer in answers)


def _media(incoming: IncomingPost, known: IncomingPost) -> tuple[str, ...]:
    if _are_parts(incoming, known):
        first, second = sorted((incoming, known), key=lambda post: post.message_ids)
        return (*first.media, *second.media)
    if not set(incoming.message_ids) >= set(known.message_ids):
        return known.media or incoming.media
    return incoming.media if len(incoming.media) >= len(known.media) else known.media


def _are_two_captions(one: IncomingPost, other: IncomingPost) -> bool:
    return bool(one.text.text.strip() and other.text.text.strip()) and one.text.text != other.text.text


def _is_one_of_its_captions(incoming: IncomingPost, known: IncomingPost) -> bool:
    """Whether a part of an album comes again with the caption that stands in the album's text already."""
    is_part = set(incoming.message_ids) < set(known.message_ids)
    caption, text = incoming.text.text, known.text.text
    stands_there = text.startswith(caption + _BETWEEN_CAPTIONS) or text.endswith(_BETWEEN_CAPTIONS + caption)
    return is_part and stands_there and (incoming.edited_at is None or incoming.edited_at == known.edited_at)


def _both_captions(incoming: IncomingPost, known: IncomingPost) -> RichText:
    first, second = sorted((incoming, known), key=lambda post: post.message_ids)
    return concat(first.text, _BETWEEN_CAPTIONS, second.text)


def _are_parts(one: IncomingPost, other: IncomingPost) -> bool:
    """Whether the two are different parts of one album."""
    return bool(one.message_ids and other.message_ids) and set(one.message_ids).isdisjoint(other.message_ids)


def _first_line(post: IncomingPost) -> str:
    return post.text.text.partition("\n")[0]


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return _latest((one, other))


def _latest(instants: Iterable[datetime | None]) -> datetime | None:
    return max(filter(None, instants), default=None)


def _told(first: T | None, second: T | None) -> T | None:
    return second if first is None else first
