"""The methods of the Bot API that send, change and delete messages and answer taps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiogram.enums import ChatAction
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendChatAction,
    SendDocument,
    SendMessage,
)

from tests.telegram.model import JSON, ApiError, Chat, Document, Message, Upload, bad_request
from tests.telegram.parser import MAX_CAPTION_UNITS
from tests.telegram.requests import outgoing_markup, outgoing_text, plain
from tests.telegram.shapes import message_json

if TYPE_CHECKING:
    from tests.telegram.world import World

Handler = Callable[["World", Any, Mapping[str, Upload]], Any]

MAX_NOTIFICATION = 200
MAX_INLINE_RESULTS = 50
MAX_RESULT_ID_BYTES = 64
DELETABLE_S = 48 * 3600
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def find_chat(world: World, chat_id: int | str) -> Chat:
    """The chat by id or @username. Raises ApiError for one the bot cannot know."""
    for chat in world.chats.values():
        named = chat.username is not None and f"@{chat.username}".lower() == str(chat_id).lower()
        if str(chat.id) == str(chat_id) or (named and chat.type != "private"):
            return chat
    raise bad_request("chat not found")


def require_presence(world: World, chat: Chat) -> None:
    """Raise ApiError 403 where the bot cannot write: never started, blocked, removed."""
    if chat.type == "private":
        if not world.users[chat.id].has_started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if world.users[chat.id].has_blocked_bot:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return
    status = chat.status_of(world.bot.id)
    if status == "kicked":
        raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
    if status == "left":
        raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")


def send_message(world: World, request: SendMessage, _files: Mapping[str, Upload]) -> JSON:
    """The method sendMessage."""
    text = outgoing_text(request.text, request.entities, request.parse_mode)
    content: JSON = {"text": text.text}
    if text.entities:
        content["entities"] = list(text.entities)
    return _send(world, request, content)


def send_document(world: World, request: SendDocument, files: Mapping[str, Upload]) -> JSON:
    """The method sendDocument: with an upload, or again by file_id."""
    upload = files.get(str(request.document).removeprefix("attach://"))
    file_id = str(request.document)
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        file_id = f"file-{world.new_id()}"
        world.files[file_id] = Document(upload.name, upload.data)
    if file_id not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    file = world.files[file_id]
    document = {"file_id": file_id, "file_unique_id": file_id, "file_name": file.name, "file_size": len(file.data)}
    content: JSON = {"document": document}
    if request.caption:
        caption = outgoing_text(request.caption, request.caption_entities, request.parse_mode, MAX_CAPTION_UNITS)
        content["caption"] = caption.text
        if caption.entities:
            content["caption_entities"] = list(caption.entities)
    return _send(world, request, content)


def _send(world: World, request: SendMessage | SendDocument, content: JSON) -> JSON:
    chat = find_chat(world, request.chat_id)
    markup = outgoing_markup(request.reply_markup)
    reply_to: int | None = None
    if request.reply_parameters is not None:
        answered = chat.messages.get(request.reply_parameters.message_id or 0)
        if answered is not None and not answered.deleted:
            reply_to = answered.id
        elif request.reply_parameters.allow_sending_without_reply is not True:
            raise bad_request("message to be replied not found")
    if request.message_thread_id is not None and request.message_thread_id not in chat.topics:
        raise bad_request("message thread not found")
    require_presence(world, chat)
    thread_id = request.message_thread_id
    if thread_id is None and reply_to is not None:
        thread_id = chat.messages[reply_to].thread_id
    message = world.put(chat, world.bot, content, markup=markup, thread_id=thread_id, reply_to=reply_to)
    world.note("message", chat, world.bot, message_id=message.id, card=world.card(message, "message"))
    return message_json(world, message)


def edit_text(world: World, request: EditMessageText, _files: Mapping[str, Upload]) -> JSON:
    """The method editMessageText; without a keyboard in the request the message loses the one it has."""
    text = outgoing_text(request.text, request.entities, request.parse_mode)
    message = _own_message(world, request)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    content: JSON = {"text": text.text} | ({"entities": list(text.entities)} if text.entities else {})
    return _edit(world, message, content, outgoing_markup(request.reply_markup, only_inline=True))


def edit_markup(world: World, request: EditMessageReplyMarkup, _files: Mapping[str, Upload]) -> JSON:
    """The method editMessageReplyMarkup."""
    message = _own_message(world, request)
    return _edit(world, message, message.content, outgoing_markup(request.reply_markup, only_inline=True))


def _own_message(world: World, request: EditMessageText | EditMessageReplyMarkup) -> Message:
    if request.chat_id is None or request.message_id is None:
        raise bad_request("message identifier is not specified")
    chat = find_chat(world, request.chat_id)
    message = chat.messages.get(request.message_id)
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.sender_id != world.bot.id:
        raise bad_request("message can't be edited")
    require_presence(world, chat)
    return message


def _edit(world: World, message: Message, content: JSON, markup: JSON | None) -> JSON:
    if (message.content, message.markup) == (content, markup):
        raise bad_request(_NOT_MODIFIED)
    if message.content != content:
        message.edited_at = world.unix_now()
    message.content, message.markup = content, markup
    chat = world.chats[message.chat_id]
    world.note("edit", chat, world.bot, message_id=message.id, card=world.card(message, "edit"))
    return message_json(world, message)


def delete_message(world: World, request: DeleteMessage, _files: Mapping[str, Upload]) -> bool:
    """The method deleteMessage: the bot's own ones for two days, in private chats the user's, as administrator all."""
    chat = find_chat(world, request.chat_id)
    message = chat.messages.get(request.message_id)
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    require_presence(world, chat)
    is_admin = chat.has_admin(world.bot.id)
    if message.sender_id != world.bot.id and chat.type != "private" and not is_admin:
        raise bad_request("message can't be deleted")
    if world.unix_now() - message.sent_at > DELETABLE_S and not is_admin:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    world.note("delete", chat, world.bot, message_id=message.id, card=world.card(message, "message"))
    return True


def send_action(world: World, request: SendChatAction, _files: Mapping[str, Upload]) -> bool:
    """The method sendChatAction leaves no trace in the chat; it stands in `World.calls`."""
    if request.action not in set(ChatAction):
        raise bad_request("wrong parameter action in request")
    require_presence(world, find_chat(world, request.chat_id))
    return True


def answer_callback(world: World, request: AnswerCallbackQuery, _files: Mapping[str, Upload]) -> bool:
    """The method answerCallbackQuery: once for each tap."""
    query = world.callbacks.get(request.callback_query_id)
    if query is None or query.answer is not None:
        raise bad_request(_TOO_OLD)
    text = request.text or ""
    if len(text) > MAX_NOTIFICATION:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = plain(request)
    if text and query.chat_id is not None:
        user, is_alert = world.users[query.user_id], bool(request.show_alert)
        world.note("notification", world.chats[query.chat_id], user, text=text, is_alert=is_alert)
    return True


def answer_inline(world: World, request: AnswerInlineQuery, _files: Mapping[str, Upload]) -> bool:
    """The method answerInlineQuery: texts and keyboards of the results are checked like those of messages."""
    query = world.inline_queries.get(request.inline_query_id)
    if query is None or query.answer is not None:
        raise bad_request(_TOO_OLD)
    ids = [result.id for result in request.results]
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(ids) > MAX_INLINE_RESULTS or any(not 1 <= len(id_.encode()) <= MAX_RESULT_ID_BYTES for id_ in ids):
        raise bad_request("RESULT_ID_INVALID, or too many inline query results specified")
    for result in request.results:
        content = getattr(result, "input_message_content", None)
        if content is not None and hasattr(content, "message_text"):
            outgoing_text(content.message_text, content.entities, content.parse_mode)
        outgoing_markup(result.reply_markup, only_inline=True)
    query.answer = plain(request)
    return True


HANDLERS: dict[str, Handler] = {
    "sendmessage": send_message,
    "senddocument": send_document,
    "editmessagetext": edit_text,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "sendchataction": send_action,
    "answercallbackquery": answer_callback,
    "answerinlinequery": answer_inline,
}
