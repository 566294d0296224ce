"""The channels of the archive: which there are, which one is meant, whom it is shown to."""

from __future__ import annotations

from core.errors import WrongUsage
from core.types import Channel, ChannelRef, Viewer, Visibility
from storage import channels, posts
from storage.database import Database


class ChannelList:
    """Looks channels up and changes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, viewer: Viewer) -> list[tuple[Channel, int]]:
        """Each channel that the viewer may see, with the number of its posts."""
        async with self._database.reading() as connection:
            found = await channels.all_channels(connection, viewer)
            return [(channel, await posts.count(connection, Viewer(frozenset({channel.id})))) for channel in found]

    async def named(self, *readings: ChannelRef) -> Channel:
        """The stored channel that the first of these means, else the next. Raises WrongUsage where none means one."""
        async with self._database.reading() as connection:
            for ref in readings:
                channel = await channels.find(connection, ref)
                if channel is not None:
                    return channel
        raise WrongUsage("error.no_such_channel")

    async def show_to(self, channel: Channel, visibility: Visibility) -> None:
        """Decides whom a channel is shown to."""
        async with self._database.transaction() as connection:
            await channels.set_visibility(connection, channel, visibility)
