"""From what was typed to the topic that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import OSA

from core.lemmas import Lemmas
from core.types import Topic
from core.words import tokens

EDITS_BY_LENGTH = ((3, 0), (6, 1), (10, 2))
"""(shorter than, edits): how many letters of a name may be wrong; of longer names EDITS_AT_MOST."""

EDITS_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as words: their forms, and for each word all its lemmas. `known`: the dictionary has every word."""

    forms: tuple[str, ...]
    lemmas: tuple[tuple[str, ...], ...]
    known: bool

    @property
    def together(self) -> str:
        return "".join(self.forms)


def nearest_topics(name: str, topics: Iterable[Topic]) -> list[Topic]:
    """The topics that `name` can mean, those with most posts first; empty where none is near.

    Tried in turn, the first step that finds any decides: the very name ("#", case, ё, blanks, hyphens and underscores
    aside); an alias so; another grammatical form of one of these; its beginning, or one of its words; the name with the
    fewest wrong letters, unless what was typed is a word of the dictionary. One topic in the answer is meant, several
    are a choice.
    """
    lemmas = Lemmas()
    typed = _as_name(name, lemmas)
    if not typed.forms:
        return []
    names = {topic: [_as_name(one, lemmas) for one in (topic.name, *topic.aliases)] for topic in topics}
    steps: tuple[Callable[[Sequence[_Name]], bool], ...] = (
        lambda others: others[0].together == typed.together,
        lambda others: any(other.together == typed.together for other in others),
        lambda others: any(_same_lemmas(typed, other) for other in others),
        lambda others: any(_begins(typed, other) for other in others),
    )
    for step in steps:
        found = [topic for topic, others in names.items() if step(others)]
        if found:
            return sorted(found, key=_most_posts_first)
    return [] if typed.known else _fewest_wrong_letters(typed, names)


def same_name(name: str, topic: Topic) -> bool:
    """Whether `name` is the topic's very name or alias: "#", case, ё, blanks, hyphens and underscores aside."""
    typed = without_signs(name)
    return typed != "" and typed in map(without_signs, (topic.name, *topic.aliases))


def topic_of(key: str, topics: Iterable[Topic]) -> Topic | None:
    """The topic that a key stands for, as a card or a link keeps it: also one that had it before its author came."""
    formerly = None
    for topic in topics:
        if topic.key == key:
            return topic
        if formerly is None and key in topic.former:
            formerly = topic
    return formerly


def without_signs(text: str) -> str:
    """A name as it is compared: its letters and digits in small, without "#", blanks, hyphens and underscores."""
    return "".join(token.form for token in tokens(text))


def _as_name(text: str, lemmas: Lemmas) -> _Name:
    forms = tuple(token.form for token in tokens(text))
    known = all(lemmas.is_known_word(form) for form in forms)
    return _Name(forms, tuple(lemmas.of(form) for form in forms), known)


def _same_lemmas(typed: _Name, name: _Name) -> bool:
    if len(typed.lemmas) != len(name.lemmas):
        return False
    return all(set(one) & set(other) for one, other in zip(typed.lemmas, name.lemmas, strict=True))


def _begins(typed: _Name, name: _Name) -> bool:
    """The name or a word of it goes on from what was typed, or what was typed is a word of it in another form."""
    together = typed.together
    if name.together.startswith(together) or any(form.startswith(together) for form in name.forms):
        return True
    return len(typed.lemmas) == 1 and any(set(typed.lemmas[0]) & set(word) for word in name.lemmas)


def _fewest_wrong_letters(typed: _Name, names: Mapping[Topic, Sequence[_Name]]) -> list[Topic]:
    wrong = {topic: min(_wrong_letters(typed, other) for other in others) for topic, others in names.items()}
    fewest = min(wrong.values(), default=EDITS_AT_MOST + 1)
    if fewest > _edits_allowed(typed.together):
        return []
    return sorted((topic for topic in names if wrong[topic] == fewest), key=_most_posts_first)


def _wrong_letters(typed: _Name, name: _Name) -> int:
    """Edits from what was typed to the name, as they are written or lemma for lemma, or to one of the name's words."""
    ways_typed = {typed.together, "".join(lemmas[0] for lemmas in typed.lemmas)}
    ways = {name.together, "".join(lemmas[0] for lemmas in name.lemmas)}
    if len(typed.forms) == 1:
        ways.update(name.forms)
    return min(OSA.distance(one, other, score_cutoff=EDITS_AT_MOST) for one, other in product(ways_typed, ways))


def _edits_allowed(form: str) -> int:
    return next((edits for shorter_than, edits in EDITS_BY_LENGTH if len(form) < shorter_than), EDITS_AT_MOST)


def _most_posts_first(topic: Topic) -> tuple[int, str]:
    return -topic.posts, topic.name
