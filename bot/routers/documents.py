"""Files that an operator sends in private: they are imported. From anybody else a file is just no words."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace as changed
from datetime import datetime
from typing import BinaryIO

import structlog
from aiogram import Bot, F, Router
from aiogram.enums import ContentType
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import CallbackQuery, Document, Message
from aiohttp import ClientError

from bot.answering import answer, notify, replace, send
from bot.callbacks import ChatTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.document_import import DocumentImport
from bot.services.document_wish import DocumentWish, wish_of
from bot.views.documents import document_notice, document_screen
from bot.views.notices import notice
from bot.views.screen import Screen
from core.errors import WrongUsage
from core.types import Viewer

_log = structlog.get_logger(__name__)

MOST_BYTES = 20 << 20
"""Of a file that Telegram gives to a bot."""

_FETCHING_S = 600
_LAST_WORDS_S = 0.5
_TOO_BIG = "file is too big"
_NO_NAME = "document"


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="documents")
    feature.message.register(import_document, F.chat.type == "private", _is_document, _is_operators, _is_no_post)
    feature.callback_query.register(import_chat, ChatTap.filter(), F.message.chat.type == "private", _is_operators)
    return feature


def _is_document(message: Message) -> bool:
    return message.content_type == ContentType.DOCUMENT  # an animation has a document, too


def _is_operators(_event: Message | CallbackQuery, asker: Asker) -> bool:
    return asker.viewer == Viewer.operator()


def _is_no_post(message: Message) -> bool:
    """Whether it is not a channel's post that was forwarded."""
    return message.forward_origin is None or message.forward_origin.type != "channel"


async def import_document(
    message: Message, bot: Bot, document_import: DocumentImport, words: Words, now: datetime
) -> None:
    """Imports the file, as the words under it say."""
    document = message.document
    if document is None:
        return
    try:
        wish = wish_of(message.caption)
    except WrongUsage as error:
        await answer(message, notice(words, error.key))
        return
    name = document.file_name or _NO_NAME
    refused = _why_not(document, document_import)
    if refused:
        await answer(message, document_notice(refused, words, name))
        return
    begun = document_notice("waiting" if document_import.is_busy else "importing", words, name)
    card = await send(bot, message.chat.id, begun, reply_to=message.message_id)
    work = _Work(bot, document, document_import, words, card.chat.id, card.message_id)
    await work.done(wish, now)


async def import_chat(
    query: CallbackQuery,
    callback_data: ChatTap,
    bot: Bot,
    document_import: DocumentImport,
    words: Words,
    now: datetime,
) -> None:
    """Imports one channel out of the file that the card answers."""
    card = query.message if isinstance(query.message, Message) else None
    asked = card.reply_to_message if card else None
    if card is None or asked is None or asked.document is None:
        await notify(query, words.plain("document.gone"))
        return
    await notify(query)
    name = asked.document.file_name or _NO_NAME
    refused = _why_not(asked.document, document_import)
    begun = refused or ("waiting" if document_import.is_busy else "importing")
    await replace(bot, card.chat.id, card.message_id, document_notice(begun, words, name))
    if not refused:
        wish = changed(wish_of(asked.caption), chat=str(callback_data.chat))
        work = _Work(bot, asked.document, document_import, words, card.chat.id, card.message_id)
        await work.done(wish, now)


def _why_not(document: Document, document_import: DocumentImport) -> str | None:
    if (document.file_size or 0) > MOST_BYTES:
        return "too_big"
    return "full" if document_import.is_full else None


class _Work:
    """One document on its way, told of on one card."""

    def __init__(
        self,
        bot: Bot,
        document: Document,
        document_import: DocumentImport,
        words: Words,
        chat_id: int,
        card_id: int,
    ) -> None:
        self._bot = bot
        self._document = document
        self._import = document_import
        self._words = words
        self._chat_id = chat_id
        self._card_id = card_id
        self._name = document.file_name or _NO_NAME

    async def done(self, wish: DocumentWish, now: datetime) -> None:
        """Waits for its turn, imports, and tells what came of it."""
        waits = self._import.is_busy
        try:
            async with self._import.turn():
                if waits:
                    await self._tell(self._notice("importing"))
                screen = await self._imported(wish, now)
        except asyncio.CancelledError:
            with suppress(AiogramError, TimeoutError):
                await asyncio.wait_for(self._tell(self._notice("stopped")), _LAST_WORDS_S)
            raise
        await self._tell(screen)

    async def _imported(self, wish: DocumentWish, now: datetime) -> Screen:
        try:
            report = await self._import.take(self._document.file_name, self._fetch, wish, now)
        except TelegramBadRequest as error:
            return self._notice("too_big" if _TOO_BIG in error.message else "not_fetched")
        except (AiogramError, ClientError, TimeoutError):
            return self._notice("not_fetched")
        except OSError as error:
            _log.error("document not written", error=error.strerror)
            return self._notice("not_written")
        return document_screen(report, self._words, self._name)

    async def _fetch(self, stream: BinaryIO) -> None:
        await self._bot.download(self._document, stream, timeout=_FETCHING_S)

    async def _tell(self, screen: Screen) -> None:
        if not await replace(self._bot, self._chat_id, self._card_id, screen):
            await send(self._bot, self._chat_id, screen)

    def _notice(self, key: str) -> Screen:
        return document_notice(key, self._words, self._name)
