"""What authors make of found topics: their word comes first, whatever is found anew."""

from __future__ import annotations

from collections.abc import Iterable

from core.topics import FoundTopic, TopicKind, topic_of
from core.topics.curation import Curated, MadeTopic, curate
from core.topics.deciding import Changes, add_rule, hide, merge, remove_rule, rename, split, topic_called
from core.topics.rules import Rule
from core.types import Topic


def found(key: str, name: str | None = None, *aliases: str) -> FoundTopic:
    return FoundTopic(key=key, name=name or key, kind=TopicKind.PHRASE, post_ids=(), aliases=aliases)


RL = found("rl", "RL", "обучение с подкреплением")
BRAIN = found("мозг")
COFFEE = found("кофе", "#кофе")
FOUND = (RL, BRAIN, COFFEE)


class Author:
    """Takes steps over what is found."""

    def __init__(self, *topics: FoundTopic) -> None:
        self.found = list(topics or FOUND)
        self.decided: dict[str, Curated] = {}

    @property
    def made(self) -> list[MadeTopic]:
        return curate(self.found, self.decided.values())

    def topic(self, name: str) -> MadeTopic:
        called = topic_called(name, self.made)
        assert called is not None, name
        return called

    def take(self, changes: Changes) -> None:
        for key, row in changes.items():
            self.decided.pop(key, None)
            if row is not None:
                self.decided[key] = row

    def rename(self, old: str, new: str | None) -> None:
        self.take(rename(self.topic(old), new, self.decided))

    def hide(self, name: str, *, hidden: bool = True) -> None:
        self.take(hide(self.topic(name), self.decided, hidden=hidden))

    def merge(self, name: str, into: str) -> None:
        self.take(merge(self.topic(name), self.topic(into), self.decided))

    def rule(self, name: str, *terms: str) -> None:
        self.take(add_rule(Rule(name=name, terms=terms), self.made, self.decided))

    def shown(self) -> dict[str, str]:
        """Names by keys."""
        return {topic.key: topic.name for topic in self.made if not topic.hidden}

    def parts(self, name: str) -> set[str]:
        return set(self.topic(name).parts)


def names(topics: Iterable[MadeTopic]) -> set[str]:
    return {topic.name for topic in topics}


def test_without_an_author_topics_are_as_they_are_found() -> None:
    made = curate(FOUND, ())
    assert [(topic.key, topic.name, topic.aliases, topic.parts) for topic in made] == [
        ("rl", "RL", ("обучение с подкреплением",), ("rl",)),
        ("мозг", "мозг", (), ("мозг",)),
        ("кофе", "#кофе", (), ("кофе",)),
    ]


def test_a_name_that_the_author_gives() -> None:
    author = Author()
    author.rename("RL", "Подкрепление")
    topic = author.topic("Подкрепление")
    assert (topic.key, topic.root, topic.parts) == ("подкрепление", "rl", ("rl",))
    assert topic.aliases == ("RL", "обучение с подкреплением")
    assert (topic.renamed, topic.found_names) == (True, ("RL", "обучение с подкреплением"))
    author.rename("Подкрепление", None)
    assert author.shown() == {"rl": "RL", "мозг": "мозг", "кофе": "#кофе"}
    assert author.topic("RL").former == ("подкрепление",)
    author.rename("мозг", "Мозги")
    author.rename("Мозги", "мозг")
    assert "мозг" not in author.decided  # its key was the same


def test_keys_that_it_had_by_other_names_lead_to_it() -> None:
    author = Author()
    author.rename("RL", "Подкрепление")
    author.rename("Подкрепление", "Награда")
    author.rule("Награда", "приз")
    author.merge("Награда", "мозг")
    assert author.topic("мозг").former == ("награда", "подкрепление")
    assert author.parts("мозг") == {"мозг", "rl"}
    author.rule("мозг", "нейрон")
    author.take(remove_rule(author.topic("мозг"), author.decided))
    assert author.topic("мозг").former == ("награда", "подкрепление")


def test_a_renamed_topic_stays_when_it_is_found_otherwise_or_no_more() -> None:
    author = Author()
    author.rename("RL", "Подкрепление")
    author.found[0] = found("обучение подкрепление", "обучение с подкреплением", "RL")
    assert author.shown()["подкрепление"] == "Подкрепление"
    assert author.parts("Подкрепление") == {"rl", "обучение подкрепление"}
    del author.found[0]
    assert author.shown()["подкрепление"] == "Подкрепление"
    assert author.decided["rl"].sayings == ("RL", "обучение с подкреплением")


def test_a_hidden_topic_stays_hidden_when_it_is_found_otherwise() -> None:
    author = Author()
    author.hide("RL")
    assert names(author.made) == {"RL", "мозг", "#кофе"}
    assert set(author.shown().values()) == {"мозг", "#кофе"}
    author.found[0] = found("обучение подкрепление", "обучение с подкреплением", "RL")
    assert set(author.shown().values()) == {"мозг", "#кофе"}
    author.hide("RL", hidden=False)
    assert author.decided == {}


