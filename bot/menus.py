"""The command menus: what "/" offers, in every language, in private chats, in groups and to groups' admins."""

from __future__ import annotations

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.i18n import Words, languages, words_of

_log = structlog.get_logger(__name__)

PRIVATE_COMMANDS = ("search", "random", "topics", "topic", "top", "last", "language", "help")
GROUP_COMMANDS = ("search", "random", "topics", "topic", "top", "last", "help")
ADMIN_COMMANDS = (*GROUP_COMMANDS[:-1], "allow", "disallow", "help")
_SCOPES = (
    (BotCommandScopeAllPrivateChats, PRIVATE_COMMANDS),
    (BotCommandScopeAllGroupChats, GROUP_COMMANDS),
    (BotCommandScopeAllChatAdministrators, ADMIN_COMMANDS),
)
_Scope = BotCommandScopeAllPrivateChats | BotCommandScopeAllGroupChats | BotCommandScopeAllChatAdministrators
_TRIES = 5


async def set_menus(bot: Bot, default_language: str, pause_s: float = 1.0) -> None:
    """Tells Telegram the menus; one that cannot be set is logged, for the bot works without.

    `pause_s`: before the first new try; it doubles from try to try, unless Telegram says itself how long to wait.
    """
    for scope, names in _SCOPES:
        for language in (None, *languages()):
            menu = commands(words_of(language or default_language), names)
            await _set_menu(bot, menu, scope(), language, pause_s)


async def _set_menu(bot: Bot, menu: list[BotCommand], scope: _Scope, language: str | None, pause_s: float) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            await bot.set_my_commands(menu, scope=scope, language_code=language)
        except AiogramError as error:  # also an answer that is not Telegram's at all
            _log.warning("menu not set", scope=scope.type, language=language, attempt=attempt, error=str(error))
            told_s = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
            await asyncio.sleep(max(told_s, pause_s * 2 ** (attempt - 1)) if attempt < _TRIES else 0)
        else:
            return


def commands(words: Words, names: tuple[str, ...]) -> list[BotCommand]:
    """The commands of a menu with their lines in a language."""
    return [BotCommand(command=name, description=words.plain(f"menu.{name}")) for name in names]
