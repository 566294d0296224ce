"""Listings: kept behind a card, read back, shown in pages of what is still there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.listings import Listing, ListingKind, Page
from core.errors import NotFound
from core.types import Viewer, Visibility
from storage.button_state import ButtonState
from tests.asked import CHAT, asker_of
from tests.bot.letopis import Letopis

NOBODY = Viewer(frozenset())
ANYBODY = Viewer.operator()


@given(
    st.builds(
        Listing,
        kind=st.sampled_from(ListingKind),
        post_ids=st.lists(st.integers(1), unique=True).map(tuple),
        subject=st.text(),
        scope=st.text(),
        parent=st.text(),
        parent_kind=st.none() | st.sampled_from(ListingKind),
        parent_page=st.integers(0),
        understood=st.none() | st.text(),
        better=st.none() | st.text(),
        malformed=st.lists(st.text()).map(tuple),
        lemmas=st.frozensets(st.text()),
        cut=st.booleans(),
        seen=st.none() | st.frozensets(st.integers(1)),
    )
)
def test_what_is_kept_is_read_back(listing: Listing) -> None:
    state = ButtonState(id="card", chat_id=CHAT, kind=listing.kind, payload=listing.to_payload())
    assert Listing.from_state(state) == listing


def test_what_an_older_version_kept_is_read_back() -> None:
    payload = Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай").to_payload()
    for name in ("parent_kind", "better", "malformed", "seen"):
        del payload[name]
    state = ButtonState(id="card", chat_id=CHAT, kind="search", payload=payload)
    assert Listing.from_state(state) == Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай")


async def test_a_card_belongs_to_its_chat(letopis: Letopis) -> None:
    listings = letopis.services.listings
    listing = Listing(kind=ListingKind.LAST, post_ids=(3, 2, 1))
    card = await listings.keep(listing, asker_of(ANYBODY))
    assert await listings.load(card, asker_of(ANYBODY)) == listing
    assert await listings.keep(Listing(kind=ListingKind.TOP, post_ids=(1,)), asker_of(ANYBODY), card) == card
    assert (await listings.load(card, asker_of(ANYBODY))).kind is ListingKind.TOP
    for card_id, chat in ((card, CHAT + 1), ("другая", CHAT)):
        with pytest.raises(NotFound, match=r"error\.card_gone"):
            await listings.load(card_id, asker_of(ANYBODY, chat_id=chat))


async def test_pages_keep_their_order_and_leave_out_what_is_gone(letopis: Letopis) -> None:
    listings = letopis.services.listings
    order = (7, 3, 9, 1, 5, 11, 2, 8)
    first = await listings.show(Listing(kind=ListingKind.TOP, post_ids=order), asker_of(ANYBODY))
    assert [entry.post.id for entry in first.entries] == [7, 3, 9, 1, 5]
    assert (first.total, first.number, first.pages) == (8, 0, 2)
    second = await listings.page(first.card_id, 1, asker_of(ANYBODY))
    assert [(entry.index, entry.post.id) for entry in second.entries] == [(5, 11), (6, 2), (7, 8)]
    opened = await listings.open(first.card_id, 5, asker_of(ANYBODY))
    assert (opened.post.id, opened.page_number) == (11, 1)
    await letopis.delete((3, 9))
    page = await listings.page(first.card_id, 0, asker_of(ANYBODY))
    assert [(entry.index, entry.post.id) for entry in page.entries] == [(0, 7), (3, 1), (4, 5), (5, 11), (6, 2)]
    assert (page.total, page.pages) == (6, 2)
    assert (await listings.open(first.card_id, 5, asker_of(ANYBODY))).page_number == 0
    for index in (1, 2):
        with pytest.raises(NotFound, match=r"error\.post_gone"):
            await listings.open(first.card_id, index, asker_of(ANYBODY))
    for index in (-1, 8):
        with pytest.raises(NotFound, match=r"error\.card_gone"):
            await listings.open(first.card_id, index, asker_of(ANYBODY))


async def test_one_who_sees_nothing_is_shown_nothing(letopis: Letopis) -> None:
    listings = letopis.services.listings
    first = await listings.show(Listing(kind=ListingKind.LAST, post_ids=(1, 2, 3)), asker_of(ANYBODY))
    page = await listings.page(first.card_id, 0, asker_of(NOBODY))
    assert (page.entries, page.total, page.pages) == ((), 0, 1)
    with pytest.raises(NotFound, match=r"error\.post_gone"):
        await listings.open(first.card_id, 0, asker_of(NOBODY))


async def test_one_post_on_a_card(letopis: Letopis) -> None:
    listings = letopis.services.listings
    listing = Listing(kind=ListingKind.RANDOM, post_ids=(3,))
    shown = await listings.show_post(listing, asker_of(ANYBODY))
    assert (shown.post.id, shown.index, shown.page_number) == (3, 0, 0)
    assert await listings.load(shown.card_id, asker_of(ANYBODY)) == listing
    with pytest.raises(NotFound, match=r"error\.post_gone"):
        await listings.show_post(listing, asker_of(NOBODY))


async def test_visibility_decides_for_each_post(letopis: Letopis) -> None:
    ids = await letopis.store("Тайный пост", visibility=Visibility.MEMBERS)
    guest = await letopis.services.browsing.last(200, asker_of(Viewer(frozenset({1}))))
    assert guest.total == 24
    everything = await letopis.services.browsing.last(200, asker_of(ANYBODY))
    assert everything.total == 25
    assert ids[0] in everything.listing.post_ids


async def test_what_only_hidden_posts_hold_is_not_said_again(empty: Letopis) -> None:
    """A card of one who saw a channel, read by one who does not: the words it was told in may be that channel's."""
    listings, searching = empty.services.listings, empty.services.searching
    (seen,) = await empty.store("Белый кот и дом", username="open", title="Открытый")
    await empty.store("Криптонит и дом", "Криптонит и кот", username="taina", title="Тайна")
    everything, guest = Viewer(frozenset({1, 2})), Viewer(frozenset({1}))
    page = await searching.search("криптонид дом", asker_of(everything))
    assert isinstance(page, Page)
    for viewer, understood in ((everything, "криптонит дом"), (ANYBODY, "криптонит дом"), (guest, None)):
        assert (await listings.page(page.card_id, 0, asker_of(viewer))).listing.understood == understood
    slip = Listing(kind=ListingKind.SEARCH, post_ids=(seen,), subject="криптонид", better="криптонит")
    slip_card = (await listings.show(slip, asker_of(everything))).card_id
    assert (await listings.load(slip_card, asker_of(everything))).better == "криптонит"
    assert (await listings.load(slip_card, asker_of(guest))).better is None
    own = (await listings.show(slip, asker_of(guest))).card_id
    assert (await listings.load(own, asker_of(guest))).better == "криптонит"


