"""The command menus: what "/" offers, in every language, in private chats, in groups and to groups' admins."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
)

from bot.i18n import Words, languages, words_of

_log = structlog.get_logger(__name__)

PRIVATE_COMMANDS = (
    "search", "random", "topics", "topic", "top", "last", "onthisday", "similar", "saved",
    "stats", "language", "privacy", "help",
)  # fmt: skip
GROUP_COMMANDS = (
    "search", "random", "topics", "topic", "top", "last", "onthisday", "similar", "stats", "privacy", "help",
)  # fmt: skip
ADMIN_COMMANDS = (*GROUP_COMMANDS[:-1], "quiet", "language", "allow", "disallow", "help")
_SCOPES = (
    (BotCommandScopeAllPrivateChats, PRIVATE_COMMANDS),
    (BotCommandScopeAllGroupChats, GROUP_COMMANDS),
    (BotCommandScopeAllChatAdministrators, ADMIN_COMMANDS),
)
_QUIET_SCOPES = ((BotCommandScopeChat, GROUP_COMMANDS), (BotCommandScopeChatAdministrators, ADMIN_COMMANDS))
"""Of a quiet group; the narrower one hides even the menu of all groups' admins."""
_Scope = (
    BotCommandScopeAllPrivateChats
    | BotCommandScopeAllGroupChats
    | BotCommandScopeAllChatAdministrators
    | BotCommandScopeChat
    | BotCommandScopeChatAdministrators
)
_TRIES = 5


async def set_menus(bot: Bot, default_language: str, quiet_chats: Sequence[int] = (), pause_s: float = 1.0) -> None:
    """Tells Telegram the menus; one that cannot be set is logged, for the bot works without.

    `quiet_chats`: groups that have a menu of their own. `pause_s`: before the first new try; it doubles from try to
    try, unless Telegram says itself how long to wait.
    """
    for scope, names in _SCOPES:
        for language in (None, *languages()):
            menu = commands(words_of(language or default_language), names)
            await _set_menu(bot, menu, scope(), language, pause_s)
    for chat_id in quiet_chats:
        await set_quiet_menu(bot, chat_id, default_language)


async def set_quiet_menu(bot: Bot, chat_id: int, default_language: str) -> None:
    """Gives a group a menu whose commands are seen by the bot alone, and so are answered for the asker's eyes alone."""

    async def set_one(scope: _Scope, names: tuple[str, ...], language: str | None) -> None:
        menu = commands(words_of(language or default_language), names, are_ephemeral=True)
        await bot.set_my_commands(menu, scope=scope, language_code=language)

    await _in_quiet_scopes(chat_id, set_one)


async def drop_quiet_menu(bot: Bot, chat_id: int) -> None:
    """Takes a group's own menu away: its members are shown the one of all groups again."""

    async def drop_one(scope: _Scope, _names: tuple[str, ...], language: str | None) -> None:
        await bot.delete_my_commands(scope=scope, language_code=language)

    await _in_quiet_scopes(chat_id, drop_one)


async def _in_quiet_scopes(chat_id: int, act: Callable[[_Scope, tuple[str, ...], str | None], Awaitable[None]]) -> None:
    """Acts on each scope and language; not again where Telegram refuses: it comes anew at a start."""
    try:
        for scope, names in _QUIET_SCOPES:
            for language in (None, *languages()):
                await act(scope(chat_id=chat_id), names, language)
    except AiogramError as error:
        _log.warning("menu of a quiet group not changed", chat_id=chat_id, error=str(error).partition("\n")[0])


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


def commands(words: Words, names: tuple[str, ...], *, are_ephemeral: bool = False) -> list[BotCommand]:
    """The commands of a menu with their lines in a language. `are_ephemeral`: only the bot sees who sends them."""
    mark = True if are_ephemeral else None
    return [BotCommand(command=name, description=words.plain(f"menu.{name}"), is_ephemeral=mark) for name in names]
