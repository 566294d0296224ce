"""Which channels the bot takes posts from: anybody can make it an administrator, the operators say what is kept.

A channel is accepted when an operator added the bot to it, imported, synced or forwarded from it, or accepted the offer
that all operators get. Posts of any other channel are dropped and counted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import NotFound
from core.live import BotMembership
from core.types import Channel, ChannelRef, Visibility
from storage import button_state, channels, notices, offers
from storage.button_state import ButtonState
from storage.database import Connection, Database
from storage.offers import Offer, OfferState

__all__ = ["ChannelOffers", "Decision", "Offer", "OfferCard", "accept", "follow"]

OFFER = "channel offer"
"""The kind of notice that an offer is; its key is the channel's id."""


@dataclass(frozen=True, slots=True)
class OfferCard:
    """Where an operator was shown an offer."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Decision:
    """An offer as it was answered; `channel`: the stored one, where the channel is accepted. `is_new`: it changed."""

    offer: Offer
    channel: Channel | None
    is_new: bool


class ChannelOffers:
    """Knows the accepted channels, and asks the operators about the others."""

    def __init__(self, database: Database, operator_ids: Collection[int]) -> None:
        self._database = database
        self._operator_ids = tuple(sorted(operator_ids))

    async def accepted(self, ref: ChannelRef) -> Channel | None:
        """The stored channel that is meant, where its posts are taken in."""
        async with self._database.reading() as connection:
            channel = await _proved(connection, ref)
        return channel if channel is not None and channel.accepted else None

    async def drop(self, ref: ChannelRef, now: datetime) -> bool:
        """Counts a post that is not taken in; returns whether the operators are to be asked about the channel now."""
        async with self._database.transaction() as connection:
            await offers.drop(connection, ref, now)
            return await _ask(connection, ref, None, None, now)

    async def bot_became(self, membership: BotMembership, now: datetime) -> bool:
        """The bot was made an administrator or is one no more; returns whether the operators are to be asked now."""
        ref = membership.channel
        async with self._database.transaction() as connection:
            channel = await _proved(connection, ref)
            if channel is not None:
                channel = await follow(connection, channel, ref)
            is_asked = False
            if membership.is_admin and membership.by in self._operator_ids:
                await accept(connection, ref, now)
            elif membership.is_admin and not (channel and channel.accepted):
                is_asked = await _ask(connection, ref, membership.by, membership.by_name or None, now)
            if ref.telegram_id is not None:
                await channels.set_bot_is_admin(connection, ref.telegram_id, membership.is_admin)
        return is_asked

    async def decide(self, telegram_id: int, now: datetime, *, accepted: bool) -> Decision:
        """What an operator said to an offer; an accepted channel stays accepted. Raises NotFound for no offer."""
        async with self._database.transaction() as connection:
            offer = await offers.of(connection, telegram_id)
            if offer is None:
                raise NotFound("error.card_gone")
            channel = await _stored(connection, _ref(offer))
            if accepted:
                channel = await accept(connection, _ref(offer), now)
            elif channel is None or not channel.accepted:
                channel = None
                await offers.decide(connection, telegram_id, False)  # noqa: FBT003
        state = OfferState.REFUSED if channel is None else OfferState.ACCEPTED
        return Decision(offer, channel, is_new=offer.state is not state)

    async def untold(self) -> list[Offer]:
        """The offers that the operators are still to be asked about."""
        async with self._database.reading() as connection:
            keys = await notices.untold(connection, OFFER)
            found = [await offers.of(connection, int(key)) for key in keys]
        return [offer for offer in found if offer is not None]

    async def told(self, offer: Offer, now: datetime) -> None:
        """The operators were asked."""
        async with self._database.transaction() as connection:
            await notices.told(connection, OFFER, [str(offer.telegram_id)], now)

    async def shown(self, offer: Offer, card: OfferCard, now: datetime) -> None:
        """Remembers where an operator was asked, so that he sees what became of it."""
        state = ButtonState(
            id=_card_id(offer.telegram_id, card.chat_id),
            chat_id=card.chat_id,
            kind=OFFER,
            payload={"message_id": card.message_id},
        )
        async with self._database.transaction() as connection:
            await button_state.save(connection, state, now)

    async def cards(self, telegram_id: int) -> list[OfferCard]:
        """Where the operators were asked about a channel."""
        async with self._database.reading() as connection:
            found = [
                await button_state.load(connection, _card_id(telegram_id, operator_id), operator_id)
                for operator_id in self._operator_ids
            ]
        return [OfferCard(state.chat_id, state.payload["message_id"]) for state in found if state is not None]


async def accept(connection: Connection, ref: ChannelRef, now: datetime) -> Channel:
    """The channel, stored and accepted; a new one with a username is shown to everybody, any other to its members."""
    channel = await _stored(connection, ref)
    if channel is None:
        visibility = Visibility.PUBLIC if ref.username else Visibility.MEMBERS
        new = await channels.insert(connection, replace(ref, username=None), visibility, accepted_at=now)
        channel = await follow(connection, new, ref)
    else:
        await channels.accept(connection, channel, now)
        channel = await follow(connection, channel, ref)
    if ref.telegram_id is not None and await offers.of(connection, ref.telegram_id):
        await offers.decide(connection, ref.telegram_id, True)  # noqa: FBT003
    return replace(channel, accepted=True)


async def follow(connection: Connection, channel: Channel, ref: ChannelRef) -> Channel:
    """The channel with the id and the names that Telegram tells of it at this moment.

    One that has given its username up has become private: it is shown to its members alone until an operator says else.
    """
    if channel.telegram_id is None:
        await channels.learn(connection, channel, ChannelRef(telegram_id=ref.telegram_id))
    if (channel.username, channel.title) != (ref.username, ref.title or channel.title):
        await channels.rename(connection, channel, ref)
    visibility = channel.visibility
    if channel.username is not None and ref.username is None and visibility is Visibility.PUBLIC:
        visibility = Visibility.MEMBERS
        await channels.set_visibility(connection, channel, visibility)
    return replace(
        channel,
        visibility=visibility,
        telegram_id=channel.telegram_id or ref.telegram_id,
        username=ref.username,
        title=ref.title or channel.title,
    )


async def _stored(connection: Connection, ref: ChannelRef) -> Channel | None:
    """By Telegram's id, else by the username; a title proves nothing."""
    return await channels.find(connection, replace(ref, title=None))


async def _proved(connection: Connection, ref: ChannelRef) -> Channel | None:
    """The same where no operator says so: anybody can take a username that has become free.

    So a channel that is known by its username alone and shown to its members alone is not found.
    """
    channel = await _stored(connection, ref)
    if channel is None or channel.telegram_id is not None or channel.visibility is Visibility.PUBLIC:
        return channel
    return None


async def _ask(
    connection: Connection, ref: ChannelRef, user_id: int | None, user_name: str | None, now: datetime
) -> bool:
    if not await offers.ask(connection, ref, user_id, user_name, now):
        return False
    return await notices.note(connection, OFFER, str(ref.telegram_id), now)


def _ref(offer: Offer) -> ChannelRef:
    return ChannelRef(telegram_id=offer.telegram_id, username=offer.username, title=offer.title)


def _card_id(telegram_id: int, chat_id: int) -> str:
    return f"offer {telegram_id} {chat_id}"
