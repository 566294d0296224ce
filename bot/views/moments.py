"""Instants in a text, as Telegram shows them: in the zone and the language of whoever reads."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import Words
from core.richtext import RichText, styled

_DAY, _WITH_TIME = "D", "Dt"


def moment(instant: datetime, words: Words, *, time: bool = False) -> RichText:
    """An aware instant as a date, with the time of day where the client shows it; older clients show the date alone."""
    shown = _WITH_TIME if time else _DAY
    return styled(words.date(instant), "date_time", unix_time=int(instant.timestamp()), date_time_format=shown)
