"""Which stored channel the posts of a source belong to.

The first of these that gives one decides:

1. the channel that the operator named. Where the source tells another numeric id, that is wrong usage;
2. the one with the numeric id that the source tells, else the one with its username;
3. one of the same title of which at least three message ids with equal times are in the source (all, where it has
   fewer): equal to the quarter of an hour where a side does not know its time zone;
4. the one whose texts the source holds: at least half of the source's or of the channel's, and no other as many. Only
   for posts without message ids on one side. So a dump that was cut off before it told its channel is found again by
   the whole one, and an export finds the channel of a dump;
5. for a source without message ids: the only one of the title that it tells;
6. for a source that tells nothing: the one with the file's name (without its suffix) as the title;
7. a new channel.

Channels of which another id or username is known are left out of 3 to 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, islice
from pathlib import PurePath

from bot.services.text_partners import partners_of_named, partners_of_nameless
from core.errors import WrongUsage
from core.identity import Sighting
from core.types import Channel, ChannelRef, IncomingPost, Viewer, Visibility
from storage import channels, posts
from storage.database import Connection

NOTHING = ChannelRef()
_SAME_TIMES = 3
_QUARTER_S = 900
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a source's posts say of their channel.

    `named`: reads those with message ids, again at each call. `nameless`: those without. `path`: of the first file.
    """

    path: str
    named: Callable[[], Iterator[IncomingPost]]
    nameless: Sequence[Sighting] = ()


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """The stored channel that is meant, None for a new one, and what it is to learn of source and operator.

    Of an export, which can be old, a stored channel learns only what it does not know (but see `follow_names`).
    `alike`: other channels that it could be: of the same title, where nothing proves it; for a stored channel those
    that bear the username that the source tells of it, or its title and posts of the same ids and times.
    """

    channel: Channel | None
    ref: ChannelRef
    alike: tuple[Channel, ...] = ()


async def choose_channel(
    connection: Connection, told: ChannelRef, wished: ChannelRef | None, evidence: Evidence
) -> ChannelChoice:
    """Which channel it is; changes nothing, for comparing the posts of all channels can take seconds.

    Raises WrongUsage where the operator named a channel and the source is another one's by its numeric id.
    """
    ref = _merged(told, wished)
    if wished is not None:
        channel = await channels.find(connection, wished)
        await _refuse_contradiction(connection, told, wished, channel)
        if channel is not None:
            return ChannelChoice(channel, _merged(_additions(told, channel), wished))
    channel = await channels.find(connection, replace(ref, title=None))
    if channel is not None:
        choice = ChannelChoice(channel, ref, await _doubles(connection, channel, ref, evidence))
    elif wished is None:
        choice = await _by_posts(connection, ref, evidence)
    else:
        choice = ChannelChoice(None, ref)
    if choice.channel is None or evidence.nameless:
        return choice
    return replace(choice, ref=_merged(_additions(choice.ref, choice.channel), wished))


async def settle_channel(
    connection: Connection, choice: ChannelChoice, visibility: Visibility | None, now: datetime
) -> Channel:
    """The chosen channel, made where it is new, which has learnt what was not known of it and takes live posts.

    `visibility`: whom to show it to; None: as before, and a new one to its members.
    """
    channel = choice.channel
    if channel is None:
        ref = await _unclaimed(connection, choice.ref, None)
        return await channels.insert(connection, ref, visibility or Visibility.MEMBERS, accepted_at=now)
    await channels.learn(connection, channel, await _unclaimed(connection, choice.ref, channel.id))
    await channels.accept(connection, channel, now)
    if visibility:
        await channels.set_visibility(connection, channel, visibility)
    stored = await channels.all_channels(connection, Viewer(frozenset({channel.id})))
    return stored[0]


async def follow_names(
    connection: Connection, channel: Channel, told: ChannelRef, wished: ChannelRef | None = None
) -> None:
    """The channel takes the title and the username that are told of it now; what another channel bears stays there."""
    ref = replace(_merged(told, wished), telegram_id=None)
    await channels.learn(connection, channel, await _unclaimed(connection, ref, channel.id))


def _merged(told: ChannelRef, wished: ChannelRef | None) -> ChannelRef:
    """What the operator says beats what the source says; what he does not say stays."""
    wished = wished or NOTHING
    return ChannelRef(
        telegram_id=wished.telegram_id or told.telegram_id,
        username=wished.username or told.username,
        title=wished.title or told.title,
    )


def _additions(told: ChannelRef, channel: Channel) -> ChannelRef:
    """What is told beyond what is known of the channel."""
    return ChannelRef(
        telegram_id=None if channel.telegram_id else told.telegram_id,
        username=None if channel.username else told.username,
        title=None if channel.title else told.title,
    )


