"""Finding topics anew after posts have come or changed, and the posts of the authors' rules."""

from __future__ import annotations

from bot.services.thinking import think
from core.topics import find_topics
from core.types import Viewer
from storage import channels, curated, posts, topics
from storage.database import Database

MOST_TEXTS = 6_000
"""A channel's newest posts, in which its topics are looked for.

So memory (40 MB) and time (3 s) are bounded, however long the channel. Rules take the older ones, too.
"""

MATCHED_AT_ONCE = 50
"""Posts that one transaction goes through by the rules of their channel: some 20 ms."""


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
        """Replaces the channel's found topics; what its authors decided of them holds for the new ones, too."""
        viewer = Viewer(frozenset({channel_id}))
        async with self._database.reading() as connection:
            texts = await posts.texts(connection, viewer, channel_id, MOST_TEXTS)
            named = await channels.all_channels(connection, viewer)
        own_names = [name for channel in named for name in (channel.title, channel.username) if name]
        found = await think(lambda: find_topics(texts, own_names))
        async with self._database.transaction() as connection:
            await topics.rebuild(connection, channel_id, found)
        await self.match_rules(channel_id)

    async def match_rules(self, channel_id: int) -> None:
        """Goes through all posts of the channel by those of its authors' rules that are new, in short transactions.

        Posts that come meanwhile are matched as they are stored.
        """
        async with self._database.reading() as connection:
            keys = await curated.unmatched(connection, channel_id)
        last = 0
        while keys:
            async with self._database.transaction() as connection:
                ids = await curated.next_posts(connection, channel_id, last, MATCHED_AT_ONCE)
                if ids:
                    await curated.match(connection, channel_id, ids)
                    last = ids[-1]
                else:
                    await curated.set_matched(connection, channel_id, keys)
                    await topics.show(connection, channel_id)
                    return

    async def match_anew(self) -> None:
        """Lets every rule go through all posts again at its channel's next `find`: words may be read otherwise now."""
        async with self._database.transaction() as connection:
            await curated.match_anew(connection)
