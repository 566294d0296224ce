"""An archive that hears of channels, for the tests of what comes of that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import Services, open_services
from bot.services.channel_offers import ChannelOffers
from bot.services.listings import Page
from bot.services.live import Applied, Live
from bot.services.membership import Membership, Memberships
from core.live import LiveEvent, PostForwarded, PostHeard
from core.richtext import RichText
from core.types import Channel, ChannelRef, IncomingPost, Post, Viewer, Visibility
from storage import channels, posts
from tests.asked import asker_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPERATOR, STRANGER = 42, 666
NEWS = ChannelRef(telegram_id=1001, username="novosti", title="Новости")
SECRET = ChannelRef(telegram_id=2002, title="Тайна")


class Ear:
    """An archive and what is heard. `asked`: whom Telegram was asked for, as (chat id, user id)."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.database = services.database
        self.offers = ChannelOffers(self.database, (OPERATOR,))
        self.asked: list[tuple[int, int]] = []
        self.memberships = Memberships(self._ask, lambda: 0.0)
        self.live = Live(self.database, services.taking, self.offers, self.memberships)

    async def _ask(self, chat_id: int, user_id: int) -> Membership:
        self.asked.append((chat_id, user_id))
        return Membership("member")

    async def hear(self, *events: LiveEvent) -> list[Applied]:
        """Applies what is heard."""
        return [await self.live.apply(event, NOW) for event in events]

    async def know(self, ref: ChannelRef = NEWS, visibility: Visibility = Visibility.PUBLIC) -> Channel:
        """A channel that was imported."""
        async with self.database.transaction() as connection:
            return await channels.insert(connection, ref, visibility, accepted_at=NOW)

    async def channels(self) -> list[Channel]:
        """All channels of the archive."""
        async with self.database.reading() as connection:
            return await channels.all_channels(connection, Viewer.operator())

    async def posts(self) -> list[Post]:
        """All posts of the archive."""
        async with self.database.reading() as connection:
            return [post async for post in posts.each(connection, Viewer.operator())]

    async def found(self, query: str) -> list[tuple[int, ...]]:
        """The message ids of the posts that a search finds."""
        found = await self.services.searching.search(query, asker_of(Viewer.operator(), now=NOW))
        return sorted(entry.post.message_ids for entry in found.entries) if isinstance(found, Page) else []


@asynccontextmanager
async def hearing(folder: Path) -> AsyncIterator[Ear]:
    """An archive that hears."""
    async with open_services(folder / "letopis.db") as services:
        yield Ear(services)


def told(
    text: str, message_id: int, *, album: str | None = None, edited_s: int | None = None, **more: object
) -> IncomingPost:
    """A live post, published `message_id` minutes after NOW."""
    published_at = NOW + timedelta(minutes=message_id)
    edited_at = None if edited_s is None else published_at + timedelta(seconds=edited_s)
    return IncomingPost(
        text=RichText(text),
        message_ids=(message_id,),
        published_at=published_at,
        edited_at=edited_at,
        changed_at=edited_at,
        album_id=album,
        source="live",
        **more,  # type: ignore[arg-type]
    )


def heard(text: str, message_id: int, ref: ChannelRef = NEWS, **more: object) -> PostHeard:
    """A new post."""
    return PostHeard(ref, told(text, message_id, **more))  # type: ignore[arg-type]


def edited(text: str, message_id: int, edited_s: int = 60, ref: ChannelRef = NEWS, **more: object) -> PostHeard:
    """A changed post."""
    return PostHeard(ref, told(text, message_id, edited_s=edited_s, **more), is_edit=True)  # type: ignore[arg-type]


def forwarded(text: str, message_id: int, ref: ChannelRef = NEWS, album: str | None = None) -> PostForwarded:
    """A post that the operator forwarded."""
    post = told(text, message_id, album=album)
    return PostForwarded(channel=ref, post=post, chat_id=OPERATOR)
