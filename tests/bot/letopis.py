"""The whole bot over an archive of its own, with the small Telegram in front of it."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, MutableMapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher
from structlog.testing import capture_logs

from bot.app import Services, open_services
from bot.dispatching import build_dispatcher
from bot.live_channels import LiveChannels, live_channels
from bot.membership import administrators_told_by, memberships_told_by
from bot.middlewares.journal import Journal
from bot.older_servers import WithoutDates
from bot.services.membership import Memberships
from bot.services.topic_finding import TopicFinding
from bot.services.viewers import Viewers
from core.identity import sightings
from core.richtext import RichText
from core.types import Channel, ChannelRef, IncomingPost, Visibility
from storage import archive, channels
from storage.database import Connection
from tests.telegram import Chat, FakeSession, FakeTelegram, FakeUser

OPERATOR = "Ольга"
ZONE = ZoneInfo("Asia/Vladivostok")
QUIET_S = 0.15
SETTLING_S = 0.01


class Letopis:
    """A running bot. Its chance and its card ids are the same in every run; its clock is Telegram's."""

    def __init__(self, path: Path, logged: list[MutableMapping[str, Any]]) -> None:
        self.path = path
        self.telegram = FakeTelegram()
        self.operator = self.telegram.user(OPERATOR, language_code="ru")
        self.operator_ids: tuple[int, ...] = (self.operator.id,)
        self.logged = logged
        self._listens = False
        self._ids = itertools.count(1)
        self._rng = Random(2026)
        self._open = AsyncExitStack()

    services: Services
    dispatcher: Dispatcher
    journal: Journal
    live: LiveChannels
    memberships: Memberships

    async def start(self) -> Bot:
        """Open the archive and answer."""
        self.services = await self._open.enter_async_context(
            open_services(self.path, zone=ZONE, rng=self._rng, new_id=lambda: f"card{next(self._ids):04}")
        )
        self.services.groups.settling_s = SETTLING_S
        self.journal = Journal()
        session = FakeSession(self.telegram.world)
        bot = Bot(self.telegram.world.token, session=session)
        session.middleware(WithoutDates())
        self.memberships = memberships_told_by(bot)
        self.live = live_channels(
            bot, self.services, self.memberships, self.operator_ids, "ru", ZONE, self._now, quiet_s=QUIET_S
        )
        self.dispatcher = build_dispatcher(
            self.services,
            Viewers(self.services.database, self.operator_ids, self.memberships),
            self.journal,
            "ru",
            ZONE,
            self._now,
            self.live,
            administrators_told_by(bot),
        )
        await self._open.enter_async_context(self.services.reading_log.kept())
        if self._listens:
            await self._listen()
        return self.telegram.connect(self.dispatcher, session, make_bot=lambda _: bot)

    async def listen(self) -> None:
        """From now on, after a restart too, apply what is heard of channels and tell the operators."""
        self._listens = True
        await self._listen()

    async def _listen(self) -> None:
        await self._open.enter_async_context(self.live.applied())
        await self._open.enter_async_context(self.live.told())

    def _now(self) -> datetime:
        return self.telegram.world.now

    async def stop(self) -> None:
        """Close everything."""
        await self._open.aclose()

    async def restart(self) -> None:
        """Stop, and start another process's bot over the same file."""
        await self.stop()
        await self.start()

    def user(self, name: str = "Анна", language: str | None = "ru") -> FakeUser:
        """Somebody new."""
        return self.telegram.user(name, language_code=language)

    def group(self, *members: FakeUser, admin: FakeUser | None = None) -> Chat:
        """A group with the bot in it."""
        return self.telegram.group("Читатели", members, admins=[admin] if admin else [])

    async def store(
        self,
        *posts: IncomingPost | str,
        username: str | None = "svoi",
        title: str = "Для своих",
        visibility: Visibility = Visibility.PUBLIC,
    ) -> list[int]:
        """Put posts into a channel of the archive, as an import would; returns their ids."""
        incoming = [IncomingPost(text=RichText(post)) if isinstance(post, str) else post for post in posts]
        async with self.services.database.transaction() as connection:
            channel = await _channel(connection, ChannelRef(username=username, title=title), visibility)
            fingerprints = [sighting.fingerprint for sighting in sightings(incoming)]
            pairs = list(zip(fingerprints, incoming, strict=True))
            await archive.store(connection, channel.id, pairs, (), self.telegram.world.now)
            rows = await connection.execute_fetchall(
                "SELECT id FROM posts WHERE channel_id = ? ORDER BY id", (channel.id,)
            )
        await TopicFinding(self.services.database).find(channel.id)
        return [row["id"] for row in rows][-len(incoming) :]

    async def show_to(self, username: str, visibility: Visibility) -> None:
        """Decide whom a channel is shown to."""
        channel = await self.services.channel_list.named(ChannelRef(username=username))
        await self.services.channel_list.show_to(channel, visibility)

    async def delete(self, post_ids: Sequence[int]) -> None:
        """Mark posts as deleted in their channel."""
        async with self.services.database.transaction() as connection:
            await connection.executemany("UPDATE posts SET deleted_at = 1 WHERE id = ?", [(key,) for key in post_ids])

    def take_troubles(self) -> list[MutableMapping[str, Any]]:
        """What was logged as a warning or worse; forgotten then, for a test that expects it."""
        taken = [entry for entry in self.logged if entry["log_level"] in {"warning", "error", "critical"}]
        self.logged[:] = [entry for entry in self.logged if entry not in taken]
        return taken


async def _channel(connection: Connection, ref: ChannelRef, visibility: Visibility) -> Channel:
    return await channels.find(connection, ref) or await channels.insert(connection, ref, visibility)


@asynccontextmanager
async def running(path: Path) -> AsyncIterator[Letopis]:
    """The bot over an archive; at the end the question whether it kept Telegram's rules and was never in trouble."""
    with capture_logs() as logged:
        letopis = Letopis(path, logged)
        await letopis.start()
        try:
            yield letopis
            letopis.telegram.assert_clean()
            assert letopis.take_troubles() == []
        finally:
            await letopis.stop()
