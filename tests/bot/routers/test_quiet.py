"""/quiet: a group's admins choose who sees the answers; and answers that the asker alone sees."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.letopis import Letopis
from tests.telegram import Chat, FakeUser

NOW_ASKER = "Теперь мои ответы в этой группе видит только тот, кто спросил."
NOW_EVERYBODY = "Теперь мои ответы в этой группе видят все."


@pytest.fixture
def boris(letopis: Letopis) -> FakeUser:
    return letopis.user("Борис", "ru")


@pytest.fixture
def group(letopis: Letopis, anna: FakeUser, boris: FakeUser) -> Chat:
    """Anna's group, with Boris in it; the bot is no administrator."""
    return letopis.group(boris, admin=anna)


@pytest.fixture
async def quiet_group(group: Chat, anna: FakeUser) -> Chat:
    await anna.send("/quiet on", chat=group)
    return group


def menus_of(letopis: Letopis, group: Chat) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The group's own menus by scope and language."""
    own = {key: menu for key, menu in letopis.telegram.world.commands.items() if str(group.id) in key[0]}
    return {(scope.rpartition('"type": "')[2].rstrip('"}'), language): menu for (scope, language), menu in own.items()}


async def test_its_admins_switch_it_on_and_off_by_the_button(
    letopis: Letopis, group: Chat, anna: FakeUser, boris: FakeUser
) -> None:
    card = (await anna.send("/quiet", chat=group)).only
    assert (card.text, card.labels) == ("Мои ответы в этой группе видят все.", ("🔇 Показывать только спросившему",))
    refused = await boris.tap(0, card)
    assert refused.notification is not None
    assert refused.notification.text == "Кто видит мои ответы, решают администраторы группы."
    assert menus_of(letopis, group) == {}
    on = (await anna.tap(0, card)).only
    assert on.text.startswith(NOW_ASKER)
    assert on.labels == ("🔊 Показывать всем",)
    menus = menus_of(letopis, group)
    assert set(menus) == {
        (scope, language) for scope in ("chat", "chat_administrators") for language in ("", "en", "ru")
    }
    assert all(command["is_ephemeral"] for menu in menus.values() for command in menu)
    assert "quiet" in [command["command"] for command in menus["chat_administrators", "ru"]]
    assert "quiet" not in [command["command"] for command in menus["chat", "ru"]]
    off = (await anna.tap(0, on)).only
    assert off.text == NOW_EVERYBODY
    assert menus_of(letopis, group) == {}


@pytest.mark.parametrize(("on", "off"), [("on", "off"), ("вкл", "ВЫКЛ"), ("да", "нет")])
async def test_or_by_a_word(letopis: Letopis, group: Chat, anna: FakeUser, on: str, off: str) -> None:
    assert (await anna.send(f"/quiet {on}", chat=group)).only.text.startswith(NOW_ASKER)
    assert (await letopis.services.groups.settings(group.id)).quiet
    assert (await anna.send("/quiet что", chat=group)).only.text.startswith("Мои ответы в этой группе видит только")
    assert (await anna.send(f"/quiet {off}", chat=group)).only.text == NOW_EVERYBODY
    assert not (await letopis.services.groups.settings(group.id)).quiet


async def test_who_writes_as_the_group_is_its_admin_and_who_writes_as_a_channel_is_not(
    letopis: Letopis, group: Chat, anna: FakeUser, boris: FakeUser
) -> None:
    refusal = "Кто видит мои ответы, решают администраторы группы."
    channel = letopis.telegram.group("Канал", [boris], kind="channel", bot="left")
    assert (await boris.send("/quiet on", chat=group)).only.text == refusal
    assert (await boris.send("/quiet on", chat=group, as_channel=channel)).only.text == refusal
    assert (await anna.send("/quiet on", chat=group, anonymous=True)).only.text.startswith(NOW_ASKER)
    assert (await letopis.services.groups.settings(group.id)).quiet


async def test_in_private_it_says_where_it_belongs(anna: FakeUser) -> None:
    assert (await anna.send("/quiet")).only.text.startswith("Эта команда для групп")


