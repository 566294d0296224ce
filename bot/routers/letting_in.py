"""/allow and /disallow: an author lets his channel of members into a group, and takes it out again."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.answering import Reply
from bot.i18n import Words
from bot.membership import administrators_told_by
from bot.services.asking import Asker
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


async def groups_only(_: Message, words: Words, reply: Reply) -> None:
    """Says where the commands belong."""
    await reply.show(notice(words, "letting.groups_only"))


async def change(
    _: Message,
    command: CommandObject,
    bot: Bot,
    letting_in: LettingIn,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Lets the channel named behind the command into this group, or takes it out, where it is the asker's."""
    asked = command.command.lower()
    if asker.user_id is None:
        await _tell_anonymous(letting_in, asker, words, reply)
    elif not command.args:
        await reply.show(notice(words, f"letting.{asked}_usage"))
    else:
        act = letting_in.allow if asked == ALLOW else letting_in.disallow
        outcome = await act(command.args, asker.chat_id, asker.user_id, administrators_told_by(bot), asker.now)
        await reply.show(letting_screen(outcome, command.args, words))


async def _tell_anonymous(letting_in: LettingIn, asker: Asker, words: Words, reply: Reply) -> None:
    """Tells once in a chat that who writes as a group or a channel cannot be known for an author."""
    if await letting_in.is_first_anonymous(asker.chat_id, asker.now):
        await reply.show(notice(words, "letting.anonymous"))
