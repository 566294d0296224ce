"""The two copies of a post, laid side by side line by line.

Copy A is the post's text without its first line, copy B the same text again, damaged in another way. A lacks inline
code and all that follows it in its line; B breaks the line before the code, and has lost the line end behind that line.
B in turn can lack the rest of a line that A has. So a line of A is found in one of B in these ways, the surest first:

- they are equal;
- B's line ends with it: what stands before is the rest of A's line before, whose end is lost;
- B's line ends with its beginning: the same, and B lacks the rest;
- one of them is the other with pieces missing, and they begin alike: the longer one is the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

HANDLE = re.compile(r"@(?P<username>[A-Za-z][A-Za-z0-9_]{3,31})")
"""A line that is nothing but a channel's handle ends a copy; it begins one only where it begins both."""

BEGINNING = 24
"""Characters of a line that are enough to know it by; half of a shorter line."""

ALIKE_BEGINNING = 8
"""Characters that two damaged copies of a line have in common at least, or up to the end of a word."""

SURE_SHARE = 0.5
"""Share of the shorter copy's characters that must be found in the other one."""

MISSING_COSTS = 0.25
"""What a character counts that the other copy lacks, where one that both have counts 1."""

MAX_SPLITS = 4
"""So many places where the second copy can begin are looked at, of each kind."""

MANY_LINES = 200
"""In a block of so many lines, which no post has, it is one place of each kind: pairing takes the square of them."""

MAX_TRIES = 16
"""So many places of a line are looked at for the beginning of another one."""

LONGEST_POST = 4096
"""In characters."""


class Fit(NamedTuple):
    """A line that both copies have: `text` is the line, `rest` what B's line holds of the line before it."""

    rest: str
    text: str


class Pair(NamedTuple):
    """Line `a` of copy A is line `b` of copy B."""

    a: int
    b: int
    fit: Fit


class Copies(NamedTuple):
    """A post's lines taken apart: its first line, the other lines of both copies, and how they pair up in order."""

    first: str
    a: tuple[str, ...]
    b: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()


def split_copies(lines: Sequence[str], *, cut: bool = False) -> Copies:
    """Takes a block's lines (at least one) apart. Where there is but one copy it is A.

    The second copy begins where most of the text is found in both copies, and least stands in one alone. `cut`: the
    file ends in the block, so that B, if it has begun, can be short.
    """
    first, *rest = lines
    best, best_score = Copies(first, tuple(rest)), -inf
    for start in _possible_starts(rest, cut=cut):
        copies = _paired(first, rest[:start], rest[start:], cut=cut)
        if copies.a == copies.b:
            return copies
        score = _score(copies, cut=cut)
        if score > best_score:
            best, best_score = copies, score
    return best


def _possible_starts(rest: list[str], *, cut: bool) -> list[int]:
    """Where the second copy can begin: where both begin alike, perhaps behind a block of code.

    And, when B is not cut, where they end alike or have most in common, nearest to the middle.
    """
    common = _common_lengths(rest)
    likeliest = sorted(range(1, len(rest)), key=lambda start: (-common[start], abs(2 * start - len(rest))))
    begin_alike = [start for start in likeliest if _begin_alike(rest[0], rest[start], cut=cut)]
    behind_a_block = [start - 1 for start in begin_alike if start > 1]
    end_alike = [start for start in likeliest if find_line(rest[start - 1], rest[-1])]
    candidates = (begin_alike, behind_a_block) if cut else (likeliest, begin_alike, behind_a_block, end_alike)
    tries = MAX_SPLITS if len(rest) < MANY_LINES else 1
    possible = dict.fromkeys(start for starts in candidates for start in starts[:tries])
    return [start for start in possible if rest[start] == rest[0] or not HANDLE.fullmatch(rest[start])]


def _common_lengths(rest: list[str]) -> list[int]:
    """For each start of copy B, the characters of the lines that stand in both copies."""
    in_a: Counter[str] = Counter()
    in_b = Counter(rest)
    common, lengths = 0, []
    for line in rest:
        lengths.append(common)
        before = min(in_a[line], in_b[line])
        in_a[line] += 1
        in_b[line] -= 1
        common += (min(in_a[line], in_b[line]) - before) * len(line)
    return lengths


