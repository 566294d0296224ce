"""The words of an archive: how many posts hold each form and each lemma, which are near to a mistyped one.

A frozen base, read from the index at once, and what has come since: a changed archive gets a new Vocabulary that shares
the base. Posts that have gone since are still counted; who tells a word to a viewer asks the index for it (Ask).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.search.edits import one_edit_away
from core.search.terms import COMPOUND_MARK, LONGEST_WORD, PostTerms, compound_parts, is_own_lemma
from core.search.word_list import LONG_START, SHORT_START, WordList, is_latin

_LONG_WORD = 7
"""Letters of a word whose beginning is taken to be of LONG_START letters, not of SHORT_START."""


@dataclass(frozen=True, slots=True)
class Near:
    """A form of the archive and its edits from the one asked for: letters inserted, deleted, replaced, two swapped."""

    form: str
    edits: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Words of a base and those that have come since, with the posts that hold them.

    `since`: word -> further posts; `fresh`: those of its words that the base does not hold.
    """

    base: WordList = field(default_factory=WordList)
    since: Mapping[str, int] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()

    def posts_with(self, word: str) -> int:
        """How many posts hold the word; 0: none does."""
        return self.base.posts_with(word) + self.since.get(word, 0)

    def among(self, words: Iterable[str]) -> list[str]:
        """Those of the words that some post holds."""
        if not self.fresh:
            return self.base.among(words)
        every = list(words)
        fresh = set(self.fresh)
        return self.base.among(every) + [word for word in every if word in fresh]

    def beginning_with(self, start: str, shortest: int, longest: int) -> Iterator[tuple[str, int]]:
        """The words of these lengths that begin so, with their posts."""
        for word, posts in self.base.beginning_with(start, shortest, longest):
            yield word, posts + self.since.get(word, 0)
        for word in self.fresh:
            if shortest <= len(word) <= longest and word.startswith(start):
                yield word, self.since[word]

    @property
    def latin(self) -> list[str]:
        """The words in plain Latin letters, ascending."""
        return sorted([*self.base.latin, *filter(is_latin, self.fresh)]) if self.fresh else self.base.latin

    def likely_starts(self, starts: Iterable[str]) -> list[str]:
        """Those of the beginnings, each of SHORT_START or LONG_START letters, that some word has, and a few others."""
        every = list(starts)
        fresh = {start for word in self.fresh for start in _starts(word)}
        return [*self.base.likely_starts(every), *(start for start in every if start in fresh)]

    def with_starts(self, starts: Iterable[str], shortest: int, longest: int) -> list[str]:
        """The words of these lengths that have one of the beginnings, each of SHORT_START or LONG_START letters."""
        every = {start for start in starts if SHORT_START <= len(start) <= LONG_START}
        found = {
            word for word in self.fresh if shortest <= len(word) <= longest and not every.isdisjoint(_starts(word))
        }
        for start in self.base.likely_starts(every):
            found.update(word for word, _ in self.base.beginning_with(start, shortest, longest))
        return list(found)

    def with_more(self, words: Iterable[str]) -> Counted:
        """The same with the words of further posts, each as often as posts hold it."""
        since = dict(self.since)
        fresh = list(self.fresh)
        for word in words:
            if word not in since and not self.base.posts_with(word):
                fresh.append(word)
            since[word] = since.get(word, 0) + 1
        return Counted(self.base, since, tuple(fresh))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all posts. What of it a viewer may know core.search.seen tells.

    `compounds`: the compound written together, its last part a lemma -> its parts, of those that some post writes with
    hyphens. `posts` and `characters`: of the whole archive; for a search, of as many posts as its viewer sees.
    """

    forms: Counted = field(default_factory=Counted)
    lemmas: Counted = field(default_factory=Counted)
    compounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    posts: int = 0
    characters: int = 0

    @classmethod
    def of(
        cls, forms: Iterable[tuple[str, int]], lemmas: Iterable[tuple[str, int]], *, posts: int, characters: int
    ) -> Vocabulary:
        """A base. `forms`: forms and compounds' terms (core.search.terms), ascending, as `lemmas`; with their posts."""
        compounds: dict[str, tuple[str, ...]] = {}
        own_lemmas: list[tuple[str, int]] = []
        of_lemmas = WordList(_noting_own_lemmas(lemmas, own_lemmas))
        of_forms = WordList(merge(_sifted(forms, compounds), own_lemmas))
        return cls(Counted(of_forms), Counted(of_lemmas), compounds, posts, characters)

    @property
    def average_length(self) -> float:
        """Of a post, in characters; at least 1."""
        return max(1.0, self.characters / self.posts) if self.posts else 1.0

    def with_more(self, texts: Iterable[PostTerms], *, posts: int, characters: int) -> Vocabulary:
        """The words with those of further posts; `posts` and `characters` as they are now."""
        terms = [(one.forms.split(), set(one.lemmas.split())) for one in texts]
        own_lemmas = (lemma for _, lemmas in terms for lemma in lemmas if is_own_lemma(lemma))
        compounds: dict[str, tuple[str, ...]] = {}
        forms = list(_sifted(((form, 1) for forms, _ in terms for form in forms), compounds))
        return Vocabulary(
            forms=self.forms.with_more(chain((form for form, _ in forms), own_lemmas)),
            lemmas=self.lemmas.with_more(chain.from_iterable(lemmas for _, lemmas in terms)),
            compounds={**self.compounds, **compounds} if compounds else self.compounds,
            posts=posts,
            characters=characters,
        )

    def parts_of(self, lemma: str) -> tuple[str, ...]:
        """The parts, the last one a lemma, of a compound that some post writes with hyphens; else nothing."""
        return self.compounds.get(lemma, ())

    def holds(self, term: str) -> bool:
        """Whether some post holds the form or the compound's term."""
        if term[0] == COMPOUND_MARK:
            parts = compound_parts(term)
            return self.compounds.get("".join(parts)) == parts
        return self.forms.posts_with(term) > 0

    def going_on(self, start: str, most_more: int) -> Iterator[tuple[str, int]]:
        """The forms that go on where `start` ends, by one letter up to `most_more`, with the posts that hold them."""
        return self.forms.beginning_with(start, len(start) + 1, min(len(start) + most_more, LONGEST_WORD))

    def near(self, form: str, most_edits: int) -> list[Near]:
        """The other forms within so many edits, no more than one of them in the first three or four letters."""
        start = form[: LONG_START if len(form) >= _LONG_WORD else SHORT_START]
        shortest, longest = max(1, len(form) - most_edits), min(len(form) + most_edits, LONGEST_WORD)
        starts = {other[: len(start)] for other in one_edit_away(form[: len(start) + 1])}
        forms = self.forms.with_starts({start, *starts}, shortest, longest)
        matches = process.extract(form, forms, scorer=OSA.distance, score_cutoff=most_edits, limit=None)
        return [Near(other, int(edits)) for other, edits, _ in matches if edits]


def _starts(word: str) -> tuple[str, str]:
    return word[:SHORT_START], word[:LONG_START]


def _noting_own_lemmas(
    lemmas: Iterable[tuple[str, int]], own_lemmas: list[tuple[str, int]]
) -> Iterator[tuple[str, int]]:
    """The lemmas as they come; those that are forms without a place among the forms go into `own_lemmas` too."""
    for lemma, posts in lemmas:
        if is_own_lemma(lemma):
            own_lemmas.append((lemma, posts))
        yield lemma, posts


def _sifted(terms: Iterable[tuple[str, int]], compounds: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, int]]:
    """The terms that are forms; compounds' terms go into `compounds`, hashtags' and others nowhere."""
    for term, posts in terms:
        if term[0] == COMPOUND_MARK:
            parts = compound_parts(term)
            compounds["".join(parts)] = parts
        elif term[0].isalnum():
            yield term, posts
