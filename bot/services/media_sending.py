"""A post's media, copied from its channel into the chat of its card. What Telegram refuses is remembered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.services.asking import Asker
from bot.services.cards import Cards
from bot.services.listings import Listings, OpenedPost
from bot.services.membership import chat_id_of
from core.media import copied_messages
from core.types import Channel
from storage import media_refusals
from storage.database import Database

_log = structlog.get_logger(__name__)

_QUICK = timedelta(seconds=3)
"""In which the same media are not sent once more to a chat."""

COPY = "copy"
"""The kind of card that a copied message is: it says which post it came from."""


class Copying(StrEnum):
    """What Telegram made of the wish to copy.

    REFUSED: never mind who asks, such as where the bot is not in the channel; NOT_HERE: not into this chat;
    TOO_MUCH: not now, for too much was sent.
    """

    DONE = "done"
    REFUSED = "refused"
    NOT_HERE = "not_here"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of copying; `message_ids`: the copies."""

    outcome: Copying
    message_ids: tuple[int, ...] = ()


Copy = Callable[[int | str, Sequence[int]], Awaitable[Copied]]
"""Copies messages out of a chat, by the Bot API's chat id or @username, into the one where the asker is."""


@dataclass(frozen=True, slots=True)
class SentMedia:
    """What came of the wish for a post's media. `opened`: its post, with what is known of its media now."""

    outcome: Copying
    opened: OpenedPost


class MediaSending:
    """Sends the media of posts."""

    def __init__(self, database: Database, listings: Listings, cards: Cards) -> None:
        self._database = database
        self._listings = listings
        self._cards = cards
        self._begun: dict[tuple[int, int], datetime] = {}

    async def send(self, card_id: str, index: int, asker: Asker, copy: Copy) -> SentMedia:
        """Copies the media of the post at `index` of a card, an album whole; for two quick taps in a chat it does once.

        What Telegram has refused it is not asked for again for a while (bot.services.marks). Raises NotFound where
        card or post is gone, and what `copy` raises.
        """
        opened = await self._listings.open(card_id, index, asker)
        message_ids = copied_messages(opened.post)
        if opened.marks.refused or not message_ids:
            return SentMedia(Copying.REFUSED, opened)
        if not self._begins((asker.chat_id, opened.post.id), asker.now):
            return SentMedia(Copying.DONE, opened)
        copied = await copy(_chat_of(opened.post.channel), message_ids)
        if copied.outcome is Copying.DONE:
            await self._remember_copies(opened.post.id, copied.message_ids, asker)
            return SentMedia(Copying.DONE, opened)
        self._begun.pop((asker.chat_id, opened.post.id), None)
        if copied.outcome is Copying.REFUSED:
            opened = await self._refused(opened, asker)
        return SentMedia(copied.outcome, opened)

    def _begins(self, errand: tuple[int, int], now: datetime) -> bool:
        """Whether no other tap has just begun the same: a second one of a quick finger comes to nothing."""
        self._begun = {known: since for known, since in self._begun.items() if now - since < _QUICK}
        if errand in self._begun:
            return False
        self._begun[errand] = now
        return True

    async def _remember_copies(self, post_id: int, message_ids: Sequence[int], asker: Asker) -> None:
        for message_id in message_ids:
            await self._cards.keep(COPY, {"post_id": post_id}, asker, card_id=copy_id(asker.chat_id, message_id))

    async def _refused(self, opened: OpenedPost, asker: Asker) -> OpenedPost:
        post = opened.post
        _log.info("media not copied", channel=post.channel.name, message_id=post.message_id)
        async with self._database.transaction() as connection:
            await media_refusals.remember(connection, post, asker.now)
        return replace(opened, marks=replace(opened.marks, refused=True))


def copy_id(chat_id: int, message_id: int) -> str:
    """The id of the card that a copied message is."""
    return f"{COPY}{chat_id}.{message_id}"


def _chat_of(channel: Channel) -> int | str:
    """How Telegram is told the channel: by its id, which nobody takes over, else by its username."""
    return f"@{channel.username}" if channel.telegram_id is None else chat_id_of(channel.telegram_id)
