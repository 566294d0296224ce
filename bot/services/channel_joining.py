"""Two stored channels that are one become one: every post once, with what both knew of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.taking import stored_for
from bot.services.topic_finding import TopicFinding
from core.errors import WrongUsage
from core.ingest import told_of
from core.intake import Arrival, plan
from core.matching import match
from core.types import Channel, Post, Visibility
from storage import archive, channels, posts
from storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class JoinReport:
    """How many posts were moved as they were, and how many were found in the other channel and joined with it."""

    posts_moved: int
    posts_joined: int


class ChannelJoining:
    """Joins channels."""

    def __init__(self, database: Database, topic_finding: TopicFinding) -> None:
        self._database = database
        self._topic_finding = topic_finding

    async def join(self, gone: Channel, kept: Channel, now: datetime) -> JoinReport:
        """Takes the posts of `gone` over into `kept` and removes it.

        A channel that was shown to its members alone makes the joined one such a channel, too.
        Which posts are one is told as for an import (core.matching). Raises WrongUsage where both are the same, or
        where their numeric ids say that they are two. An interrupted join goes on when it is asked for again.
        """
        if gone.id == kept.id:
            raise WrongUsage("error.joined_with_itself")
        if gone.telegram_id and kept.telegram_id and gone.telegram_id != kept.telegram_id:
            raise WrongUsage("error.two_channels")
        if gone.visibility is Visibility.MEMBERS:
            async with self._database.transaction() as connection:
                await channels.set_visibility(connection, kept, Visibility.MEMBERS)
        partners = await self._partners(gone, kept)
        moved = joined = 0
        async with self._database.reading() as connection:
            batches = [[post.id for post in batch] async for batch in posts.each_stored(connection, gone.id)]
        for ids in batches:
            async with self._database.transaction() as connection:
                batch = await posts.stored(connection, ids)
                alone = [post for post in batch if post.id not in partners]
                await archive.move(connection, alone, kept)
                await _take_over(connection, [post for post in batch if post.id in partners], partners, kept, now)
                moved += len(alone)
                joined += len(batch) - len(alone)
        async with self._database.transaction() as connection:
            await archive.join_channels(connection, kept, gone)
        await self._topic_finding.find(kept.id)
        return JoinReport(moved, joined)

    async def _partners(self, gone: Channel, kept: Channel) -> dict[int, int]:
        """Post of `gone` -> the post of `kept` that it is."""
        async with self._database.reading() as connection:
            theirs = await posts.known(connection, gone.id)
            answers = match(theirs, await posts.known(connection, kept.id))
        return {
            post.id: answer.known_id
            for post, answer in zip(theirs, answers, strict=True)
            if answer.known_id is not None
        }


async def _take_over(
    connection: Connection, found: Sequence[Post], partners: Mapping[int, int], kept: Channel, now: datetime
) -> None:
    """What the posts know goes to their partners, which absorb them."""
    arrivals = [Arrival(post=told_of(post), fingerprint=post.fingerprint, partner=partners[post.id]) for post in found]
    stored = await stored_for(connection, kept, arrivals)
    planned = plan(arrivals, stored)
    heirs = {part.id: heir for heir, parts in planned.absorbed for part in parts}
    absorbed: defaultdict[int, list[Post]] = defaultdict(list)
    for heir, parts in planned.absorbed:
        absorbed[heir.id] += parts
    for post in found:
        partner = stored.posts[partners[post.id]]
        absorbed[heirs.get(partner.id, partner).id].append(post)
    both = [(stored.posts[heir_id], parts) for heir_id, parts in absorbed.items()]
    await archive.store(connection, kept.id, (), planned.updates, now, absorbed=both)
