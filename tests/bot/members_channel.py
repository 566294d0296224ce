"""A channel for its members alone, in the archive and in the small Telegram, for the tests of whom it is shown to."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services.membership import chat_id_of
from core.types import ChannelRef, IncomingPost, Visibility
from storage import channels
from tests.bot.letopis import Letopis
from tests.telegram import Chat, FakeUser

FIRST = chat_id_of(0)


async def members_channel(
    letopis: Letopis,
    *posts: IncomingPost | str,
    members: Sequence[FakeUser] = (),
    authors: Sequence[FakeUser] = (),
    username: str | None = "podpolye",
    title: str = "Подполье",
    bot_is_admin: bool = True,
) -> Chat:
    """Stores the posts in a channel of members, in which the bot is an administrator, and returns its chat."""
    chat = letopis.telegram.group(
        title, members, admins=authors, bot="administrator" if bot_is_admin else "left", kind="channel"
    )
    await letopis.store(*posts, username=username, title=title, visibility=Visibility.MEMBERS)
    async with letopis.services.database.transaction() as connection:
        channel = await channels.find(connection, ChannelRef(username=username, title=title))
        assert channel is not None
        await channels.learn(connection, channel, ChannelRef(telegram_id=telegram_id_of(chat)))
        await channels.set_bot_is_admin(connection, telegram_id_of(chat), bot_is_admin)
    return chat


def telegram_id_of(chat: Chat) -> int:
    """The bare id of a channel."""
    return FIRST - chat.id


async def is_admin(letopis: Letopis, chat: Chat, *, told: bool) -> None:
    """What the archive believes of the bot in this channel, and what is true in Telegram."""
    chat.members[letopis.telegram.world.bot.id] = "administrator" if told else "member"
    async with letopis.services.database.transaction() as connection:
        await channels.set_bot_is_admin(connection, telegram_id_of(chat), told)
