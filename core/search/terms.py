"""What a post is indexed under: its lemmas, and apart from them its written forms and how it hyphenates compounds.

Forms and lemmas are made of letters and digits alone; the terms of compounds and hashtags carry a mark that none of
them can hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.lemmas import Lemmas, normaliser_version
from core.words import HASHTAG, forms_and_chains

TERMS_VERSION = 4
"""To be raised with every change of this module, or of core.reading, that changes what a post is indexed under."""

COMPOUND_MARK = "÷"
COMPOUND_JOINT = "\u2010"
TAG_MARK = "♯"
LONGEST_WORD = 40
"""Letters. Longer runs are keys and drawings: neither indexed nor searched for."""


@dataclass(frozen=True, slots=True)
class PostTerms:
    """The terms of a post for the index, each list joined by spaces; equal texts give equal terms.

    `lemmas`: one for each word, in the text's order, then those of the compounds written together. `forms`: the
    distinct written forms and compounds written together that are not their own lemmas, the compounds' own terms and
    the hashtags', ascending.
    """

    lemmas: str
    forms: str


def post_terms(text: str, lemmas: Lemmas) -> PostTerms:
    """The terms of a post's text."""
    written, chains = forms_and_chains(text)
    forms = [form for form in written if len(form) <= LONGEST_WORD]
    distinct: set[str] = set()
    for parts in chains:
        whole = "".join(parts)
        if len(whole) <= LONGEST_WORD:
            forms.append(whole)
            distinct.add(compound_term((*parts[:-1], lemmas.first(parts[-1]))))
    if "#" in text:
        distinct.update(tag_term(tag) for tag in HASHTAG.findall(text))
    distinct.update(form for form in forms if not is_own_lemma(form))
    return PostTerms(" ".join(map(lemmas.first, forms)), " ".join(sorted(distinct)))


def is_own_lemma(form: str) -> bool:
    """Whether the form needs no place beside the lemmas: it holds a digit, and so is the only form of its lemma."""
    return not form.isalpha() and form[0].isalnum()


def terms_version() -> str:
    """Says what this program indexes posts under: an index made by another version has to be made anew."""
    return f"{TERMS_VERSION}/{normaliser_version()}"


def tag_term(tag: str) -> str:
    """What the index holds for a hashtag, given without its "#": case, ё and underscores make no difference."""
    return TAG_MARK + "".join(forms_and_chains(tag)[0])[:LONGEST_WORD]


def compound_term(parts: tuple[str, ...]) -> str:
    """What the index holds for a compound beside its form: where its parts meet. The last part is a lemma."""
    return COMPOUND_MARK + COMPOUND_JOINT.join(parts)


def compound_parts(term: str) -> tuple[str, ...]:
    """The parts that `compound_term` joined."""
    return tuple(term.removeprefix(COMPOUND_MARK).split(COMPOUND_JOINT))
