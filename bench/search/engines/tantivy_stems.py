"""tantivy with stemmers and fuzzy terms, set as well as its Python binding honestly allows, in two ways.

All text is lower-cased and has е for ё. A query's words are joined by OR, and each of them scores the sum of

- its stem (the Russian and the English Snowball stemmer, one after the other) in the field `stems`, by BM25;
- its written form in the field `words`, by BM25, weaker;
- whatever is within a few edits of it (transpositions are one), at a constant score, for tantivy gives fuzzy terms no
  weight of their own: no edit under 4 letters, one under 6, two from there on.

`tantivy` has the field `stems` alone, and its fuzzy terms are stems: what its users set up, and what SEARCH.md
measured. `tantivy_forms` has both fields, with fuzzy terms in both: stronger with typos, as costly again, and a
second index. The numbers were found on the tuning half at 100,000 posts, where they have the best mean; taking the best
of the three instead of the sum, and fuzzy terms only where there is no exact one, came out lower. Two edits from 9
letters on take a third of the time and lose nothing with one typo a word, but a third of the queries with two.

It is as fast as it can be, which an archive that grows post by post never is: one segment, no positions, ids from a
fast field. As its documentation shows it, with the default writer and stored ids, it takes twice as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from bench.search.corpus import Doc
from bench.search.engines.engine import Answer, NotInstalled, timed

if TYPE_CHECKING:
    import tantivy

SHORTEST_FUZZY = 4
SHORTEST_TWO_EDITS = 6
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Setting:
    """How tantivy is set. `form_boost`: the weight of the written form against the stem's 1; 0: no such field."""

    name: str
    form_boost: float
    fuzzy_score: float


STEMS = Setting("tantivy", 0.0, 10.0)
STEMS_AND_FORMS = Setting("tantivy_forms", 0.3, 6.0)


class Tantivy:
    """An index of one segment in memory."""

    wants_words = False

    def __init__(self, docs: Iterable[Doc], setting: Setting) -> None:
        try:
            import tantivy  # noqa: PLC0415 - an optional peer
        except ImportError as error:
            raise NotInstalled("pip install -r requirements-dev.txt") from error
        self.name = setting.name
        self._setting = setting
        self._library = tantivy
        self._analyzers = {"stems": _analyzer(tantivy, stemmed=True)}
        if setting.form_boost:
            self._analyzers["words"] = _analyzer(tantivy, stemmed=False)
        builder = tantivy.SchemaBuilder().add_integer_field("id", fast=True)
        for field in self._analyzers:
            builder = builder.add_text_field(field, tokenizer_name=field, index_option="freq")
        self._schema = builder.build()
        self._searcher = self._taken_in(docs)

    def search(self, query: str) -> Answer:
        """See Engine."""
        return timed(lambda: self._ask(query))

    def close(self) -> None:
        """See Engine."""

    def _taken_in(self, docs: Iterable[Doc]) -> tantivy.Searcher:
        index = self._library.Index(self._schema)
        for field, analyzer in self._analyzers.items():
            index.register_tokenizer(field, analyzer)
        writer = index.writer(512_000_000, 1)
        for doc in docs:
            fields = dict.fromkeys(self._analyzers, _folded(doc.text))
            writer.add_document(self._library.Document(id=doc.id, **fields))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index.searcher()

    def _ask(self, query: str) -> list[int]:
        should = self._library.Occur.Should
        text = _folded(query)
        parts = [
            (should, part)
            for field, analyzer in self._analyzers.items()
            for word in analyzer.analyze(text)
            for part in self._parts(field, word)
        ]
        if not parts:
            return []
        asked = self._library.Query.boolean_query(parts)
        places = [place for _, place in self._searcher.search(asked, 10, count=False).hits]
        return [int(value or 0) for value in self._searcher.fast_field_values("id", places)]

    def _parts(self, field: str, word: str) -> list[tantivy.Query]:
        query = self._library.Query
        boost = self._setting.form_boost if field == "words" else 1.0
        parts = [query.boost_query(query.term_query(self._schema, field, word), boost)]
        edits = _edits(word)
        if edits:
            near = query.fuzzy_term_query(self._schema, field, word, edits)
            parts.append(query.const_score_query(near, self._setting.fuzzy_score))
        return parts


def _edits(word: str) -> int:
    if len(word) < SHORTEST_FUZZY:
        return 0
    return 1 if len(word) < SHORTEST_TWO_EDITS else 2


def _folded(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")


def _analyzer(library: ModuleType, *, stemmed: bool) -> tantivy.TextAnalyzer:
    kept = library.Filter
    builder = library.TextAnalyzerBuilder(library.Tokenizer.simple())
    builder = builder.filter(kept.remove_long(LONGEST_WORD)).filter(kept.lowercase())
    if stemmed:
        builder = builder.filter(kept.stemmer("russian")).filter(kept.stemmer("english"))
    analyzer: tantivy.TextAnalyzer = builder.build()
    return analyzer
