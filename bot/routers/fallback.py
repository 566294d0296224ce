"""What no feature understood: a helpful line in private, silence in a group."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply, notify
from bot.i18n import Words
from bot.views.notices import notice

_MEDIA = frozenset({
    ContentType.ANIMATION, ContentType.AUDIO, ContentType.CHECKLIST, ContentType.CONTACT, ContentType.DICE,
    ContentType.DOCUMENT, ContentType.GAME, ContentType.LIVE_PHOTO, ContentType.LOCATION, ContentType.PAID_MEDIA,
    ContentType.PHOTO, ContentType.POLL, ContentType.STICKER, ContentType.STORY, ContentType.VENUE, ContentType.VIDEO,
    ContentType.VIDEO_NOTE, ContentType.VOICE,
})  # fmt: skip
"""What a person sends. All else is Telegram's own note (a message was pinned, a background chosen): no answer."""


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="fallback")
    feature.message.register(unknown_command, F.chat.type == "private", F.text.startswith("/"))
    feature.message.register(unexpected_media, F.chat.type == "private", F.content_type.in_(_MEDIA))
    feature.callback_query.register(unknown_tap)
    return feature


async def unknown_command(_: Message, words: Words, reply: Reply) -> None:
    """Names what the bot can do instead."""
    await reply.show(notice(words, "fallback.command"))


async def unexpected_media(_: Message, words: Words, reply: Reply) -> None:
    """Says that the bot reads words."""
    await reply.show(notice(words, "fallback.media"))


async def unknown_tap(query: CallbackQuery, words: Words) -> None:
    """Answers a button of an older version, or a forged one."""
    await notify(query, words.plain("error.card_gone"))
