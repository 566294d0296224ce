"""From told posts to a parser's records: channels as they change, albums joined of their parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from core.formats.lists.channels import NOBODY
from core.formats.lists.rows import Told
from core.formats.records import ChannelSeen, Damage, IncomingPost, Record, ServiceSeen, Skipped
from core.richtext import RichText, concat

MOST_PARTS = 10
"""Telegram's limit."""

BETWEEN_CAPTIONS = "\n\n"


def records(pieces: Iterable[Told | ServiceSeen | Skipped | Damage]) -> Iterator[Record]:
    """The records of a list, in its order.

    A channel is told before its first post and where another one follows. Neighbours with one album id are one post,
    in whichever order they stand; what is no post may stand between them.
    """
    channel = NOBODY
    parts: list[IncomingPost] = []
    for piece in pieces:
        if not isinstance(piece, Told):
            if isinstance(piece, Damage):
                yield from _joined(parts)
                parts = []
            yield piece
            continue
        changes = piece.channel not in {NOBODY, channel}
        if changes or not _continues(parts, piece.post):
            yield from _joined(parts)
            parts = []
        if changes:
            channel = piece.channel
            yield ChannelSeen(channel)
        if piece.post.album_id is None:
            yield piece.post
        else:
            parts.append(piece.post)
    yield from _joined(parts)


def _continues(parts: Sequence[IncomingPost], post: IncomingPost) -> bool:
    return bool(parts) and post.album_id == parts[0].album_id and len(parts) < MOST_PARTS


def _joined(parts: Sequence[IncomingPost]) -> Iterator[IncomingPost]:
    """One post of an album's parts, none of none."""
    if len(parts) < 2:  # noqa: PLR2004 - one part is the post
        yield from parts
        return
    ordered = sorted(parts, key=lambda part: part.message_ids)
    counted = [part.reactions for part in ordered if part.reactions is not None]
    viewed = [part for part in ordered if part.views is not None]
    yield replace(
        next((part for part in ordered if part.text.text), ordered[0]),
        text=_text(ordered),
        message_ids=tuple(sorted({number for part in ordered for number in part.message_ids})),
        published_at=min((part.published_at for part in ordered if part.published_at), default=None),
        edited_at=max((part.edited_at for part in ordered if part.edited_at), default=None),
        changed_at=max((part.changed_at for part in ordered if part.changed_at), default=None),
        reactions=_summed(counted) if counted else None,
        reactions_exact=all(part.reactions_exact for part in ordered),
        views=max((part.views or 0 for part in viewed), default=None),
        views_exact=all(part.views_exact for part in viewed),
        media=tuple(kind for part in ordered for kind in part.media),
        forwarded_from=next((part.forwarded_from for part in ordered if part.forwarded_from), None),
        reply_to=next((part.reply_to for part in ordered if part.reply_to), None),
        signature=next((part.signature for part in ordered if part.signature), None),
        pinned=any(part.pinned for part in ordered),
    )


def _text(parts: Iterable[IncomingPost]) -> RichText:
    texts = [part.text for part in parts if part.text.text]
    between: list[RichText | str] = [BETWEEN_CAPTIONS] * (2 * len(texts) - 1) if texts else []
    between[::2] = texts
    return concat(*between)


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for reactions in counts:
        for key, number in reactions.items():
            total[key] = total.get(key, 0) + number
    return total
