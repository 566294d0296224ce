"""The vocabulary as one viewer sees it: what it tells is the same whatever the posts hold that are hidden from him."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import nlargest

from core.search.asking import Ask
from core.search.vocabulary import Counted, Near, Vocabulary

MOST_ASKED = 120
"""Words that the index is asked for in one place, those first that the whole archive uses most."""


class SeenWords:
    """Words of the archive, each with the visible posts that hold it.

    `count`: asks the index for a word; None where all posts are visible.
    """

    def __init__(self, words: Counted, count: Callable[[str], int] | None) -> None:
        self._words = words
        self._count = count
        self._counted: dict[str, int] = {}

    def posts_with(self, word: str) -> int:
        """How many visible posts hold the word; 0: none does. Of a word of very many, hidden posts may be counted."""
        everywhere = self._words.posts_with(word)
        if self._count is None or not everywhere:
            return everywhere
        if word not in self._counted:
            self._counted[word] = self._count(word)
        return self._counted[word]

    def among(self, words: Iterable[str]) -> list[str]:
        """Those of the words that some visible post holds."""
        found = self._words.among(words)
        return found if self._count is None else [word for word in found if self.posts_with(word)]


class Seen:
    """What of a vocabulary a viewer may know. Made for one query, of which it remembers what it has asked for."""

    def __init__(self, vocabulary: Vocabulary, ask: Ask) -> None:
        self._vocabulary = vocabulary
        self._sees_all = ask.sees_all
        self.forms = SeenWords(vocabulary.forms, None if ask.sees_all else ask.posts_with_form)
        self.lemmas = SeenWords(vocabulary.lemmas, None if ask.sees_all else ask.posts_with_lemma)

    def going_on(self, start: str, most_more: int, limit: int) -> list[tuple[str, int]]:
        """The forms that go on where `start` ends, by one letter up to `most_more`, with their posts; most used first.

        At most `limit` of them.
        """
        longer = nlargest(limit if self._sees_all else MOST_ASKED, self._vocabulary.going_on(start, most_more), _by_use)
        if self._sees_all:
            return longer
        seen = ((form, self.forms.posts_with(form)) for form, _ in longer)
        return nlargest(limit, [pair for pair in seen if pair[1]], _by_use)

    def near(self, form: str, most_edits: int) -> list[Near]:
        """The other forms within so many edits, as core.search.vocabulary has them."""
        near = self._vocabulary.near(form, most_edits)
        if self._sees_all:
            return near
        posts = self._vocabulary.forms.posts_with
        likeliest = nlargest(MOST_ASKED, near, lambda other: (-other.edits, posts(other.form), other.form))
        return [other for other in likeliest if self.forms.posts_with(other.form)]

    def spelled_in_latin(self, heard: Callable[[list[str]], list[str]]) -> list[str]:
        """Those that `heard` finds among the words in plain Latin letters (ascending)."""
        return self.forms.among(heard(self._vocabulary.forms.latin))

    def likely_starts(self, starts: Iterable[str]) -> list[str]:
        """Beginnings that some word may have, hidden ones too: what is made of them is still looked for here."""
        return self._vocabulary.forms.likely_starts(starts)


def _by_use(counted: tuple[str, int]) -> tuple[int, str]:
    return counted[1], counted[0]
