"""Which stored channel the posts of a file belong to.

The first of these that gives one decides:

1. the channel that the operator named;
2. the one that the file tells of, together with what the operator said;
3. the one that holds the file's posts: at least half of the file's or of the channel's, and no other as many. So a
   dump that was cut off before it told its channel is found again by the whole one, and a file that tells nothing
   finds its channel under any file name. Channels of which another id or username is known are left out;
4. for a file that tells nothing: the one with the file's name (without its suffix) as the title;
5. a new channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from core.identity import Sighting
from core.matching import match
from core.types import Channel, ChannelRef, Viewer, Visibility
from storage import channels, posts
from storage.database import Connection

NOTHING = ChannelRef()


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """The stored channel that is meant, None for a new one, and what file and operator say of it."""

    channel: Channel | None
    ref: ChannelRef


async def choose_channel(
    connection: Connection, path: str, told: ChannelRef, wished: ChannelRef | None, seen: Sequence[Sighting]
) -> ChannelChoice:
    """Which channel it is; changes nothing, for comparing the posts of all channels can take seconds."""
    channel = await channels.find(connection, wished) if wished else None
    if channel is not None:
        return ChannelChoice(channel, _merged(_additions(told, channel), wished))
    ref = _merged(told, wished)
    channel = await channels.find(connection, ref) or await _holder(connection, ref, seen)
    if channel is None and ref == NOTHING:
        ref = ChannelRef(title=PurePath(path).stem)
        channel = await channels.find(connection, ref)
    return ChannelChoice(channel, ref)


async def settle_channel(connection: Connection, choice: ChannelChoice, visibility: Visibility | None) -> Channel:
    """The chosen channel, made where it is new, which has learnt what is said of it.

    `visibility`: whom to show it to; None: as before, a new one to everybody.
    """
    channel = choice.channel
    if channel is None:
        ref = await _unclaimed(connection, choice.ref, None)
        return await channels.insert(connection, ref, visibility or Visibility.PUBLIC)
    await channels.learn(connection, channel, await _unclaimed(connection, choice.ref, channel.id))
    if visibility:
        await channels.set_visibility(connection, channel, visibility)
    stored = await channels.all_channels(connection, Viewer(frozenset({channel.id})))
    return stored[0]


def _merged(told: ChannelRef, wished: ChannelRef | None) -> ChannelRef:
    """What the operator says beats what the file says; what he does not say stays."""
    wished = wished or NOTHING
    return ChannelRef(
        telegram_id=wished.telegram_id or told.telegram_id,
        username=wished.username or told.username,
        title=wished.title or told.title,
    )


def _additions(told: ChannelRef, channel: Channel) -> ChannelRef:
    """What the file tells beyond what is known of the channel."""
    return ChannelRef(
        telegram_id=None if channel.telegram_id else told.telegram_id,
        username=None if channel.username else told.username,
        title=None if channel.title else told.title,
    )


async def _holder(connection: Connection, ref: ChannelRef, seen: Sequence[Sighting]) -> Channel | None:
    """The channel that holds the posts already."""
    held: dict[int, tuple[int, Channel]] = {}
    for channel in await channels.all_channels(connection, Viewer.operator()):
        if (ref.telegram_id and channel.telegram_id) or (ref.username and channel.username):
            continue
        known = await posts.known(connection, channel.id)
        common = sum(answer.known_id is not None or bool(answer.rivals) for answer in match(seen, known))
        if common and 2 * common >= min(len(seen), len(known)):
            held[channel.id] = (common, channel)
    most = max((common for common, _ in held.values()), default=0)
    best = [channel for common, channel in held.values() if common == most]
    return best[0] if len(best) == 1 else None


async def _unclaimed(connection: Connection, ref: ChannelRef, channel_id: int | None) -> ChannelRef:
    """`ref` without an id or a username that is another channel's."""
    for alone in (ChannelRef(telegram_id=ref.telegram_id), ChannelRef(username=ref.username)):
        owner = None if alone == NOTHING else await channels.find(connection, alone)
        if owner is not None and owner.id != channel_id:
            ref = replace(ref, telegram_id=None) if alone.telegram_id else replace(ref, username=None)
    return ref
