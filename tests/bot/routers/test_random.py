"""/random, and "another" on its card."""

from __future__ import annotations

import asyncio

import pytest

from bot.services import randoms
from bot.services.asking import Asker
from bot.services.listings import Listing
from core.types import Viewer, Visibility
from storage import posts
from storage.database import Connection
from tests.bot.letopis import Letopis
from tests.telegram import Card, FakeUser


def title(card: Card) -> str:
    return card.text.partition("\n")[0]


async def test_every_post_comes_once_before_any_comes_again(anna: FakeUser) -> None:
    shown = [title((await anna.send("/random")).only)]
    shown += [
        title((await anna.send("/random") if number % 2 else await anna.tap("🎲 Ещё")).only) for number in range(23)
    ]
    assert len(set(shown)) == 24
    again = title((await anna.send("/random")).only)
    assert again in shown[:-1]


async def test_each_chat_has_its_own_round(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    for _ in range(24):
        await anna.send("/random")
    shown = {title((await john.send("/random")).only) for _ in range(24)}
    assert len(shown) == 24


async def test_another_takes_the_place_of_the_card(anna: FakeUser, letopis: Letopis) -> None:
    first = (await anna.send("/random")).only
    assert first.keyboard == (("≈ Похожие", "☆ Сохранить"), ("↗ Поделиться", "🎲 Ещё"))
    await letopis.restart()
    second = (await anna.tap("🎲 Ещё")).only
    assert (second.kind, second.message_id) == ("edit", first.message_id)
    assert title(second) != title(first)


async def test_two_taps_at_once_show_both_posts(
    anna: FakeUser, letopis: Letopis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both choose, both keep their choice behind the card, and only then each shows its own."""
    card = (await anna.send("/random")).only
    keep, both_kept = letopis.services.listings.keep, asyncio.Barrier(2)

    async def slow_keep(listing: Listing, asker: Asker, card_id: str | None = None) -> str:
        kept = await keep(listing, asker, card_id)
        await both_kept.wait()
        return kept

    monkeypatch.setattr(letopis.services.listings, "keep", slow_keep)
    await asyncio.gather(anna.tap("🎲 Ещё", card), anna.tap("🎲 Ещё", card))
    events = letopis.telegram.world.events
    shown = [event.card.text for event in events if event.kind == "edit" and event.card]
    assert len({card.text, *shown}) == 3


async def test_within_a_topic(anna: FakeUser) -> None:
    card = (await anna.send("/random кофе")).only
    assert card.labels[-1] == "🎲 Ещё: #кофе"
    shown = [card, (await anna.tap("🎲 Ещё: #кофе")).only, (await anna.tap("🎲 Ещё: #кофе")).only]
    assert len({title(one) for one in shown}) == 3
    assert all("коф" in one.text for one in shown)
    assert title((await anna.tap("🎲 Ещё: #кофе")).only) in {title(one) for one in shown[:-1]}
    rest = {title((await anna.send("/random")).only) for _ in range(21)}
    assert not rest & {title(one) for one in shown}


async def test_an_unknown_topic_offers_what_there_is(anna: FakeUser) -> None:
    card = (await anna.send("/random жираф")).only
    assert card.text == "Темы «жираф» нет. Вот что есть:"
    assert (await anna.tap("#кофе · 3")).only.text.startswith("📚 #кофе · 3 поста")


async def test_a_long_post_is_paged_and_sent_whole_here_too(empty: Letopis) -> None:
    await empty.store("\n".join(f"Абзац {number}: {'слово ' * 40}" for number in range(40)))
    anna = empty.user()
    await anna.send("/random")
    second = (await anna.tap("›")).only
    assert second.labels[:3] == ("‹", "2/3", "›")
    assert second.labels[-1] == "🎲 Ещё"
    assert len(await anna.tap("Весь пост сразу")) == 3


async def test_nothing_to_choose_from(empty: Letopis) -> None:
    anna, john = empty.user(), empty.user("John", "en")
    assert (await anna.send("/random")).only.text == "Здесь пока нет ни одного поста."
    assert (await john.send("/random")).only.text == "There is not a single post here yet."
    assert (await john.send("/random tea")).only.text == "There is no topic “tea”, and no other yet."
    group = empty.group(anna)
    assert (await anna.send("/random", chat=group)).only.text == "Здесь пока нет ни одного поста."


async def test_posts_that_vanish_behind_a_card(empty: Letopis) -> None:
    ids = await empty.store("Первый", "Второй")
    anna = empty.user()
    card = (await anna.send("/random")).only
    await empty.delete(ids)
    answers = await anna.tap("🎲 Ещё", card)
    assert answers.notification is not None
    assert answers.notification.text == "Здесь пока нет ни одного поста."
    await empty.store("Третий", username="other", visibility=Visibility.MEMBERS)
    assert (await anna.send("/random")).only.text == "Здесь пока нет ни одного поста."


async def test_in_english_and_in_a_group(letopis: Letopis, john: FakeUser) -> None:
    group = letopis.group(john)
    card = (await john.send("/random@letopis_bot", chat=group)).only
    assert card.labels == ("≈ Similar", "☆ Save", "↗ Share", "🎲 Another", "💬 Open in a chat with me")
    assert (await john.tap("🎲 Another")).only.kind == "edit"


async def test_a_large_archive_is_not_read_to_choose_of_it(empty: Letopis, monkeypatch: pytest.MonkeyPatch) -> None:
    await empty.store("раз", "два", "три")
    monkeypatch.setattr(randoms, "_LARGE", 1)
    asked = []
    all_ids = posts.all_ids

    async def read(connection: Connection, viewer: Viewer) -> list[int]:
        asked.append(viewer)
        return await all_ids(connection, viewer)

    monkeypatch.setattr(posts, "all_ids", read)
    anna = empty.user()
    shown = {title((await anna.send("/random")).only) for _ in range(3)}
    assert (shown, asked) == ({"раз", "два", "три"}, [])
    await anna.send("/random")
    assert len(asked) == 1  # a new round
