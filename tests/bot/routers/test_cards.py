"""Taps on cards: pages, posts, their parts, the way back; and buttons that are stale, strange or tapped twice."""

from __future__ import annotations

import pytest

from bot.services.asking import Asker
from bot.services.listings import Page
from core.types import Viewer
from tests.asked import asker_of
from tests.bot.letopis import Letopis
from tests.telegram import Card, FakeTelegram, FakeUser

LONG = "Большой переезд"


async def test_paging_forth_and_back(anna: FakeUser) -> None:
    first = (await anna.send("/search сервер")).only
    assert first.keyboard[:2] == (("1", "2", "3", "4", "5"), ("1/2", "›"))
    second = (await anna.tap("›")).only
    assert second.kind == "edit"
    assert second.keyboard[:2] == (("1", "2", "3"), ("‹", "2/2"))
    assert (await anna.tap("‹")).only.text == first.text


async def test_a_post_opens_and_back_restores_the_very_page(anna: FakeUser) -> None:
    await anna.send("/search сервер")
    page = (await anna.tap("›")).only
    opened = (await anna.tap("2")).only
    assert opened.text.startswith("Воронка и терпение\n")
    assert opened.message_id == page.message_id
    back = (await anna.tap("↩ К списку")).only
    assert (back.rendered, back.buttons) == (page.rendered, page.buttons)


async def test_an_opened_post_keeps_its_code(anna: FakeUser) -> None:
    await anna.send("sqlite хватает")
    card = (await anna.tap("1")).only
    assert "командой `PRAGMA journal_mode=WAL` и больше" in card.rendered
    assert card.text.endswith("#sqlite\n\n👍 57 ❤ 11 ✍ 9 🔥 6 🤯 2 · Тихий сервер")
    await anna.send("openssl")
    assert "```\nopenssl x509 -checkend 1209600 -noout -in cert.pem\n```" in (await anna.tap("1")).only.rendered


async def test_a_long_post_is_paged_inside_the_card_at_paragraph_ends(anna: FakeUser, letopis: Letopis) -> None:
    await anna.send("переезд")
    parts = [(await anna.tap("1")).only]
    assert parts[0].keyboard[0] == ("1/2", "›")
    while "›" in parts[-1].labels:
        parts.append((await anna.tap("›")).only)
    assert [part.keyboard for part in parts[1:]] == [
        (("‹", "2/2"), ("Весь пост сразу",), ("≈ Похожие", "☆ Сохранить"), ("↗ Поделиться", "↩ К списку"))
    ]
    footer = "👍 112 ❤ 34 🔥 21 ❤‍🔥 9 😁 8 ✍ 7 · Тихий сервер"
    texts = [part.text.removesuffix(f"\n\n{footer}") for part in parts]
    found = await letopis.services.searching.best(LONG, Viewer.operator(), 1)
    assert "\n".join(texts) == found.posts[0].text.text
    assert (await anna.tap("‹")).only.text == parts[0].text
    assert (await anna.tap("↩ К списку")).only.text.startswith("🔎 переезд")


async def test_all_at_once_is_for_private_chats(anna: FakeUser, letopis: Letopis) -> None:
    await anna.send("переезд")
    await anna.tap("1")
    sent = await anna.tap("Весь пост сразу")
    assert len(sent) == 2
    assert all(card.kind == "message" and not card.buttons for card in sent)
    assert [LONG in card.text for card in sent] == [True, False]
    group = letopis.group(anna)
    await anna.send("/search переезд", chat=group)
    opened = (await anna.tap("1")).only
    assert opened.keyboard == (
        ("1/2", "›"),
        ("≈ Похожие", "☆ Сохранить"),
        ("↗ Поделиться", "↩ К списку"),
        ("💬 Открыть в чате со мной",),
    )
    card_id = _card_id(opened)
    forged = await anna.tap_data(f"w:{card_id}:0", opened)
    assert not forged.cards
    assert forged.notification is not None


async def test_a_second_tap_on_the_same_button_is_no_event(anna: FakeUser, letopis: Letopis) -> None:
    listing = (await anna.send("сервер")).only
    await anna.tap("1", listing)
    assert (await anna.tap("1", listing)).silent
    await anna.send("переезд")
    opened = (await anna.tap("1")).only
    assert (await anna.tap("1/2", opened)).silent
    # The bot cannot know what its card shows by now, so Telegram is asked and refuses.
    refused = letopis.telegram.world.take_violations()
    assert ["message is not modified" in violation.description for violation in refused] == [True, True]


async def test_cards_work_after_a_restart(anna: FakeUser, letopis: Letopis) -> None:
    listing = (await anna.send("сервер")).only
    await letopis.restart()
    assert "2/2" in (await anna.tap("›")).only.labels
    await anna.tap("1")
    await letopis.restart()
    assert "2/2" in (await anna.tap("↩ К списку")).only.labels
    title = listing.text.split("\n1. ")[1].partition("\n")[0]
    assert (await anna.tap("1", listing)).only.text.startswith(title)


def _card_id(card: Card) -> str:
    data = next(button.data for row in card.buttons for button in row if button.data)
    return data.split(":")[1]


