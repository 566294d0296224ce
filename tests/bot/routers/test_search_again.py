"""The same search read in another way, and posts like one: what the buttons below a search lead to."""

from __future__ import annotations

import pytest

from core.types import Visibility
from tests.bot.letopis import Letopis
from tests.telegram import Card, FakeUser

GONE = "Этого поста больше нет в архиве."


async def test_what_was_put_right_can_be_searched_for_as_typed(anna: FakeUser) -> None:
    card = (await anna.send("резервной копеи")).only
    assert card.text.split("\n")[1] == "Показаны результаты по «резервной копии»."
    assert card.keyboard[-2] == ("Искать «резервной копеи» как написано",)
    again = (await anna.tap("Искать «резервной копеи» как написано")).only
    assert (again.kind, again.message_id) == ("edit", card.message_id)
    assert "Показаны результаты" not in again.text
    assert "как написано" not in " ".join(again.labels)


async def test_as_typed_there_may_be_nothing_and_the_way_back_is_offered(anna: FakeUser) -> None:
    await anna.send("кофемлока")
    card = (await anna.tap("Искать «кофемлока» как написано")).only
    assert card.text.startswith("По запросу «кофемлока» ничего не нашлось.\n")
    assert "🔎 кофемолка" in card.labels
    assert (await anna.tap("🔎 кофемолка")).only.text.startswith("🔎 кофемолка · 2 поста")


async def test_the_wrong_layout_as_typed(anna: FakeUser) -> None:
    card = (await anna.send("vfzr")).only
    assert card.text.split("\n")[1] == "Показаны результаты по «маяк»."
    assert "«vfzr» ничего не нашлось" in (await anna.tap("Искать «vfzr» как написано")).only.text


async def test_on_every_page(anna: FakeUser) -> None:
    await anna.send("резервной копеи")
    second = (await anna.tap("›")).only
    assert second.keyboard[1] == ("‹", "2/2")
    assert second.keyboard[-2] == ("Искать «резервной копеи» как написано",)


async def test_nothing_of_it_where_nothing_was_put_right(anna: FakeUser) -> None:
    card = (await anna.send("резервная копия")).only
    assert not any("Искать" in label for label in card.labels)


async def test_a_spelling_that_finds_more(empty: Letopis) -> None:
    await empty.store(*(f"Контейнер номер {number}" for number in range(12)), "Автор написал контейнр")
    anna, john = empty.user(), empty.user("John", "en")
    card = (await anna.send("контейнр")).only
    assert card.text.split("\n")[:2] == ["🔎 контейнр · 1 пост", "Возможно, вы имели в виду «контейнер»?"]
    assert card.keyboard == (("1",), ("🔎 контейнер",), ("🔗 Ссылка",))
    found = (await anna.tap("🔎 контейнер")).only
    assert (found.kind, found.message_id) == ("edit", card.message_id)
    assert found.text.startswith("🔎 контейнер · 12 постов")
    assert (await john.send("контейнр")).only.text.split("\n")[1] == "Perhaps you meant “контейнер”?"


@pytest.mark.parametrize("data", ["x:{card}", "b:{card}"])
async def test_a_list_that_no_search_made_has_nothing_to_search_again(anna: FakeUser, data: str) -> None:
    card = (await anna.send("/last 2")).only
    answers = await anna.tap_data(data.format(card=_card_id(card)), card)
    assert not answers.cards
    assert answers.notification is not None
    assert answers.notification.text == "Эта карточка устарела. Спросите ещё раз."


def _card_id(card: Card) -> str:
    data = next(button.data for row in card.buttons for button in row if button.data)
    return data.split(":")[1]


@pytest.mark.parametrize("button", ["as typed", "better", "similar"])
async def test_a_forgotten_card_says_so(empty: Letopis, button: str) -> None:
    await empty.store(*(f"Контейнер номер {number}" for number in range(12)), "Автор написал контейнр")
    anna = empty.user()
    if button == "as typed":
        await anna.send("кантейнер")
    else:
        await anna.send("контейнр")
    if button == "similar":
        await anna.tap("1")
    label = {"as typed": "Искать «кантейнер» как написано", "better": "🔎 контейнер", "similar": "≈ Похожие"}[button]
    empty.telegram.advance(days=31)
    await empty.services.upkeep.forget_old_cards(empty.telegram.world.now)
    answers = await anna.tap(label)
    assert answers.notification is not None
    assert answers.notification.text == "Эта карточка устарела. Спросите ещё раз."


