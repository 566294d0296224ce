"""What a post is indexed under: its lemmas, and apart from them its written forms and how it hyphenates compounds.

Forms and lemmas are made of letters and digits alone; a compound's own term carries a mark that none of them can hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.words import Compound, Lemmas, compounds, tokens

COMPOUND_MARK = "÷"
COMPOUND_JOINT = "\u2010"
LONGEST_WORD = 40
"""Letters. Longer runs are keys and drawings: neither indexed nor searched for."""


@dataclass(frozen=True, slots=True)
class PostTerms:
    """The terms of a post for the index, each list joined by spaces; equal texts give equal terms.

    `lemmas`: one for each word, in the text's order, then those of the compounds written together. `forms`: the
    distinct written forms, the compounds written together and the compounds' own terms, ascending.
    """

    lemmas: str
    forms: str


def post_terms(text: str, lemmas: Lemmas) -> PostTerms:
    """The terms of a post's text."""
    words = list(tokens(text))
    joined = [compound for compound in compounds(words) if len(compound.form) <= LONGEST_WORD]
    forms = [word.form for word in words if len(word.form) <= LONGEST_WORD]
    forms += [compound.form for compound in joined]
    distinct = {*forms, *(_compound_term(compound, lemmas) for compound in joined)}
    return PostTerms(" ".join(map(lemmas.first, forms)), " ".join(sorted(distinct)))


def compound_term(parts: tuple[str, ...]) -> str:
    """What the index holds for a compound beside its form: where its parts meet. The last part is a lemma."""
    return COMPOUND_MARK + COMPOUND_JOINT.join(parts)


def compound_parts(term: str) -> tuple[str, ...]:
    """The parts that `compound_term` joined."""
    return tuple(term.removeprefix(COMPOUND_MARK).split(COMPOUND_JOINT))


def _compound_term(compound: Compound, lemmas: Lemmas) -> str:
    return compound_term((*compound.parts[:-1], lemmas.first(compound.parts[-1])))
