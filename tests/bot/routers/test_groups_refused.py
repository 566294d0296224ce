"""Where the bot may not write: nothing is said, nothing is tried again, one line is logged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.letopis import Letopis
from tests.telegram import Chat, FakeUser


def only_line(letopis: Letopis, chat_id: int) -> str:
    """The one line that was logged; without a traceback."""
    (line,) = letopis.take_troubles()
    assert (line["event"], line["chat_id"]) == ("not answered", chat_id)
    assert "exc_info" not in line
    assert "\n" not in line["error"]
    return str(line["error"])


def _no_right(letopis: Letopis, group: Chat) -> None:
    group.forbidden.add("text messages")


def _slow_mode(letopis: Letopis, group: Chat) -> None:
    group.slow_mode_s, group.bot_wrote_at = 30, letopis.telegram.world.unix_now()


def _closed(letopis: Letopis, group: Chat) -> None:
    group.is_forum = True
    letopis.telegram.close_topic(group)


def _kicked(letopis: Letopis, group: Chat) -> None:
    group.members[letopis.telegram.world.bot.id] = "kicked"


@pytest.mark.parametrize(
    ("close", "said"),
    [
        (_no_right, "not enough rights"),
        (_slow_mode, "Retry in 30 seconds"),
        (_closed, "TOPIC_CLOSED"),
        (_kicked, "bot was kicked"),
    ],
)
async def test_a_command_where_the_bot_may_not_write(
    letopis: Letopis, anna: FakeUser, close: Callable[[Letopis, Chat], None], said: str
) -> None:
    group = letopis.group(anna)
    update = letopis.telegram.world.say(group, anna.user, {"text": "/search сервер"})
    close(letopis, group)
    assert (await letopis.telegram.deliver(update, group)).silent
    assert said in only_line(letopis, group.id)
    assert len(letopis.telegram.world.refusals) == 1


async def test_what_a_person_meets_in_good_order_is_not_logged_twice(empty: Letopis) -> None:
    """There is no post, and the bot may not even say so."""
    anna = empty.user()
    group = empty.group(anna)
    group.forbidden.add("text messages")
    assert (await anna.send("/random", chat=group)).silent
    assert "not enough rights" in only_line(empty, group.id)


@pytest.mark.parametrize(
    ("status", "words"),
    [(429, "not answered"), (403, "not answered"), (502, "update failed"), (500, "update failed")],
)
async def test_a_button_does_not_spin_on_where_its_card_cannot_be_changed(
    letopis: Letopis, anna: FakeUser, status: int, words: str
) -> None:
    group = letopis.group(anna)
    card = (await anna.send("/search сервер", chat=group)).only
    letopis.telegram.world.faults.fail_next("editMessageText", status, retry_after=5 if status == 429 else None)
    assert (await anna.tap("1", card)).silent
    assert [line["event"] for line in letopis.take_troubles()] == [words]
    assert letopis.telegram.world.unanswered_callbacks() == []


async def test_a_spinner_that_cannot_be_stopped_is_left(letopis: Letopis, anna: FakeUser) -> None:
    card = (await anna.send("сервер")).only
    for method in ("editMessageText", "answerCallbackQuery"):
        letopis.telegram.world.faults.fail_next(method, 429, retry_after=5)
    assert (await anna.tap("1", card)).silent
    assert [line["event"] for line in letopis.take_troubles()] == ["not answered"]
    letopis.telegram.world.callbacks.clear()


async def test_two_quick_taps_are_no_event(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(anna)
    card = (await anna.send("/search сервер", chat=group)).only
    await anna.tap_twice("1", card)
    assert letopis.telegram.world.unanswered_callbacks() == []
    assert (await anna.tap("≈ Похожие", late=True)).only.kind == "edit"
    letopis.telegram.world.callbacks.clear()  # nobody could stop that one


async def test_a_tap_on_a_card_that_is_gone_is_told(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(anna)
    card = (await anna.send("/search сервер", chat=group)).only
    group.messages[card.message_id].deleted = True
    told = (await anna.tap("1", card)).notification
    assert told is not None
    assert told.text.startswith("Эта карточка устарела")
