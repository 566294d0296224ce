from __future__ import annotations

from datetime import UTC, datetime

from core.richtext import RichText
from core.topics import FoundTopic, TopicKind, find_topics
from core.types import IncomingPost, Topic, Viewer, Visibility
from storage import topics
from storage.database import Database
from tests.storage.making import delete_post, make_channel, make_post

OPERATOR = Viewer.operator()


def phrase(key: str, *post_ids: int, name: str | None = None) -> FoundTopic:
    return FoundTopic(key=key, name=name or key, kind=TopicKind.PHRASE, post_ids=post_ids)


async def store(database: Database, channel_id: int, *found: FoundTopic) -> None:
    async with database.transaction() as connection:
        await topics.rebuild(connection, channel_id, found)


async def listed(database: Database, viewer: Viewer = OPERATOR) -> list[tuple[str, str, int]]:
    async with database.reading() as reader:
        return [(topic.key, topic.name, topic.posts) for topic in await topics.list_topics(reader, viewer)]


async def posts_of(database: Database, key: str, viewer: Viewer = OPERATOR) -> list[int]:
    async with database.reading() as reader:
        return await topics.topic_post_ids(reader, viewer, key)


async def test_nothing_at_first(database: Database) -> None:
    assert await listed(database) == []
    assert await posts_of(database, "docker") == []


async def test_topics_come_with_most_posts_first(database: Database) -> None:
    channel = await make_channel(database)
    one, two, three = [await make_post(database, channel, text) for text in ("раз", "два", "три")]
    tag = FoundTopic(key="docker", name="#docker", kind=TopicKind.HASHTAG, post_ids=(one, two))
    await store(database, channel.id, phrase("rl", three, name="RL"), tag, phrase("кофе", one, two, three))
    assert await listed(database) == [("кофе", "кофе", 3), ("docker", "#docker", 2), ("rl", "RL", 1)]
    async with database.reading() as reader:
        assert (await topics.list_topics(reader, OPERATOR))[0] == Topic(key="кофе", name="кофе", posts=3)


async def test_rebuilding_replaces_the_channels_topics_and_no_others(database: Database) -> None:
    here, there = await make_channel(database, "tut"), await make_channel(database, "tam")
    mine, other = await make_post(database, here, "раз"), await make_post(database, there, "два")
    await store(database, there.id, phrase("чай", other))
    await store(database, here.id, phrase("кофе", mine))
    await store(database, here.id, phrase("какао", mine))
    assert await listed(database) == [("какао", "какао", 1), ("чай", "чай", 1)]
    await store(database, here.id)
    assert await listed(database) == [("чай", "чай", 1)]


async def test_posts_of_another_channel_or_of_none_are_left_out(database: Database) -> None:
    here, there = await make_channel(database, "tut"), await make_channel(database, "tam")
    mine, other = await make_post(database, here, "раз"), await make_post(database, there, "два")
    await store(database, here.id, phrase("кофе", mine, other, 4711))
    assert await posts_of(database, "кофе") == [mine]


async def test_channels_share_topics_under_the_name_of_the_larger_one(database: Database) -> None:
    small, large = await make_channel(database, "small"), await make_channel(database, "large")
    one = await make_post(database, small, "раз")
    two, three = await make_post(database, large, "два"), await make_post(database, large, "три")
    await store(database, small.id, phrase("нейросеть", one, name="нейросети"))
    await store(database, large.id, phrase("нейросеть", two, three, name="нейросеть"))
    assert await listed(database) == [("нейросеть", "нейросеть", 3)]
    assert await posts_of(database, "нейросеть") == [three, two, one]


async def test_a_viewer_sees_nothing_of_hidden_channels(database: Database) -> None:
    public = await make_channel(database, "public")
    hidden = await make_channel(database, "hidden", Visibility.MEMBERS)
    open_post = await make_post(database, public, "раз")
    secret, secret_too = await make_post(database, hidden, "два"), await make_post(database, hidden, "три")
    await store(database, public.id, phrase("нейросеть", open_post, name="нейросеть"))
    await store(database, hidden.id, phrase("нейросеть", secret, secret_too, name="НЕЙРО"), phrase("тайна", secret))
    guest = Viewer(frozenset({public.id}))
    assert await listed(database, guest) == [("нейросеть", "нейросеть", 1)]
    assert await posts_of(database, "нейросеть", guest) == [open_post]
    assert await posts_of(database, "тайна", guest) == []
    assert await listed(database, Viewer(frozenset())) == []
    assert await listed(database) == [("нейросеть", "НЕЙРО", 3), ("тайна", "тайна", 1)]


async def test_deleted_posts_count_no_more(database: Database) -> None:
    channel = await make_channel(database)
    one, two = await make_post(database, channel, "раз"), await make_post(database, channel, "два")
    await store(database, channel.id, phrase("кофе", one, two), phrase("чай", two))
    await delete_post(database, two)
    assert await listed(database) == [("кофе", "кофе", 1)]
    assert await posts_of(database, "кофе") == [one]
    assert await posts_of(database, "чай") == []


async def test_the_newest_posts_come_first_and_undated_ones_last(database: Database) -> None:
    channel = await make_channel(database)
    ids = []
    for text, year in (("старый", 2020), ("без даты", None), ("новый", 2024), ("тоже без даты", None)):
        published = None if year is None else datetime(year, 1, 1, tzinfo=UTC)
        post = IncomingPost(text=RichText(text), published_at=published, source="text-dump")
        ids.append(await make_post(database, channel, text, post))
    await store(database, channel.id, phrase("кофе", *ids))
    old, undated, new, undated_too = ids
    assert await posts_of(database, "кофе") == [new, old, undated_too, undated]


async def test_from_texts_to_topics(database: Database) -> None:
    channel = await make_channel(database)
    texts = ("Кофемолка сломалась #дом", "Починил кофемолку #дом", "Тишина.", "Не стало кофемолки.", "Дождь.", "Снег.")
    posts = [(await make_post(database, channel, text), text) for text in texts]
    await store(database, channel.id, *find_topics(posts))
    assert await listed(database) == [("кофемолка", "кофемолка", 3), ("дом", "#дом", 2)]
    assert await posts_of(database, "кофемолка") == [posts[3][0], posts[1][0], posts[0][0]]


async def test_channels_are_outdated_from_their_next_post_on(database: Database) -> None:
    async def outdated() -> list[int]:
        async with database.reading() as reader:
            return await topics.outdated(reader)

    channel, empty = await make_channel(database), await make_channel(database, "pustoy")
    assert await outdated() == []
    await make_post(database, channel, "первая")
    assert await outdated() == [channel.id]
    await store(database, channel.id)
    await store(database, empty.id)
    assert await outdated() == []
    await make_post(database, channel, "вторая")
    await make_post(database, empty, "третья")
    assert await outdated() == [channel.id, empty.id]
