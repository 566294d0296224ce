from __future__ import annotations

from core.topics import FoundTopic, TopicKind
from core.types import Viewer
from storage import topics
from storage.database import Database
from tests.storage.making import make_channel, make_post

OPERATOR = Viewer.operator()


def found(name: str, post_ids: tuple[int, ...], *aliases: str) -> FoundTopic:
    return FoundTopic(key="rl", name=name, kind=TopicKind.PHRASE, post_ids=post_ids, aliases=aliases)


async def test_a_topic_keeps_its_other_names(database: Database) -> None:
    channel = await make_channel(database)
    post_id = await make_post(database, channel, "RL")
    async with database.transaction() as connection:
        await topics.rebuild(connection, channel.id, [found("RL", (post_id,), "reinforcement learning", "обучение")])
    async with database.reading() as connection:
        (topic,) = await topics.list_topics(connection, OPERATOR)
    assert (topic.name, topic.aliases) == ("RL", ("reinforcement learning", "обучение"))


async def test_a_topic_of_two_channels_has_the_names_of_both(database: Database) -> None:
    first, second = await make_channel(database, "first"), await make_channel(database, "second")
    of_first = tuple([await make_post(database, first, f"RL {number}") for number in range(2)])
    of_second = await make_post(database, second, "Обучение с подкреплением")
    async with database.transaction() as connection:
        await topics.rebuild(connection, first.id, [found("RL", of_first, "reinforcement learning")])
        await topics.rebuild(connection, second.id, [found("обучение с подкреплением", (of_second,), "RL", "Р. Л.")])
    async with database.reading() as connection:
        (topic,) = await topics.list_topics(connection, OPERATOR)
    assert (topic.name, topic.posts) == ("RL", 3)
    assert topic.aliases == ("reinforcement learning", "обучение с подкреплением", "Р. Л.")
