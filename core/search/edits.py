"""What is one edit away from a word: a letter left out, put in or replaced, or two neighbours swapped."""

from __future__ import annotations

_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"


def one_edit_away(form: str) -> list[str]:
    """Every form that one edit makes of this one, in no order, some twice, itself among them; never "".

    Letters that are put in are those of the alphabets (Russian, Latin, digits) that the form is written in.
    """
    letters = _alphabet(form)
    splits = [(form[:place], form[place:]) for place in range(len(form) + 1)]
    put_in = [before + letter + after for before, after in splits for letter in letters]
    replaced = [before + letter + after[1:] for before, after in splits if after for letter in letters]
    left_out = [before + after[1:] for before, after in splits if after]
    swapped = [before + after[1] + after[0] + after[2:] for before, after in splits if len(after) > 1]
    return [other for other in put_in + replaced + left_out + swapped if other]


def _alphabet(form: str) -> str:
    return "".join(
        alphabet for alphabet in (_RUSSIAN, _LATIN, _DIGITS) if any(letter in alphabet for letter in set(form))
    )