async def _refuse_contradiction(
    connection: Connection, told: ChannelRef, wished: ChannelRef, channel: Channel | None
) -> None:
    if told.telegram_id is None:
        return
    meant = wished.telegram_id or (channel.telegram_id if channel else None)
    owner = await channels.find(connection, ChannelRef(telegram_id=told.telegram_id))
    if (meant and meant != told.telegram_id) or (channel and owner and owner.id != channel.id):
        raise WrongUsage("error.other_channel", told=str(told.telegram_id))


async def _by_posts(connection: Connection, ref: ChannelRef, evidence: Evidence) -> ChannelChoice:
    possible = [
        channel
        for channel in await channels.all_channels(connection, Viewer.operator())
        if not (ref.telegram_id and channel.telegram_id) and not (ref.username and channel.username)
    ]
    title = ref.title or PurePath(evidence.path).stem
    alike = [channel for channel in possible if channel.title == title]
    for channel in alike:
        if await _has_same_times(connection, channel, evidence.named()):
            return ChannelChoice(channel, ref)
    holder = await _holder(connection, possible, evidence)
    if holder is not None:
        return ChannelChoice(holder, ref)
    by_title_alone = ref == NOTHING or (evidence.nameless and not (ref.telegram_id or ref.username))
    if by_title_alone and len(alike) == 1:
        return ChannelChoice(alike[0], replace(ref, title=title))
    return ChannelChoice(None, replace(ref, title=title) if ref == NOTHING else ref, tuple(alike))


async def _doubles(
    connection: Connection, channel: Channel, ref: ChannelRef, evidence: Evidence
) -> tuple[Channel, ...]:
    """Stored channels without an id that are `channel`, by what the source tells of it."""
    doubles = []
    for other in await channels.all_channels(connection, Viewer.operator()):
        if other.id == channel.id or other.telegram_id is not None:
            continue
        if ref.username and other.username:
            is_double = ref.username.casefold() == other.username.casefold()
        else:
            is_double = ref.title == other.title is not None
            is_double = is_double and await _has_same_times(connection, other, evidence.named())
        doubles += [other] if is_double else []
    return tuple(doubles)


async def _has_same_times(connection: Connection, channel: Channel, named: Iterator[IncomingPost]) -> bool:
    read = same = 0
    for batch in iter(lambda: list(islice(named, _BATCH)), []):
        ids = [message_id for post in batch for message_id in post.message_ids]
        times = await posts.times(connection, channel.id, ids)
        read += len(batch)
        same += sum(_is_same_time(post, times) for post in batch)
        if same >= _SAME_TIMES:
            return True
    return 0 < read == same


def _is_same_time(post: IncomingPost, times: posts.Times) -> bool:
    stored = times.get(post.message_ids[0])
    if stored is None or post.published_at is None:
        return stored is not None and stored.published_at is post.published_at
    if stored.published_at is None:
        return False
    apart_s = abs((stored.published_at - post.published_at).total_seconds())
    return apart_s == 0 if post.zone_known and stored.zone_known else apart_s % _QUARTER_S == 0


async def _holder(connection: Connection, possible: Sequence[Channel], evidence: Evidence) -> Channel | None:
    """The channel that holds the source's texts already."""
    held: dict[int, tuple[int, Channel]] = {}
    for channel in possible:
        common, of = await _common_texts(connection, channel, evidence)
        if common and 2 * common >= of:
            held[channel.id] = (common, channel)
    most = max((common for common, _ in held.values()), default=0)
    best = [channel for common, channel in held.values() if common == most]
    return best[0] if len(best) == 1 else None


async def _common_texts(connection: Connection, channel: Channel, evidence: Evidence) -> tuple[int, int]:
    """How many texts source and channel have in common, and how many they could."""
    if evidence.nameless:
        answers = await partners_of_nameless(connection, channel.id, evidence.nameless)
        common = sum(answer.known_id is not None or bool(answer.rivals) for answer in answers)
        return common, min(len(answers), await posts.count_stored(connection, channel.id))
    numbers = count()
    named = (post for post, _ in zip(evidence.named(), numbers, strict=False))
    matches = await partners_of_named(connection, channel.id, named)
    common = sum(answer.known_id is not None for answer in matches.values())
    return common, min(await posts.count_nameless(connection, channel.id), next(numbers))


async def _unclaimed(connection: Connection, ref: ChannelRef, channel_id: int | None) -> ChannelRef:
    """`ref` without an id or a username that is another channel's."""
    for alone in (ChannelRef(telegram_id=ref.telegram_id), ChannelRef(username=ref.username)):
        owner = None if alone == NOTHING else await channels.find(connection, alone)
        if owner is not None and owner.id != channel_id:
            ref = replace(ref, telegram_id=None) if alone.telegram_id else replace(ref, username=None)
    return ref
