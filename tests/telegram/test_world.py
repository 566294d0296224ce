from __future__ import annotations

import json
from typing import Any

import pytest

from tests.telegram import ApiError, FakeTelegram, World
from tests.telegram.model import Upload

BUTTON = {"text": "a", "callback_data": "a"}


@pytest.fixture
async def world() -> World:
    """Anna has written two messages (1 and 2), the bot has sent a document (3); her chat is 1000001."""
    telegram = FakeTelegram()
    telegram.patience_s = 0
    anna = telegram.user("Анна", username="anna")
    await anna.send("раз")
    await anna.send("два")
    telegram.world.call("sendDocument", {"chat_id": anna.id, "document": "attach://d"}, {"d": Upload("a.txt", b"abc")})
    telegram.group("Чат", [anna], username="chat", forum=True)
    telegram.group("Чужой чат", [anna], bot="left")
    telegram.group("Канал", admins=[anna], kind="channel", username="news")
    return telegram.world


def id_of(world: World, title: str) -> int:
    return next(chat.id for chat in world.chats.values() if chat.title == title)


def markup(*rows: list[dict[str, Any]]) -> str:
    return json.dumps({"inline_keyboard": rows})


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendMessage", {"chat_id": "Анна", "text": "x", "reply_markup": "{"}, "can't parse reply_markup"),
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "Анна", "text": "x", "message_thread_id": "много"}, "can't parse parameter"),
        ("sendMessage", {"chat_id": "Анна", "text": "x", "parse_mode": "HTML5"}, "unsupported parse_mode"),
        ("sendMessage", {"chat_id": "Анна", "text": "x", "reply_markup": markup([])}, "empty row"),
        ("sendMessage", {"chat_id": "Анна", "text": "x", "reply_markup": markup(*[[BUTTON] * 8] * 13)}, "too long"),
        (
            "sendMessage",
            {"chat_id": "Анна", "text": "x", "reply_markup": markup([BUTTON | {"text": " "}])},
            "without text",
        ),
        ("sendMessage", {"chat_id": "@anna", "text": "x"}, "chat not found"),
        ("sendDocument", {"chat_id": "Анна", "document": "нет такого"}, "wrong file identifier"),
        ("sendDocument", {"chat_id": "Анна", "document": "attach://empty"}, "non-empty"),
        ("sendDocument", {"chat_id": "Анна", "document": "attach://full", "caption": "я" * 1025}, "too long"),
        ("editMessageText", {"chat_id": "Анна", "message_id": 3, "text": "x"}, "no text in the message"),
        ("editMessageText", {"inline_message_id": "1", "text": "x"}, "MESSAGE_ID_INVALID"),
        ("editMessageText", {"text": "x"}, "identifier is not specified"),
        ("editMessageReplyMarkup", {"chat_id": "Анна", "message_id": 3}, "not modified"),
        ("sendChatAction", {"chat_id": "Анна", "action": "танцует"}, "wrong parameter action"),
        ("answerInlineQuery", {"inline_query_id": "7", "results": "[]"}, "query is too old"),
        ("getChatMember", {"chat_id": "Чат", "user_id": 1}, "PARTICIPANT_ID_INVALID"),
        ("getChatMember", {"chat_id": "Канал", "user_id": 4200000042}, "inaccessible"),
        ("getChatAdministrators", {"chat_id": "Канал"}, "inaccessible"),
        ("getChatAdministrators", {"chat_id": "Анна"}, "no administrators in the private chat"),
        ("leaveChat", {"chat_id": "Анна"}, "can't leave"),
        ("setMyCommands", {"commands": json.dumps([{"command": "a", "description": ""}])}, "DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": json.dumps([{"command": "a", "description": "a"}] * 2)}, "twice"),
        ("setMyCommands", {"commands": json.dumps([{"command": "a", "description": "a"}] * 101)}, "TOO_MUCH"),
        ("getMyCommands", {"language_code": "rus"}, "invalid language code"),
        ("getMyCommands", {"scope": json.dumps({"type": "chat", "chat_id": 5})}, "chat not found"),
        ("setMyName", {"name": "я" * 65}, "NAME_TOO_LONG"),
    ],
)
async def test_what_telegram_refuses(world: World, method: str, params: dict[str, Any], description: str) -> None:
    if "chat_id" in params and not params["chat_id"].startswith("@"):
        params = params | {"chat_id": id_of(world, params["chat_id"])}
    with pytest.raises(ApiError, match=description) as refusal:
        world.call(method, params, {"empty": Upload("a", b""), "full": Upload("a", b"abc")})
    assert refusal.value.code == 400
    assert [violation.method for violation in world.violations] == [method]


async def test_places_without_the_bot_are_forbidden_and_no_violation(world: World) -> None:
    foreign = id_of(world, "Чужой чат")
    for method in ("getChat", "leaveChat"):
        with pytest.raises(ApiError) as refusal:
            world.call(method, {"chat_id": foreign})
        assert refusal.value.code == 403
    world.chats[foreign].members[world.bot.id] = "kicked"
    with pytest.raises(ApiError, match="kicked from the supergroup"):
        world.call("sendMessage", {"chat_id": foreign, "text": "x"})
    world.assert_clean()


async def test_what_telegram_allows(world: World) -> None:
    anna, chat = id_of(world, "Анна"), id_of(world, "Чат")
    assert world.call("getMe", {})["username"] == "letopis_bot"
    assert world.call("getChat", {"chat_id": "@news"})["type"] == "channel"
    assert world.call("getChatMember", {"chat_id": chat, "user_id": anna})["status"] == "member"
    assert (
        world.call("sendMessage", {"chat_id": anna, "text": "x", "reply_markup": markup([BUTTON])})["message_id"] == 4
    )
    assert "reply_markup" not in world.call("editMessageReplyMarkup", {"chat_id": anna, "message_id": 4})
    keyboard = {"keyboard": [[{"text": "да"}]], "resize_keyboard": True}
    sent = world.call(
        "sendMessage", {"chat_id": anna, "text": "<b>x</b>", "parse_mode": "HTML", "reply_markup": keyboard}
    )
    assert (sent["entities"], "reply_markup" in sent) == ([{"type": "bold", "offset": 0, "length": 1}], False)
    bold = [{"type": "bold", "offset": 0, "length": 3}]
    document = {"document": next(iter(world.files)), "caption": "раз", "caption_entities": json.dumps(bold)}
    assert world.call("sendDocument", {"chat_id": anna, **document})["caption_entities"] == bold
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    world.call("sendMessage", {"chat_id": anna, "text": "x", "reply_parameters": json.dumps(lenient)})
    answer = world.call(
        "sendMessage", {"chat_id": anna, "text": "x", "reply_parameters": json.dumps({"message_id": 1})}
    )
    assert answer["reply_to_message"]["text"] == "раз"
    scope = {"type": "chat", "chat_id": chat}
    world.call("setMyCommands", {"commands": [{"command": "a", "description": "a"}], "scope": json.dumps(scope)})
    assert list(world.commands) == [(json.dumps(scope, sort_keys=True), "")]
    assert world.call("deleteWebhook", {"drop_pending_updates": True})
    assert world.call("getUpdates", {}) == []
    assert world.call("deleteMessage", {"chat_id": anna, "message_id": 1})
    world.assert_clean()


async def test_a_negative_offset_keeps_the_last_updates(world: World) -> None:
    assert [update["message"]["text"] for update in world.call("getUpdates", {"offset": "-1"})] == ["два"]
