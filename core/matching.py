"""Which stored post an incoming one is: message ids first, then fingerprints, then the texts themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.alike import AlikeTexts
from core.identity import Sighting, normalised_text


class Evidence(StrEnum):
    """What made an incoming post a stored one, or a new one; the strongest evidence first."""

    MESSAGE_ID = "message id"
    FINGERPRINT = "fingerprint"
    SAME_TEXT = "same text"
    CUT_OFF = "one is the beginning of the other"
    ALIKE = "alike"
    NEW = "new"
    UNCERTAIN = "like several others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Sighting):
    """A stored post of the same channel: `fingerprint` as at first sight, `text` as it is now."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The answer for one incoming post: the id of the stored post it is, or None for a new one.

    `rivals`: where it is new because that is uncertain, the ids of the stored posts it could have been.
    """

    known_id: int | None
    evidence: Evidence
    rivals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """An unmatched post on either side, ready to be compared; `index` in its side's sequence."""

    index: int
    post: Sighting
    normalised: str


Pairs = Iterator[tuple[_Text, _Text]]


def match(incoming: Sequence[Sighting], known: Sequence[Known]) -> list[Match]:
    """One answer for each incoming post of one file, in their order.

    `known`: the channel's posts as they were stored before this file; so posts of one file never join each other.

    - Message id: an incoming post is the stored one that has any of its ids. Two posts that both have ids, and none in
      common, are two posts, whatever their texts.
    - Fingerprint: equal ones are one post.
    - Text, among those still without a partner: equal normalised texts; else one of them cut off and the beginning of
      the other (`begins`); else alike ones (core.alike). Each must be the other's only candidate. An incoming post that
      has candidates, but no such one, is new, and uncertain.
    """
    matching = _Matching(incoming, known)
    matching.by_message_id()
    matching.by_fingerprint()
    ours, theirs = matching.unmatched()
    for candidates, evidence in (
        (_same_text, Evidence.SAME_TEXT),
        (_cut_off, Evidence.CUT_OFF),
        (_alike, Evidence.ALIKE),
    ):
        ours, theirs = matching.still_free(ours, theirs)
        matching.by_candidates(candidates(ours, theirs), evidence)
    return matching.answers()


def begins(cut_text: str, whole_text: str) -> bool:
    """Whether a text that was cut off is the beginning of the whole one.

    Its first line begins the whole text, and its other lines stand in it, in their order, perhaps not to the end of a
    word. Something can stand between them: a dump that is cut off lacks inline code and what follows it in its line.
    """
    return _begins(_lines(cut_text), normalised_text(whole_text))


class _Matching:
    """The state of one call of `match`: who has a partner, and who could not choose."""

    def __init__(self, incoming: Sequence[Sighting], known: Sequence[Known]) -> None:
        self._incoming = incoming
        self._known = known
        self._partners: dict[int, tuple[int, Evidence]] = {}
        self._taken: set[int] = set()
        self._rivals: defaultdict[int, set[int]] = defaultdict(set)

    def by_message_id(self) -> None:
        holders = {message_id: index for index, post in enumerate(self._known) for message_id in post.message_ids}
        for index, post in enumerate(self._incoming):
            held = [holders[message_id] for message_id in post.message_ids if message_id in holders]
            if held:
                self._join(index, min(held), Evidence.MESSAGE_ID)

    def by_fingerprint(self) -> None:
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for holder, known in enumerate(self._known):
            holders[known.fingerprint].append(holder)
        for index, post in enumerate(self._incoming):
            if index in self._partners:
                continue
            for holder in holders[post.fingerprint]:
                if holder not in self._taken and _can_be_one(post, self._known[holder]):
                    self._join(index, holder, Evidence.FINGERPRINT)
                    break

    def unmatched(self) -> tuple[list[_Text], list[_Text]]:
        """The incoming and the stored posts that have no partner yet."""
        return _texts(self._incoming, self._partners), _texts(self._known, self._taken)

    def still_free(self, ours: list[_Text], theirs: list[_Text]) -> tuple[list[_Text], list[_Text]]:
        """Those of them that have no partner yet."""
        return (
            [text for text in ours if text.index not in self._partners],
            [text for text in theirs if text.index not in self._taken],
        )

    def by_candidates(self, pairs: Pairs, evidence: Evidence) -> None:
        """Joins the pairs that have no other candidate on either side."""
        known_of: defaultdict[int, set[int]] = defaultdict(set)
        incoming_of: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in pairs:
            if _can_be_one(one.post, other.post):
                known_of[one.index].add(other.index)
                incoming_of[other.index].add(one.index)
        for index, rivals in known_of.items():
            first = min(rivals)
            if len(rivals) == len(incoming_of[first]) == 1:
                self._join(index, first, evidence)
            else:
                self._rivals[index] |= rivals

    def answers(self) -> list[Match]:
        return [self._answer(index) for index in range(len(self._incoming))]

    def _answer(self, index: int) -> Match:
        if index in self._partners:
            partner, evidence = self._partners[index]
            return Match(known_id=self._known[partner].id, evidence=evidence)
        rivals = tuple(sorted(self._known[rival].id for rival in self._rivals[index]))
        return Match(known_id=None, evidence=Evidence.UNCERTAIN if rivals else Evidence.NEW, rivals=rivals)

    def _join(self, incoming: int, known: int, evidence: Evidence) -> None:
        self._partners[incoming] = (known, evidence)
        self._taken.add(known)


def _texts(posts: Sequence[Sighting], matched: Container[int]) -> list[_Text]:
    return [_Text(i, post, normalised_text(post.text)) for i, post in enumerate(posts) if i not in matched]


def _can_be_one(one: Sighting, other: Sighting) -> bool:
    """Not where both have message ids (equal ones were joined before), or one has ids and there is no text to go by."""
    if one.message_ids and other.message_ids:
        return False
    return bool(one.text.strip()) or not (one.message_ids or other.message_ids)


def _same_text(ours: list[_Text], theirs: list[_Text]) -> Pairs:
    by_text: defaultdict[str, list[_Text]] = defaultdict(list)
    for other in theirs:
        by_text[other.normalised].append(other)
    return ((one, other) for one in ours if one.normalised for other in by_text[one.normalised])


def _cut_off(ours: list[_Text], theirs: list[_Text]) -> Pairs:
    for one in (text for text in ours if text.post.cut_off):
        lines = _lines(one.post.text)
        yield from ((one, other) for other in theirs if _begins(lines, other.normalised))
    for other in (text for text in theirs if text.post.cut_off):
        lines = _lines(other.post.text)
        yield from ((one, other) for one in ours if _begins(lines, one.normalised))


def _begins(lines: list[str], whole: str) -> bool:
    if not lines or not whole.startswith(lines[0]):
        return False
    position = len(lines[0])
    for line in lines[1:]:
        found = whole.find(f" {line}", position)
        if found < 0:
            return False
        position = found + len(line)
    return True


def _lines(text: str) -> list[str]:
    """The normalised lines that hold a letter or a digit."""
    lines = map(normalised_text, text.splitlines())
    return [line for line in lines if any(map(str.isalnum, line))]


def _alike(ours: list[_Text], theirs: list[_Text]) -> Pairs:
    texts = AlikeTexts([other.normalised for other in theirs])
    return ((one, theirs[position]) for one in ours for position in texts.find(one.normalised))
