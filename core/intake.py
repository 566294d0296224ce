"""What a batch of incoming posts does to a channel: which posts are new, which stored ones change or become one.

Pure: the stored posts that could be meant are looked up before, the plan is carried out behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.identity import fingerprint
from core.ingest import Update, decide, told_of
from core.types import IncomingPost, Post


class Outcome(StrEnum):
    """What became of an incoming post."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An incoming post. `fingerprint`: its identity where it has no message id; None: to be made of its text.

    One with message ids has no need of it: to make it would be a third of all the work on a post.

    `partner`: the id of the stored post that its text says it is, where that was found out.
    """

    post: IncomingPost
    fingerprint: str | None = None
    partner: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The stored posts that a batch could mean, and by what: `posts` by id, the others lead to such ids."""

    posts: Mapping[int, Post] = field(default_factory=dict)
    by_message: Mapping[int, int] = field(default_factory=dict)
    by_album: Mapping[str, int] = field(default_factory=dict)
    by_fingerprint: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done. `absorbed`: a stored post and those that turned out to be parts of it.

    `outcomes`: one for each arrival, in their order. `seen`: ids of the stored posts that arrivals meant.
    """

    inserts: tuple[tuple[str, IncomingPost], ...]
    updates: tuple[tuple[Post, IncomingPost], ...]
    absorbed: tuple[tuple[Post, tuple[Post, ...]], ...]
    outcomes: tuple[Outcome, ...]
    seen: tuple[int, ...]


def plan(arrivals: Sequence[Arrival], stored: Stored) -> Plan:
    """The plan for a batch: message ids tell first, then an album's id, then a text's partner, then fingerprints.

    Arrivals also join each other. An arrival that means several stored posts, as an album does whose parts were stored
    one by one, makes one of them: the one that was stored first stays.
    """
    planning = _Planning(stored)
    outcomes = tuple(planning.take(arrival) for arrival in arrivals)
    kept = planning.kept()
    return Plan(
        inserts=tuple((entry.fingerprint, entry.post) for entry in kept if entry.stored is None),
        updates=tuple((entry.stored, entry.post) for entry in kept if entry.stored and entry.changed),
        absorbed=tuple((entry.stored, tuple(entry.gone)) for entry in kept if entry.stored and entry.gone),
        outcomes=outcomes,
        seen=tuple(entry.stored.id for entry in kept if entry.stored),
    )


@dataclass(slots=True, eq=False)
class _Entry:
    """A post as it will be; `stored` as it is, None for a new one. `gone`: stored posts that it absorbs."""

    post: IncomingPost
    fingerprint: str
    stored: Post | None = None
    changed: bool = False
    gone: list[Post] = field(default_factory=list)

    def learn(self, told: IncomingPost) -> bool:
        match decide(told, self.post):
            case Update(post):
                self.post = post
                self.changed = True
                return True
            case _:
                return False


class _Planning:
    """The state of one call of `plan`."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._of_stored: dict[int, _Entry] = {}
        self._of_message: dict[int, _Entry] = {}
        self._of_album: dict[str, _Entry] = {}
        self._of_fingerprint: dict[str, _Entry] = {}
        self._entries: dict[int, _Entry] = {}

    def take(self, arrival: Arrival) -> Outcome:
        found = list({id(entry): entry for entry in self._meant(arrival)}.values())
        if not found:
            self._remember(_new_entry(arrival))
            return Outcome.NEW
        entry = min(found, key=_age)
        for other in found:
            if other is not entry:
                self._absorb(entry, other)
        learnt = entry.learn(arrival.post)
        self._remember(entry)
        return Outcome.UPDATED if learnt or len(found) > 1 else Outcome.UNCHANGED

    def kept(self) -> list[_Entry]:
        return list(self._entries.values())

    def _meant(self, arrival: Arrival) -> Iterator[_Entry]:
        post = arrival.post
        for message_id in post.message_ids:
            yield from self._entry(self._of_message.get(message_id), self._stored.by_message.get(message_id))
        if post.album_id is not None:
            yield from self._entry(self._of_album.get(post.album_id), self._stored.by_album.get(post.album_id))
        if arrival.partner is not None:
            yield from self._entry(None, arrival.partner)
        if not post.message_ids and arrival.fingerprint is not None:
            known = self._stored.by_fingerprint.get(arrival.fingerprint)
            yield from self._entry(self._of_fingerprint.get(arrival.fingerprint), known)

    def _entry(self, planned: _Entry | None, post_id: int | None) -> Iterator[_Entry]:
        if planned is not None:
            yield planned
        elif post_id is not None and post_id in self._stored.posts:
            if post_id not in self._of_stored:
                stored = self._stored.posts[post_id]
                self._remember(_Entry(told_of(stored), stored.fingerprint, stored))
            yield self._of_stored[post_id]

    def _absorb(self, entry: _Entry, other: _Entry) -> None:
        entry.learn(other.post)
        entry.gone += other.gone
        if other.stored is not None:
            entry.gone.append(other.stored)
            self._of_stored[other.stored.id] = entry
        del self._entries[id(other)]

    def _remember(self, entry: _Entry) -> None:
        self._entries[id(entry)] = entry
        if entry.stored is not None:
            self._of_stored[entry.stored.id] = entry
        self._of_message.update(dict.fromkeys(entry.post.message_ids, entry))
        if entry.post.album_id is not None:
            self._of_album[entry.post.album_id] = entry
        if not entry.post.message_ids:
            self._of_fingerprint[entry.fingerprint] = entry


def _age(entry: _Entry) -> tuple[bool, int]:
    """The order of storing; new posts come last."""
    return entry.stored is None, entry.stored.id if entry.stored else 0


def _new_entry(arrival: Arrival) -> _Entry:
    if arrival.fingerprint is not None or arrival.post.message_ids:
        return _Entry(arrival.post, arrival.fingerprint or "")
    return _Entry(arrival.post, fingerprint(arrival.post.text.text, 0))
