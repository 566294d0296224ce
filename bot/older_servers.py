"""Bot API servers that are older than what the bot sends: it does without, once it has been refused."""

from __future__ import annotations

from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from pydantic import BaseModel

_log = structlog.get_logger(__name__)
_DATE = "date_time"
_REFUSED = "unsupported type specified"


class WithoutDates(BaseRequestMiddleware):
    """On the bot's session: a server before Bot API 9.5 refuses entities of type date_time, so they are left out.

    The text stands by itself: the entity only shows the date in the reader's own zone. The first refusal tells it, and
    from then on, until the restart, none is sent.
    """

    def __init__(self) -> None:
        self._are_known = True

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Any:
        """Makes the request. Raises what it raises."""
        if not self._are_known:
            return await make_request(bot, _without_dates(method))
        try:
            return await make_request(bot, method)
        except TelegramBadRequest as error:
            dateless = _without_dates(method)
            if _REFUSED not in error.message.lower() or dateless is method:
                raise
        self._are_known = False
        _log.info("this server knows no entities of dates")
        return await make_request(bot, dateless)


def _without_dates(value: Any) -> Any:
    """A method, or anything in it, without date_time entities; the same object where there is none."""
    if isinstance(value, list):
        kept = [_without_dates(item) for item in value if getattr(item, "type", None) != _DATE]
        same = len(kept) == len(value) and all(old is new for old, new in zip(value, kept, strict=True))
        return value if same else kept
    if not isinstance(value, BaseModel):
        return value
    changed = {}
    for name in type(value).model_fields:
        old = getattr(value, name)
        new = _without_dates(old)
        if new is not old:
            changed[name] = new
    return value.model_copy(update=changed) if changed else value
