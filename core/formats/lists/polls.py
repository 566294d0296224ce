"""Polls as Telethon, Pyrogram and the Bot API tell them."""

from __future__ import annotations

from collections.abc import Mapping

from core.formats.lists.counts import count

_VOTES = ("votes", "voters", "voter_count")
_TOTALS = ("total_voters", "total_voter_count")


def poll(value: object) -> Mapping[str, object] | None:
    """The poll that an object tells, in the one shape that posts have; None where it is none.

    Telethon's has the poll and its results beside each other, the options known by bytes.
    """
    if not isinstance(value, Mapping):
        return None
    results = value.get("results")
    inner = value["poll"] if isinstance(value.get("poll"), Mapping) else value
    question, answers = _plain(inner.get("question")), inner.get("answers", inner.get("options"))
    if question is None or not isinstance(answers, list):
        return None
    total = _first_count(results if isinstance(results, Mapping) else inner, _TOTALS)
    closed = next((inner[name] for name in ("closed", "is_closed") if isinstance(inner.get(name), bool)), None)
    return {
        "question": question,
        "options": [
            {"text": _plain(answer) or "", "votes": number}
            for answer, number in zip(answers, _votes(answers, results), strict=True)
        ],
        "total_voters": total,
        "closed": closed,
    }


def _votes(answers: list[object], results: object) -> list[int | None]:
    """The votes for each answer, told with it or, by the answers' bytes, in the results."""
    counted = results.get("results") if isinstance(results, Mapping) else None
    if not isinstance(counted, list):
        return [_first_count(answer, _VOTES) for answer in answers]
    by_option = {_option(item): _first_count(item, _VOTES) for item in counted}
    return [by_option.get(_option(answer)) for answer in answers]


def _option(item: object) -> str:
    return str(item.get("option")) if isinstance(item, Mapping) else ""


def _first_count(item: object, names: tuple[str, ...]) -> int | None:
    if not isinstance(item, Mapping):
        return None
    told = next((count(item[name]) for name in names if item.get(name) is not None), None)
    return told.number if told else None


def _plain(value: object) -> str | None:
    """A text, bare or in an object: newer ones have entities."""
    for _ in range(2):
        if isinstance(value, Mapping):
            value = value.get("text")
    return value if isinstance(value, str) else None
