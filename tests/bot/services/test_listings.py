"""Listings: kept behind a card, read back, shown in pages of what is still there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.listings import Listing, ListingKind
from core.errors import NotFound
from core.types import Viewer, Visibility
from storage.button_state import ButtonState
from tests.bot.letopis import Letopis

NOBODY = Viewer(frozenset())
ANYBODY = Viewer.operator()
CHAT = 77


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
    )
)
def test_what_is_kept_is_read_back(listing: Listing) -> None:
    state = ButtonState(id="card", chat_id=CHAT, kind=listing.kind, payload=listing.to_payload())
    assert Listing.from_state(state) == listing


def test_what_an_older_version_kept_is_read_back() -> None:
    payload = Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай").to_payload()
    for name in ("parent_kind", "better", "malformed"):
        del payload[name]
    state = ButtonState(id="card", chat_id=CHAT, kind="search", payload=payload)
    assert Listing.from_state(state) == Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай")


async def test_a_card_belongs_to_its_chat(letopis: Letopis) -> None:
    listings, now = letopis.services.listings, letopis.telegram.world.now
    listing = Listing(kind=ListingKind.LAST, post_ids=(3, 2, 1))
    card = await listings.keep(listing, CHAT, now)
    assert await listings.load(card, CHAT) == listing
    assert await listings.keep(Listing(kind=ListingKind.TOP, post_ids=(1,)), CHAT, now, card) == card
    assert (await listings.load(card, CHAT)).kind is ListingKind.TOP
    for card_id, chat in ((card, CHAT + 1), ("другая", CHAT)):
        with pytest.raises(NotFound, match=r"error\.card_gone"):
            await listings.load(card_id, chat)


async def test_pages_keep_their_order_and_leave_out_what_is_gone(letopis: Letopis) -> None:
    listings, now = letopis.services.listings, letopis.telegram.world.now
    order = (7, 3, 9, 1, 5, 11, 2, 8)
    first = await listings.show(Listing(kind=ListingKind.TOP, post_ids=order), CHAT, ANYBODY, now)
    assert [entry.post.id for entry in first.entries] == [7, 3, 9, 1, 5]
    assert (first.total, first.number, first.pages) == (8, 0, 2)
    second = await listings.page(first.card_id, CHAT, 1, ANYBODY)
    assert [(entry.index, entry.post.id) for entry in second.entries] == [(5, 11), (6, 2), (7, 8)]
    opened = await listings.open(first.card_id, CHAT, 5, ANYBODY)
    assert (opened.post.id, opened.page_number) == (11, 1)
    await letopis.delete((3, 9))
    page = await listings.page(first.card_id, CHAT, 0, ANYBODY)
    assert [(entry.index, entry.post.id) for entry in page.entries] == [(0, 7), (3, 1), (4, 5), (5, 11), (6, 2)]
    assert (page.total, page.pages) == (6, 2)
    assert (await listings.open(first.card_id, CHAT, 5, ANYBODY)).page_number == 0
    for index in (1, 2):
        with pytest.raises(NotFound, match=r"error\.post_gone"):
            await listings.open(first.card_id, CHAT, index, ANYBODY)
    for index in (-1, 8):
        with pytest.raises(NotFound, match=r"error\.card_gone"):
            await listings.open(first.card_id, CHAT, index, ANYBODY)


async def test_one_who_sees_nothing_is_shown_nothing(letopis: Letopis) -> None:
    listings, now = letopis.services.listings, letopis.telegram.world.now
    first = await listings.show(Listing(kind=ListingKind.LAST, post_ids=(1, 2, 3)), CHAT, ANYBODY, now)
    page = await listings.page(first.card_id, CHAT, 0, NOBODY)
    assert (page.entries, page.total, page.pages) == ((), 0, 1)
    with pytest.raises(NotFound, match=r"error\.post_gone"):
        await listings.open(first.card_id, CHAT, 0, NOBODY)


async def test_one_post_on_a_card(letopis: Letopis) -> None:
    listings, now = letopis.services.listings, letopis.telegram.world.now
    listing = Listing(kind=ListingKind.RANDOM, post_ids=(3,))
    shown = await listings.show_post(listing, CHAT, ANYBODY, now)
    assert (shown.post.id, shown.index, shown.page_number) == (3, 0, 0)
    assert await listings.load(shown.card_id, CHAT) == listing
    with pytest.raises(NotFound, match=r"error\.post_gone"):
        await listings.show_post(listing, CHAT, NOBODY, now)


async def test_visibility_decides_for_each_post(letopis: Letopis) -> None:
    ids = await letopis.store("Тайный пост", visibility=Visibility.MEMBERS)
    guest = await letopis.services.browsing.last(200, CHAT, Viewer(frozenset({1})), letopis.telegram.world.now)
    assert guest.total == 24
    everything = await letopis.services.browsing.last(200, CHAT, ANYBODY, letopis.telegram.world.now)
    assert everything.total == 25
    assert ids[0] in everything.listing.post_ids
