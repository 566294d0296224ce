"""What an author makes of the topics that were found in his channel: his word comes before what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.topics.nearest import without_signs
from core.topics.records import FoundTopic, TopicKind
from core.topics.rules import key_of_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """What an author decided of the topic with this key.

    `name`: what he calls it; None: it is called as it is found. `hidden`: it is shown to nobody. `into`: the key of the
    topic that it is a part of. `terms`: what a post has to say to belong to it (core.topics.rules); empty: no rule.
    `names`: what it was called when he decided, so that it is known again where the search for topics calls it, or
    finds it, otherwise, and is there where that finds it no more. `keys`: those that it had by names that he gave it
    before: what keeps one of them still leads to it.
    """

    key: str
    name: str | None = None
    hidden: bool = False
    into: str | None = None
    terms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether it leaves the topic as it is found."""
        return self.name is None and not self.hidden and self.into is None and not self.terms and not self.keys

    @property
    def sayings(self) -> tuple[str, ...]:
        """The terms and the names: a post that says one of them belongs to it."""
        return (*self.terms, *self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTopic:
    """A topic of one channel as its author made it.

    `key`: of its name. `root`: the key by which decisions are noted; `parts`: the keys of all that it is made of, found
    or curated, the root among them; `former`: other keys that it had. `found_names`: what it is or was called without
    the author, the first one where he did not rename it; `renamed`: he calls it `name`. `terms`: of his rule. `merged`:
    keys and names of the topics that he took into it.
    """

    key: str
    root: str
    name: str
    kind: TopicKind
    aliases: tuple[str, ...]
    parts: tuple[str, ...]
    former: tuple[str, ...] = ()
    hidden: bool = False
    terms: tuple[str, ...] = ()
    found_names: tuple[str, ...] = ()
    renamed: bool = False
    merged: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Group:
    """What is one topic: found ones, with those of the root first, and decisions."""

    root: str
    own: list[FoundTopic] = field(default_factory=list)
    others: list[FoundTopic] = field(default_factory=list)
    rows: list[Curated] = field(default_factory=list)


def curate(found: Sequence[FoundTopic], curated: Iterable[Curated]) -> list[MadeTopic]:
    """The topics of a channel, hidden ones too, in no order that matters: each found topic is a part of just one.

    A decision holds for the found topic with its key, else for one that has a name of those it knows.
    """
    rows = {row.key: row for row in curated}
    known_by = _known_by(rows.values(), {topic.key for topic in found})
    groups: dict[str, _Group] = {}
    for topic in found:
        key = _row_key(topic, rows, known_by)
        root = _root(key, rows)
        group = groups.setdefault(root, _Group(root))
        (group.own if key == root else group.others).append(topic)
    for row in rows.values():
        root = _root(row.key, rows)
        groups.setdefault(root, _Group(root)).rows.append(row)
    return list(_joined(_made(group, rows) for group in groups.values()))


def _known_by(rows: Iterable[Curated], found: Collection[str]) -> dict[str, str]:
    """The key of the decision that a name is known by. Decisions of which the very topic is found look for no other."""
    names: dict[str, str] = {}
    for row in rows:
        if row.key not in found:
            for name in (*row.names, *([row.name] if row.name else [])):
                names.setdefault(without_signs(name), row.key)
    return names


def _row_key(topic: FoundTopic, rows: Mapping[str, Curated], known_by: Mapping[str, str]) -> str:
    if topic.key in rows:
        return topic.key
    names = map(without_signs, (topic.name, *topic.aliases))
    return next((known_by[name] for name in names if name in known_by), topic.key)


def _root(key: str, rows: Mapping[str, Curated]) -> str:
    """The topic that one is a part of in the end; of topics that are parts of each other the first by key."""
    seen = [key]
    while (row := rows.get(seen[-1])) is not None and row.into is not None:
        if row.into in seen:
            return min(seen[seen.index(row.into) :])
        seen.append(row.into)
    return seen[-1]


def _made(group: _Group, rows: Mapping[str, Curated]) -> MadeTopic:
    """The topic of a group. Where nothing is known of the whole, it is called as its first part is."""
    row = rows.get(group.root)
    found = [*group.own, *group.others]
    names = [name for topic in found for name in (topic.name, *topic.aliases)]
    names += [name for one in group.rows for name in _names(one)]
    own = tuple(dict.fromkeys(name for topic in group.own for name in (topic.name, *topic.aliases)))
    found_names = own or (row.names if row else ())
    name = (row and row.name) or next(iter((*found_names, *names)), group.root)
    parts = tuple(dict.fromkeys((group.root, *(one.key for one in found), *(one.key for one in group.rows))))
    keys = dict.fromkeys(
        key for one in group.rows for key in (*([key_of_name(one.name)] if one.name else []), *one.keys)
    )
    return MadeTopic(
        key=key_of_name(name) if row is not None and row.name else group.root,
        root=group.root,
        name=name,
        kind=found[0].kind if found else TopicKind.PHRASE,
        aliases=_others(names, name),
        parts=parts,
        former=tuple(key for key in keys if key not in parts),
        hidden=row is not None and row.hidden,
        terms=row.terms if row is not None else (),
        found_names=found_names,
        renamed=row is not None and row.name is not None,
        merged=tuple((one.key, next(iter(_names(one)), one.key)) for one in group.rows if one is not row),
    )


def _names(row: Curated) -> tuple[str, ...]:
    """What a topic may be asked for by: as the author calls it, as it was called, and the words of its rule."""
    return (*((row.name,) if row.name else ()), *row.names, *row.terms)


def _others(names: Sequence[str], name: str) -> tuple[str, ...]:
    """The names, each once however it is spelt, without that one."""
    distinct: dict[str, str] = {}
    for one in names:
        distinct.setdefault(without_signs(one), one)
    return tuple(one for form, one in distinct.items() if form != without_signs(name))


def _joined(made: Iterable[MadeTopic]) -> Iterator[MadeTopic]:
    """Of topics with one key one, called as its author calls it where he does; hidden ones stay apart."""
    by_key: dict[str, MadeTopic] = {}
    for topic in made:
        other = by_key.get(topic.key)
        if topic.hidden:
            yield topic
        elif other is None:
            by_key[topic.key] = topic
        else:
            first, second = (topic, other) if topic.renamed and not other.renamed else (other, topic)
            by_key[topic.key] = replace(
                first,
                aliases=_others((*first.aliases, second.name, *second.aliases), first.name),
                parts=tuple(dict.fromkeys((*first.parts, *second.parts))),
                former=tuple(dict.fromkeys((*first.former, *second.former))),
                merged=(*first.merged, *second.merged),
            )
    yield from by_key.values()
