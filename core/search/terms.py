"""What a post is indexed under: its lemmas, its written forms, and how it hyphenates its compounds.

All three kinds stand in one index. Lemmas are bare; the others carry a mark that no form can hold (forms are made of
letters and digits alone), so that each can be asked for by itself and the index lists the archive's vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.words import Lemmas, compounds, tokens

FORM_MARK = "·"
COMPOUND_MARK = "÷"
COMPOUND_JOINT = "‐"
LONGEST_WORD = 40
"""Letters. Longer runs are keys and drawings: neither indexed nor searched for."""


@dataclass(frozen=True, slots=True)
class PostTerms:
    """The words of a post for the index, each list joined by spaces.

    `lemmas`: one for each word, in the text's order, then those of the compounds. `forms`: the distinct written forms
    and compounds, marked, ascending. Equal texts give equal terms.
    """

    lemmas: str
    forms: str


def post_terms(text: str, lemmas: Lemmas) -> PostTerms:
    """The terms of a post's text."""
    words = list(tokens(text))
    joined = [compound for compound in compounds(words) if len(compound.form) <= LONGEST_WORD]
    forms = [word.form for word in words if len(word.form) <= LONGEST_WORD]
    forms += [compound.form for compound in joined]
    marked = {form_term(form) for form in forms} | {compound_term(compound.parts) for compound in joined}
    return PostTerms(" ".join(map(lemmas.first, forms)), " ".join(sorted(marked)))


def form_term(form: str) -> str:
    """What the index holds for a written form."""
    return FORM_MARK + form


def compound_term(parts: tuple[str, ...]) -> str:
    """What the index holds for a compound beside its form: where its parts meet."""
    return COMPOUND_MARK + COMPOUND_JOINT.join(parts)


def compound_parts(term: str) -> tuple[str, ...]:
    """The parts that `compound_term` joined."""
    return tuple(term.removeprefix(COMPOUND_MARK).split(COMPOUND_JOINT))
