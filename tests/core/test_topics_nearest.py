from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.topics import nearest_topics, same_name
from core.types import Topic

TOPICS = [
    Topic(key=key, name=name, posts=posts)
    for key, name, posts in [
        ("рекомендация", "рекомендации", 7),
        ("рекомендательный система", "рекомендательная система", 3),
        ("резервный копия", "резервная копия", 5),
        ("мета обучение", "мета-обучение", 4),
        ("машинный обучение", "#машинное_обучение", 2),
        ("reinforc learn", "reinforcement learning", 6),
        ("rl", "RL", 9),
        ("docker", "#docker", 8),
        ("счетчик", "счётчик", 2),
        ("python", "Python", 8),
    ]
]


def names(typed: str) -> list[str]:
    return [topic.name for topic in nearest_topics(typed, TOPICS)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("RL", "RL"),
        ("rl", "RL"),
        ("#rl", "RL"),
        ("docker", "#docker"),
        ("#Docker", "#docker"),
        ("Мета обучение", "мета-обучение"),
        ("метаобучение", "мета-обучение"),
        ("машинное обучение", "#машинное_обучение"),
        ("счетчик", "счётчик"),
        # another form
        ("рекомендаций", "рекомендации"),
        ("резервной копии", "резервная копия"),
        ("мета-обучению", "мета-обучение"),
        ("счётчиков", "счётчик"),
        # its beginning, or one of its words
        ("рез", "резервная копия"),
        ("копию", "резервная копия"),
        ("learning", "reinforcement learning"),
        ("pyth", "Python"),
        # typos
        ("рекомендацыи", "рекомендации"),
        ("докер", None),
        ("dcoker", "#docker"),
        ("pyton", "Python"),
        ("reinforcment lerning", "reinforcement learning"),
        ("резирвной копии", "резервная копия"),
        ("копея", "резервная копия"),
        # nothing near
        ("велосипед", None),
        ("контейнер", None),
        ("xy", None),
        ("", None),
        ("#", None),
        ("!!!", None),
    ],
)
def test_what_is_meant(typed: str, meant: str | None) -> None:
    assert names(typed) == ([] if meant is None else [meant])


def test_several_are_a_choice_with_most_posts_first() -> None:
    assert names("рекоменд") == ["рекомендации", "рекомендательная система"]
    assert names("обучение") == ["мета-обучение", "#машинное_обучение"]


ROOFS = [
    Topic(key="rl", name="RL", posts=9, aliases=("reinforcement learning", "обучение с подкреплением")),
    Topic(key="reinforce", name="REINFORCE", posts=2),
    Topic(key="россия", name="Россия", posts=20, aliases=("РФ",)),
    Topic(key="мета обучение", name="мета-обучение", posts=4, aliases=("meta-learning",)),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("RL", "RL"),
        ("Reinforcement-Learning", "RL"),
        ("#reinforcement_learning", "RL"),
        ("обучения с подкреплением", "RL"),
        ("подкрепление", "RL"),
        ("reinforcment lerning", "RL"),
        ("reinforce", "REINFORCE"),
        ("рф", "Россия"),
        ("metalearning", "мета-обучение"),
    ],
)
def test_an_alias_means_its_topic(typed: str, meant: str) -> None:
    assert [topic.name for topic in nearest_topics(typed, ROOFS)] == [meant]


def test_a_very_name_comes_before_an_alias() -> None:
    other = Topic(key="рф", name="РФ", posts=1)
    assert nearest_topics("РФ", [*ROOFS, other]) == [other]


def test_no_topics() -> None:
    assert nearest_topics("python", []) == []
    assert nearest_topics("pythno", []) == []


def test_same_name() -> None:
    docker, meta = (next(topic for topic in TOPICS if topic.name == name) for name in ("#docker", "мета-обучение"))
    assert same_name("Docker", docker)
    assert same_name("мета обучение", meta)
    assert not same_name("мета-обучения", meta)
    assert same_name("reinforcement_learning", ROOFS[0])
    assert not same_name("", Topic(key="x", name="#", posts=1))


@given(st.text(max_size=40))
def test_any_name(typed: str) -> None:
    found = nearest_topics(typed, TOPICS)
    assert len(set(found)) == len(found)
    assert set(found) <= set(TOPICS)


@given(st.sampled_from(TOPICS))
def test_every_topic_is_found_by_its_name(topic: Topic) -> None:
    assert nearest_topics(topic.name, TOPICS) == [topic]
    assert same_name(topic.name, topic)
