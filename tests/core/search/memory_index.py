"""An index in memory, as plain as can be: what core.search asks, answered by going through all posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.search import answer
from core.search.asking import Candidate, Document, Group
from core.search.terms import post_terms
from core.search.vocabulary import Vocabulary
from core.types import SearchAnswer
from core.words import Lemmas

LEMMAS = Lemmas()


class MemoryIndex:
    """Posts by their ids from 1; `hidden` ones are in the archive, but not for the viewer who asks."""

    def __init__(self, *documents: str | Document, hidden: Sequence[str] = ()) -> None:
        self._documents = {
            number: document if isinstance(document, Document) else Document(number, document, False, 0, 0)
            for number, document in enumerate(documents, 1)
        }
        terms = {number: post_terms(document.text, LEMMAS) for number, document in self._documents.items()}
        self._lemmas = {number: Counter(found.lemmas.split()) for number, found in terms.items()}
        self._forms = {number: set(found.forms.split()) for number, found in terms.items()}
        all_forms = [*self._forms.values(), *(set(post_terms(text, LEMMAS).forms.split()) for text in hidden)]
        counts = Counter(form for forms in all_forms for form in forms)
        characters = sum(len(document.text) for document in self._documents.values())
        self.vocabulary = Vocabulary(counts.items(), posts=len(all_forms), characters=characters)
        self.asked: list[tuple[int, int]] = []

    def search(self, query: str) -> SearchAnswer:
        return answer(query, self.vocabulary, self, LEMMAS)

    def posts_with_lemmas(self, lemmas: Iterable[str]) -> Mapping[str, int]:
        return self._counted(lemmas, self._lemmas)

    def posts_with_forms(self, forms: Iterable[str]) -> Mapping[str, int]:
        return self._counted(forms, self._forms)

    def match(self, groups: Sequence[Group], at_least: int, limit: int) -> list[Candidate]:
        self.asked.append((at_least, len(groups)))
        found = []
        for number, lemmas in self._lemmas.items():
            met = [sum(lemmas[lemma] for lemma in group.lemmas) for group in groups]
            if sum(count > 0 for count in met) >= at_least:
                found.append(Candidate(number, sum(met) / (1 + lemmas.total())))
        return sorted(found, key=lambda one: (-one.relevance, one.post_id))[:limit]

    def documents(self, post_ids: Sequence[int]) -> list[Document]:
        return [self._documents[post_id] for post_id in post_ids]

    def _counted(self, terms: Iterable[str], holding: Mapping[int, Iterable[str]]) -> dict[str, int]:
        counts = {term: sum(term in found for found in holding.values()) for term in terms}
        return {term: count for term, count in counts.items() if count}
