"""What an author decided of his topics survives whatever comes: imports, live posts, rebuilds, joins, deletions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Services, open_services
from bot.services import topic_finding
from bot.services.curation_steps import CurationSteps, adding
from bot.services.topic_finding import TopicFinding
from core.intake import Arrival
from core.richtext import RichText
from core.topics import deciding
from core.topics.curation import MadeTopic
from core.topics.rules import Rule
from core.types import Channel, ChannelRef, IncomingPost, Viewer, Visibility
from storage import archive, channels, posts, topics
from storage.database import Database

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXTS = ("Кофе #кофе утром", "Кофе #кофе днём", "Чай #чай зелёный", "Чай #чай чёрный", "Обучение агента с наградой")


class Author:
    """An author over a channel of his own."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.database: Database = services.database
        self.finding = TopicFinding(services.database)
        self.steps = CurationSteps(services.database, self.finding)
        self.messages = 0

    async def channel(self, ref: ChannelRef, texts: Sequence[str] = TEXTS) -> Channel:
        async with self.database.transaction() as connection:
            channel = await channels.insert(connection, ref, Visibility.PUBLIC, NOW)
        await self.take(channel, *texts)
        await self.finding.find(channel.id)
        return channel

    async def take(self, channel: Channel, *texts: str, live: bool = False) -> None:
        for text in texts:
            self.messages += 1
            await self.tell(channel, text, self.messages, live=live)

    async def tell(self, channel: Channel, text: str, *message_ids: int, live: bool = False) -> None:
        """Takes in a post, or what it has become."""
        post = IncomingPost(
            text=RichText(text), message_ids=message_ids, published_at=NOW, changed_at=NOW, edited_at=NOW
        )
        await self.services.taking.take(channel, [Arrival(post=post)], NOW, live=live)

    async def rule(self, channel: Channel, name: str, *terms: str) -> int | None:
        return await self.steps.take(channel, adding([Rule(name=name, terms=terms)]), NOW)

    async def rename(self, channel: Channel, name: str, to: str) -> int | None:
        return await self.steps.take(channel, lambda made, was: deciding.rename(self._called(name, made), to, was), NOW)

    async def hide(self, channel: Channel, name: str) -> int | None:
        return await self.steps.take(
            channel, lambda made, was: deciding.hide(self._called(name, made), was, hidden=True), NOW
        )

    async def merge(self, channel: Channel, name: str, into: str) -> int | None:
        return await self.steps.take(
            channel,
            lambda made, was: deciding.merge(self._called(name, made), self._called(into, made), was),
            NOW,
        )

    @staticmethod
    def _called(name: str, made: Sequence[MadeTopic]) -> MadeTopic:
        called = deciding.topic_called(name, made)
        assert called is not None, name
        return called

    async def listed(self) -> dict[str, int]:
        async with self.database.reading() as connection:
            return {topic.name: topic.posts for topic in await topics.list_topics(connection, Viewer.operator())}


@pytest.fixture
async def author(tmp_path: Path) -> AsyncIterator[Author]:
    async with open_services(tmp_path / "letopis.db") as services:
        yield Author(services)


@pytest.fixture
async def channel(author: Author) -> Channel:
    return await author.channel(ChannelRef(telegram_id=5, username="napitki", title="Напитки"))


async def test_a_rule_takes_old_posts_and_live_ones_at_once(author: Author, channel: Channel) -> None:
    await author.rule(channel, "RL", "награда", "policy gradient", "#rl")
    assert (await author.listed())["RL"] == 1
    await author.take(channel, "Policy gradients без слов", "Просто #RL", "Ни о чём", live=True)
    assert (await author.listed())["RL"] == 3


async def test_an_edit_brings_a_post_in_and_out(author: Author, channel: Channel) -> None:
    await author.rule(channel, "RL", "награда")
    await author.take(channel, "Ни о чём", live=True)
    await author.tell(channel, "Про награды", author.messages, live=True)
    assert (await author.listed())["RL"] == 2
    await author.tell(channel, "Совсем о другом", author.messages, live=True)
    assert (await author.listed())["RL"] == 1
    await author.tell(channel, "Чай #чай совсем о награде", 4)
    assert await author.listed() == {"#кофе": 2, "#чай": 2, "RL": 2}


