"""How a channel is named on the command line."""

from __future__ import annotations

import shlex

from core.types import Channel, ChannelRef

METAVAR = "ID|@NAME|TITLE"
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
