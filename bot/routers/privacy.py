"""/privacy says what is kept of whom; /forget removes it."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import ForgetTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.forgetting import Forgetting
from bot.views.notices import notice
from bot.views.privacy import GROUP, ME, NOTHING, forget_screen, privacy_screen
from core.errors import NotFound

_ADMINS = {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="privacy")
    feature.message.register(privacy, Command("privacy", ignore_case=True))
    feature.message.register(ask, Command("forget", ignore_case=True))
    feature.callback_query.register(forget, ForgetTap.filter())
    return feature


async def privacy(_: Message, asker: Asker, words: Words, reply: Reply) -> None:
    """Says what is kept."""
    await reply.show(privacy_screen(words, private=asker.private))


async def ask(_: Message, asker: Asker, words: Words, reply: Reply) -> None:
    """Asks what is to be forgotten, and whether really."""
    await reply.show(forget_screen(words, asker.user_id, private=asker.private))


async def forget(
    query: CallbackQuery,
    callback_data: ForgetTap,
    bot: Bot,
    forgetting: Forgetting,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Forgets the one who asked for it, or a group for one of its admins."""
    user_id = query.from_user.id
    if callback_data.user not in {None, user_id}:
        raise NotFound("error.not_yours")
    if callback_data.what == ME and callback_data.user is not None:
        await forgetting.forget_user(user_id)
        await reply.show(notice(words, "forget.done"))
    elif callback_data.what == GROUP and not asker.private:
        if (await bot.get_chat_member(asker.chat_id, user_id)).status not in _ADMINS:
            await reply.notify(words.plain("forget.admins_only"))
            return
        await forgetting.forget_group(asker.chat_id)
        await reply.show(notice(words, "forget.group_done"))
    elif callback_data.what == NOTHING:
        await reply.show(notice(words, "forget.kept"))
    else:
        raise NotFound("error.card_gone")
