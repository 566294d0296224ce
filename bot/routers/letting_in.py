"""/allow and /disallow: an author lets his channel of members into a group, and takes it out again."""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.answering import answer
from bot.i18n import Words
from bot.membership import administrators_told_by
from bot.services.letting_in import LettingIn
from bot.views.letting_in import letting_screen
from bot.views.notices import notice

ALLOW, DISALLOW = "allow", "disallow"


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="letting_in")
    commands = Command(ALLOW, DISALLOW, ignore_case=True)
    feature.message.register(groups_only, commands, F.chat.type == "private")
    feature.message.register(change, commands)
    return feature


async def groups_only(message: Message, words: Words) -> None:
    """Says where the commands belong."""
    await answer(message, notice(words, "letting.groups_only"))


async def change(
    message: Message,
    command: CommandObject,
    bot: Bot,
    letting_in: LettingIn,
    words: Words,
    chat_id: int,
    asker_id: int | None,
    now: datetime,
) -> None:
    """Lets the channel named behind the command into this group, or takes it out, where it is the asker's."""
    asked = command.command.lower()
    if asker_id is None:
        await _tell_anonymous(message, letting_in, words, chat_id, now)
    elif not command.args:
        await answer(message, notice(words, f"letting.{asked}_usage"))
    else:
        act = letting_in.allow if asked == ALLOW else letting_in.disallow
        outcome = await act(command.args, chat_id, asker_id, administrators_told_by(bot), now)
        await answer(message, letting_screen(outcome, command.args, words))


async def _tell_anonymous(message: Message, letting_in: LettingIn, words: Words, chat_id: int, now: datetime) -> None:
    """Tells once in a chat that who writes as a group or a channel cannot be known for an author."""
    if await letting_in.is_first_anonymous(chat_id, now):
        await answer(message, notice(words, "letting.anonymous"))