def test_two_become_one_and_two_again() -> None:
    author = Author()
    author.merge("RL", "мозг")
    whole = author.topic("мозг")
    assert whole.merged == (("rl", "RL"),)
    assert set(whole.parts) == {"мозг", "rl"}
    assert whole.aliases == ("RL", "обучение с подкреплением")
    author.rename("мозг", "Ум")
    author.merge("Ум", "#кофе")
    assert author.parts("#кофе") == {"мозг", "rl", "кофе"}
    assert {name for _, name in author.topic("#кофе").merged} == {"RL", "Ум"}
    author.take(split("мозг", author.decided))
    assert author.parts("Ум") == {"мозг", "rl"}
    author.take(split("rl", author.decided))
    author.rename("Ум", None)
    assert author.decided == {"мозг": Curated(key="мозг", names=("мозг",), keys=("ум",))}
    assert split("rl", author.decided) == {}


def test_a_whole_that_is_found_no_more_keeps_its_name() -> None:
    author = Author()
    author.merge("RL", "мозг")
    author.found.remove(BRAIN)
    assert author.shown() == {"мозг": "мозг", "кофе": "#кофе"}
    del author.decided["мозг"]
    assert author.shown() == {"мозг": "RL", "кофе": "#кофе"}
    author.found.clear()
    author.decided = {"rl": Curated(key="rl", into="мозг")}
    assert author.shown() == {"мозг": "мозг"}


def test_topics_that_are_parts_of_each_other_are_one() -> None:
    author = Author()
    author.decided = {
        "rl": Curated(key="rl", into="мозг"),
        "мозг": Curated(key="мозг", into="кофе"),
        "кофе": Curated(key="кофе", into="rl"),
    }
    assert author.shown() == {"rl": "RL"}
    assert author.parts("RL") == {"rl", "мозг", "кофе"}


def test_a_rule_makes_a_topic() -> None:
    author = Author()
    author.rule("Театр", "спектакль", "#театр")
    topic = author.topic("Театр")
    assert (topic.key, topic.terms, topic.found_names) == ("театр", ("спектакль", "#театр"), ())
    assert topic.aliases == ("спектакль",)
    author.rule("театр", "сцена")
    assert author.decided["театр"] == Curated(key="театр", name="театр", terms=("сцена",))
    author.take(remove_rule(author.topic("театр"), author.decided))
    assert author.decided == {}


def test_a_rule_for_what_is_found_adds_to_it() -> None:
    author = Author()
    author.rule("rl", "policy gradient")
    assert author.shown()["rl"] == "rl"
    assert author.topic("rl").found_names == ("RL", "обучение с подкреплением")
    author.take(remove_rule(author.topic("rl"), author.decided))
    assert author.decided == {}
    author.rule("Обучение с подкреплением", "policy gradient")
    assert author.parts("RL") == {"rl"}
    assert author.shown()["обучение с подкрепление"] == "Обучение с подкреплением"
    author.rename("RL", "Подкрепление")
    author.take(remove_rule(author.topic("RL"), author.decided))
    assert author.shown()["подкрепление"] == "Подкрепление"


def test_a_rule_shows_what_was_hidden_and_parts_what_was_merged() -> None:
    author = Author()
    author.hide("мозг")
    author.rule("Мозг", "нейрон")
    assert "Мозг" in author.shown().values()
    author.merge("RL", "Мозг")
    author.rule("RL", "reinforcement")
    assert author.parts("RL") == {"rl"}


def test_the_words_of_one_rule_are_no_name_of_another() -> None:
    author = Author()
    author.rule("Спорт", "футбол", "хоккей")
    author.rule("Футбол", "мяч")
    assert {"Спорт", "Футбол"} <= set(author.shown().values())
    assert author.decided["спорт"].terms == ("футбол", "хоккей")


def test_two_that_come_to_have_one_key_are_one_under_the_authors_name() -> None:
    author = Author(found("нейронный сеть", "нейронная сеть"), RL)
    author.decided = {"rl": Curated(key="rl", name="Нейронные сети", names=("RL",))}
    assert author.shown() == {"нейронный сеть": "Нейронные сети"}
    assert author.parts("Нейронные сети") == {"rl", "нейронный сеть"}
    author.decided["нейронный сеть"] = Curated(key="нейронный сеть", hidden=True)
    assert author.parts("Нейронные сети") == {"rl"}


def test_a_topic_is_found_by_a_key_that_it_had() -> None:
    topics = [
        Topic(key="ум", name="Ум", posts=5, former=("мозг", "rl")),
        Topic(key="мозг", name="мозг", posts=3),
        Topic(key="кофе", name="#кофе", posts=1, former=("rl",)),
    ]
    assert [topic.name for key in ("ум", "мозг", "rl") if (topic := topic_of(key, topics))] == ["Ум", "мозг", "Ум"]
    assert topic_of("чай", topics) is None
