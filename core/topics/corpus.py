"""A channel's posts as numbers: what counting phrases needs, in a few bytes a word."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from core.lemmas import Lemmas
from core.topics.cleaning import Signatures, prose_lines
from core.topics.grammar import RUSSIAN, Usage, Word, abbreviation, is_loan_word, word_of
from core.topics.readings import is_known, noun_lemmas
from core.words import tokens

BREAK, OPENING, ASIDE = 0, 2, 4
"""Stand where a phrase cannot go on: BREAK at the end of a sentence or line and at addresses, OPENING at a bracket that
opens, ASIDE at other punctuation: what follows can explain what stood before."""

BREAKS = frozenset({BREAK, OPENING, ASIDE})

LONGEST_TITLE = 120
"""Characters of a first line that says what the post is about; longer ones are paragraphs."""

NAME_SHARE = 0.8
"""A word that so often has a capital within sentences is a name."""

_GLUED = 1
_INITIAL = 2
FLAGS = 8
"""A code // FLAGS is the number of its surface."""

_BLANKS = {" ", "\xa0"}
_SENTENCE_ENDS = ".!?\n"
_INSIDE_SENTENCE = {",", ";", "(", '"', "«", ", «"}
_ABBREVIATION_LETTERS = range(2, 6)
_SPELT_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Surface:
    """A word as it is written, and what it can be in a topic (None: nothing)."""

    text: str
    form: str
    word: Word | None


@dataclass(slots=True)
class _Ways:
    """How often a form is written: at all, in capitals, within sentences, there with a capital."""

    all: int = 0
    capitals: int = 0
    within: int = 0
    capitalised_within: int = 0

    @property
    def capital_share(self) -> float:
        return self.capitals / self.all

    @property
    def is_name(self) -> bool:
        return self.within > 0 and self.capitalised_within >= NAME_SHARE * self.within


def is_glued(code: int) -> bool:
    """Whether a hyphen joins this word to the one before."""
    return bool(code & _GLUED)


def is_initial(code: int) -> bool:
    """Whether the word opens a sentence or a line: its capital letter says nothing."""
    return bool(code & _INITIAL)


