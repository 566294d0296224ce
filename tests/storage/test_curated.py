"""What authors decided is kept, noted in steps, and goes over what was found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.topics import FoundTopic, TopicKind
from core.topics.curation import Curated
from core.types import Channel, Topic, Viewer
from storage import curated, topics
from storage.curated import STEPS_KEPT, Decisions
from storage.database import Database
from tests.storage.making import delete_post, make_channel, make_post

NOW = datetime(2026, 3, 2, tzinfo=UTC)
OPERATOR = Viewer.operator()
TEXTS = ("Кот спит", "Кот и кофе", "Кофе остыл", "Про чай")


@pytest.fixture
async def channel(database: Database) -> Channel:
    """A channel of four posts in which cat and coffee are found."""
    made = await make_channel(database)
    ids = [await make_post(database, made, text) for text in TEXTS]
    async with database.transaction() as connection:
        cat = FoundTopic(key="кот", name="кот", kind=TopicKind.PHRASE, post_ids=tuple(ids[:2]))
        coffee = FoundTopic(key="кофе", name="#кофе", kind=TopicKind.HASHTAG, post_ids=tuple(ids[1:3]))
        await topics.rebuild(connection, made.id, [cat, coffee])
    return made


async def decide(database: Database, channel: Channel, after: Decisions, *, matched: bool = True) -> int:
    async with database.transaction() as connection:
        step_id = await curated.decide(connection, channel.id, after, NOW)
        if matched:
            ids = await curated.next_posts(connection, channel.id, 0, 99)
            await curated.match(connection, channel.id, ids)
            await curated.set_matched(connection, channel.id, await curated.unmatched(connection, channel.id))
        await topics.show(connection, channel.id)
    return step_id


async def listed(database: Database, viewer: Viewer = OPERATOR) -> list[tuple[str, str, int]]:
    async with database.reading() as connection:
        return [(topic.key, topic.name, topic.posts) for topic in await topics.list_topics(connection, viewer)]


async def test_a_rule_takes_posts_and_hiding_hides(database: Database, channel: Channel) -> None:
    drinks = Curated(key="напиток", name="Напитки", terms=("чай", "кофе"))
    await decide(database, channel, {"напиток": drinks, "кот": Curated(key="кот", hidden=True, names=("кот",))})
    assert await listed(database) == [("напиток", "Напитки", 3), ("кофе", "#кофе", 2)]
    async with database.reading() as connection:
        made = await topics.made_topics(connection, OPERATOR, channel.id)
        assert [(topic.name, topic.hidden, posts) for topic, posts in made] == [
            ("Напитки", False, 3),
            ("#кофе", False, 2),
            ("кот", True, 2),
        ]


async def test_merged_topics_count_a_post_once_and_answer_to_their_old_keys(
    database: Database, channel: Channel
) -> None:
    cat = Curated(key="кот", into="кофе", names=("кот",))
    await decide(database, channel, {"кот": cat, "кофе": Curated(key="кофе", name="Кофейный кот", names=("#кофе",))})
    async with database.reading() as connection:
        (topic,) = await topics.list_topics(connection, OPERATOR)
        assert topic == Topic(
            key="кофейный кот",
            name="Кофейный кот",
            posts=3,
            aliases=("#кофе", "кот"),
            former=("кот", "кофе"),
        )
        assert await topics.topic_post_ids(connection, OPERATOR, topic.key) == [3, 2, 1]
        assert await topics.topic_post_ids(connection, OPERATOR, "кот") == [3, 2, 1]


async def test_deleted_posts_count_for_nobody(database: Database, channel: Channel) -> None:
    await decide(database, channel, {"чай": Curated(key="чай", name="Чай", terms=("чай",))})
    await delete_post(database, 4)
    assert ("чай", "Чай", 1) not in await listed(database)
    async with database.reading() as connection:
        assert ("Чай", 0) in [(t.name, n) for t, n in await topics.made_topics(connection, OPERATOR, channel.id)]
        nobody = await topics.made_topics(connection, Viewer(frozenset()), channel.id)
        assert nobody == []


async def test_another_channel_keeps_its_own(database: Database, channel: Channel) -> None:
    other = await make_channel(database, "drugoy")
    post = await make_post(database, other, "Кот поёт")
    async with database.transaction() as connection:
        cat = FoundTopic(key="кот", name="кот", kind=TopicKind.PHRASE, post_ids=(post,))
        await topics.rebuild(connection, other.id, [cat])
    await decide(database, channel, {"кот": Curated(key="кот", name="Барсик", names=("кот",))})
    assert await listed(database) == [("#кофе"[1:], "#кофе", 2), ("барсик", "Барсик", 2), ("кот", "кот", 1)]
    async with database.reading() as connection:
        assert await curated.of_channel(connection, other.id) == {}
        assert await topics.topic_post_ids(connection, OPERATOR, "кот") == [post]


async def test_steps_are_kept_with_what_was_before(database: Database, channel: Channel) -> None:
    hidden = Curated(key="кот", hidden=True, names=("кот",))
    first = await decide(database, channel, {"кот": hidden})
    second = await decide(database, channel, {"кот": None})
    other = await make_channel(database, "drugoy")
    async with database.reading() as connection:
        step = await curated.step(connection, channel.id, first)
        assert step is not None
        assert (step.channel_id, step.before, step.after) == (channel.id, {"кот": None}, {"кот": hidden})
        step = await curated.step(connection, channel.id, second)
        assert step is not None
        assert (step.before, step.after) == ({"кот": hidden}, {"кот": None})
        assert await curated.step(connection, other.id, first) is None
        assert await curated.of_channel(connection, channel.id) == {}


async def test_old_steps_are_forgotten(database: Database, channel: Channel) -> None:
    other = await make_channel(database, "drugoy")
    theirs = await decide(database, other, {"а": Curated(key="а", name="А")})
    async with database.transaction() as connection:
        ids = [
            await curated.decide(connection, channel.id, {"а": Curated(key="а", name=str(number))}, NOW)
            for number in range(STEPS_KEPT + 2)
        ]
        kept = [one for one in ids if await curated.step(connection, channel.id, one) is not None]
        assert kept == ids[2:]
        assert await curated.step(connection, other.id, theirs) is not None


async def test_what_has_to_be_matched(database: Database, channel: Channel) -> None:
    rule = Curated(key="чай", name="Чай", terms=("чай",))
    await decide(database, channel, {"чай": rule}, matched=False)
    async with database.reading() as connection:
        assert await curated.unmatched(connection, channel.id) == ["чай"]
        assert channel.id in await topics.outdated(connection)
    await decide(database, channel, {})
    async with database.reading() as connection:
        assert await topics.outdated(connection) == []
    await decide(
        database, channel, {"чай": Curated(key="чай", name="Чаёк", terms=("чай",), hidden=True)}, matched=False
    )
    async with database.reading() as connection:
        assert await curated.unmatched(connection, channel.id) == []
    await decide(database, channel, {"чай": Curated(key="чай", name="Чай", terms=("чай", "кофе"))}, matched=False)
    async with database.transaction() as connection:
        assert await curated.unmatched(connection, channel.id) == ["чай"]
        await curated.set_matched(connection, channel.id, ["чай"])
        await curated.match_anew(connection)
        assert await curated.unmatched(connection, channel.id) == ["чай"]


async def test_a_decision_that_is_gone_takes_its_posts_along(database: Database, channel: Channel) -> None:
    await decide(database, channel, {"чай": Curated(key="чай", name="Чай", terms=("чай",))})
    await decide(database, channel, {"чай": None})
    async with database.reading() as connection:
        assert list(await connection.execute_fetchall("SELECT * FROM curated_posts")) == []


async def test_the_decisions_of_a_channel_that_is_the_same_are_inherited(database: Database, channel: Channel) -> None:
    gone = await make_channel(database, "prezhniy")
    mine = Curated(key="чай", name="Чай", terms=("чай",), names=("чай",))
    theirs = Curated(key="чай", name="Напиток", terms=("чай", "чаёк"), hidden=True)
    alone = Curated(key="сон", name="Сон", terms=("спать",))
    await decide(database, channel, {"чай": mine, "кот": Curated(key="кот", hidden=True)})
    await decide(database, gone, {"чай": theirs, "сон": alone, "кот": Curated(key="кот", hidden=True)})
    async with database.transaction() as connection:
        await curated.inherit(connection, channel.id, gone.id)
        assert await curated.of_channel(connection, channel.id) == {
            "чай": Curated(key="чай", name="Чай", terms=("чай", "чаёк"), names=("чай",)),
            "сон": alone,
            "кот": Curated(key="кот", hidden=True),
        }
        assert await curated.unmatched(connection, channel.id) == ["сон", "чай"]
