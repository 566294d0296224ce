"""The command menus: what "/" offers, in both languages, in private chats and in groups."""

from __future__ import annotations

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.i18n import Words, languages, words_of

_log = structlog.get_logger(__name__)

PRIVATE_COMMANDS = ("search", "random", "topics", "topic", "top", "last", "language", "help")
GROUP_COMMANDS = ("search", "random", "topics", "topic", "top", "last", "help")
_SCOPES = ((BotCommandScopeAllPrivateChats, PRIVATE_COMMANDS), (BotCommandScopeAllGroupChats, GROUP_COMMANDS))


async def set_menus(bot: Bot, default_language: str) -> None:
    """Tells Telegram the menus; one that it refuses is logged, for the bot works without."""
    for scope, names in _SCOPES:
        for language in (None, *languages()):
            words = words_of(language or default_language)
            try:
                await bot.set_my_commands(commands(words, names), scope=scope(), language_code=language)
            except TelegramAPIError as error:
                _log.warning("menu not set", scope=scope.__name__, language=language, error=str(error))


def commands(words: Words, names: tuple[str, ...]) -> list[BotCommand]:
    """The commands of a menu with their lines in a language."""
    return [BotCommand(command=name, description=words.plain(f"menu.{name}")) for name in names]
