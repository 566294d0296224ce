"""Use cases that the conversations do not reach, or not in every way."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.services.browsing import Period
from bot.services.exporting import post_to_json
from bot.services.searching import NothingFound
from bot.services.viewers import Viewers
from core.errors import NotFound, WrongUsage
from core.richtext import Entity, RichText
from core.types import ChannelRef, IncomingPost, Viewer, Visibility
from tests.asked import asker_of
from tests.bot.letopis import Letopis

ALL = Viewer.operator()
CHAT = 77


async def test_viewers(letopis: Letopis) -> None:
    await letopis.store("Тайный пост", visibility=Visibility.MEMBERS)
    viewers = Viewers(letopis.services.database, {5})
    guest = Viewer(frozenset({1}))
    assert await viewers.guest() == guest
    assert await viewers.of_chat(5, 5) == ALL
    for chat_id, user_id in ((6, 6), (-5, 5), (5, None), (6, 5), (5, 6)):
        assert await viewers.of_chat(chat_id, user_id) == guest


async def test_languages_are_remembered_for_each_chat(letopis: Letopis) -> None:
    languages = letopis.services.chat_languages
    assert await languages.chosen(CHAT) is None
    await languages.choose(CHAT, "en")
    await languages.choose(CHAT, "ru")
    await languages.choose(CHAT + 1, "en")
    assert (await languages.chosen(CHAT), await languages.chosen(CHAT + 1)) == ("ru", "en")


async def test_channels(letopis: Letopis) -> None:
    await letopis.store("Тайный пост", username="taina", title="Тайна", visibility=Visibility.MEMBERS)
    channels = letopis.services.channel_list
    counted = [(channel.username, count) for channel, count in await channels.all(ALL)]
    assert counted == [("tihiy_server", 24), ("taina", 1)]
    assert len(await channels.all(Viewer(frozenset({1})))) == 1
    secret = await channels.named(ChannelRef(username="TAINA"))
    await channels.show_to(secret, Visibility.PUBLIC)
    assert (await channels.named(ChannelRef(title="Тайна"))).visibility is Visibility.PUBLIC
    assert (await channels.named(ChannelRef(title="taina"), ChannelRef(username="taina"))).title == "Тайна"
    with pytest.raises(WrongUsage, match="no_such_channel"):
        await channels.named(ChannelRef(username="nobody"))


async def test_holdings(letopis: Letopis) -> None:
    holdings = await letopis.services.browsing.holdings(ALL)
    assert (holdings.posts, [channel.title for channel in holdings.channels]) == (24, ["Тихий сервер"])
    assert await letopis.services.browsing.holdings(Viewer(frozenset())) == type(holdings)(posts=0, channels=())


async def test_at_most_two_hundred_posts_stand_behind_a_card(empty: Letopis) -> None:
    await empty.store(*(IncomingPost(text=RichText(f"Чай {n} #чай"), reactions={"👍": n + 1}) for n in range(210)))
    browsing = empty.services.browsing
    assert (await browsing.last(10_000, asker_of(ALL))).total == 200
    assert (await browsing.top(Period.ALL, asker_of(ALL))).total == 200
    topic = await empty.services.topic_lists.open("чай", asker_of(ALL))
    assert topic.pages == 40
    found = await empty.services.searching.search("чай", asker_of(ALL))
    assert not isinstance(found, NothingFound)
    assert found.total == 200


async def test_the_best_posts_without_a_card(letopis: Letopis) -> None:
    found = await letopis.services.searching.best("кофемолка", ALL, 1)
    assert len(found.answer.post_ids) == 2
    ((title, snippet),) = found.shown
    assert [post.id for post in found.posts] == [found.answer.post_ids[0]]
    assert title.text == "Кофемолка как встраиваемая система"
    assert "кофемолка" in snippet.text
    assert (await letopis.services.searching.best("кофемолка", Viewer(frozenset()), 5)).posts == ()


async def test_a_suggestion_of_a_forgotten_card(letopis: Letopis) -> None:
    searching = letopis.services.searching
    nothing = await searching.search("кофта", asker_of(ALL))
    assert isinstance(nothing, NothingFound)
    for card, chat, index in (("other", CHAT, 0), (nothing.card_id, CHAT + 1, 0), (nothing.card_id, CHAT, 99)):
        with pytest.raises(NotFound, match=r"error\.card_gone"):
            await searching.try_instead(card, index, asker_of(ALL, chat_id=chat))


async def test_old_cards_are_forgotten(letopis: Letopis) -> None:
    services, now = letopis.services, letopis.telegram.world.now
    old = await services.browsing.last(3, asker_of(ALL, now=now - timedelta(days=30, seconds=1)))
    young = await services.browsing.last(3, asker_of(ALL, now=now - timedelta(days=29)))
    assert await services.upkeep.forget_old_cards(now) == 1
    assert (await services.listings.load(young.card_id, asker_of(Viewer.operator()))).post_ids
    with pytest.raises(NotFound):
        await services.listings.load(old.card_id, asker_of(Viewer.operator()))


async def test_derived_data_is_made_anew(letopis: Letopis) -> None:
    services = letopis.services
    topics = await services.topic_lists.first_page(asker_of(ALL))
    async with services.database.transaction() as connection:
        await connection.execute("DELETE FROM topics")
    gone = await services.topic_lists.first_page(asker_of(ALL))
    assert gone.total == 0
    done: list[tuple[int, int]] = []
    await services.upkeep.reindex(lambda now, total: done.append((now, total)))
    assert done[-1] == (24, 24)
    anew = await services.topic_lists.first_page(asker_of(ALL))
    assert anew.entries == topics.entries
    assert (await services.searching.best("кофемолка", ALL, 5)).posts


async def test_an_up_to_date_index_is_left_alone(letopis: Letopis, monkeypatch: pytest.MonkeyPatch) -> None:
    def rebuilt() -> list[MutableMapping[str, object]]:
        return [entry for entry in letopis.logged if "reindexing" in entry["event"]]

    await letopis.services.upkeep.prepare()
    assert rebuilt() == []

    async def outdated(_database: object) -> bool:
        return True

    monkeypatch.setattr("storage.search_upkeep.needs_rebuild", outdated)
    await letopis.services.upkeep.prepare()
    assert len(rebuilt()) == 1


PUBLISHED_AT = datetime(2024, 3, 4, 5, 6, 7, tzinfo=UTC)
FULL = IncomingPost(
    text=RichText("Чай\nЗелёный", (Entity("bold", 0, 3),)),
    has_title=True,
    message_ids=(4, 5),
    published_at=PUBLISHED_AT,
    edited_at=PUBLISHED_AT + timedelta(hours=1),
    reactions={"👍": 2},
    views=100,
    media=("photo", "photo"),
    poll={"question": "Какой?"},
    forwarded_from="Сосед",
    reply_to=3,
    signature="Автор",
    pinned=True,
    source="desktop-json",
)
EXPORTED = {
    "channel": {"telegram_id": None, "username": "svoi", "title": "Для своих"},
    "message_ids": [4, 5],
    "published_at": "2024-03-04T05:06:07+00:00",
    "edited_at": "2024-03-04T06:06:07+00:00",
    "title": "Чай",
    "text": "Чай\nЗелёный",
    "entities": [{"type": "bold", "offset": 0, "length": 3}],
    "reactions": {"👍": 2},
    "reactions_exact": True,
    "views": 100,
    "media": ["photo", "photo"],
    "poll": {"question": "Какой?"},
    "forwarded_from": "Сосед",
    "reply_to": 3,
    "signature": "Автор",
    "pinned": True,
    "deleted": False,
    "visibility": "public",
    "url": "https://t.me/svoi/4",
    "source": "desktop-json",
}


async def test_exporting(empty: Letopis) -> None:
    await empty.store(FULL, "Просто текст", username="svoi", title="Для своих")
    await empty.store("Тайный", username="taina", visibility=Visibility.MEMBERS)
    lines = [line async for line in empty.services.exporting.lines(Viewer(frozenset({1})))]
    first, second = json.loads(json.dumps(lines, ensure_ascii=False))
    assert {name: value for name, value in first.items() if name not in {"post_id", "fingerprint"}} == EXPORTED
    assert (second["title"], second["published_at"], second["reactions"], second["poll"]) == (None, None, None, None)
    everything = [line async for line in empty.services.exporting.lines(ALL)]
    one = [line async for line in empty.services.exporting.lines(ALL, 2)]
    assert (len(everything), [line["text"] for line in one]) == (3, ["Тайный"])


async def test_an_exported_post_names_its_own_identity(letopis: Letopis) -> None:
    page = await letopis.services.browsing.last(1, asker_of(ALL))
    post = page.entries[0].post
    shown = post_to_json(post)
    assert (shown["post_id"], shown["fingerprint"], shown["url"]) == (post.id, post.fingerprint, None)
