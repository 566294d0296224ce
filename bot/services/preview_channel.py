"""The stored channel that the pages of a web preview are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.services.channel_course import as_it_is_now
from bot.services.source_channel import Evidence, choose_channel, follow_names, settle_channel
from core.errors import SourceError
from core.types import Channel, ChannelRef, IncomingPost, Visibility
from storage import channels
from storage.database import Database


async def settled_channel(
    database: Database, name: str, told: ChannelRef, shown: Sequence[IncomingPost], now: datetime
) -> Channel:
    """The channel whose page an operator asked for by its username, made where it is new, which is public then.

    `told`: what the page says of its channel; `shown`: its posts. Whom a stored channel is shown to stays as it is.
    """
    ref = replace(told, username=told.username or name)
    evidence = Evidence(path=name, named=lambda: iter(shown))
    async with database.reading() as connection:
        choice = await choose_channel(connection, ref, None, evidence)
    visibility = Visibility.PUBLIC if choice.channel is None else None
    async with database.transaction() as connection:
        channel = await settle_channel(connection, choice, visibility, now)
    return await renamed_channel(database, name, ref, channel)


async def renamed_channel(database: Database, name: str, told: ChannelRef, channel: Channel) -> Channel:
    """The channel under the names that its page bears now, as Telegram itself tells them.

    A username is nobody else's any more; of a page that tells no id it is taken only where it is free. Raises
    SourceError where the page is of a channel that is stored as another one.
    """
    ref = replace(told, username=told.username or name)
    async with database.transaction() as connection:
        if channel.telegram_id is None and ref.telegram_id is not None:
            alone = ChannelRef(telegram_id=ref.telegram_id)
            if await channels.find(connection, alone) is not None:
                raise SourceError("error.other_preview", channel=name)
            await channels.learn(connection, channel, alone)
        if ref.telegram_id is None:
            await follow_names(connection, channel, ref)
        elif (channel.username, channel.title) != (ref.username, ref.title):
            await channels.rename(connection, channel, ref)
    return await as_it_is_now(database, channel)


def refuse_other_channel(name: str, told: ChannelRef, channel: Channel) -> None:
    """Raises SourceError where the page is another channel's: usernames change hands."""
    if told.telegram_id and channel.telegram_id and told.telegram_id != channel.telegram_id:
        raise SourceError("error.other_preview", channel=name)
