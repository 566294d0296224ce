"""Manners in a group: greeted once, silent to chatter, in the right topic, whoever asks."""

from __future__ import annotations

import pytest

from tests.bot.letopis import Letopis
from tests.telegram import Chat, FakeUser
from tests.telegram.model import MemberStatus

GREETING = {"ru": "Привет! Я помню архив канала", "en": "Hi! I keep a channel's archive"}


def without_bot(letopis: Letopis, *members: FakeUser, forum: bool = False) -> Chat:
    return letopis.telegram.group("Новые", members[1:], admins=members[:1], bot="left", forum=forum)


async def test_on_being_added_it_says_once_what_to_do(letopis: Letopis, anna: FakeUser) -> None:
    group = without_bot(letopis, anna)
    greeting = (await letopis.telegram.set_bot_status(group, "member", anna)).only
    assert greeting.text.startswith(GREETING["ru"])
    assert "/search" in greeting.text
    statuses: tuple[MemberStatus, ...] = ("administrator", "member", "restricted", "member")
    for status in statuses:
        assert (await letopis.telegram.set_bot_status(group, status, anna)).silent, status
    await letopis.restart()
    assert (await letopis.telegram.set_bot_status(group, "administrator", anna)).silent


async def test_the_same_update_again_is_no_second_greeting(letopis: Letopis, anna: FakeUser) -> None:
    group = without_bot(letopis, anna)
    update = letopis.telegram.world.set_bot_status(group, "administrator", anna.user)
    assert len(await letopis.telegram.deliver(update, group)) == 1
    await letopis.restart()
    assert (await letopis.telegram.deliver(update, group)).silent


@pytest.mark.parametrize("gone", ["left", "kicked"])
async def test_removed_and_added_again_it_greets_again(letopis: Letopis, anna: FakeUser, gone: MemberStatus) -> None:
    group = without_bot(letopis, anna)
    await letopis.telegram.set_bot_status(group, "member", anna)
    assert (await letopis.telegram.set_bot_status(group, gone, anna)).silent
    assert (await letopis.telegram.set_bot_status(group, "member", anna)).only.text.startswith(GREETING["ru"])


async def test_it_greets_in_the_language_of_who_added_it(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    group = without_bot(letopis, anna, john)
    assert (await letopis.telegram.set_bot_status(group, "member", john)).only.text.startswith(GREETING["en"])
    nobodys = letopis.user("Кто-то", language=None)
    other = without_bot(letopis, nobodys)
    assert (await letopis.telegram.set_bot_status(other, "member", nobodys)).only.text.startswith(GREETING["ru"])


async def test_the_language_that_the_group_chose_goes_before(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    group = without_bot(letopis, anna, john)
    await letopis.telegram.set_bot_status(group, "member", anna)
    await anna.send("/language", chat=group)
    await anna.tap("English")
    await letopis.telegram.set_bot_status(group, "kicked", anna)
    assert (await letopis.telegram.set_bot_status(group, "member", anna)).only.text.startswith(GREETING["en"])


async def test_where_it_may_not_write_it_does_not_greet(letopis: Letopis, anna: FakeUser) -> None:
    group = without_bot(letopis, anna)
    group.forbidden.add("text messages")
    assert (await letopis.telegram.set_bot_status(group, "member", anna)).silent
    (line,) = letopis.take_troubles()
    assert (line["event"], line["chat_id"]) == ("not answered", group.id)
    assert "exc_info" not in line
    assert len(letopis.telegram.world.refusals) == 1


@pytest.mark.parametrize("privacy", [True, False])
async def test_chatter_gets_no_answer(letopis: Letopis, anna: FakeUser, john: FakeUser, *, privacy: bool) -> None:
    letopis.telegram.world.privacy = privacy
    group = letopis.group(john, admin=anna)
    me = letopis.telegram.world.bot.username
    card = (await anna.send("/search сервер", chat=group)).only
    for text in ("сервер", "ну /search сервер", "/foo", f"/foo@{me}", "/search@other_bot сервер", f"@{me} привет", "/"):
        assert (await john.send(text, chat=group)).silent, text
    assert (await john.send("спасибо", reply_to=card)).silent
    joined = {"new_chat_members": [{"id": john.id, "is_bot": False, "first_name": "John"}]}
    for content in (joined, {"pinned_message": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 0}}):
        assert (await john.say(content, group)).silent


@pytest.mark.parametrize(
    "command", ["/search", "/SEARCH", "/Search", "/search@letopis_bot", "/search@Letopis_Bot", "/SEARCH@LETOPIS_BOT"]
)
async def test_a_command_in_any_case_with_the_bots_name_or_without(
    letopis: Letopis, anna: FakeUser, command: str
) -> None:
    group = letopis.group(anna)
    answer = (await anna.send(f"{command} сервер", chat=group)).only
    assert answer.text.startswith("🔎 сервер")
    assert answer.reply_to is not None


async def test_a_post_of_the_linked_channel_is_no_question(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(anna)
    channel = {"id": -1001, "type": "channel", "title": "Канал"}
    origin = {"type": "channel", "chat": channel, "message_id": 5, "date": 1}
    content = {"text": "/search сервер", "is_automatic_forward": True, "forward_origin": origin}
    assert (await anna.say(content, group)).silent


async def test_who_writes_as_the_group_or_as_a_channel_is_answered(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(admin=anna)
    channel = letopis.telegram.group("Канал Анны", [anna], kind="channel", bot="left")
    for answers in (
        await anna.send("/search сервер", chat=group, anonymous=True),
        await anna.send("/search сервер", chat=group, as_channel=channel),
    ):
        assert answers.only.text.startswith("🔎 сервер")
        assert answers.only.reply_to is not None
    assert (await anna.tap("1")).only.kind == "edit"


async def test_an_answer_is_in_the_topic_of_its_question(letopis: Letopis, anna: FakeUser) -> None:
    forum = letopis.telegram.group("Форум", [anna], forum=True)
    topic = letopis.telegram.topic(forum, "Поиск")
    for thread in (topic, None):
        answer = (await anna.send("/search сервер", chat=forum, thread=thread)).only
        assert answer.thread_id == thread
        assert (await anna.tap("1", answer)).only.thread_id == thread
    sent = [params for method, params in letopis.telegram.world.calls if method == "sendMessage"]
    assert [params.get("message_thread_id") for params in sent] == [str(topic), None]


async def test_an_answer_within_a_thread_of_replies_has_no_topic(letopis: Letopis, anna: FakeUser) -> None:
    """A thread of replies has a thread id, too; but only a topic's may be written to."""
    group = letopis.group(anna)
    update = letopis.telegram.world.say(group, anna.user, {"text": "/search сервер"})
    assert update is not None
    update["message"]["message_thread_id"] = 77
    assert (await letopis.telegram.deliver(update, group)).only.text.startswith("🔎 сервер")
    assert "message_thread_id" not in letopis.telegram.world.calls[-1][1]


async def test_a_shared_card_answers_anybody(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    group = letopis.group(anna, john)
    card = (await anna.send("/search сервер", chat=group)).only
    assert (await john.tap("1", card)).only.message_id == card.message_id


async def test_a_personal_card_answers_its_owner_alone(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    group = letopis.group(anna, john)
    card = (await anna.send("/search сервер", chat=group)).only
    async with letopis.services.database.transaction() as connection:
        await connection.execute("UPDATE button_state SET personal = 1")
    refused = await john.tap("1", card)
    assert not refused.cards
    assert refused.notification is not None
    assert refused.notification.text.startswith("This card answers only the one who asked for it.")
    assert (await anna.tap("1", card)).only.kind == "edit"
