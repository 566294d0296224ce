"""How a channel is named on the command line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from bot.services.channel_list import ChannelList
from core.errors import WrongUsage
from core.types import Channel, ChannelRef, Viewer

METAVAR = "ID|@NAME|TITLE"
OWN_NUMBER = ":"
"""What begins Letopis' own number of a channel: the only name of one that has neither username nor id."""

_NUMBERED = re.compile(f"{OWN_NUMBER}[0-9]+")
_LONGEST_ID = 18
"""In digits; Telegram's have 10 to 13, and a database column holds 18."""


def channel_ref(named: str) -> ChannelRef:
    """A decimal id (with or without Telegram's -100), @username, else a title."""
    named = named.strip()
    if named.startswith("@") and len(named) > 1:
        return ChannelRef(username=named[1:])
    digits = named.removeprefix("-100")
    if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_ID and int(digits) > 0:
        return ChannelRef(telegram_id=int(digits))
    return ChannelRef(title=named)


def readings(named: str) -> tuple[ChannelRef, ...]:
    """What a name of a stored channel can mean, likeliest first: a title can look like an id or a username, too."""
    named = named.strip()
    return channel_ref(named), ChannelRef(title=named), ChannelRef(username=named)


def shown(channel: Channel) -> str:
    """What a person calls the channel: @username, else the title, else the id."""
    return f"@{channel.username}" if channel.username else channel.title or channel.name


def argument(channel: Channel) -> str:
    """The channel as a command's last argument in a shell, such that `readings` gives it back."""
    named = shlex.quote(f"@{channel.username}" if channel.username else channel.name)
    return f"-- {named}" if named.startswith("-") else named


def handle(channel: Channel) -> str:
    """What names the channel and no other: @username, else Telegram's id, else Letopis' own number of it, as ":3"."""
    if channel.username:
        return f"@{channel.username}"
    return str(channel.telegram_id or f"{OWN_NUMBER}{channel.id}")


async def named_channel(channel_list: ChannelList, named: str) -> Channel:
    """The stored channel that is meant. Raises WrongUsage where there is none, or more than one by its title."""
    stored = [channel for channel, _ in await channel_list.all(Viewer.operator())]
    for channel in stored:
        if named.strip() == f"{OWN_NUMBER}{channel.id}":
            return channel
    try:
        return await channel_list.named(*readings(named))
    except WrongUsage:
        refuse_ambiguous(stored, named)
        raise


async def settled_ref(channel_list: ChannelList, ref: ChannelRef) -> ChannelRef:
    """A title that the operator gave, if it is no other channel's too; Letopis' own number as what it stands for.

    Raises WrongUsage for a title that more than one channel has, and for a number that none has.
    """
    if ref.title is None:
        return ref
    if _NUMBERED.fullmatch(ref.title):
        channel = await named_channel(channel_list, ref.title)
        ref = ChannelRef(telegram_id=channel.telegram_id, username=channel.username)
        ref = ChannelRef(title=channel.title) if ref == ChannelRef() else ref
    if ref.title is not None:
        refuse_ambiguous([channel for channel, _ in await channel_list.all(Viewer.operator())], ref.title)
    return ref


def refuse_ambiguous(stored: Iterable[Channel], title: str) -> None:
    """Raises WrongUsage, which tells them apart, where more than one channel has this title."""
    alike = [handle(channel) for channel in stored if channel.title == title.strip()]
    if len(alike) > 1:
        raise WrongUsage("error.ambiguous_channel", named=title.strip(), handles=", ".join(alike))