@pytest.mark.parametrize(
    "data",
    [
        "p:nobody:0",
        "o:nobody:0:0",
        "w:nobody:0",
        "a:nobody",
        "ts:nobody:0",
        "t:nobody:0",
        "y:nobody:0",
        "x:nobody",
        "b:nobody",
        "s:nobody:0",
        "l:tlh",
        "p:{card}:x",
        "p:{card}",
        "o:{card}:99:0",
        "o:{card}:-1:0",
        "w:{card}:99",
        "m:nobody:0:0",
        "m:{card}:99:0",
        "m:{topics}:0:0",
        "v:nobody:0:0",
        "v:{card}:99:0",
        "v:{nothing}:0:0",
        "vr:nobody:0",
        "vr:{topics}:0",
        "vu:nobody:0",
        "vu:{card}:0",
        "vu:{topics}:0",
        "pe:decade",
        "pe",
        "a:{card}",
        "ts:{card}:0",
        "t:{card}:0",
        "y:{card}:0",
        "s:{card}:99",
        "s:{card}:-1",
        "p:{topics}:0",
        "o:{topics}:0:0",
        "w:{topics}:0",
        "a:{topics}",
        "y:{topics}:0",
        "x:{topics}",
        "b:{topics}",
        "s:{topics}:0",
        "t:{topics}:-1",
        "t:{topics}:99",
        "p:{nothing}:0",
        "o:{nothing}:0:0",
        "a:{nothing}",
        "x:{nothing}",
        "b:{nothing}",
        "s:{nothing}:0",
        "y:{nothing}:99",
        "y:{nothing}:-1",
        "nonsense",
        "::::",
        "p:" + "я" * 31,
    ],
)
async def test_strange_buttons_are_told_to_be_out_of_date(anna: FakeUser, data: str) -> None:
    listing = (await anna.send("сервер")).only
    topics = (await anna.send("/topics")).only
    nothing = (await anna.send("кофта")).only
    ids = {"card": _card_id(listing), "topics": _card_id(topics), "nothing": _card_id(nothing)}
    answers = await anna.tap_data(data.format(**ids), listing)
    assert not answers.cards
    assert answers.notification is not None
    assert answers.notification.text in {
        "Эта карточка устарела. Спросите ещё раз.",
        "Этой темы больше нет. Все темы: /topics",
    }


@pytest.mark.parametrize("data", ["p:{card}:99999999999999999999", "p:{card}:-5"])
async def test_a_page_outside_is_brought_to_the_nearest(anna: FakeUser, data: str) -> None:
    listing = (await anna.send("переезд")).only
    await anna.tap("1")
    assert (await anna.tap_data(data.format(card=_card_id(listing)), listing)).only.text == listing.text


@pytest.mark.parametrize("data", ["o:{card}:0:99", "o:{card}:0:-7"])
async def test_a_part_outside_is_brought_to_the_nearest(anna: FakeUser, data: str) -> None:
    listing = (await anna.send("переезд")).only
    answers = await anna.tap_data(data.format(card=_card_id(listing)), listing)
    assert ("2/2" in answers.only.labels) == ("99" in data)


async def test_another_chats_card_is_nobodys_here(anna: FakeUser, john: FakeUser) -> None:
    annas = (await anna.send("сервер")).only
    johns = (await john.send("docker")).only
    answers = await john.tap_data(f"p:{_card_id(annas)}:1", johns)
    assert not answers.cards
    assert answers.notification is not None
    assert answers.notification.text == "This card is out of date. Please ask again."


async def test_a_forgotten_card(anna: FakeUser, letopis: Letopis) -> None:
    await anna.send("сервер")
    letopis.telegram.advance(days=31)
    assert await letopis.services.upkeep.forget_old_cards(letopis.telegram.world.now) == 1
    answers = await anna.tap("›")
    assert answers.notification is not None
    assert answers.notification.text == "Эта карточка устарела. Спросите ещё раз."


async def test_a_card_that_telegram_no_longer_shows(anna: FakeUser, telegram: FakeTelegram) -> None:
    listing = (await anna.send("переезд сервер")).only
    opened = (await anna.tap("1")).only
    await telegram.bot.delete_message(anna.id, listing.message_id)
    for button in ("1", "›", "Весь пост сразу"):
        answers = await anna.tap(button, opened if button in opened.labels else listing)
        assert not answers.cards
        assert answers.notification is not None
        assert answers.notification.text == "Эта карточка устарела. Спросите ещё раз."


async def test_a_card_that_is_deleted_between_tap_and_answer(
    anna: FakeUser, letopis: Letopis, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = (await anna.send("сервер")).only
    chat = letopis.telegram.world.chats[anna.id]
    lists = letopis.services.listings
    shown = lists.page

    async def slow_page(card_id: str, number: int, asker: Asker) -> Page:
        chat.messages[listing.message_id].deleted = True
        return await shown(card_id, number, asker)

    monkeypatch.setattr(lists, "page", slow_page)
    answers = await anna.tap("›", listing)
    assert answers.notification is not None
    assert answers.notification.text == "Эта карточка устарела. Спросите ещё раз."
    refused = letopis.telegram.world.take_violations()
    assert ["message to edit not found" in violation.description for violation in refused] == [True]


async def test_posts_deleted_since_are_left_out(anna: FakeUser, letopis: Letopis) -> None:
    listing = (await anna.send("сервер")).only
    asker = asker_of(Viewer.operator(), chat_id=anna.id, user_id=anna.id)
    card = await letopis.services.listings.load(_card_id(listing), asker)
    await letopis.delete(card.post_ids[:5])
    page = (await anna.tap("1", listing)).notification
    assert page is not None
    assert page.text == "Этого поста больше нет в архиве."
    shown = (await anna.tap_data(f"p:{_card_id(listing)}:0", listing)).only
    assert "3 поста" in shown.text
    assert shown.keyboard[0] == ("1", "2", "3")
    opened = (await anna.tap("3")).only
    found = await letopis.services.listings.open(_card_id(listing), 7, asker)
    assert opened.text.startswith(found.post.text.text[:20])
    assert (await anna.tap("↩ К списку")).only.text == shown.text
    await letopis.delete(card.post_ids)
    answers = await anna.tap_data(f"p:{_card_id(listing)}:0", listing)
    assert answers.only.text == "Этих постов больше нет в архиве."
