"""Errors: the person is told kindly in his language, the log keeps what happened, the bot goes on."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import DatabaseBusy
from tests.bot.letopis import Letopis
from tests.telegram import FakeUser

SORRY = {
    "ru": "Что-то пошло не так. Попробуйте ещё раз; подробности записаны в журнал.",
    "en": "Something went wrong. Please try again; it has been written to the log.",
}


def _break(letopis: Letopis, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    async def fail(*_args: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(letopis.services.searching, "search", fail)
    monkeypatch.setattr(letopis.services.listings, "page", fail)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("error", [RuntimeError("внутри"), DatabaseBusy(reason="тайный путь /srv/letopis.db")])
async def test_a_handler_that_raises(
    letopis: Letopis, monkeypatch: pytest.MonkeyPatch, language: str, error: Exception
) -> None:
    reader = letopis.user("Кто-то", language)
    await reader.send("/last 10")
    _break(letopis, monkeypatch, error)
    assert (await reader.send("слова")).only.text == SORRY[language]
    answers = await reader.tap("›")
    assert answers.notification is not None
    assert (answers.notification.text, answers.notification.is_alert) == (SORRY[language], True)
    troubles = letopis.take_troubles()
    assert [entry["event"] for entry in troubles] == ["update failed", "update failed"]
    assert [entry["exc_info"] for entry in troubles] == [error, error]
    assert (await reader.send("/help")).only.text


async def test_in_a_group_the_one_who_asked_is_told(
    letopis: Letopis, anna: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = letopis.group(anna)
    _break(letopis, monkeypatch, RuntimeError())
    answer = (await anna.send("/search слова", chat=group)).only
    assert (answer.text, answer.reply_to is None) == (SORRY["ru"], False)
    assert letopis.take_troubles()


async def test_chatter_in_a_group_is_never_answered_not_even_with_an_error(
    letopis: Letopis, anna: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = letopis.group(admin=anna)
    await letopis.telegram.set_bot_status(group, "administrator", anna)

    async def busy(_chat_id: int) -> str:
        raise DatabaseBusy(reason="занято")

    monkeypatch.setattr(letopis.services.groups, "settings", busy)
    assert (await anna.send("просто разговор", chat=group)).silent
    assert letopis.take_troubles()
    assert (await anna.send("слова")).only.text == SORRY["ru"]
    assert letopis.take_troubles()


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_where_telegram_itself_fails_nothing_more_is_sent(letopis: Letopis, anna: FakeUser, status: int) -> None:
    letopis.telegram.world.faults.fail_next("sendMessage", status)
    assert (await anna.send("сервер")).silent
    assert [entry["event"] for entry in letopis.take_troubles()] == ["update failed"]
    assert (await anna.send("сервер")).only.text.startswith("🔎 сервер")


async def test_a_connection_that_breaks_off(letopis: Letopis, anna: FakeUser) -> None:
    letopis.telegram.world.faults.drop_next("sendMessage", after_effect=True)
    assert len(await anna.send("сервер")) == 1
    assert [entry["event"] for entry in letopis.take_troubles()] == ["update failed"]


@pytest.mark.parametrize("status", [403, 429])
async def test_where_the_bot_may_not_write_it_is_a_line_without_a_traceback(
    letopis: Letopis, anna: FakeUser, status: int
) -> None:
    letopis.telegram.world.faults.fail_next("sendMessage", status, retry_after=3 if status == 429 else None)
    assert (await anna.send("сервер")).silent
    (line,) = letopis.take_troubles()
    assert (line["event"], line["chat_id"], "exc_info" in line) == ("not answered", anna.id, False)
    assert (await anna.send("сервер")).only.text.startswith("🔎 сервер")


@pytest.mark.parametrize("status", [400, 502])
async def test_an_apology_that_cannot_be_sent_is_logged(
    letopis: Letopis, anna: FakeUser, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    _break(letopis, monkeypatch, RuntimeError())
    letopis.telegram.world.faults.fail_next("sendMessage", status)
    assert (await anna.send("сервер")).silent
    assert [entry["event"] for entry in letopis.take_troubles()] == ["update failed", "failure not told"]


async def test_what_a_person_meets_in_good_order_is_no_trouble(empty: Letopis) -> None:
    assert (await empty.user().send("/random")).only.text == "Здесь пока нет ни одного поста."
    assert empty.take_troubles() == []


async def test_a_refused_notification(letopis: Letopis, anna: FakeUser) -> None:
    await anna.send("/last 10")
    letopis.telegram.world.faults.fail_next("answerCallbackQuery", 400)
    answers = await anna.tap("›")
    assert answers.only.kind == "edit"
    assert answers.notification is not None
    assert letopis.take_troubles()


async def test_a_command_whose_message_is_deleted_meanwhile(
    letopis: Letopis, anna: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = letopis.group(anna)
    search = letopis.services.searching.search

    async def slow(*args: Any) -> object:
        for message in group.messages.values():
            message.deleted = True
        return await search(*args)

    monkeypatch.setattr(letopis.services.searching, "search", slow)
    answer = (await anna.send("/search сервер", chat=group)).only
    assert (answer.reply_to, answer.text[:8]) == (None, "🔎 сервер")
