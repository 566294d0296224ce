"""What 200 people do with the bot: kinds of updates, how often each comes, and which button is tapped. Pure.

The same people use every bot: what they say comes from a seed, what they tap from the card that they see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

Kind = Literal[
    "search",
    "group search",
    "next page",
    "open post",
    "random",
    "topics",
    "open topic",
    "inline",
    "top",
    "last",
    "help",
]
MIX: dict[Kind, int] = {
    "search": 36,
    "open post": 18,
    "next page": 15,
    "group search": 10,
    "random": 5,
    "inline": 5,
    "topics": 3,
    "open topic": 3,
    "top": 2,
    "help": 2,
    "last": 1,
}
"""Of a hundred updates so many are of each kind."""
TAPS: frozenset[Kind] = frozenset({"next page", "open post", "open topic"})
_COMMANDS: dict[Kind, str] = {"random": "/random", "topics": "/topics", "top": "/top", "last": "/last", "help": "/help"}

Keyboard = Sequence[Sequence[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does; `words`: what is searched for where it is a search, or nothing can be tapped."""

    kind: Kind
    words: str

    @property
    def text(self) -> str:
        """What is written for it, where nothing is tapped."""
        if self.kind == "group search":
            return f"/search {self.words}"
        return _COMMANDS.get(self.kind, self.words)


def plans(people: int, updates: int, queries: Sequence[str], seed: int = 2026) -> list[list[Step]]:
    """For each of the people what he does, one after another: `updates` steps in all, the kinds as in MIX.

    Everybody begins with a search, as far as there are searches, so that there is something to tap.
    """
    rng = Random(seed)
    kinds = [kind for kind, share in MIX.items() for _ in range(round(updates * share / 100))]
    kinds = (kinds + ["search"] * updates)[:updates]
    rng.shuffle(kinds)
    first = min(people, kinds.count("search"))
    for _ in range(first):
        kinds.remove("search")
    dealt: list[list[Kind]] = [["search"] if number < first else [] for number in range(people)]
    for number, kind in enumerate(kinds):
        dealt[number % people].append(kind)
    return [[Step(kind, rng.choice(queries)) for kind in some] for some in dealt]


def button_for(kind: Kind, keyboard: Keyboard) -> str | None:
    """The callback data of the button that somebody taps for this; None where the card has none to tap."""
    buttons = [button for row in keyboard for button in row if button.get("callback_data")]
    fitting = {
        "next page": [button for button in buttons if button["text"] in ("›", "‹")],
        "open post": [button for button in buttons if button["text"].isdigit()],
        "open topic": [button for button in buttons if " · " in button["text"]],
    }.get(kind, [])
    chosen = [*fitting, *buttons]
    return str(chosen[0]["callback_data"]) if chosen else None