async def test_a_rule_of_no_posts_yet_waits_for_them(author: Author, channel: Channel) -> None:
    await author.rule(channel, "Какао", "какао")
    assert "Какао" not in await author.listed()
    await author.take(channel, "Какао с молоком", live=True)
    assert (await author.listed())["Какао"] == 1


async def test_decisions_go_over_what_is_found_anew(author: Author, channel: Channel) -> None:
    await author.rename(channel, "#кофе", "Кофейня")
    await author.hide(channel, "#чай")
    await author.rule(channel, "RL", "награда")
    expected = {"Кофейня": 2, "RL": 1}
    assert await author.listed() == expected
    await author.finding.find(channel.id)
    assert await author.listed() == expected
    await author.services.upkeep.reindex()
    assert await author.listed() == expected
    await author.take(channel, "Кофе #кофе вечером", "Чай #чай белый")
    await author.services.upkeep.find_new_topics()
    assert await author.listed() == {"Кофейня": 3, "RL": 1}


async def test_merged_topics_stay_one_and_can_be_taken_back(author: Author, channel: Channel) -> None:
    step = await author.merge(channel, "#чай", "#кофе")
    assert step is not None
    assert await author.listed() == {"#кофе": 4}
    await author.finding.find(channel.id)
    assert await author.listed() == {"#кофе": 4}
    back = await author.steps.take_back(channel, step, NOW)
    assert await author.listed() == {"#кофе": 2, "#чай": 2}
    await author.steps.take_back(channel, back, NOW)
    assert await author.listed() == {"#кофе": 4}


async def test_a_topic_that_is_found_no_more_stays_where_the_author_named_it(author: Author, channel: Channel) -> None:
    await author.rename(channel, "#чай", "Чаёк")
    for number in range(1, author.messages + 1):
        await author.tell(channel, f"Пост номер {number}", number)
    await author.tell(channel, "Чай #чай остался один", 3)
    await author.finding.find(channel.id)
    assert await author.listed() == {"Чаёк": 1}


async def test_deleted_posts_leave_a_rule_and_come_back(author: Author, channel: Channel) -> None:
    await author.rule(channel, "RL", "награда")
    async with author.database.transaction() as connection:
        (post_id,) = (await posts.holders(connection, channel.id, [5])).values()
        await archive.mark_deleted(connection, [post_id], NOW)
    assert "RL" not in await author.listed()
    await author.finding.find(channel.id)
    async with author.database.transaction() as connection:
        await archive.revive(connection, [post_id])
    assert (await author.listed())["RL"] == 1
    async with author.database.transaction() as connection:
        await archive.remove(connection, [post_id])
    assert "RL" not in await author.listed()


async def test_joined_channels_keep_what_both_authors_decided(author: Author, channel: Channel) -> None:
    gone = await author.channel(
        ChannelRef(title="Старое имя"), ("Какао #какао раз", "Какао #какао два", "Сок и подкрепление")
    )
    await author.rename(channel, "#кофе", "Кофейня")
    await author.rule(channel, "RL", "награда")
    await author.hide(gone, "#какао")
    await author.rule(gone, "Соки", "сок")
    await author.rule(gone, "RL", "подкрепление")
    await author.services.channel_joining.join(gone, channel, NOW)
    assert await author.listed() == {"Кофейня": 2, "#чай": 2, "RL": 2, "Соки": 1}
    await author.take(channel, "С подкреплением", live=True)
    assert (await author.listed())["RL"] == 3


async def test_an_album_that_grows_keeps_its_topics(author: Author, channel: Channel) -> None:
    await author.rule(channel, "RL", "награда")
    await author.take(channel, "", "Про награду", live=True)
    await author.tell(channel, "Про награду", author.messages - 1, author.messages)
    assert (await author.listed())["RL"] == 2


async def test_a_rule_goes_through_a_long_channel_in_short_steps(
    author: Author, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_finding, "MATCHED_AT_ONCE", 2)
    await author.rule(channel, "Напитки дня", "кофе", "чай")
    assert (await author.listed())["Напитки дня"] == 4


async def test_a_rule_that_was_broken_off_is_gone_on_with(author: Author, channel: Channel) -> None:
    await author.rule(channel, "RL", "награда")
    async with author.database.transaction() as connection:
        await connection.execute("DELETE FROM curated_posts")
        await connection.execute("UPDATE curated_topics SET matched = 0")
        await topics.show(connection, channel.id)
    assert "RL" not in await author.listed()
    await author.services.upkeep.find_new_topics()
    assert (await author.listed())["RL"] == 1
