"""What happens to groups: the bot is added, promoted or removed; a group moves to another id."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import ChatMemberUpdated, Message

from bot.answering import send
from bot.i18n import Words
from bot.membership import membership_of
from bot.menus import set_quiet_menu
from bot.services.groups import Groups
from bot.views.groups import greeting_screen

_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="groups")
    feature.my_chat_member.register(bot_changed, F.chat.type.in_(_GROUPS))
    feature.message.register(moved_away, F.migrate_to_chat_id.as_("new_id"))
    feature.message.register(moved_here, F.migrate_from_chat_id.as_("old_id"))
    feature.message.register(no_question, F.is_automatic_forward)
    return feature


async def bot_changed(event: ChatMemberUpdated, bot: Bot, groups: Groups, words: Words, default_language: str) -> None:
    """Remembers what the bot is in a group; greets once where it was added."""
    chat_id = event.chat.id
    was, is_now = membership_of(event.old_chat_member), membership_of(event.new_chat_member)
    if not is_now.is_in:
        await groups.bot_left(chat_id)
        return
    await groups.bot_became(chat_id, is_admin=is_now.is_author)
    if was.is_in or not await groups.is_to_be_greeted(chat_id, may_be_moved=event.chat.type == ChatType.SUPERGROUP):
        return
    await send(bot, chat_id, greeting_screen(words))
    await _show_menu(bot, chat_id, groups, default_language)


async def moved_away(message: Message, new_id: int, groups: Groups) -> None:
    """The group has become a supergroup: what it chose holds there."""
    await groups.moved(message.chat.id, new_id)


async def moved_here(message: Message, old_id: int, bot: Bot, groups: Groups, default_language: str) -> None:
    """The same, told in the supergroup, which needs its menu."""
    await groups.moved(old_id, message.chat.id)
    await _show_menu(bot, message.chat.id, groups, default_language)


async def no_question(_: Message) -> None:
    """A post that Telegram forwards into the channel's group asks nothing, whatever it begins with."""


async def _show_menu(bot: Bot, chat_id: int, groups: Groups, default_language: str) -> None:
    if (await groups.settings(chat_id)).quiet:
        await set_quiet_menu(bot, chat_id, default_language)
