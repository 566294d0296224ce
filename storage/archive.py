"""Posts together with what is derived from them, in one transaction: a post is never stored without its index.

Deleted posts keep their rows and stand in no index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import aiosqlite

from core.reading import plain_text
from core.types import Channel, IncomingPost, Post
from storage import channels, curated, grants, post_changes, posts, preview_sync, search_index, search_log, topics
from storage.search_index import Indexed

Absorbed = tuple[Post, Sequence[Post]]
"""A post that stays, and those that turned out to be parts of it."""


async def store(
    connection: aiosqlite.Connection,
    channel_id: int,
    inserts: Sequence[tuple[str, IncomingPost]],
    updates: Sequence[tuple[Post, IncomingPost]],
    now: datetime,
    *,
    absorbed: Sequence[Absorbed] = (),
    indexed: bool = True,
) -> None:
    """Stores new posts, each with its fingerprint, and what stored ones have become.

    Posts that are `absorbed` leave the archive first, so that their message ids are free for the post that absorbs
    them; what refers to them refers to that one, and it counts as deleted only where all of them do. With `indexed`
    off the new posts are stored alone, and the index is incomplete until it is rebuilt (search_upkeep.needs_rebuild).
    """
    gone = {part.id: part for _, parts in absorbed for part in parts}
    changed = {stored.id: (stored, post) for stored, post in updates if stored.id not in gone}
    back = {kept.id: kept for kept in _to_revive(absorbed) if kept.id not in gone}
    if absorbed:
        await post_changes.hand_over(connection, [(part.id, kept.id) for kept, parts in absorbed for part in parts])
        await post_changes.remove(connection, list(gone))
        await post_changes.revive(connection, list(back))
    await post_changes.update(connection, list(changed.values()))
    ids = await post_changes.insert(connection, channel_id, inserts, now)
    before = _live_of([*gone.values(), *(stored for stored, _ in changed.values())])
    # A post that comes back with no other change stands in the index as it is.
    told = {post_id: (kept, kept) for post_id, kept in back.items()} | changed
    after = [
        _indexed(stored.id, stored.channel.id, post)
        for stored, post in told.values()
        if stored.deleted_at is None or stored.id in back
    ]
    if indexed:
        new = zip(ids, inserts, strict=True)
        after += [_indexed(post_id, channel_id, post) for post_id, (_, post) in new if not post.deleted]
    elif ids:
        await search_index.leave_out(connection, ids[0])
    await search_index.replace(connection, before, after)
    await topics.follow(connection, channel_id, [*ids, *_rewritten(changed), *(kept.id for kept, _ in absorbed)])


async def mark_deleted(connection: aiosqlite.Connection, post_ids: Sequence[int], now: datetime) -> int:
    """Marks posts as deleted and takes them out of the index; returns how many were not marked yet."""
    found = _live_of(await posts.stored(connection, post_ids))
    if found:
        await post_changes.mark_deleted(connection, [post.post_id for post in found], now)
        await search_index.remove(connection, found)
    return len(found)


async def revive(connection: aiosqlite.Connection, post_ids: Sequence[int]) -> int:
    """Takes the mark off again and puts the posts back into the index; returns how many were marked."""
    found = [_as_indexed(post) for post in await posts.stored(connection, post_ids) if post.deleted_at is not None]
    if found:
        await post_changes.revive(connection, [post.post_id for post in found])
        await search_index.add(connection, found)
    return len(found)


async def remove(connection: aiosqlite.Connection, post_ids: Sequence[int]) -> int:
    """Removes posts with all that refers to them, and from the index; returns how many there were."""
    found = await posts.stored(connection, post_ids)
    await post_changes.remove(connection, [post.id for post in found])
    await search_index.remove(connection, _live_of(found))
    return len(found)


async def move(connection: aiosqlite.Connection, found: Sequence[Post], into: Channel) -> None:
    """Gives posts to another channel, under the ids that they have; topics of their old one let go of them.

    Raises StorageError (through storage.database) where that channel has a post with one of their message ids, or with
    the fingerprint of one that has none.
    """
    await post_changes.move(connection, [post.id for post in found], into.id)
    before = _live_of(found)
    await search_index.replace(connection, before, [Indexed(post.post_id, into.id, post.text) for post in before])


async def join_channels(connection: aiosqlite.Connection, kept: Channel, gone: Channel) -> None:
    """Makes two channels one: the posts that `gone` still has, and what is known of it, become those of `kept`.

    Whom `kept` is shown to stays as it is. Topics are to be found anew. Raises StorageError as `move` does: posts that
    both have are to be taken over before.
    """
    async for batch in posts.each_stored(connection, gone.id):
        await move(connection, batch, kept)
    await preview_sync.inherit(connection, kept.id, gone.id)
    await grants.inherit(connection, kept, gone)
    await search_log.inherit(connection, kept, gone)
    await curated.inherit(connection, kept.id, gone.id)
    await channels.inherit(connection, kept, gone)


def _to_revive(absorbed: Sequence[Absorbed]) -> Iterator[Post]:
    """The posts that are marked as deleted and absorb one that is not."""
    return (kept for kept, parts in absorbed if kept.deleted_at and any(part.deleted_at is None for part in parts))


def _live_of(found: Iterable[Post]) -> list[Indexed]:
    return [_as_indexed(post) for post in found if post.deleted_at is None]


def _as_indexed(post: Post) -> Indexed:
    return _indexed(post.id, post.channel.id, post)


def _indexed(post_id: int, channel_id: int, post: IncomingPost) -> Indexed:
    return Indexed(post_id, channel_id, _text_of(post))


def _rewritten(changed: Mapping[int, tuple[Post, IncomingPost]]) -> Iterator[int]:
    """Those of the posts that say something else than before."""
    return (post_id for post_id, (stored, post) in changed.items() if _text_of(stored) != _text_of(post))


def _text_of(post: IncomingPost) -> str:
    return plain_text(post.text.text, post.poll)
