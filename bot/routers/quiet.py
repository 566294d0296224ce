"""/quiet: a group's admins choose whether everybody sees the answers, or the asker alone."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import QuietTap
from bot.i18n import Words, is_named
from bot.membership import administrators_told_by, is_among
from bot.menus import drop_quiet_menu, set_quiet_menu
from bot.services.asking import Asker
from bot.services.groups import Groups
from bot.views.groups import quiet_screen
from bot.views.notices import notice
from bot.whispering import Whispers


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="quiet")
    command = Command("quiet", ignore_case=True)
    feature.message.register(groups_only, command, F.chat.type == "private")
    feature.message.register(quiet, command)
    feature.callback_query.register(switch, QuietTap.filter())
    return feature


async def groups_only(_: Message, words: Words, reply: Reply) -> None:
    """Says where the command belongs."""
    await reply.show(notice(words, "quiet.groups_only"))


async def quiet(
    message: Message,
    command: CommandObject,
    bot: Bot,
    groups: Groups,
    whispers: Whispers,
    default_language: str,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Shows who sees the answers, or changes it as the word behind the command says."""
    admins = await administrators_told_by(bot)(asker.chat_id)
    if not is_among(admins, message):
        await reply.show(notice(words, "quiet.admins_only"))
        return
    wanted = _wanted(command.args or "")
    if wanted is None:
        now_quiet = (await groups.settings(asker.chat_id)).quiet
        await reply.show(quiet_screen(words, quiet=now_quiet, can_whisper=whispers.are_known))
        return
    await groups.set_quiet(asker.chat_id, quiet=wanted, bot_is_admin=bot.id in admins)
    await reply.show(quiet_screen(words, quiet=wanted, is_new=True, can_whisper=whispers.are_known))
    await _show_menu(bot, asker.chat_id, default_language, quiet=wanted)


async def switch(
    query: CallbackQuery,
    callback_data: QuietTap,
    bot: Bot,
    groups: Groups,
    whispers: Whispers,
    default_language: str,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Changes who sees the answers."""
    admins = await administrators_told_by(bot)(asker.chat_id)
    if not is_among(admins, query):
        await reply.notify(words.plain("quiet.admins_only"))
        return
    await groups.set_quiet(asker.chat_id, quiet=callback_data.quiet, bot_is_admin=bot.id in admins)
    await reply.show(quiet_screen(words, quiet=callback_data.quiet, is_new=True, can_whisper=whispers.are_known))
    await _show_menu(bot, asker.chat_id, default_language, quiet=callback_data.quiet)


def _wanted(typed: str) -> bool | None:
    """Whether the words mean on or off, in any of the languages; None where they mean neither."""
    return next(
        (state for state, name in ((True, "on"), (False, "off")) if is_named(typed, f"quiet.typed.{name}")), None
    )


async def _show_menu(bot: Bot, chat_id: int, default_language: str, *, quiet: bool) -> None:
    if quiet:
        await set_quiet_menu(bot, chat_id, default_language)
    else:
        await drop_quiet_menu(bot, chat_id)
