"""How filters are typed, in English and in Russian.

    "exact phrase"  «точная фраза»         these very words side by side
    -word  -"some words"  -#tag            none of these; words in no form
    #tag                                   the hashtag
    after:2024-03  before:2024-03-15       после: до:   published from its beginning on; before it began
    in:@channel  in:"its title"            в:           in that channel
    has:photo video link code poll         есть: фото видео ссылка код опрос
    sort:new  sort:top                     сорт: новые топ

A date is a year, a month or a day, ISO (2024, 2024-03, 2024-03-15) or Russian (03.2024, 15.03.2024); it begins at
midnight in the zone that is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from core.search.filters import Filters, Forms, Has, Sort
from core.search.terms import LONGEST_WORD
from core.words import forms_and_chains

LONGEST_PHRASE = 200
"""Characters between two quotes; more of them are a quoted text, not a phrase."""

_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“”"}
_PHRASE = "|".join(
    f"{opening}(?P<q{n}>[^{closing}]{{0,{LONGEST_PHRASE}}})[{closing}]"
    for n, (opening, closing) in enumerate(_QUOTES.items())
)
_QUOTED = r"\"[^\"]*\"|«[^»]*»|“[^”]*”"
_FILTER = re.compile(
    rf"(?<!\S)(?P<minus>-)?"
    rf"(?:(?P<phrase>{_PHRASE})|\#(?P<tag>\w*[^\W\d_]\w*)|(?P<key>[^\W\d_]+):(?P<value>\s?(?:{_QUOTED}|[^\s:/]\S*)|)|(?P<word>(?<=-)\w\S*))"
)
_KEYS = {
    "after": "after", "после": "after", "before": "before", "до": "before", "in": "in", "в": "in",
    "has": "has", "есть": "has", "sort": "sort", "сорт": "sort", "сортировка": "sort",
}  # fmt: skip
_HAS = {
    "photo": Has.PHOTO, "photos": Has.PHOTO, "фото": Has.PHOTO, "video": Has.VIDEO, "видео": Has.VIDEO,
    "link": Has.LINK, "links": Has.LINK, "ссылка": Has.LINK, "ссылки": Has.LINK, "code": Has.CODE, "код": Has.CODE,
    "poll": Has.POLL, "polls": Has.POLL, "опрос": Has.POLL, "опросы": Has.POLL,
}  # fmt: skip
_SORTS = {
    "new": Sort.NEW, "newest": Sort.NEW, "новые": Sort.NEW, "новое": Sort.NEW, "top": Sort.TOP, "топ": Sort.TOP,
    "лучшие": Sort.TOP, "лучшее": Sort.TOP,
}  # fmt: skip
_DATES = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.)?(?P<year>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A filter or a sort as it stands in a query: its text, where (Python characters, end exclusive), what it says.

    Both None: it looks like a filter, but its value makes no sense.
    """

    text: str
    start: int
    end: int
    filters: Filters | None = None
    sort: Sort | None = None


def find_filters(text: str, zone: tzinfo) -> Iterator[Typed]:
    """The filters of a query in its order, malformed ones too; what does not look like a filter is left to be words.

    A blank may stand between a key and its value, as phone keyboards put it, where the value makes sense.
    """
    for match in _FILTER.finditer(text):
        read = _read(match, zone)
        if read is None:
            continue
        filters, sort = read
        makes_sense = filters is not None or sort is not None
        end = match.end() if makes_sense or not (match["value"] or "")[:1].isspace() else match.start("value")
        yield Typed(text[match.start() : end], match.start(), end, filters, sort)


def _read(match: re.Match[str], zone: tzinfo) -> tuple[Filters | None, Sort | None] | None:
    """What a match says; None: these are words."""
    excluded = match["minus"] is not None
    if match["tag"]:
        return (Filters(without_tags=(match["tag"],)) if excluded else Filters(tags=(match["tag"],))), None
    if match["key"]:
        key = _KEYS.get(match["key"].casefold())
        if key is None:
            forms = _forms(match[0])
            return (Filters(without=(forms,)), None) if excluded and forms else None
        return (None, None) if excluded else _keyed(key, match["value"], zone)
    quoted = next((match[f"q{n}"] for n in range(len(_QUOTES)) if match[f"q{n}"] is not None), "")
    forms = _forms(match["word"] or quoted)
    if not forms:
        return None
    return (Filters(without=(forms,)) if excluded else Filters(phrases=(forms,))), None


def _keyed(key: str, value: str, zone: tzinfo) -> tuple[Filters | None, Sort | None]:
    wanted = value.strip().casefold().rstrip(",;.!?")
    if key == "sort":
        return None, _SORTS.get(wanted)
    if key == "has":
        return (Filters(has=frozenset({_HAS[wanted]})) if wanted in _HAS else None), None
    if key == "in":
        name = value.strip().strip('"«»“”').removeprefix("@").rstrip(",;.!?").strip()
        return (Filters(channels=frozenset({name})) if name else None), None
    instant = _instant(wanted, zone)
    if instant is None:
        return None, None
    return (Filters(after=instant) if key == "after" else Filters(before=instant)), None


def _instant(value: str, zone: tzinfo) -> datetime | None:
    for pattern in _DATES:
        if match := pattern.fullmatch(value):
            year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
            try:
                return datetime(year, month, day, tzinfo=zone)
            except ValueError:
                return None
    return None


def _forms(words: str) -> Forms:
    return tuple(form for form in forms_and_chains(words)[0] if len(form) <= LONGEST_WORD)