async def test_posts_like_the_opened_one(anna: FakeUser) -> None:
    await anna.send("кофемолка")
    opened = (await anna.tap("1")).only
    similar = (await anna.tap("≈ Похожие")).only
    assert (similar.kind, similar.message_id) == ("edit", opened.message_id)
    assert similar.rendered.startswith("≈ *Похожие на «Кофемолка как встраиваемая система»* · ")
    assert "Кофемолка как" not in similar.text.split("\n", 1)[1]
    assert "1. Воронка и терпение" in similar.text
    assert similar.keyboard[-1] == ("↩ К списку",)


async def test_from_one_to_the_next_and_all_the_way_back(anna: FakeUser) -> None:
    await anna.send("/search сервер")
    listing = (await anna.tap("›")).only
    await anna.tap("2")
    similar = (await anna.tap("≈ Похожие")).only
    opened = (await anna.tap("1")).only
    deeper = (await anna.tap("≈ Похожие")).only
    assert deeper.text.startswith(f"≈ Похожие на «{opened.text.partition(chr(10))[0][:40]}")
    back = (await anna.tap("↩ К списку")).only
    assert (back.rendered, back.buttons) == (similar.rendered, similar.buttons)
    back = (await anna.tap("↩ К списку")).only
    assert (back.rendered, back.buttons) == (listing.rendered, listing.buttons)


async def test_a_random_post_is_what_its_similar_ones_lead_back_to(anna: FakeUser, letopis: Letopis) -> None:
    card = (await anna.send("/random")).only
    similar = (await anna.tap("≈ Похожие")).only
    assert similar.keyboard[-1] == ("↩ К посту",)
    await letopis.restart()
    back = (await anna.tap("↩ К посту")).only
    assert (back.rendered, back.buttons) == (card.rendered, card.buttons)


async def test_a_topics_post_has_similar_ones_too(john: FakeUser) -> None:
    await john.send("/topics")
    listing = (await john.tap("#кофе · 3")).only
    await john.tap("1")
    similar = (await john.tap("≈ Similar")).only
    assert similar.text.startswith("≈ Similar to “Кофемолка как встраиваемая система” · ")
    assert (await john.tap("↩ Back to the list")).only.rendered == listing.rendered


async def test_where_no_post_is_similar(empty: Letopis) -> None:
    await empty.store("Яблоки и груши", "Совсем о другом")
    anna = empty.user()
    listing = (await anna.send("яблоки")).only
    await anna.tap("1")
    card = (await anna.tap("≈ Похожие")).only
    assert (card.text, card.labels) == ("Постов, похожих на «Яблоки и груши», нет.", ("↩ К списку",))
    assert (await anna.tap("↩ К списку")).only.rendered == listing.rendered


async def test_the_similar_ones_of_a_post_that_was_hidden_since(empty: Letopis) -> None:
    """Its heading stands over the list; those that may still be seen are no secret."""
    await empty.store("Клад зарыт под старым дубом у реки", "Ничего нового", username="podpolye")
    await empty.store(*(f"Старый дуб у реки, год {number}" for number in range(7)), username="park")
    anna = empty.user()
    await anna.send("клад")
    opened = (await anna.tap("1")).only
    similar = (await anna.tap("≈ Похожие")).only
    assert similar.text.startswith("≈ Похожие на «Клад зарыт под старым дубом у реки» · 7 постов")
    await empty.show_to("podpolye", Visibility.MEMBERS)
    turned = await anna.tap("›", similar)
    assert turned.notification is not None
    assert turned.notification.text == GONE
    again = await anna.tap("≈ Похожие", opened)
    assert again.notification is not None
    assert again.notification.text == GONE
    assert (await anna.tap("1", similar)).only.text.startswith("Старый дуб у реки")
    assert (await anna.tap("↩ К списку", similar)).only.text == "Этих постов больше нет в архиве."


async def test_a_guest_is_shown_nothing_hidden_among_the_similar_ones(empty: Letopis) -> None:
    await empty.store("Старый дуб у реки, тайная тропа", username="podpolye", visibility=Visibility.MEMBERS)
    await empty.store("Старый дуб у реки", "Дуб у реки стоит", username="park")
    anna = empty.user()
    await anna.send("стоит")
    await anna.tap("1")
    assert "тайная" not in (await anna.tap("≈ Похожие")).only.text


async def test_in_a_group(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(anna)
    await anna.send("/search кофемлока", chat=group)
    assert "«кофемлока» ничего" in (await anna.tap("Искать «кофемлока» как написано")).only.text
    await anna.tap("🔎 кофемолка")
    await anna.tap("1")
    assert (await anna.tap("≈ Похожие")).only.text.startswith("≈ Похожие на «Кофемолка")
