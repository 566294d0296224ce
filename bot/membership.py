"""Telegram's side of membership: getChatMember and getChatAdministrators, as bot.services asks for them."""

from __future__ import annotations

from time import monotonic

from aiogram import Bot
from aiogram.types import (
    CallbackQuery,
    ChatMemberRestricted,
    ChatMemberUnion,
    Message,
    ResultChatMemberUnion,
)

from bot.services.letting_in import Administrators
from bot.services.membership import Membership, Memberships

_REQUEST_S = 3
"""Longer than anybody waits for the answer (bot.services.membership), so that the connection is given up too."""


def memberships_told_by(bot: Bot) -> Memberships:
    """The memberships as this bot may see them."""

    async def ask(chat_id: int, user_id: int) -> Membership:
        return membership_of(await bot.get_chat_member(chat_id, user_id, request_timeout=_REQUEST_S))

    return Memberships(ask, monotonic)


def administrators_told_by(bot: Bot) -> Administrators:
    """Asks this bot who a chat's creator and administrators are."""

    async def administrators(chat_id: int) -> frozenset[int]:
        members = await bot.get_chat_administrators(chat_id, request_timeout=_REQUEST_S)
        return frozenset(member.user.id for member in members if membership_of(member).is_author)

    return administrators


def is_among(administrators: frozenset[int], event: Message | CallbackQuery) -> bool:
    """Whether who writes or taps in a group is one of its administrators, by their ids; who writes as the group is."""
    if isinstance(event, Message) and event.sender_chat is not None:
        return event.sender_chat.id == event.chat.id
    return event.from_user is not None and event.from_user.id in administrators


def membership_of(member: ResultChatMemberUnion | ChatMemberUnion) -> Membership:
    """A ChatMember, of an answer or of an update, as the rule wants it."""
    return Membership(member.status, isinstance(member, ChatMemberRestricted) and member.is_member)
