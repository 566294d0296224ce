"""What the operators are told: once, all of them, in few messages, and when they can be reached."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.services.missing import Missing
from core.types import Viewer
from tests.bot.letopis import Letopis
from tests.telegram import Card, FakeChannel, FakeUser


class Telling:
    """A bot that hears, and the operator's channel."""

    def __init__(self, letopis: Letopis) -> None:
        self.letopis = letopis
        self.telegram = letopis.telegram
        self.olga = letopis.operator
        self.channel = FakeChannel(self.telegram, "Новости", owner=self.olga, username="novosti", bot="left")

    def told(self, user: FakeUser | None = None) -> list[Card]:
        """What the bot sent to this user."""
        chat = (user or self.olga).chat
        events = self.telegram.world.events
        return [event.card for event in events if event.kind == "message" and event.chat_id == chat.id and event.card]

    async def until_told(self, count: int, user: FakeUser | None = None) -> None:
        await self.telegram.wait_for(lambda: len(self.told(user)) >= count)
        await self.letopis.live.telling._quiet()
        assert len(self.told(user)) == count

    async def until_noted(self, count: int) -> None:
        for _ in range(1_000):
            if len(await Missing(self.letopis.services.database).holes()) >= count:
                return
        raise AssertionError("not noted")

    async def until_accepted(self) -> None:
        for _ in range(1_000):
            if await self.letopis.services.channel_list.all(Viewer.operator()):
                return
        raise AssertionError("not accepted")

    def sent(self) -> int:
        return [method.lower() for method, _ in self.telegram.world.calls].count("sendmessage")


@pytest.fixture
async def telling(tmp_path: Path) -> AsyncIterator[Telling]:
    with capture_logs() as logged:
        made = Telling(Letopis(tmp_path / "letopis.db", logged))
        await made.letopis.start()
        await made.letopis.listen()
        made.letopis.live.telling._pause_s = 0.01
        await made.channel.add_bot(made.olga)
        made.olga.user.has_started = True
        await made.until_accepted()
        try:
            yield made
            made.telegram.assert_clean()
            assert made.letopis.take_troubles() == []
        finally:
            await made.letopis.stop()


def with_plain_blanks(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


async def leave_a_hole(telling: Telling, missed: int = 3) -> None:
    await telling.channel.post("раз")
    telling.channel.pass_over(missed)
    await telling.channel.post("два")


async def test_a_hole(telling: Telling) -> None:
    await leave_a_hole(telling)
    await telling.until_told(1)
    assert with_plain_blanks(telling.olga.last.rendered) == (
        "Возможно, не хватает постов:\n"
        "• [Новости](https://t.me/novosti) @novosti: № 2–4 (2 мар. 2026 г.)\n"
        "Номера есть и у удалённых постов, и у служебных сообщений, так что пропало, может быть, и меньше.\n\n"
        "Чтобы восполнить пропуск, перешлите эти посты мне сюда или загрузите более новую выгрузку канала.\n"
        "Для открытого канала: `letopis sync @novosti`"
    )


async def test_a_hole_of_some_days(telling: Telling) -> None:
    await telling.channel.post("раз")
    telling.channel.pass_over(1)
    telling.telegram.advance(days=2)
    await telling.channel.post("два")
    await telling.until_told(1)
    assert "№ 2 (между 2 мар. 2026 г. и 4 мар. 2026 г.)" in with_plain_blanks(telling.olga.last.text)


async def test_holes_in_a_row_are_one_message_and_none_is_told_twice(telling: Telling) -> None:
    await leave_a_hole(telling)
    await leave_a_hole(telling, 1)
    await telling.until_told(1)
    assert "№ 2–4" in telling.olga.last.text
    assert "№ 7 " in telling.olga.last.text
    await telling.channel.post("три")
    await telling.letopis.restart()
    await telling.channel.post("четыре")
    await telling.until_told(1)


async def test_another_hole_soon_after_waits(telling: Telling) -> None:
    await leave_a_hole(telling)
    await telling.until_told(1)
    await leave_a_hole(telling)
    await telling.until_noted(1)
    await telling.until_told(1)
    telling.letopis.live.telling._holes_from_s = 0
    telling.letopis.live.telling.wake()
    await telling.until_told(2)
    assert "№ 7–9" in telling.olga.last.text


async def test_what_was_noted_before_the_end_is_told_after_the_start(telling: Telling) -> None:
    telling.letopis.live.telling._holes_from_s = 10**12
    await leave_a_hole(telling)
    await telling.until_noted(1)
    assert telling.told() == []
    await telling.letopis.restart()
    await telling.until_told(1)


async def test_an_operator_who_never_started_the_bot_is_told_when_he_writes(telling: Telling) -> None:
    telling.olga.user.has_started = False
    await leave_a_hole(telling)
    await telling.telegram.wait_for(lambda: telling.sent() == 1)
    await leave_a_hole(telling)
    await telling.until_noted(2)
    await telling.letopis.live.telling._quiet()
    assert telling.sent() == 1
    await telling.olga.send("/help")
    await telling.until_told(2)
    assert "№ 2–4" in telling.olga.last.text
    assert [entry["event"] for entry in telling.letopis.take_troubles()] == ["operator cannot be told"]


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 502}, {"status": 429, "retry_after": 1}])
async def test_trouble_that_passes(telling: Telling, fault: dict[str, Any]) -> None:
    telling.telegram.world.faults.fail_next("sendMessage", **fault)
    await leave_a_hole(telling)
    await telling.until_told(1)
    assert [entry["event"] for entry in telling.letopis.take_troubles()] == ["operator not told yet"]


