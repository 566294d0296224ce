"""Telegram's side of the inbox: which updates are kept, and that this is done before they are confirmed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Any, cast

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.dispatcher.event.bases import UNHANDLED, CancelHandler
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject, Update, User
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.incoming import is_forwarded_post
from bot.incoming.objects import bare_channel_id, number_of, object_of
from bot.services.inbox import Inbox, Kept
from bot.services.missing import Missing
from core.errors import StorageError

_log = structlog.get_logger(__name__)

OF_CHANNELS = ("channel_post", "edited_channel_post", "message_reaction_count", "my_chat_member", "chat_member")
"""The kinds of updates that are kept where they are of a channel. Some are told only to those who ask for them."""

_LONGEST_WAIT_S = 1.0

_Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Keeper:
    """Chooses the updates that are kept, and keeps them."""

    def __init__(self, inbox: Inbox, operator_ids: Collection[int]) -> None:
        self._inbox = inbox
        self._operator_ids = frozenset(operator_ids)

    async def keep(self, updates: Sequence[Update]) -> None:
        """Keeps those that are to be kept. Raises StorageError and its kinds: then none may be confirmed."""
        await self.keep_objects([_as_json(update) for update in updates if self._may_be_kept(update)])

    async def keep_update(self, update: Update) -> bool:
        """The same for one update, before a webhook's 200; returns whether it is kept, and is no handler's."""
        if not self._may_be_kept(update):
            return False
        kept = self._kept(_as_json(update))
        await self._inbox.keep(kept)
        return bool(kept)

    async def caught_up(self) -> None:
        """Returns when what was kept before is in the archive, or after a moment."""
        await self._inbox.caught_up(_LONGEST_WAIT_S)

    async def keep_objects(self, updates: Sequence[dict[str, Any]]) -> None:
        """The same for updates as Telegram wrote them."""
        await self._inbox.keep([kept for update in updates for kept in self._kept(update)])

    def _may_be_kept(self, update: Update) -> bool:
        """A first look, which costs nothing: most messages are not kept."""
        message = update.message
        if message is None:
            return any(getattr(update, kind) is not None for kind in OF_CHANNELS)
        return message.forward_origin is not None and self._is_operator(message.from_user)

    def _kept(self, update: dict[str, Any]) -> list[Kept]:
        found = [
            Kept(update["update_id"], kind, update[kind])
            for kind in OF_CHANNELS
            if bare_channel_id(object_of(object_of(update, kind), "chat")) is not None
        ]
        message = object_of(update, "message")
        if number_of(object_of(message, "from"), "id") in self._operator_ids and is_forwarded_post(message):
            found.append(Kept(update["update_id"], "message", message))
        return found

    def _is_operator(self, user: User | None) -> bool:
        return user is not None and user.id in self._operator_ids


class KeptBeforeConfirmed(BaseRequestMiddleware):
    """On the bot's session: what getUpdates gives is kept before it is given on, and the next one confirms it.

    An update that aiogram cannot read is given on without its content, for else it would come again for ever; what is
    kept of it is what Telegram wrote.
    """

    def __init__(
        self, keeper: Keeper, missing: Missing, clock: Callable[[], datetime], outage_ended: Callable[[], None]
    ) -> None:
        self._keeper = keeper
        self._missing = missing
        self._clock = clock
        self._outage_ended = outage_ended

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Any:
        """Makes the request. Raises what it raises, and StorageError where its updates cannot be kept."""
        if not isinstance(method, GetUpdates):
            return await make_request(bot, method)
        try:
            told: Any = await make_request(bot, cast("TelegramMethod[TelegramType]", method))
            updates: list[Update] = told or []
        except ClientDecodeError as error:
            unread = _told_updates(error.data)
            if unread is None:
                raise
            await self._keeper.keep_objects(unread)
            updates = [_read(update, bot) for update in unread]
        else:
            await self._keeper.keep(updates)
        await self._note_poll()
        return updates

    async def _note_poll(self) -> None:
        try:
            if await self._missing.polled(self._clock()):
                self._outage_ended()
        except StorageError:
            _log.warning("the time of the poll is not noted", exc_info=True)


class KeptNotHandled(BaseMiddleware):
    """On the dispatcher: kept updates end here. One that came by another way than getUpdates is kept now.

    `heard_of` is called with the user of each update, his id and the language of his Telegram.
    """

    def __init__(self, keeper: Keeper, heard_of: Callable[[int, str | None], None]) -> None:
        self._keeper = keeper
        self._heard_of = heard_of

    async def __call__(self, handler: _Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Passes on what is not kept, behind what was kept before.

        Raises CancelHandler, past all error handlers, where an update cannot be kept.
        """
        user: User | None = data.get("event_from_user")
        if user is not None:
            self._heard_of(user.id, user.language_code)
        if await self._ends_here(event):
            return UNHANDLED
        await self._keeper.caught_up()
        return await handler(event, data)

    async def _ends_here(self, event: TelegramObject) -> bool:
        if not isinstance(event, Update):
            return False
        try:
            return not _has_content(event) or await self._keeper.keep_update(event)
        except StorageError as error:
            _log.error("update not kept", update_id=event.update_id, exc_info=True)
            raise CancelHandler from error


def _as_json(update: Update) -> dict[str, Any]:
    return update.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


def _told_updates(answer: object) -> list[dict[str, Any]] | None:
    """The updates of an answer that aiogram could not read; None where it is no answer with updates."""
    told = answer.get("result") if isinstance(answer, dict) and answer.get("ok") is True else None
    if not isinstance(told, list):
        return None
    if not all(isinstance(update, dict) and isinstance(update.get("update_id"), int) for update in told):
        return None
    return told


def _read(update: dict[str, Any], bot: Bot) -> Update:
    """The update, or its bare number where aiogram does not know its shape."""
    try:
        return Update.model_validate(update, context={"bot": bot})
    except ValidationError:
        kinds = sorted(name for name in update if name != "update_id")
        _log.warning("update not understood", update_id=update["update_id"], kinds=kinds)
        return Update(update_id=update["update_id"])


def _has_content(update: Update) -> bool:
    try:
        return bool(update.event_type)
    except UpdateTypeLookupError:
        return False
