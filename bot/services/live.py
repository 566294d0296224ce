"""What is heard of the channels, applied to the archive: posts, edits, pins, reactions, who is a member.

Everything here can be applied again without harm: a process may die between the change and its being noted as done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

import structlog

from bot.services.channel_offers import ChannelOffers, accept, follow
from bot.services.membership import Membership, Memberships, chat_id_of
from bot.services.missing import saw_message
from bot.services.taking import Taking
from bot.services.text_partners import partners_of_named
from core.intake import Arrival, Outcome
from core.live import (
    BotMembership,
    LiveEvent,
    MemberChanged,
    PostForwarded,
    PostHeard,
    ReactionsHeard,
    ServiceHeard,
)
from core.types import Channel, ChannelRef, IncomingPost
from storage import channels, post_changes, posts
from storage.database import Database

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardTaken:
    """What became of a forwarded post, for the one who forwarded it.

    `album_id`: the same for the parts of an album, of which the first one tells whether the post is new.
    """

    chat_id: int
    channel: Channel
    album_id: str | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """What there is to tell now: `news` waits for the operators in the archive; `forward` answers one of them."""

    news: bool = False
    forward: ForwardTaken | None = None


NOTHING = Applied()


class Live:
    """Applies what is heard, one thing after another."""

    def __init__(
        self, database: Database, taking: Taking, offers: ChannelOffers, memberships: Memberships | None = None
    ) -> None:
        self._database = database
        self._taking = taking
        self._offers = offers
        self._memberships = memberships

    async def apply(self, event: LiveEvent, now: datetime) -> Applied:
        """Applies one thing that was heard. Raises StorageError and its kinds."""
        match event:
            case PostHeard():
                return await self._post(event, now)
            case ServiceHeard():
                return await self._service(event, now)
            case ReactionsHeard():
                return await self._reactions(event, now)
            case BotMembership():
                return await self._bot_membership(event, now)
            case MemberChanged():
                return self._member(event)
            case PostForwarded():
                return await self._forward(event, now)
            case _:
                assert_never(event)

    async def _post(self, heard: PostHeard, now: datetime) -> Applied:
        channel = await self._offers.accepted(heard.channel)
        if channel is None:
            return NOTHING if heard.is_edit else await self._drop(heard.channel, now)
        seen_id = None if heard.is_edit else heard.post.message_ids[0]
        channel, news = await self._prepared(channel, heard.channel, seen_id, now)
        partner = await self._nameless_partner(channel, heard.post) if heard.is_edit else None
        await self._taking.take(channel, [Arrival(post=heard.post, partner=partner)], now, live=True)
        return Applied(news)

    async def _service(self, heard: ServiceHeard, now: datetime) -> Applied:
        if heard.unread:
            _log.warning("message not understood", message_id=heard.message_id, fields=list(heard.unread))
        channel = await self._offers.accepted(heard.channel)
        if channel is None:
            return NOTHING
        channel, news = await self._prepared(channel, heard.channel, heard.message_id, now)
        if heard.pinned is not None:
            await self._taking.take(channel, [Arrival(post=heard.pinned)], now, live=True)
        elif heard.pins is not None:
            async with self._database.transaction() as connection:
                await post_changes.set_pinned(connection, channel.id, (heard.pins,))
        return Applied(news)

    async def _reactions(self, heard: ReactionsHeard, now: datetime) -> Applied:
        channel = await self._offers.accepted(heard.channel)
        if channel is None:
            return NOTHING
        async with self._database.reading() as connection:
            is_known = bool(await posts.holders(connection, channel.id, heard.counts.message_ids))
        if is_known:
            await self._taking.take(channel, [Arrival(post=heard.counts)], now, live=True)
        return NOTHING

    async def _bot_membership(self, heard: BotMembership, now: datetime) -> Applied:
        news = await self._offers.bot_became(heard, now)
        if self._memberships is not None and heard.channel.telegram_id is not None:
            self._memberships.forget(chat_id_of(heard.channel.telegram_id))
        return Applied(news)

    def _member(self, heard: MemberChanged) -> Applied:
        if self._memberships is not None and heard.channel.telegram_id is not None:
            chat_id = chat_id_of(heard.channel.telegram_id)
            self._memberships.learn(chat_id, heard.user_id, Membership(heard.status, heard.is_member))
        return NOTHING

    async def _forward(self, heard: PostForwarded, now: datetime) -> Applied:
        async with self._database.transaction() as connection:
            channel = await accept(connection, heard.channel, now)
            stored = await posts.stored(
                connection, list((await posts.holders(connection, channel.id, heard.post.message_ids)).values())
            )
        # The forward's album id joins its parts; the original one, where it is known, stays.
        has_album = any(post.album_id is not None for post in stored)
        post = replace(heard.post, album_id=None) if has_album else heard.post
        partner = None if stored else await self._nameless_partner(channel, post)
        planned = await self._taking.take(channel, [Arrival(post=post, partner=partner)], now)
        taken = ForwardTaken(
            chat_id=heard.chat_id,
            channel=channel,
            album_id=heard.post.album_id,
            is_new=planned.outcomes[0] is Outcome.NEW,
        )
        return Applied(forward=taken)

    async def _drop(self, ref: ChannelRef, now: datetime) -> Applied:
        news = await self._offers.drop(ref, now)
        _log.info("post dropped: the channel is not accepted", channel_id=ref.telegram_id)
        return Applied(news)

    async def _prepared(
        self, channel: Channel, ref: ChannelRef, message_id: int | None, now: datetime
    ) -> tuple[Channel, bool]:
        """The channel as it is called now, and whether its new message leaves a hole that is to be told."""
        async with self._database.transaction() as connection:
            channel = await follow(connection, channel, ref)
            if not channel.bot_is_admin and ref.telegram_id is not None:
                # Nobody but an administrator is told of a channel's posts.
                await channels.set_bot_is_admin(connection, ref.telegram_id, True)  # noqa: FBT003
            news = message_id is not None and await saw_message(connection, channel, message_id, now)
        return channel, news

    async def _nameless_partner(self, channel: Channel, post: IncomingPost) -> int | None:
        """The stored post without message ids that an older post is by its text."""
        async with self._database.reading() as connection:
            matches = await partners_of_named(connection, channel.id, [post])
        return next((match.known_id for match in matches.values()), None)
