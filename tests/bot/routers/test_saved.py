"""☆ on a post, and /saved: everybody's own list."""

from __future__ import annotations

import pytest

from core.types import Visibility
from storage import bookmarks
from tests.bot.letopis import Letopis
from tests.telegram import Card, FakeUser

SAVE, SAVED, REMOVE, DONE = "☆ Сохранить", "★ Сохранено", "✕ Убрать из списка…", "✓ Готово"
EMPTY = "У вас пока нет сохранённых постов. Откройте любой пост и нажмите «☆ Сохранить»: он останется здесь."


def titles(card: Card) -> list[str]:
    return [line.partition(". ")[2] for line in card.text.split("\n") if line.partition(". ")[0].isdecimal()]


async def save(letopis: Letopis, user: FakeUser, count: int) -> list[int]:
    """The user saves so many posts: "Пост 1" first."""
    ids = await letopis.store(*(f"Пост {number}" for number in range(1, count + 1)))
    async with letopis.services.database.transaction() as connection:
        for post_id in ids:
            await bookmarks.save(connection, user.id, post_id, letopis.telegram.world.now)
    return ids


async def test_a_tap_saves_and_another_takes_it_out(anna: FakeUser, john: FakeUser, letopis: Letopis) -> None:
    assert (await anna.send("/saved")).only.text == EMPTY
    await anna.send("кофе")
    opened = (await anna.tap("1")).only
    starred = (await anna.tap(SAVE)).only
    assert (starred.kind, starred.message_id, starred.text) == ("edit", opened.message_id, opened.text)
    assert SAVED in starred.labels
    await letopis.restart()
    listed = (await anna.send("/saved")).only
    assert listed.rendered.startswith("★ *Ваши сохранённые* · 1 пост\n\n1. ")
    assert listed.keyboard == (("1",), (REMOVE,))
    assert (await john.send("/saved")).only.text.startswith("You have not saved any posts yet.")
    assert SAVED in (await anna.tap("1")).only.labels
    assert SAVE in (await anna.tap(SAVED)).only.labels
    assert (await anna.tap("↩ К списку")).only.text == EMPTY


async def test_a_long_post_stays_open_at_its_part(anna: FakeUser) -> None:
    await anna.send("переезд")
    await anna.tap("1")
    second = (await anna.tap("›")).only
    starred = (await anna.tap(SAVE)).only
    assert starred.text == second.text
    assert "2/2" in starred.labels


async def test_the_last_saved_comes_first_page_by_page(empty: Letopis) -> None:
    anna = empty.user()
    await save(empty, anna, 7)
    first = (await anna.send("/saved")).only
    assert titles(first) == ["Пост 7", "Пост 6", "Пост 5", "Пост 4", "Пост 3"]
    second = (await anna.tap("›")).only
    assert titles(second) == ["Пост 2", "Пост 1"]
    await anna.tap("2")
    assert (await anna.tap("↩ К списку")).only.text == second.text


async def test_posts_are_taken_out_in_the_list(empty: Letopis) -> None:
    anna = empty.user()
    await save(empty, anna, 7)
    await anna.send("/saved")
    removing = (await anna.tap(REMOVE)).only
    assert removing.keyboard == (("✕ 1", "✕ 2", "✕ 3", "✕ 4", "✕ 5"), ("1/2", "›"), (DONE,))
    left = (await anna.tap("✕ 2")).only
    assert titles(left) == ["Пост 7", "Пост 5", "Пост 4", "Пост 3", "Пост 2"]
    assert titles((await anna.tap("›")).only) == ["Пост 1"]
    assert titles((await anna.tap("✕ 1")).only) == ["Пост 7", "Пост 5", "Пост 4", "Пост 3", "Пост 2"]
    done = (await anna.tap(DONE)).only
    assert done.keyboard == (("1", "2", "3", "4", "5"), (REMOVE,))


async def test_two_quick_taps_take_out_one_post(empty: Letopis) -> None:
    anna = empty.user()
    await save(empty, anna, 3)
    await anna.send("/saved")
    removing = (await anna.tap(REMOVE)).only
    empty.telegram.world.forgives_same_edits = True
    await anna.tap("✕ 1", removing)
    await anna.tap("✕ 1", removing)
    assert titles((await anna.send("/saved")).only) == ["Пост 2", "Пост 1"]


async def test_the_last_one_taken_out_leaves_the_hint(empty: Letopis) -> None:
    anna = empty.user()
    await save(empty, anna, 1)
    await anna.send("/saved")
    await anna.tap(REMOVE)
    gone = (await anna.tap("✕ 1")).only
    assert (gone.text, gone.keyboard) == (EMPTY, ())


async def test_what_is_gone_or_not_to_be_seen_is_left_out(empty: Letopis) -> None:
    anna = empty.user()
    ids = await save(empty, anna, 3)
    await empty.delete(ids[:1])
    card = (await anna.send("/saved")).only
    assert titles(card) == ["Пост 3", "Пост 2"]
    await empty.show_to("svoi", Visibility.MEMBERS)
    assert (await anna.send("/saved")).only.text == EMPTY
    answers = await anna.tap("1", card)
    assert answers.notification is not None
    assert answers.notification.text == "Этого поста больше нет в архиве."


async def test_in_a_group_a_tap_saves_for_who_taps_and_shows_nobody(letopis: Letopis, anna: FakeUser) -> None:
    other = letopis.user("Борис")
    group = letopis.group(anna, other)
    await anna.send("/search кофе", chat=group)
    opened = (await anna.tap("1")).only
    for user, said in (
        (anna, "Сохранено. Все сохранённые посты: команда /saved в личном чате со мной."),
        (anna, "Этот пост у вас уже сохранён. Все сохранённые: команда /saved в личном чате со мной."),
        (other, "Сохранено. Все сохранённые посты: команда /saved в личном чате со мной."),
    ):
        answers = await user.tap(SAVE, opened)
        assert not answers.cards
        assert answers.notification is not None
        assert (answers.notification.text, answers.notification.is_alert) == (said, False)
    for user in (anna, other):
        assert (await user.send("/saved")).only.text.startswith("★ Ваши сохранённые · 1 пост")


async def test_in_a_group_the_list_stays_between_the_two(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    group = letopis.group(anna, john)
    card = (await anna.send("/saved", chat=group)).only
    assert card.text == "Сохранённые посты вижу только я и вы, поэтому показываю их в личном чате."
    link = anna.press("Открыть сохранённые", card)
    assert link == "https://t.me/letopis_bot?start=saved"
    assert (await anna.follow(link)).only.text == EMPTY
    assert (await john.send("/saved", chat=group)).only.labels == ("Open my saved posts",)


@pytest.mark.parametrize("data", ["vu:{card}:0", "vr:{card}:0", "v:{card}:0:0"])
async def test_another_ones_list_is_out_of_reach(empty: Letopis, data: str) -> None:
    anna, boris = empty.user(), empty.user("Борис")
    await save(empty, anna, 1)
    card = (await anna.send("/saved")).only
    card_id = str(card.buttons[0][0].data).split(":")[1]
    own = (await boris.send("/last")).only
    answers = await boris.tap_data(data.format(card=card_id), own)
    assert not answers.cards
    assert answers.notification is not None
    assert titles((await anna.send("/saved")).only) == ["Пост 1"]
