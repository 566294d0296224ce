"""/admin: what operators see of the archive, and authors of their channels. For others there is no such command."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import AdminFileTap, AdminTap
from bot.i18n import Words
from bot.services.admin import PERIODS, Admin, AdminPage, AdminWish
from bot.services.asking import Asker
from bot.services.authors import Authors
from bot.views.admin import admin_screen
from bot.views.admin_file import admin_file, file_name
from bot.views.notices import notice
from core.errors import NotFound
from core.types import Viewer


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="admin")
    feature.message.register(admin_, Command("admin", ignore_case=True), has_rights)
    feature.callback_query.register(turn, AdminTap.filter(), has_rights)
    feature.callback_query.register(send_file, AdminFileTap.filter(), has_rights)
    return feature


async def has_rights(_: Message | CallbackQuery, asker: Asker, authors: Authors) -> bool | dict[str, Any]:
    """Whether somebody in private has rights over a channel, and over which: `rights`."""
    if not asker.private or asker.user_id is None:
        return False
    rights = await authors.viewer_of(asker.user_id)
    return {"rights": rights} if rights.channel_ids is None or rights.channel_ids else False


async def admin_(_: Message, admin: Admin, rights: Viewer, asker: Asker, words: Words, reply: Reply) -> None:
    """Shows how large and fresh the archive is, and leads to the rest."""
    await reply.show(admin_screen(await admin.show(AdminWish(), rights, asker.now), words))


async def turn(
    _: CallbackQuery,
    callback_data: AdminTap,
    admin: Admin,
    rights: Viewer,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Shows another page on the card."""
    wish = _wish(callback_data, callback_data.number)
    await reply.show(admin_screen(await admin.show(wish, rights, asker.now), words))


async def send_file(
    _: CallbackQuery,
    callback_data: AdminFileTap,
    admin: Admin,
    rights: Viewer,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Sends all that the card's pages show as a file."""
    card = await admin.table(_wish(callback_data), rights, asker.now)
    await reply.notify()
    caption = notice(words, f"admin.heading.{card.wish.page}")
    await reply.send_file(file_name(card, asker.now), admin_file(card, words), caption)


def _wish(tap: AdminTap | AdminFileTap, number: int = 0) -> AdminWish:
    """What a button asks for. Raises NotFound for one of another version, or a forged one."""
    if tap.page not in set(AdminPage) or tap.days not in PERIODS:
        raise NotFound("error.card_gone")
    return AdminWish(page=AdminPage(tap.page), channel_id=tap.channel or None, days=tap.days, number=number)
