"""What is heard of a channel while it lives, one record an update of Telegram's. `bot.incoming` makes them.

`channel.telegram_id` is always known. The title and username are those of the moment: None for a username says that
the channel has none (any more).
"""

from __future__ import annotations

from dataclasses import dataclass

from core.types import ChannelRef, IncomingPost


@dataclass(frozen=True, slots=True)
class PostHeard:
    """A post was published, or (`is_edit`) changed; it has one message id, an album's part too."""

    channel: ChannelRef
    post: IncomingPost
    is_edit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHeard:
    """A service message came: it takes a message id and is no post.

    `pins`: the message that it pins. `pinned`: that message, where it came along and is a post. `unread`: names of the
    fields of a message in which nothing known was found.
    """

    channel: ChannelRef
    message_id: int
    pins: int | None = None
    pinned: IncomingPost | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReactionsHeard:
    """A message has these reactions now: `counts` has its id, the reactions and the time of change, and no text."""

    channel: ChannelRef
    counts: IncomingPost


@dataclass(frozen=True, slots=True, kw_only=True)
class BotMembership:
    """Somebody changed what the bot is in the channel. `by_name` is the person's name as Telegram shows it."""

    channel: ChannelRef
    is_admin: bool
    by: int
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanged:
    """What somebody is in the channel now: the status of a ChatMember, and `is_member` where that has one."""

    channel: ChannelRef
    user_id: int
    status: str
    is_member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForwarded:
    """An operator forwarded a channel's post to the bot.

    The post has its original id and time, and the forward's own album id in the place of the original one. `chat_id`
    is the chat that it was forwarded to.
    """

    channel: ChannelRef
    post: IncomingPost
    chat_id: int


LiveEvent = PostHeard | ServiceHeard | ReactionsHeard | BotMembership | MemberChanged | PostForwarded
