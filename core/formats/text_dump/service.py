"""Service lines: what Telegram itself wrote between the posts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PINNED_THING = (
    r"«.*»?|(?:an?|this|the)\s\w+(?:\s\w+)?"
    r"|(?:это\s|эту\s)?(?:сообщение|фото\w*|видео\w*|файл|стикер|GIF|опрос|голосовое\s\w+)"
)
_PINNED = re.compile(rf"(?P<title>\S.*?)\s(?:pinned|закрепил(?:а|о|и|\(а\))?)\s(?:{_PINNED_THING})")
_RENAMED = re.compile(
    r"(?:Channel|Group)\s(?:name|title)\swas\schanged\sto\s«(?P<title>.+)»"
    r"|(?:Название\sканала|Канал)\s(?:было\s)?(?:изменено|изменён|переименован)\s(?:на|в)\s«(?P<russian_title>.+)»"
)
_OTHER = re.compile(
    r"Channel\screated|Channel\sphoto\s(?:updated|changed|removed)"
    r"|Канал\sсоздан|Фото(?:графия)?\sканала\s(?:обновлен[оа]|изменен[оа]|удален[оа])"
    r"|(?:Live\sstream|Video\schat|Трансляция)\s(?:started|finished|scheduled|началась|завершена|запланирована)\b.*"
)

LONGEST = 1000
"""In characters; Telegram cuts a pinned text after some 250."""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A line that is no post; `title`: the channel's title where the line tells it."""

    number: int
    text: str
    title: str | None = None


def service_line(number: int, text: str) -> ServiceLine | None:
    """Line `number` of the file as a service line; None where it is something else."""
    if len(text) > LONGEST:
        return None
    named = _PINNED.fullmatch(text) or _RENAMED.fullmatch(text)
    if named:
        return ServiceLine(number, text, next(title for title in named.groups() if title))
    return ServiceLine(number, text) if _OTHER.fullmatch(text) else None
