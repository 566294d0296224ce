"""The steps of an author: each gives what is decided anew of which topics, beside what was decided before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from core.topics.curation import Curated, MadeTopic
from core.topics.nearest import without_signs
from core.topics.rules import Rule, key_of_name

Decided = Mapping[str, Curated]
Changes = dict[str, Curated | None]
"""Decisions by the keys of their topics; None: nothing is decided any more."""


def rename(topic: MadeTopic, name: str | None, decided: Decided) -> Changes:
    """It is called so; None: as it is found."""
    as_found = name is None or name == next(iter(topic.found_names), None)
    return _settled(decided, {topic.root: _called(topic, decided, None if as_found else name)})


def hide(topic: MadeTopic, decided: Decided, *, hidden: bool) -> Changes:
    """It is shown to nobody, or again."""
    return _settled(decided, {topic.root: replace(_row(topic, decided), hidden=hidden)})


def merge(topic: MadeTopic, into: MadeTopic, decided: Decided) -> Changes:
    """It is a part of another one."""
    part = replace(_row(topic, decided), into=into.root, hidden=False)
    return _settled(decided, {topic.root: part, into.root: _row(into, decided)})


def split(part_key: str, decided: Decided) -> Changes:
    """What was made a part of another topic stands by itself again."""
    row = decided.get(part_key)
    return {} if row is None else _settled(decided, {part_key: replace(row, into=None)})


def add_rule(rule: Rule, made: Collection[MadeTopic], decided: Decided) -> Changes:
    """The topic of that name takes the posts that say one of the terms; a rule that it had is replaced.

    It is the topic that is called so, else one that is found under that name, else a new one.
    """
    topic = topic_called(rule.name, made)
    key = topic.root if topic is not None else key_of_name(rule.name)
    row = _called(topic, decided, rule.name) if topic is not None else decided.get(key, Curated(key=key))
    return _settled(decided, {key: replace(row, name=rule.name, terms=rule.terms, hidden=False, into=None)})


def remove_rule(topic: MadeTopic, decided: Decided) -> Changes:
    """It takes no posts by a rule any more; one that was not found either is gone."""
    if not topic.found_names:
        return _settled(decided, {topic.root: Curated(key=topic.root)})
    is_found_so = without_signs(topic.name) in map(without_signs, topic.found_names)
    name = None if is_found_so or not topic.renamed else topic.name
    return _settled(decided, {topic.root: replace(_called(topic, decided, name), terms=())})


def topic_called(name: str, made: Collection[MadeTopic]) -> MadeTopic | None:
    """The topic with that name however it is spelt, else the one that is found under it."""
    wanted = without_signs(name)
    called = (topic for topic in made if without_signs(topic.name) == wanted)
    found = (topic for topic in made if wanted in map(without_signs, topic.found_names))
    return next(called, None) or next(found, None)


def _row(topic: MadeTopic, decided: Decided) -> Curated:
    return decided.get(topic.root) or Curated(key=topic.root, names=topic.found_names or (topic.name,))


def _called(topic: MadeTopic, decided: Decided, name: str | None) -> Curated:
    """The decision with another name; the key that the topic had by the one before still leads to it."""
    row = _row(topic, decided)
    key = topic.root if name is None else key_of_name(name)
    keys = dict.fromkeys((*row.keys, *([topic.key] if topic.renamed else [])))
    return replace(row, name=name, keys=tuple(one for one in keys if one not in {key, topic.root}))


def _settled(decided: Decided, changes: Mapping[str, Curated]) -> Changes:
    """The changes, and nothing kept of topics that are as they are found and have no parts."""
    after = {**decided, **changes}
    wholes = {row.into for row in after.values()}
    settled: Changes = {}
    for key, row in after.items():
        if row.says_nothing and key not in wholes:
            settled[key] = None
        elif decided.get(key) != row:
            settled[key] = row
    return {key: row for key, row in settled.items() if row is not None or key in decided}
