"""Who looks, in which language, and when: what handlers are told with an update."""

from __future__ import annotations

from typing import Any

from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    ChosenInlineResult,
    InlineQuery,
    Message,
    TelegramObject,
    Update,
    User,
)

from bot.i18n import Words
from bot.middlewares.context import Context
from bot.services.viewers import Viewers
from bot.whispering import Whispers
from core.types import Viewer, Visibility
from tests.bot.letopis import ZONE, Letopis


async def passed(letopis: Letopis, event: TelegramObject, **data: Any) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    async def handler(_event: TelegramObject, given: dict[str, Any]) -> None:
        seen.update(given)

    viewers = Viewers(letopis.services.database, (letopis.operator.id,))
    context = Context(viewers, letopis.services.groups, Whispers(), "ru", ZONE, lambda: letopis.telegram.world.now)
    await context(handler, event, {"bot": letopis.telegram.bot, **data})
    return seen


def update_of(letopis: Letopis, user: User, chat: Chat, **fields: Any) -> Update:
    message = Message(message_id=1, date=letopis.telegram.world.now, chat=chat, from_user=user, **fields)
    return Update(update_id=1, message=message)


async def test_the_operator_alone_with_the_bot_sees_everything(letopis: Letopis) -> None:
    operator = User(id=letopis.operator.id, is_bot=False, first_name="Ольга", language_code="en")
    private = Chat(id=operator.id, type="private")
    seen = await passed(letopis, update_of(letopis, operator, private), event_chat=private, event_from_user=operator)
    assert seen["asker"].viewer == Viewer.operator()
    assert (seen["chat_id"], seen["private"], seen["now"]) == (operator.id, True, letopis.telegram.world.now)
    words: Words = seen["words"]
    assert (words.language, words.zone) == ("en", ZONE)


async def test_everybody_else_and_every_group_sees_what_is_public(letopis: Letopis) -> None:
    await letopis.store("Пост", visibility=Visibility.MEMBERS)
    operator = User(id=letopis.operator.id, is_bot=False, first_name="Ольга")
    stranger = User(id=5, is_bot=False, first_name="Кто-то")
    group = Chat(id=-1, type="supergroup")
    for user, chat, fields in (
        (stranger, Chat(id=5, type="private"), {}),
        (operator, group, {}),
        (operator, group, {"sender_chat": group}),
        (operator, Chat(id=operator.id, type="private"), {"sender_chat": group}),
    ):
        seen = await passed(letopis, update_of(letopis, user, chat, **fields), event_chat=chat, event_from_user=user)
        assert seen["asker"].viewer == Viewer(frozenset({1}))


async def test_who_asks(letopis: Letopis) -> None:
    user, group = User(id=5, is_bot=False, first_name="Кто-то"), Chat(id=-1, type="supergroup")
    own, anonymous = (update_of(letopis, user, group, sender_chat=chat) for chat in (None, group))
    for event, asker_id in ((own, 5), (anonymous, None)):
        seen = await passed(letopis, event, event_chat=group, event_from_user=user)
        assert seen["asker"].user_id == asker_id
    query = CallbackQuery(id="1", from_user=user, chat_instance="1", message=own.message, data="p:card:0")
    seen = await passed(letopis, Update(update_id=1, callback_query=query), event_chat=group, event_from_user=user)
    assert seen["asker"].user_id == 5
    assert seen["asker"].viewer == Viewer(frozenset({1}))


async def test_what_shows_no_posts_asks_nobody_who_looks(letopis: Letopis) -> None:
    """Somebody blocks the bot: to know what he might see would cost a word with Telegram."""
    user = User(id=5, is_bot=False, first_name="Кто-то")
    chat = Chat(id=5, type="private")
    bot = User(id=9, is_bot=True, first_name="Бот")
    now = letopis.telegram.world.now
    gone = ChatMemberBanned(user=bot, until_date=now)
    blocked = ChatMemberUpdated(
        chat=chat, from_user=user, date=now, old_chat_member=ChatMemberMember(user=bot), new_chat_member=gone
    )
    event = Update(update_id=1, my_chat_member=blocked)
    seen = await passed(letopis, event, event_chat=chat, event_from_user=user)
    assert "asker" not in seen
    assert (seen["chat_id"], seen["private"]) == (5, True)


async def test_a_message_without_a_sender(letopis: Letopis) -> None:
    chat = Chat(id=-2, type="channel")
    message = Message(message_id=1, date=letopis.telegram.world.now, chat=chat)
    seen = await passed(letopis, message, event_chat=chat)
    assert seen["asker"].viewer == Viewer(frozenset({1}))
    assert seen["words"].language == "ru"


async def test_an_update_outside_of_any_chat(letopis: Letopis) -> None:
    user = User(id=5, is_bot=False, first_name="John", language_code="en")
    query = CallbackQuery(id="1", from_user=user, chat_instance="1", data="p:card:0")
    seen = await passed(letopis, Update(update_id=1, callback_query=query), event_from_user=user)
    assert seen["words"].language == "en"
    assert "asker" not in seen


async def test_what_is_asked_elsewhere_is_shown_what_everybody_sees_in_the_askers_language(letopis: Letopis) -> None:
    await letopis.store("Пост", visibility=Visibility.MEMBERS)
    operator = User(id=letopis.operator.id, is_bot=False, first_name="Ольга", language_code="en")
    group = Chat(id=-1, type="supergroup")
    await letopis.services.chat_languages.choose(-1, "ru")
    asked = Message(message_id=1, date=letopis.telegram.world.now, chat=group, from_user=operator, guest_query_id="1")
    picked = ChosenInlineResult(result_id="1", from_user=operator, query="")
    for event, chat in (
        (Update(update_id=1, guest_message=asked), group),
        (Update(update_id=1, inline_query=InlineQuery(id="1", from_user=operator, query="", offset="")), None),
        (Update(update_id=1, chosen_inline_result=picked), None),
    ):
        seen = await passed(letopis, event, event_chat=chat, event_from_user=operator)
        assert seen["words"].language == "en"
        assert seen["asker"].viewer == Viewer(frozenset({1}))
        assert seen["asker"].user_id == operator.id
        assert seen["bot_username"] == "letopis_bot"
        assert not {"reply", "chat_id", "private"} & set(seen)
    await letopis.services.chat_languages.choose(operator.id, "ru")
    seen = await passed(letopis, Update(update_id=1, guest_message=asked), event_chat=group, event_from_user=operator)
    assert seen["words"].language == "ru"
    nobody = asked.model_copy(update={"from_user": None})
    seen = await passed(letopis, Update(update_id=1, guest_message=nobody), event_chat=group)
    assert seen["asker"].user_id is None