@pytest.mark.parametrize("kind", [ListingKind.TOPIC, ListingKind.RANDOM])
async def test_a_topic_is_called_what_its_viewer_may_call_it(empty: Letopis, kind: ListingKind) -> None:
    listings = empty.services.listings
    ids = await empty.store("О коте #клад", "О доме #клад", username="open", title="Открытый")
    hidden = await empty.store(*["О тайне #КЛАД"] * 3, username="taina", title="Тайна")
    everything, guest, stranger = Viewer(frozenset({1, 2})), Viewer(frozenset({1})), Viewer(frozenset({3}))
    (topic,) = (await empty.services.topic_lists.first_page(asker_of(everything))).entries
    assert topic[1].name == "#КЛАД"
    listing = Listing(kind=kind, post_ids=(*hidden, *ids), subject=topic[1].name, scope=topic[1].key)
    card = (await listings.show(listing, asker_of(everything))).card_id
    for viewer, name in ((everything, "#КЛАД"), (ANYBODY, "#КЛАД"), (guest, "#клад")):
        assert (await listings.load(card, asker_of(viewer))).subject == name
    with pytest.raises(NotFound, match=r"error\.topic_gone"):
        await listings.load(card, asker_of(stranger))
    whole = (await listings.show(Listing(kind=kind, post_ids=tuple(ids)), asker_of(everything))).card_id
    assert (await listings.load(whole, asker_of(guest))).subject == ""
