"""The archive in numbers, out of the storage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import Services, open_services
from bot.services.topic_finding import TopicFinding
from core.errors import NotFound
from core.richtext import RichText
from core.stats import Step, Tally
from core.types import ChannelRef, IncomingPost, Viewer, Visibility
from storage import channels
from tests.storage.archiving import store

ALL = Viewer.operator()
MIDNIGHT = datetime(2024, 2, 29, 14, tzinfo=UTC)
"""Of the first of March in Vladivostok."""


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    async with open_services(tmp_path / "letopis.db", zone=ZoneInfo("Asia/Vladivostok")) as opened:
        yield opened


async def fill(services: Services, username: str, title: str, *posts: IncomingPost) -> int:
    async with services.database.transaction() as connection:
        channel = await channels.insert(connection, ChannelRef(username=username, title=title), Visibility.PUBLIC)
    if posts:
        await store(services.database, channel, *posts)
    await TopicFinding(services.database).find(channel.id)
    return channel.id


def post(text: str, at: datetime | None = None, liked: int | None = None, message_id: int = 1) -> IncomingPost:
    reactions = None if liked is None else {"👍": liked}
    return IncomingPost(
        text=RichText(text), message_ids=(message_id,), published_at=at, reactions=reactions, source="test"
    )


async def test_months_are_those_of_the_zone(services: Services) -> None:
    await fill(
        services,
        "les",
        "Лес",
        post("до полуночи", MIDNIGHT - timedelta(seconds=1), 4, 1),
        post("после неё", MIDNIGHT, None, 2),
        post("осенью", MIDNIGHT + timedelta(days=200), 2, 3),
        post("когда-то", None, 9, 4),
    )
    found = await services.statistics.of("", ALL)
    assert (found.step, [span.start for span in found.spans][:2]) == (Step.MONTH, [date(2024, 2, 1), date(2024, 3, 1)])
    assert [span.tally for span in found.spans][:3] == [Tally(posts=1, rated=1, reactions=4), Tally(posts=1), Tally()]
    assert len(found.spans) == 8
    assert sum(span.tally.posts for span in found.spans) == found.totals.dated == 3
    assert (found.totals.posts, found.totals.average) == (4, 5.0)


async def test_channels_with_the_most_posts_come_first_and_empty_ones_do_not_come(services: Services) -> None:
    first = await fill(services, "les", "Лес", post("один #дом"))
    await fill(services, "pusto", "Пустой")
    more = await fill(services, "more", "Море", post("два #дом", None, 1, 1), post("три #дом", None, 1, 2))
    found = await services.statistics.of("", ALL)
    assert [(channel.id, posts) for channel, posts in found.channels] == [(more, 2), (first, 1)]
    assert [(topic.name, topic.posts) for topic in found.topics] == [("#дом", 2)]
    assert (found.spans, found.totals.first) == ((), None)


async def test_a_name_narrows_what_is_counted(services: Services) -> None:
    les = await fill(services, "les", "Лес", post("один #дом"))
    more = await fill(services, "more", "Море", post("два #сад"), post("три #сад", None, None, 2))
    for name in ("@more", "море", " МОР "):
        found = await services.statistics.of(name, ALL)
        assert [channel.id for channel, _ in found.channels] == [more]
        assert found.totals.posts == 2
        assert {topic.name for topic in found.topics} <= {"#сад"}
    with pytest.raises(NotFound, match="no_such_channel"):
        await services.statistics.of("море", Viewer(frozenset({les})))
    with pytest.raises(NotFound, match="no_such_channel"):
        await services.statistics.of("@", ALL)


async def test_who_sees_nothing_is_told_of_nothing(services: Services) -> None:
    await fill(services, "les", "Лес", post("один #дом", MIDNIGHT, 5))
    found = await services.statistics.of("", Viewer(frozenset()))
    assert (found.channels, found.spans, found.topics, found.totals.posts) == ((), (), (), 0)