@dataclass(slots=True)
class Corpus:
    """Posts as sequences of codes; a code names a surface and how the word stands, BREAKS separate.

    `title_ends[i]`: how many codes of `posts[i]` belong to its title. `hyphenated`: pairs of lemmas that a hyphen joins
    somewhere, so that they are a phrase without it too.
    """

    lemmas: Lemmas
    posts: list[array[int]] = field(default_factory=list)
    title_ends: list[int] = field(default_factory=list)
    surfaces: list[Surface] = field(default_factory=list)
    hyphenated: frozenset[tuple[str, str]] = frozenset()
    usage: Usage = field(default_factory=Usage)
    _term_words: dict[int, Word | None] = field(default_factory=dict)

    def surface(self, code: int) -> Surface:
        """The surface that a code names; that of BREAKS has no word."""
        return self.surfaces[code // FLAGS]

    def term_word(self, code: int) -> Word | None:
        """What the word can be in a term that the posts explain: also those that make no topic by themselves."""
        number = code // FLAGS
        if number not in self._term_words:
            surface = self.surfaces[number]
            self._term_words[number] = surface.word or word_of(surface.form, self.lemmas, self.usage, in_term=True)
        return self._term_words[number]


def build(texts: Sequence[str], lemmas: Lemmas, left_out: Signatures) -> Corpus:
    """The posts' prose as codes, in the order of `texts`."""
    corpus = Corpus(lemmas)
    numbers: dict[str, int] = {"": 0}
    forms = [""]
    for text in texts:
        codes = array("i")
        lines = prose_lines(text, left_out)
        title_end = 0
        for number, line in enumerate(lines):
            codes.extend(_codes(line, numbers, forms))
            codes.append(BREAK)
            if number == 0 and len(line) <= LONGEST_TITLE:
                title_end = len(codes)
        corpus.posts.append(codes)
        corpus.title_ends.append(title_end)
    corpus.surfaces, corpus.usage = _surfaces(numbers, forms, corpus.posts, lemmas)
    corpus.hyphenated = frozenset(_hyphenated(corpus))
    return corpus


def _codes(line: str, numbers: dict[str, int], forms: list[str]) -> Iterator[int]:
    end = 0
    initial = True
    for token in tokens(line):
        gap = line[end : token.start]
        adjacent = end > 0 and (token.glued or gap in _BLANKS)
        if end and not adjacent:
            yield _break(gap)
            initial = gap.strip() not in _INSIDE_SENTENCE
        text = line[token.start : token.end]
        number = numbers.setdefault(text, len(numbers))
        if number == len(forms):
            forms.append(token.form)
        yield number * FLAGS + (_INITIAL if initial else 0) + (_GLUED if token.glued else 0)
        end = token.end
        initial = False


def _break(gap: str) -> int:
    if "(" in gap:
        return OPENING
    return BREAK if any(sign in gap for sign in _SENTENCE_ENDS) else ASIDE


def _hyphenated(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for codes in corpus.posts:
        for place, code in enumerate(codes):
            if code & _GLUED:
                first, second = corpus.surface(codes[place - 1]).word, corpus.surface(code).word
                if first and second:
                    yield first.lemma, second.lemma


def _surfaces(
    numbers: dict[str, int], forms: list[str], posts: Iterable[array[int]], lemmas: Lemmas
) -> tuple[list[Surface], Usage]:
    """The surface that each number names, and the usage that says so."""
    written = _count_ways(numbers, forms, posts)
    words, usage = _words(written, lemmas)
    abbreviations = {form: abbreviation(form, ways.capital_share) for form, ways in written.items() if ways.capitals}
    surfaces = [
        Surface(text, form, (_in_capitals(text) and abbreviations.get(form)) or words[form])
        for text, form in zip(numbers, forms, strict=True)
    ]
    return surfaces, usage


def _words(written: dict[str, _Ways], lemmas: Lemmas) -> tuple[dict[str, Word | None], Usage]:
    """What each form can be, and the usage that says so where the dictionary leaves it open: those forms come last."""
    words: dict[str, Word | None] = {}
    counts: Counter[str] = Counter()
    for form, ways in written.items():
        is_russian = RUSSIAN.fullmatch(form) is not None
        nouns = noun_lemmas(form) if is_russian else frozenset()
        is_open = is_russian and (len(nouns) > 1 or not is_known(form))
        if is_russian and not is_open:
            counts.update(dict.fromkeys(nouns, ways.all))
        if not is_open:
            words[form] = word_of(form, lemmas, Usage(), is_name=ways.is_name)
    usage = Usage(frozenset(_new_words(written)), counts)
    for form in written.keys() - words.keys():
        words[form] = word_of(form, lemmas, usage, is_name=written[form].is_name)
    return words, usage


def _new_words(forms: Collection[str]) -> Iterator[str]:
    """Nominatives of masculine nouns too new for the dictionary: those written, and those that other cases show.

    биткоинов and биткоина show биткоин, although it could be биткоина; горутиной would forbid горутин.
    """
    for form in forms:
        if is_loan_word(form):
            yield form
        stem = form[:-2]
        is_masculine = form.endswith(("ом", "ов")) and stem + "ой" not in forms
        if is_masculine and (stem + "а" in forms or stem + "у" in forms) and is_loan_word(stem):
            yield stem


def _count_ways(numbers: dict[str, int], forms: list[str], posts: Iterable[array[int]]) -> dict[str, _Ways]:
    counts = Counter(code & ~_GLUED for code in chain.from_iterable(posts))
    written: dict[str, _Ways] = {}
    for text, number in numbers.items():
        ways = written.setdefault(forms[number], _Ways())
        within = counts[number * FLAGS]
        times = within + counts[number * FLAGS | _INITIAL]
        ways.all += times
        ways.capitals += times if _in_capitals(text) else 0
        ways.within += within
        ways.capitalised_within += within if text[:1].isupper() else 0
    return written


def _in_capitals(text: str) -> bool:
    """Whether the word may be an abbreviation that no dictionary knows (ИИ), or a name spelt in capitals (REINFORCE).

    Short Latin ones need no care: they are no forms of other words.
    """
    return text.isupper() and (len(text) >= _SPELT_LETTERS if text.isascii() else len(text) in _ABBREVIATION_LETTERS)
