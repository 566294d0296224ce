"""Everything that Reply sends goes where the question was, and is seen by those who saw it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetMe
from aiogram.types import Message

from bot.answering import Reply
from bot.keyboards import keyboard_of
from bot.views.screen import Button, Place, Screen
from bot.whispering import Whispers
from core.errors import NotFound
from core.richtext import RichText
from tests.bot.letopis import Letopis
from tests.telegram import Chat, FakeUser

SCREEN = Screen(text=RichText("подпись"))
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsGDG4wAAAABJRU5ErkJggg==")


async def handled(letopis: Letopis, update: dict[str, Any], act: Any, **reply: Any) -> None:
    """Lets `act` answer the message of an update."""
    message = Message.model_validate(update["message"], context={"bot": letopis.telegram.bot})
    await act(Reply(message, **reply))


async def everything(reply: Reply) -> None:
    """Each way to send something."""
    await reply.show(SCREEN)
    await reply.say(SCREEN)
    await reply.send_file("список.csv", b"a;b", SCREEN)
    file_id = await reply.show_picture(PNG, SCREEN)
    assert await reply.show_picture(file_id, SCREEN) == file_id


async def test_everything_goes_into_the_topic_of_the_question(letopis: Letopis, anna: FakeUser) -> None:
    world = letopis.telegram.world
    forum = letopis.telegram.group("Форум", [anna], forum=True)
    letopis.telegram.topic(forum, "Первая")
    topic = letopis.telegram.topic(forum, "Поиск")
    for thread in (topic, None):
        update = world.say(forum, anna.user, {"text": "/last"}, thread_id=thread)
        assert update is not None
        mark = len(world.events)
        await handled(letopis, update, everything)
        answers = letopis.telegram.answers_since(mark, forum)
        assert [card.thread_id for card in answers] == [thread] * 5
        assert all(card.reply_to is not None for card in answers)


async def test_everything_is_for_the_askers_eyes_alone(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    world = letopis.telegram.world
    group = letopis.telegram.group("Группа", [anna, john], bot="administrator")
    update = world.say(group, anna.user, {"text": "/last"})
    assert update is not None
    mark = len(world.events)
    await handled(letopis, update, everything, may_whisper=True)
    answers = letopis.telegram.answers_since(mark, group, anna.id)
    assert [card.ephemeral_id > 0 for card in answers] == [True] * 5
    assert letopis.telegram.answers_since(mark, group, john.id).silent


async def test_nothing_can_be_copied_where_one_alone_sees_it(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.telegram.group("Группа", [anna], bot="administrator")
    update = letopis.telegram.world.say(group, anna.user, {"text": "/last"})
    assert update is not None

    async def copy(reply: Reply) -> None:
        assert reply.is_whispered
        with pytest.raises(NotFound):
            await reply.copy("@svoi", [1])

    await handled(letopis, update, copy, may_whisper=True)


async def test_a_hint_in_the_field_asks_for_an_answer(letopis: Letopis, anna: FakeUser) -> None:
    update = letopis.telegram.world.say(anna.chat, anna.user, {"text": "/last"})
    assert update is not None

    async def ask(reply: Reply) -> None:
        assert await reply.say(Screen(text=RichText("Имя?"), placeholder="Новое имя")) > 0

    await handled(letopis, update, ask)
    markup = json.loads(letopis.telegram.world.calls[-1][1]["reply_markup"])
    assert markup == {"force_reply": True, "input_field_placeholder": "Новое имя", "selective": True}


async def test_what_one_alone_sees_is_changed_by_taps_and_added_to(
    letopis: Letopis, anna: FakeUser, john: FakeUser
) -> None:
    """A picture's caption changes; one more message after the tap is for the same eyes."""
    group = letopis.telegram.group("Группа", [anna, john], bot="administrator")
    update = letopis.telegram.world.say(group, anna.user, {"text": "/last"})
    assert update is not None
    button = Screen(text=RichText("подпись"), rows=((Button("ещё", data="нечто"),),))

    async def picture(reply: Reply) -> None:
        await reply.show_picture(PNG, button)

    mark = len(letopis.telegram.world.events)
    await handled(letopis, update, picture, may_whisper=True)
    (card,) = letopis.telegram.answers_since(mark, group, anna.id)

    async def answer(handler: Any, event: Any, data: dict[str, Any]) -> None:
        await data["reply"].show(SCREEN)
        await data["reply"].say(SCREEN)

    letopis.dispatcher.callback_query.outer_middleware(answer)
    edited, added = await anna.tap("ещё", card)
    assert (edited.kind, edited.text, edited.ephemeral_id) == ("edit", "подпись", card.ephemeral_id)
    assert (added.kind, added.ephemeral_id > 0) == ("message", True)
    assert letopis.telegram.answers_since(mark, group, john.id).silent


async def test_a_public_pictures_caption_changes(letopis: Letopis, anna: FakeUser) -> None:
    update = letopis.telegram.world.say(anna.chat, anna.user, {"text": "/last"})
    assert update is not None

    async def picture(reply: Reply) -> None:
        await reply.show_picture(PNG, Screen(text=RichText("было"), rows=((Button("ещё", data="нечто"),),)))

    await handled(letopis, update, picture)

    async def answer(handler: Any, event: Any, data: dict[str, Any]) -> None:
        await data["reply"].show(SCREEN)

    letopis.dispatcher.callback_query.outer_middleware(answer)
    assert (await anna.tap("ещё")).only.text == "подпись"


async def test_a_server_of_bot_api_10_2_has_other_names_for_it(letopis: Letopis, anna: FakeUser) -> None:
    """It refuses the answer to an ephemeral command once, and is asked in its own words from then on."""
    asked: list[dict[str, Any]] = []
    group = Chat(-1002, "supergroup", "Группа")

    async def tenth(**fields: Any) -> Message:
        asked.append(fields)
        if "ephemeral_message_parameters" in fields:
            raise TelegramBadRequest(method=GetMe(), message="Bad Request: a reply must be an ephemeral message")
        return Message.model_validate({
            "message_id": 0, "date": 1, "chat": {"id": group.id, "type": "supergroup"}, "ephemeral_message_id": 7,
        })  # fmt: skip

    whispers = Whispers()
    question = Message.model_validate(
        {
            "message_id": 0, "date": 1, "chat": {"id": group.id, "type": "supergroup"}, "ephemeral_message_id": 5,
            "from": {"id": anna.id, "is_bot": False, "first_name": "Анна"},
        },
        context={"bot": letopis.telegram.bot},
    )  # fmt: skip
    for _ in range(2):
        await Reply(question, whispers)._send(tenth, {"text": "x"})
    assert [fields.get("receiver_user_id") for fields in asked] == [None, anna.id, anna.id]
    assert whispers.are_known


@pytest.mark.parametrize(
    ("button", "in_private", "in_group"),
    [
        (Button("x", data="d"), "d", "d"),
        (Button("x", start="p_1_2"), None, "https://t.me/letopis_bot?start=p_1_2"),
        (Button("x", data="d", place=Place.PRIVATE), "d", None),
        (Button("x", data="d", place=Place.GROUP), None, "d"),
    ],
)
def test_a_button_stands_where_it_belongs(button: Button, in_private: str | None, in_group: str | None) -> None:
    for username, expected in ((None, in_private), ("letopis_bot", in_group)):
        keyboard = keyboard_of(Screen(text=RichText("x"), rows=((button,),)), username)
        shown = [key.callback_data or key.url for row in keyboard.inline_keyboard for key in row] if keyboard else []
        assert shown == ([] if expected is None else [expected])
