"""Finding topics anew after posts have come or changed."""

from __future__ import annotations

import asyncio

from core.topics import find_topics
from core.types import Viewer
from storage import channels, posts, topics
from storage.database import Database


class TopicFinding:
    """Reads a channel's posts, thinks outside of the event loop, and stores what it found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, channel_id: int) -> None:
        """Replaces the channel's found topics."""
        viewer = Viewer(frozenset({channel_id}))
        async with self._database.reading() as connection:
            texts = await posts.texts(connection, viewer, channel_id)
            named = await channels.all_channels(connection, viewer)
        own_names = [name for channel in named for name in (channel.title, channel.username) if name]
        found = await asyncio.to_thread(find_topics, texts, own_names)
        async with self._database.transaction() as connection:
            await topics.rebuild(connection, channel_id, found)
