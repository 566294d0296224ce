"""The written forms of an archive: how many posts hold each, which are near to a mistyped one, which begin alike.

Frozen: a changed archive gets a new one. What is derived from the forms for finding near ones is made a word length
at a time, at the first mistyped word that needs it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.search.terms import COMPOUND_MARK, LONGEST_WORD, compound_parts

_NO_PLACES = array("I")
_GRAMS_LOST_BY_EDIT = 2
_GRAMS_LOST_BY_SWAP = 3


@dataclass(frozen=True, slots=True)
class Near:
    """A form of the archive and its edits from the one asked for: letters inserted, deleted, replaced, two swapped."""

    form: str
    edits: int


class Vocabulary:
    """The forms of all posts. Who asks for a viewer checks with Ask what of it the viewer may know.

    `terms`: the distinct forms and compound terms (core.search.terms), each with the number of posts that hold it.
    `posts` and `characters`: of the whole archive.
    """

    def __init__(self, terms: Iterable[tuple[str, int]] = (), *, posts: int = 0, characters: int = 0) -> None:
        self.posts = posts
        self.average_length = max(1.0, characters / posts) if posts else 1.0
        self._forms: dict[int, list[str]] = {}
        self._posts: dict[int, array[int]] = {}
        self._compounds: dict[str, tuple[str, ...]] = {}
        self._compound_posts: dict[str, int] = {}
        self._places: dict[int, dict[str, array[int]]] = {}
        for term, count in sorted(terms):
            if term.startswith(COMPOUND_MARK):
                parts = compound_parts(term)
                self._compounds["".join(parts)] = parts
                self._compound_posts[term] = count
            else:
                self._forms.setdefault(len(term), []).append(term)
                self._posts.setdefault(len(term), array("I")).append(count)

    def posts_with(self, term: str) -> int:
        """How many posts of the archive hold the form or compound term."""
        if term.startswith(COMPOUND_MARK):
            return self._compound_posts.get(term, 0)
        forms = self._forms.get(len(term), [])
        place = bisect_left(forms, term)
        return self._posts[len(term)][place] if place < len(forms) and forms[place] == term else 0

    def parts_of(self, lemma: str) -> tuple[str, ...]:
        """The parts, the last one a lemma, of a compound that some post writes with hyphens; else nothing."""
        return self._compounds.get(lemma, ())

    def beginning_with(self, start: str, most_more: int) -> Iterator[tuple[str, int]]:
        """The forms that go on where `start` ends, by one letter up to `most_more`, with the posts that hold them."""
        for length in range(len(start) + 1, min(len(start) + most_more, LONGEST_WORD) + 1):
            forms = self._forms.get(length, [])
            for place in range(bisect_left(forms, start), len(forms)):
                if not forms[place].startswith(start):
                    break
                yield forms[place], self._posts[length][place]

    def near(self, form: str, most_edits: int) -> list[Near]:
        """The other forms within so many edits, in no special order.

        A form is looked at only where it shares enough pairs of neighbouring letters; several swaps in one short word
        can hide a form from that.
        """
        grams = _grams(form)
        enough = max(1, len(grams) - _GRAMS_LOST_BY_EDIT * (most_edits - 1) - _GRAMS_LOST_BY_SWAP)
        found = []
        for length in range(max(1, len(form) - most_edits), len(form) + most_edits + 1):
            forms = self._sharing(grams, enough, length)
            matches = process.extract(form, forms, scorer=OSA.distance, score_cutoff=most_edits, limit=None)
            found += [Near(other, int(edits)) for other, edits, _ in matches if edits]
        return found

    def _sharing(self, grams: set[str], enough: int, length: int) -> list[str]:
        forms = self._forms.get(length, [])
        places = self._places_of(length)
        shared: Counter[int] = Counter()
        for gram in grams:
            shared.update(places.get(gram, _NO_PLACES))
        return [forms[place] for place, count in shared.items() if count >= enough]

    def _places_of(self, length: int) -> dict[str, array[int]]:
        """Pair of letters -> places of the forms of this length that hold it."""
        if length not in self._places:
            places: dict[str, array[int]] = {}
            for place, form in enumerate(self._forms.get(length, [])):
                for gram in _grams(form):
                    places.setdefault(gram, array("I")).append(place)
            self._places[length] = places
        return self._places[length]


def _grams(form: str) -> set[str]:
    padded = f"^{form}$"
    return {padded[place : place + 2] for place in range(len(padded) - 1)}
