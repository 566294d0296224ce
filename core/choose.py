"""Choosing at random without repeats."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Pick:
    """The chosen post; `new_round`: everything had been shown, so the round's record is to be forgotten first."""

    post_id: int
    new_round: bool


def pick(
    rng: Random, candidates: Sequence[int], shown: Collection[int], last: int | None = None, avoid: Collection[int] = ()
) -> Pick | None:
    """Chooses one of `candidates` (post ids) that this round has not `shown`; None where there are none at all.

    Every candidate comes once before any comes again. When all have been shown a new round begins, and it does not
    open with `last`, the post that stands on the screen, unless there is no other. Posts in `avoid` (shown lately
    for another reason) come only when nothing else is left.
    """
    if not candidates:
        return None
    fresh = [post_id for post_id in candidates if post_id not in shown]
    new_round = not fresh
    if new_round:
        fresh = [post_id for post_id in candidates if post_id != last] or list(candidates)
    preferred = [post_id for post_id in fresh if post_id not in avoid] or fresh
    return Pick(rng.choice(preferred), new_round)
