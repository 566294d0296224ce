"""Finding topics anew after posts have come or changed."""

from __future__ import annotations

from bot.services.thinking import think
from core.topics import find_topics
from core.types import Viewer
from storage import channels, posts, topics
from storage.database import Database

MOST_TEXTS = 6_000
"""A channel's newest posts, in which its topics are looked for.

So memory (40 MB) and time (3 s) are bounded, however long the channel.
"""


class TopicFinding:
    """Reads a channel's posts, thinks outside of the event loop, and stores what it found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_outdated(self) -> list[int]:
        """Looks again in the channels to which posts have come; returns which these were."""
        async with self._database.reading() as connection:
            channel_ids = await topics.outdated(connection)
        for channel_id in channel_ids:
            await self.find(channel_id)
        return channel_ids

    async def find(self, channel_id: int) -> None:
        """Replaces the channel's found topics."""
        viewer = Viewer(frozenset({channel_id}))
        async with self._database.reading() as connection:
            texts = await posts.texts(connection, viewer, channel_id, MOST_TEXTS)
            named = await channels.all_channels(connection, viewer)
        own_names = [name for channel in named for name in (channel.title, channel.username) if name]
        found = await think(lambda: find_topics(texts, own_names))
        async with self._database.transaction() as connection:
            await topics.rebuild(connection, channel_id, found)
