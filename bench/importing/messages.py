"""The channel that every format is written out of: real texts with invented ids, times, formatting and reactions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FIRST_AT = datetime(2018, 1, 1, 9, tzinfo=UTC)
APART = timedelta(minutes=41)
CHANNEL_ID, USERNAME, TITLE = 1_234_567_890, "bench_channel", "A channel to measure with"
EMOJI = ("👍", "❤", "🔥", "😁", "👎")

_FIRST_WORDS = re.compile(r"\S+(?: \S+)?")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the invented channel. `bold`: how many characters of the text's beginning are bold."""

    id: int
    at: datetime
    text: str
    bold: int
    reactions: dict[str, int]
    views: int
    photo: bool
    forwarded_from: str | None


def messages_of(texts: Iterable[str]) -> Iterator[Message]:
    """A message for each text; every third has a bold beginning, every fourth a photo, every tenth is a forward."""
    for number, text in enumerate(texts, 1):
        first = _FIRST_WORDS.match(text)
        yield Message(
            id=number,
            at=FIRST_AT + APART * number,
            text=text,
            bold=first.end() if first and number % 3 == 0 else 0,
            reactions={emoji: number % (7 * place) + 1 for place, emoji in enumerate(EMOJI[: number % 6], 1)},
            views=1_000 + number % 9_000,
            photo=number % 4 == 0,
            forwarded_from="Another channel" if number % 10 == 0 else None,
        )
