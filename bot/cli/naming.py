"""How a channel is named on the command line."""

from __future__ import annotations

from core.types import ChannelRef

METAVAR = "ID|@NAME|TITLE"


def channel_ref(named: str) -> ChannelRef:
    """A decimal id (with or without Telegram's -100), @username, else a title."""
    named = named.strip()
    if named.startswith("@") and len(named) > 1:
        return ChannelRef(username=named[1:])
    digits = named.removeprefix("-100")
    if digits.isascii() and digits.isdecimal() and int(digits) > 0:
        return ChannelRef(telegram_id=int(digits))
    return ChannelRef(title=named)