async def test_a_command_from_the_menu_is_answered_for_its_sender_alone(
    letopis: Letopis, quiet_group: Chat, anna: FakeUser, boris: FakeUser
) -> None:
    mark = len(letopis.telegram.world.events)
    card = (await boris.send("/search сервер", chat=quiet_group)).only
    assert card.text.startswith("🔎 сервер")
    assert (card.message_id, card.ephemeral_id > 0) == (0, True)
    opened = (await boris.tap("1", card)).only
    assert (opened.kind, opened.ephemeral_id) == ("edit", card.ephemeral_id)
    assert (await boris.tap("↩ К списку")).only.text == card.text
    assert letopis.telegram.answers_since(mark, quiet_group, anna.id).silent
    assert (await anna.send("/random", chat=quiet_group)).only.ephemeral_id > 0


async def test_it_lasts_over_a_restart(letopis: Letopis, quiet_group: Chat, boris: FakeUser) -> None:
    card = (await boris.send("/search сервер", chat=quiet_group)).only
    await letopis.restart()
    assert (await boris.tap("1", card)).only.ephemeral_id == card.ephemeral_id
    assert (await boris.send("/last", chat=quiet_group)).only.ephemeral_id > 0


async def test_quick_taps_on_a_card_that_one_sees(letopis: Letopis, quiet_group: Chat, boris: FakeUser) -> None:
    card = (await boris.send("/search сервер", chat=quiet_group)).only
    await boris.tap_twice("1", card)
    assert letopis.telegram.world.unanswered_callbacks() == []