async def test_with_trouble_half_way_no_operator_is_told_twice(telling: Telling) -> None:
    oleg = telling.letopis.user("Oleg", "en")
    telling.letopis.operator_ids = (telling.olga.id, oleg.id)
    await telling.letopis.restart()
    telling.letopis.live.telling._pause_s = 0.01
    oleg.user.has_started = True
    world, send = telling.telegram.world, telling.telegram.world.faults.take
    seen: list[str] = []

    def second_fails(method: str) -> Any:
        seen.append(method.lower())
        if method.lower() == "sendmessage" and seen.count("sendmessage") == 2:
            world.faults.fail_next(method, 500)
        return send(method)

    world.faults.take = second_fails  # type: ignore[method-assign]
    await leave_a_hole(telling)
    await telling.until_told(1, oleg)
    assert len(telling.told()) == 1
    telling.letopis.take_troubles()


async def test_one_operator_of_two_who_can_be_reached_is_enough(telling: Telling) -> None:
    oleg = telling.letopis.user("Oleg", "en")
    telling.letopis.operator_ids = (oleg.id, telling.olga.id)
    await telling.letopis.restart()
    await leave_a_hole(telling)
    await telling.until_told(1)
    await telling.letopis.restart()
    await telling.letopis.live.telling._quiet()
    assert len(telling.told()) == 1
    assert [entry["event"] for entry in telling.letopis.take_troubles()] == ["operator cannot be told"]


async def test_without_operators_nobody_is_told(telling: Telling) -> None:
    telling.letopis.operator_ids = ()
    await telling.letopis.restart()
    await leave_a_hole(telling)
    await telling.until_noted(1)
    await telling.letopis.live.telling._quiet()
    assert telling.told() == []


async def test_an_archive_that_does_not_answer_is_asked_again(
    telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    holes = Missing.holes

    async def broken(_missing: Missing) -> Any:
        monkeypatch.setattr(Missing, "holes", holes)
        raise RuntimeError("broken")

    monkeypatch.setattr(Missing, "holes", broken)
    monkeypatch.setattr("bot.telling._AFTER_TROUBLE_S", 0.01)
    await leave_a_hole(telling)
    await telling.until_told(1)
    assert [entry["event"] for entry in telling.letopis.take_troubles()] == ["operators not told"]


async def test_an_offer_is_made_when_the_trouble_has_passed(telling: Telling) -> None:
    oleg = telling.letopis.user("Oleg", "en")
    telling.letopis.operator_ids = (telling.olga.id, oleg.id)
    await telling.letopis.restart()
    telling.letopis.live.telling._pause_s = 0.01
    strange = FakeChannel(telling.telegram, "Чужое", owner=oleg, bot="left")
    telling.telegram.world.faults.fail_next("sendMessage", 500)
    await strange.add_bot(telling.letopis.user("Степан"))
    await telling.until_told(1)
    await telling.letopis.restart()
    await telling.letopis.live.telling._quiet()
    assert len(telling.told()) == 1
    troubles = [entry["event"] for entry in telling.letopis.take_troubles()]
    assert troubles == ["operator not told yet", "operator cannot be told"]


async def test_an_offer_waits_for_an_operator_who_can_be_reached(telling: Telling) -> None:
    telling.olga.user.has_started = False
    strange = FakeChannel(telling.telegram, "Чужое", owner=telling.olga, bot="left")
    await strange.add_bot(telling.letopis.user("Степан"))
    await telling.telegram.wait_for(lambda: telling.sent() == 1)
    await telling.olga.send("/help")
    await telling.until_told(2)
    assert telling.olga.last.labels == ("Принять", "Не сейчас")
    telling.letopis.take_troubles()


async def test_forwards_of_two_operators_are_both_answered_when_the_first_answer_fails(telling: Telling) -> None:
    oleg = telling.letopis.user("Oleg", "en")
    telling.letopis.operator_ids = (telling.olga.id, oleg.id)
    await telling.letopis.restart()
    telling.letopis.live.telling._pause_s = 0.01
    post = await telling.channel.post("раз")
    telling.telegram.world.faults.fail_next("sendMessage", 500)
    await telling.channel.forward(telling.olga, post)
    await telling.channel.forward(oleg, post)
    await telling.until_told(1)
    await telling.until_told(1, oleg)
    assert oleg.last.text == "Новости @novosti: added 0, known 1"
    telling.letopis.take_troubles()