def _begin_alike(first_of_a: str, first_of_b: str, *, cut: bool) -> bool:
    return bool(find_line(first_of_a, first_of_b)) or (cut and first_of_a.startswith(first_of_b))


def _paired(first: str, a: list[str], b: list[str], *, cut: bool) -> Copies:
    pairs = _pairs(a, b)
    next_a = pairs[-1].a + 1 if pairs else 0
    if cut and next_a < len(a) and not (pairs and pairs[-1].b == len(b) - 1):
        fit = _find_cut_line(a[next_a], b[-1])
        if fit:
            pairs.append(Pair(next_a, len(b) - 1, fit))
    return Copies(first, tuple(a), tuple(b), tuple(pairs))


def _score(copies: Copies, *, cut: bool) -> float:
    """How good a split is; minus infinity where the two are no copies."""
    found = sum(min(len(copies.a[a]), len(copies.b[b]) - len(fit.rest)) for a, b, fit in copies.pairs)
    length_of_a, length_of_b = (sum(map(len, lines)) for lines in (copies.a, copies.b))
    if not found or (not cut and found < SURE_SHARE * min(length_of_a, length_of_b)):
        return -inf
    found_of_a = sum(len(copies.a[pair.a]) for pair in copies.pairs)
    missing = length_of_b - found if cut else length_of_a - found_of_a
    return found - MISSING_COSTS * missing


def _pairs(a: list[str], b: list[str]) -> list[Pair]:
    """The pairing, in order, that finds the most characters; equal beginnings and ends are paired as they stand."""
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    return [
        *(Pair(i, i, Fit("", a[i])) for i in range(head)),
        *(Pair(i + head, j + head, fit) for i, j, fit in _best_pairs(a[head : len(a) - tail], b[head : len(b) - tail])),
        *(Pair(len(a) - i, len(b) - i, Fit("", a[-i])) for i in range(tail, 0, -1)),
    ]


def _best_pairs(a: list[str], b: list[str]) -> list[Pair]:
    fits: dict[tuple[int, int], Fit] = {}
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            fit = find_line(a[i], b[j])
            if fit and best[i + 1][j + 1] + _worth(a[i], b[j], fit) >= best[i][j]:
                fits[i, j] = fit
                best[i][j] = best[i + 1][j + 1] + _worth(a[i], b[j], fit)
    pairs: list[Pair] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if (i, j) in fits:
            pairs.append(Pair(i, j, fits[i, j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _worth(a: str, b: str, fit: Fit) -> int:
    """The characters found, twice; more for the surer ways of finding them."""
    return 2 * min(len(a), len(b) - len(fit.rest)) + (a == b) + b.endswith(a)


def find_line(a: str, b: str) -> Fit | None:
    """How line `a` of copy A is found in line `b` of copy B; None where it is not."""
    if b.endswith(a):
        return Fit(b[: -len(a)], a)
    if _is_damaged(a, b):
        return Fit("", b)
    if _is_damaged(b, a):
        return Fit("", a)
    return _find_beginning(a, b)


def _is_damaged(damaged: str, whole: str) -> bool:
    """Whether a line is the whole one with pieces missing: its end, or less than half of it elsewhere."""
    if whole.startswith(damaged):
        return len(damaged) >= ALIKE_BEGINNING or not whole[len(damaged)].isalnum()
    if damaged[:ALIKE_BEGINNING] != whole[:ALIKE_BEGINNING] or not len(damaged) < len(whole) <= 2 * len(damaged):
        return False
    characters = iter(whole)
    return all(character in characters for character in damaged)


def _find_beginning(a: str, b: str) -> Fit | None:
    """How line `b` ends with the beginning of line `a`, enough of it to know it by."""
    beginning = a[: min(BEGINNING, max(ALIKE_BEGINNING, (len(a) + 1) // 2))]
    start = -1
    for _ in range(MAX_TRIES):
        start = b.find(beginning, start + 1)
        if start < 0:
            break
        if a.startswith(b[start:]):
            return Fit(b[:start], a)
    return None


def _find_cut_line(a: str, b: str) -> Fit | None:
    """How line `b`, in which the file ends, ends with the beginning of line `a`, were it one character."""
    for length in range(min(len(a), len(b), LONGEST_POST), 0, -1):
        if b.endswith(a[:length]):
            return Fit(b[:-length], a)
    return None