async def test_an_error_is_not_told_in_public(
    letopis: Letopis, quiet_group: Chat, anna: FakeUser, boris: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(letopis.services.searching, "search", fail)
    mark = len(letopis.telegram.world.events)
    told = (await boris.send("/search сервер", chat=quiet_group)).only
    assert told.text.startswith("Что-то пошло не так.")
    assert told.ephemeral_id > 0
    assert letopis.telegram.answers_since(mark, quiet_group, anna.id).silent
    assert [line["event"] for line in letopis.take_troubles()] == ["update failed"]


async def test_who_writes_as_the_group_is_answered_for_everybody(
    letopis: Letopis, quiet_group: Chat, anna: FakeUser, boris: FakeUser
) -> None:
    mark = len(letopis.telegram.world.events)
    await anna.send("/search сервер", chat=quiet_group, anonymous=True)
    card = letopis.telegram.answers_since(mark, quiet_group, boris.id).only
    assert (card.text[:8], card.ephemeral_id) == ("🔎 сервер", 0)
    assert letopis.telegram.world.refusals == []


async def test_an_ordinary_command_is_answered_for_everybody_where_the_bot_is_no_administrator(
    letopis: Letopis, group: Chat, boris: FakeUser
) -> None:
    await letopis.services.groups.set_quiet(group.id, quiet=True, bot_is_admin=False)  # and there is no menu yet
    card = (await boris.send("/search сервер", chat=group)).only
    assert (card.ephemeral_id, card.reply_to is not None) == (0, True)
    assert letopis.telegram.world.refusals == []


async def test_as_an_administrator_it_answers_an_ordinary_command_quietly_too(
    letopis: Letopis, group: Chat, anna: FakeUser, boris: FakeUser
) -> None:
    await letopis.services.groups.set_quiet(group.id, quiet=True, bot_is_admin=False)
    await letopis.telegram.set_bot_status(group, "administrator", anna)
    assert (await boris.send("/search сервер", chat=group)).only.ephemeral_id > 0
    await letopis.telegram.set_bot_status(group, "member", anna)
    assert (await boris.send("/search сервер", chat=group)).only.ephemeral_id == 0


async def test_what_it_is_in_the_group_is_asked_when_it_is_switched_on(
    letopis: Letopis, anna: FakeUser, boris: FakeUser
) -> None:
    group = letopis.telegram.group("Группа", [boris], admins=[anna], bot="administrator")
    await anna.send("/quiet on", chat=group)
    assert (await letopis.services.groups.settings(group.id)).bot_is_admin


@pytest.mark.parametrize("version", ["9.0", "10.1"])
async def test_an_older_server_answers_for_everybody_and_is_not_asked_again(
    letopis: Letopis, anna: FakeUser, boris: FakeUser, version: str
) -> None:
    letopis.telegram.world.api_version = version
    group = letopis.telegram.group("Группа", [boris], admins=[anna], bot="administrator")
    await anna.send("/quiet on", chat=group)
    for _ in range(2):
        card = (await boris.send("/search сервер", chat=group)).only
        assert (card.ephemeral_id, card.reply_to is not None) == (0, True)
    asked = [params for method, params in letopis.telegram.world.calls if method == "sendMessage"]
    assert ["ephemeral_message_parameters" in params for params in asked] == [False, True, False]
    told = (await anna.send("/quiet", chat=group)).only.text
    assert "сервер Telegram, с которым я работаю, пока так не умеет" in told
    await letopis.restart()
    await boris.send("/search сервер", chat=group)
    assert "ephemeral_message_parameters" in letopis.telegram.world.calls[-1][1]


async def test_an_answer_that_comes_too_late_is_not_given(
    letopis: Letopis, quiet_group: Chat, boris: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To give it to everybody would tell them what he asked when nobody could see it."""
    search = letopis.services.searching.search

    async def slow(*args: Any) -> object:
        letopis.telegram.advance(seconds=20)
        return await search(*args)

    monkeypatch.setattr(letopis.services.searching, "search", slow)
    mark = len(letopis.telegram.world.events)
    assert (await boris.send("/search сервер", chat=quiet_group)).silent
    assert letopis.telegram.answers_since(mark, quiet_group).silent
    (line,) = letopis.take_troubles()
    assert (line["event"], "MESSAGE_TOO_OLD" in line["error"]) == ("not answered", True)


async def test_one_who_has_left_meanwhile_is_not_answered(
    letopis: Letopis, quiet_group: Chat, boris: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = letopis.services.searching.search

    async def leave(*args: Any) -> object:
        quiet_group.members[boris.id] = "left"
        return await search(*args)

    monkeypatch.setattr(letopis.services.searching, "search", leave)
    assert (await boris.send("/search сервер", chat=quiet_group)).silent
    (line,) = letopis.take_troubles()
    assert (line["event"], "USER_NOT_PARTICIPANT" in line["error"]) == ("not answered", True)


async def test_demoted_without_having_been_told_it_answers_for_everybody(
    letopis: Letopis, group: Chat, boris: FakeUser
) -> None:
    await letopis.services.groups.set_quiet(group.id, quiet=True, bot_is_admin=True)
    card = (await boris.send("/search сервер", chat=group)).only
    assert (card.ephemeral_id, card.reply_to is not None) == (0, True)
    assert "MESSAGE_NOT_COMMAND" in letopis.telegram.world.take_violations()[0].description


async def test_a_menu_that_cannot_be_set_is_no_drama(letopis: Letopis, group: Chat, anna: FakeUser) -> None:
    letopis.telegram.world.faults.fail_next("setMyCommands", 429, retry_after=60)
    assert (await anna.send("/quiet on", chat=group)).only.text.startswith(NOW_ASKER)
    assert [line["event"] for line in letopis.take_troubles()] == ["menu of a quiet group not changed"]
    assert (await letopis.services.groups.settings(group.id)).quiet


async def test_a_quiet_answer_stays_in_its_topic(letopis: Letopis, anna: FakeUser) -> None:
    forum = letopis.telegram.group("Форум", admins=[anna], forum=True)
    letopis.telegram.topic(forum, "Первая")
    topic = letopis.telegram.topic(forum, "Поиск")
    await anna.send("/quiet on", chat=forum)
    card = (await anna.send("/search сервер", chat=forum, thread=topic)).only
    assert (card.thread_id, card.ephemeral_id > 0) == (topic, True)
