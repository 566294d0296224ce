"""Who is in a channel: the rule, what is kept for how long, and what is asked how often."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection

import pytest

from bot.services.membership import NO_KEPT_S, YES_KEPT_S, Membership, Memberships, chat_id_of

CHANNEL, OTHER, READER = -1_001_000_000_007, -1_001_000_000_008, 42
IN, OUT = Membership("member"), Membership("left")


class Telegram:
    """Answers what `said` holds, else "left"; waits while `gate` is closed; its clock stands still."""

    def __init__(self) -> None:
        self.said: dict[tuple[int, int], Membership | Exception] = {}
        self.asked: list[tuple[int, int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.now_s = 1000.0
        self.most_at_once = self._at_once = 0

    async def ask(self, chat_id: int, user_id: int) -> Membership:
        self.asked.append((chat_id, user_id))
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await self.gate.wait()
        finally:
            self._at_once -= 1
        answer = self.said.get((chat_id, user_id), OUT)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def memberships(telegram: Telegram) -> AsyncIterator[Memberships]:
    yield Memberships(telegram.ask, telegram.monotonic, longest_s=30)
    telegram.gate.set()
    for _ in range(9):
        await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == 1  # nothing is left behind


async def is_in(memberships: Memberships, chat_id: int = CHANNEL, user_id: int = READER) -> bool:
    found = await memberships.of_user(user_id, [chat_id])
    assert found <= {chat_id}
    return bool(found)


async def under_way(memberships: Memberships, *chat_ids: int) -> asyncio.Task[frozenset[int]]:
    """A question that has come to Telegram and is not answered yet."""
    task = asyncio.create_task(memberships.of_user(READER, chat_ids or (CHANNEL,)))
    for _ in range(5):
        await asyncio.sleep(0)
    return task


@pytest.mark.parametrize(
    ("said", "sees"),
    [
        (Membership("creator"), True),
        (Membership("administrator"), True),
        (Membership("member"), True),
        (Membership("restricted", is_member=True), True),
        (Membership("restricted"), False),
        (Membership("left"), False),
        (Membership("left", is_member=True), False),
        (Membership("kicked"), False),
        (Membership("kicked", is_member=True), False),
        (Membership(""), False),
        (Membership("something new", is_member=True), False),
        (OSError("no network"), False),
        (TimeoutError(), False),
        (ValueError("an answer that makes no sense"), False),
    ],
)
async def test_the_rule(telegram: Telegram, memberships: Memberships, said: Membership | Exception, sees: bool) -> None:
    telegram.said[CHANNEL, READER] = said
    assert await is_in(memberships) is sees
    assert await is_in(memberships) is sees
    assert len(telegram.asked) == 1


@pytest.mark.parametrize("status", ["creator", "administrator", "member", "restricted", "left", "kicked"])
def test_who_is_an_author(status: str) -> None:
    assert Membership(status, is_member=True).is_author is (status in {"creator", "administrator"})


def test_the_chat_id_of_a_channel() -> None:
    assert [chat_id_of(telegram_id) for telegram_id in (1_234_567_890, 7)] == [-1_001_234_567_890, -1_000_000_000_007]


async def test_nobody_is_asked_about_nothing(telegram: Telegram, memberships: Memberships) -> None:
    assert await memberships.of_user(READER, ()) == frozenset()
    assert telegram.asked == []


@pytest.mark.parametrize(("before", "kept_s", "after"), [(IN, YES_KEPT_S, OUT), (OUT, NO_KEPT_S, IN)])
async def test_an_answer_is_kept_for_its_time(
    telegram: Telegram, memberships: Memberships, before: Membership, kept_s: float, after: Membership
) -> None:
    assert (YES_KEPT_S, NO_KEPT_S) == (300, 30)
    telegram.said[CHANNEL, READER] = before
    assert await is_in(memberships) is before.is_in
    telegram.said[CHANNEL, READER] = after
    telegram.now_s += kept_s - 0.01
    assert await is_in(memberships) is before.is_in
    telegram.now_s += 0.01
    assert await is_in(memberships) is after.is_in
    assert len(telegram.asked) == 2


async def test_an_error_is_a_no_even_after_a_yes(telegram: Telegram, memberships: Memberships) -> None:
    telegram.said[CHANNEL, READER] = IN
    assert await is_in(memberships)
    telegram.now_s += YES_KEPT_S
    telegram.said[CHANNEL, READER] = OSError()
    assert not await is_in(memberships)
    telegram.said[CHANNEL, READER] = IN
    telegram.now_s += NO_KEPT_S
    assert await is_in(memberships)


async def test_users_and_chats_are_kept_apart(telegram: Telegram, memberships: Memberships) -> None:
    telegram.said[CHANNEL, READER] = IN
    telegram.said[OTHER, READER + 1] = IN
    for user, own in ((READER, CHANNEL), (READER + 1, OTHER)):
        for chat in (CHANNEL, OTHER):
            assert await is_in(memberships, chat, user) is (chat == own)
    assert await memberships.of_user(READER, [CHANNEL, OTHER]) == {CHANNEL}


async def test_the_same_question_at_the_same_time_is_asked_once(telegram: Telegram, memberships: Memberships) -> None:
    telegram.said[CHANNEL, READER] = IN
    telegram.gate.clear()
    waiting = [await under_way(memberships) for _ in range(20)]
    telegram.gate.set()
    assert await asyncio.gather(*waiting) == [{CHANNEL}] * 20
    assert telegram.asked == [(CHANNEL, READER)]


async def test_who_gives_up_waiting_leaves_the_others_their_answer(
    telegram: Telegram, memberships: Memberships
) -> None:
    telegram.said[CHANNEL, READER] = IN
    telegram.gate.clear()
    first, second = await under_way(memberships), await under_way(memberships)
    first.cancel()
    await asyncio.wait({first})
    telegram.gate.set()
    assert await second == {CHANNEL}
    assert len(telegram.asked) == 1


async def test_many_channels_are_asked_side_by_side_but_not_all_at_once(telegram: Telegram) -> None:
    memberships = Memberships(telegram.ask, telegram.monotonic, at_once=4)
    every = range(-120, -100)
    telegram.said = {(chat_id, READER): IN for chat_id in every}
    telegram.gate.clear()
    waiting = await under_way(memberships, *every)
    assert len(telegram.asked) == 4
    telegram.gate.set()
    assert await waiting == set(every)
    assert (len(telegram.asked), telegram.most_at_once) == (20, 4)


async def test_a_telegram_that_hangs_is_a_no_that_is_kept(telegram: Telegram) -> None:
    memberships = Memberships(telegram.ask, telegram.monotonic, longest_s=0.01)
    telegram.said[CHANNEL, READER] = IN
    telegram.gate.clear()
    assert not await is_in(memberships)
    telegram.gate.set()
    assert not await is_in(memberships)
    assert len(telegram.asked) == 1
    telegram.now_s += NO_KEPT_S
    assert await is_in(memberships)


async def test_what_did_not_come_to_its_turn_is_no_answer_to_keep(telegram: Telegram) -> None:
    memberships = Memberships(telegram.ask, telegram.monotonic, longest_s=0.01, at_once=1)
    telegram.said = {(chat_id, READER): IN for chat_id in (CHANNEL, OTHER)}
    telegram.gate.clear()
    assert await memberships.of_user(READER, [CHANNEL, OTHER]) == frozenset()
    (asked,) = telegram.asked
    telegram.gate.set()
    assert await memberships.of_user(READER, [CHANNEL, OTHER]) == {CHANNEL, OTHER} - {asked[0]}


async def test_no_more_answers_are_kept_than_there_is_room_for(telegram: Telegram) -> None:
    memberships = Memberships(telegram.ask, telegram.monotonic, most_kept=3)

    async def ask_for(users: Collection[int]) -> list[int]:
        before = len(telegram.asked)
        for user in users:
            await is_in(memberships, CHANNEL, user)
        return [user for _, user in telegram.asked[before:]]

    assert await ask_for([1, 2, 3, 4]) == [1, 2, 3, 4]
    assert await ask_for([4, 3, 2]) == []
    assert await ask_for([1]) == [1]


async def test_an_update_of_leaving_counts_at_once(telegram: Telegram, memberships: Memberships) -> None:
    telegram.said[CHANNEL, READER] = IN
    assert await is_in(memberships)
    memberships.learn(CHANNEL, READER, OUT)
    assert not await is_in(memberships)
    assert len(telegram.asked) == 1
    telegram.now_s += NO_KEPT_S
    assert await is_in(memberships)


async def test_an_update_of_joining_counts_at_once_but_telegram_is_asked(
    telegram: Telegram, memberships: Memberships
) -> None:
    assert not await is_in(memberships)
    memberships.learn(CHANNEL, READER, IN)
    assert not await is_in(memberships)  # an update from before he left again
    telegram.said[CHANNEL, READER] = IN
    memberships.learn(CHANNEL, READER, IN)
    assert await is_in(memberships)
    memberships.learn(CHANNEL, READER, IN)
    assert await is_in(memberships)
    assert len(telegram.asked) == 3


async def test_updates_of_people_who_never_ask_are_not_kept(telegram: Telegram, memberships: Memberships) -> None:
    telegram.said[CHANNEL, READER] = IN
    memberships.learn(CHANNEL, READER, OUT)
    assert await is_in(memberships)
    memberships.learn(CHANNEL, READER + 1, IN)
    assert not await is_in(memberships, CHANNEL, READER + 1)


async def test_leaving_while_the_question_is_under_way(telegram: Telegram, memberships: Memberships) -> None:
    telegram.said[CHANNEL, READER] = IN
    telegram.gate.clear()
    waiting = await under_way(memberships)
    memberships.learn(CHANNEL, READER, OUT)
    telegram.gate.set()
    assert await waiting == frozenset()
    assert not await is_in(memberships)
    assert len(telegram.asked) == 1


async def test_joining_while_the_question_is_under_way(telegram: Telegram, memberships: Memberships) -> None:
    telegram.gate.clear()
    waiting = await under_way(memberships)
    memberships.learn(CHANNEL, READER, IN)
    telegram.gate.set()
    assert await waiting == frozenset()
    telegram.said[CHANNEL, READER] = IN
    assert await is_in(memberships)


async def test_a_chat_is_forgotten_with_all_its_answers(telegram: Telegram, memberships: Memberships) -> None:
    telegram.said = {(chat_id, READER): IN for chat_id in (CHANNEL, OTHER)}
    assert await memberships.of_user(READER, [CHANNEL, OTHER]) == {CHANNEL, OTHER}
    memberships.forget(CHANNEL)
    telegram.said = {}
    assert await memberships.of_user(READER, [CHANNEL, OTHER]) == {OTHER}
    assert telegram.asked[2:] == [(CHANNEL, READER)]


async def test_a_chat_that_is_forgotten_while_a_question_is_under_way(
    telegram: Telegram, memberships: Memberships
) -> None:
    telegram.said[CHANNEL, READER] = IN
    telegram.gate.clear()
    waiting = await under_way(memberships)
    memberships.forget(CHANNEL)
    again = await under_way(memberships)
    telegram.gate.set()
    assert [set(await waiting), set(await again)] == [set(), {CHANNEL}]
    assert len(telegram.asked) == 2


async def test_the_end_of_the_program_ends_a_question(telegram: Telegram, memberships: Memberships) -> None:
    telegram.gate.clear()
    waiting = await under_way(memberships)
    for task in asyncio.all_tasks() - {asyncio.current_task(), waiting}:
        task.cancel()
    assert await waiting == frozenset()
    telegram.gate.set()
    telegram.said[CHANNEL, READER] = IN
    assert await is_in(memberships)
