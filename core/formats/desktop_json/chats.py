"""The chats of an export: one, or all of an account, among which somebody has to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.formats.records import ChannelSeen, ChatSeen
from core.types import ChannelRef, Visibility

_NAMELESS = {
    "saved_messages": "Saved Messages",
    "replies": "Replies",
    "verification_codes": "Verification Codes",
}
"""The kinds of chats that have no name here, and what Telegram Desktop calls them."""

CHANNELS = frozenset({"private_channel", "public_channel"})
KINDS = CHANNELS.union(_NAMELESS, "personal_chat bot_chat private_group private_supergroup public_supergroup".split())

MOST_NAMED = 20
"""So many chats are named in one line."""

_SUPERGROUPS = 10**12
_HIGHEST_ID = 2**52


@dataclass(slots=True)
class Chat:
    """What an export says of a chat; it says it before the messages. `place`: a number of its own in the file."""

    place: int
    id: int | None = None
    name: str | None = None
    kind: str | None = None

    def learn(self, key: str, value: object) -> None:
        """Takes one of the chat's plain values in."""
        match key, value:
            case "id", int() | str():
                self.id = _bare_id(value)
            case "name", str():
                self.name = " ".join(value.split()) or None
            case "type", str():
                self.kind = value

    @property
    def is_told(self) -> bool:
        """Whether all is known of it that an export tells."""
        return self.id is not None and self.kind is not None and (self.name is not None or self.kind in _NAMELESS)

    @property
    def title(self) -> str | None:
        """What it is called."""
        return self.name or _NAMELESS.get(self.kind or "")

    def offered(self) -> ChatSeen | None:
        """As one to choose; None where it is no channel, and nobody's business."""
        if self.kind not in CHANNELS:
            return None
        return ChatSeen(id=self.id, name=self.name, kind=self.kind)

    def channel_seen(self) -> ChannelSeen:
        """As the channel of the posts that follow; what is not said to be public is for members."""
        is_public = (self.kind or "").startswith("public_")
        visibility = Visibility.PUBLIC if is_public else Visibility.MEMBERS
        return ChannelSeen(ChannelRef(telegram_id=self.id, title=self.title), visibility)


def chosen(chats: Sequence[Chat], wish: str) -> list[Chat]:
    """The chats that a wish names: the channel with this id (with or without -100), else the chats, else by its name.

    Channels, groups and people are numbered apart from each other, so that two chats can have one id.
    """
    ids = wished_ids(wish)
    by_id = [chat for chat in chats if chat.id is not None and chat.id in ids]
    channels = [chat for chat in by_id if chat.kind in CHANNELS]
    name = _folded(wish)
    return (
        channels
        or by_id
        or [chat for chat in chats if _folded(chat.name or _NAMELESS.get(chat.kind or "", "")) == name]
    )


def why_not(chats: Sequence[Chat], found: Sequence[Chat], wish: str) -> str:
    """Why a wish cannot be fulfilled: no chat is meant, or more than one. Only channels are told of."""
    if found:
        ids = ", ".join(str(chat.id) for chat in found[:MOST_NAMED])
        return f"{len(found)} chats in it are called {wish!r}: choose one by its id ({ids})"
    offered = [f"{chat.name or 'without a name'} (id {chat.id})" for chat in chats if chat.kind in CHANNELS]
    if not offered:
        return f"no chat {wish!r} in it, and no channel at all"
    more = f" and {len(offered) - MOST_NAMED} more" if len(offered) > MOST_NAMED else ""
    return f"no chat {wish!r} in it; its channels: {', '.join(offered[:MOST_NAMED])}{more}"


def _bare_id(told: int | str) -> int | None:
    """A chat's id, positive and without the Bot API's -100; None for what is no id."""
    return min(wished_ids(str(told)), default=None) or None


def wished_ids(wish: str) -> set[int]:
    """The bare ids that a decimal wish can mean: the Bot API's with or without its sign, or a bare one."""
    digits = wish.strip().removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(_HIGHEST_ID))):
        return set()
    number = int(digits)
    return {number, number - _SUPERGROUPS} if number > _SUPERGROUPS else {number}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
