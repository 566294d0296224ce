"""The methods that answer a question of a user: a tap, something typed inline, a guest's call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiogram.enums import ChatAction
from aiogram.methods import AnswerCallbackQuery, AnswerGuestQuery, AnswerInlineQuery, SendChatAction
from aiogram.types import InlineQueryResultArticle, InputTextMessageContent

from tests.telegram.model import JSON, Query, Upload, bad_request, refused
from tests.telegram.places import find_chat, require_presence
from tests.telegram.requests import outgoing_markup, outgoing_text, plain
from tests.telegram.sending import TOO_OLD, Handler

if TYPE_CHECKING:
    from tests.telegram.world import World

MAX_NOTIFICATION = 200
MAX_INLINE_RESULTS = 50
MAX_RESULT_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
_LIVES_S = {"tap": 15, "inline": 10, "guest": 60}
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def send_action(world: World, request: SendChatAction, _files: Mapping[str, Upload]) -> bool:
    """The method sendChatAction leaves no trace in the chat; it stands in `World.calls`."""
    if request.action not in set(ChatAction):
        raise bad_request("wrong parameter action in request")
    require_presence(world, find_chat(world, request.chat_id))
    return True


def answer_callback(world: World, request: AnswerCallbackQuery, _files: Mapping[str, Upload]) -> bool:
    """The method answerCallbackQuery: once for each tap, and soon."""
    query = _waiting(world, world.callbacks.get(request.callback_query_id), "tap")
    text = request.text or ""
    if len(text) > MAX_NOTIFICATION:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = plain(request)
    if text and query.chat_id is not None:
        user, is_alert = world.users[query.user_id], bool(request.show_alert)
        world.note("notification", world.chats[query.chat_id], user, text=text, is_alert=is_alert, only_for=user.id)
    return True


def answer_inline(world: World, request: AnswerInlineQuery, _files: Mapping[str, Upload]) -> bool:
    """The method answerInlineQuery: texts and keyboards of the results are checked like those of messages."""
    ids = [result.id for result in request.results]
    if len(ids) > MAX_INLINE_RESULTS:
        raise bad_request("too many inline query results specified")
    contents = [_content_of(result) for result in request.results]
    button = request.button
    if button is not None and not button.web_app and not _START_PARAMETER.fullmatch(button.start_parameter or ""):
        raise bad_request("START_PARAM_INVALID")
    query = _waiting(world, world.inline_queries.get(request.inline_query_id), "inline")
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len((request.next_offset or "").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    query.answer = plain(request)
    results = query.answer.get("results", [])
    for result, content in zip(results, contents, strict=True):
        result["shown"] = content
    lines = [f"{result.get('title', result['type'])} — {result.get('description', '')}" for result in results]
    if button is not None:
        lines.insert(0, f"[{button.text}]")
    world.note("offered", world.chats[query.user_id], world.bot, text="\n".join(lines) or "nothing")
    return True


def answer_guest(world: World, request: AnswerGuestQuery, _files: Mapping[str, Upload]) -> JSON:
    """The method answerGuestQuery: one message in a group that the bot is no member of."""
    content = _content_of(request.result)
    query = _waiting(world, world.guest_queries.get(request.guest_query_id), "guest")
    query.answer = plain(request)
    assert query.chat_id is not None
    assert query.message is not None
    chat, markup = world.chats[query.chat_id], outgoing_markup(request.result.reply_markup, only_inline=True)
    fields: JSON = {"markup": markup, "thread_id": query.message.thread_id, "caller_id": query.user_id}
    message = world.put(chat, world.bot, content, reply_to=query.message.id, inline_id=world.new_id(), **fields)
    world.inline_messages[message.inline_id] = message
    world.note("message", chat, world.bot, message_id=message.id, card=world.card(message, "message"))
    return {"inline_message_id": message.inline_id}


def _waiting(world: World, query: Query | None, kind: str) -> Query:
    """The query, where it still waits for an answer. Raises ApiError; excused where only time has passed."""
    if query is None or query.answer is not None:
        raise bad_request(TOO_OLD)
    if query.expired or (query.asked_at is not None and world.unix_now() - query.asked_at > _LIVES_S[kind]):
        raise refused(TOO_OLD)
    return query


def _content_of(result: Any) -> JSON:
    """The content of the message that an inline result becomes. Raises ApiError for one that Telegram would refuse."""
    if not 1 <= len(result.id.encode()) <= MAX_RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not isinstance(result, InlineQueryResultArticle) or not result.title.strip():
        raise bad_request("can't parse inline query result: an article with a title is expected")
    outgoing_markup(result.reply_markup, only_inline=True)
    written = result.input_message_content
    if not isinstance(written, InputTextMessageContent):
        raise bad_request("input message content is not specified")
    text = outgoing_text(written.message_text, written.entities, written.parse_mode)
    return {"text": text.text} | ({"entities": list(text.entities)} if text.entities else {})


HANDLERS: dict[str, Handler] = {
    "sendchataction": send_action,
    "answercallbackquery": answer_callback,
    "answerinlinequery": answer_inline,
    "answerguestquery": answer_guest,
}
