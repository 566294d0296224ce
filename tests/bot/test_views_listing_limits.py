"""Whatever the posts hold and however much of them was hit, a page of a list fits into one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import words_of
from bot.keyboards import entity_to_telegram
from bot.services.listings import Entry, Listing, ListingKind
from bot.views.listing import listing_screen
from core.lemmas import Lemmas
from core.richtext import utf16_length
from core.search.snippet import highlights
from tests.bot.pages import entry, page
from tests.telegram.parser import MAX_ENTITIES, MAX_TEXT_UNITS, check_text

WORDS = words_of("ru")
PUBLISHED = datetime(2024, 3, 4, 20, tzinfo=UTC)
HIT = frozenset({"кот", "дом", "a"})
PIECES = st.sampled_from(
    ("кот ", "дом", "a ", " ", "\n", ". ", "🎉", "👨\u200d👩\u200d👧", "*_", "#", "@a", "\u202e", "é", "слово ")
)
TEXTS = st.lists(PIECES, min_size=1, max_size=150).map("".join)

lemmas = cache(Lemmas)


def found(index: int, text: str) -> Entry:
    """As the search shows a post of this text."""
    title, snippet = highlights(text, HIT, lemmas(), has_title=index % 2 == 0)
    shown = replace(entry(index, message_id=9 + index), title=title, snippet=snippet)
    return replace(shown, post=replace(shown.post, published_at=PUBLISHED, reactions={"👍": 1234}))


@given(st.lists(TEXTS, min_size=1, max_size=5), st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_a_page_fits_into_a_message(texts: list[str], query: str) -> None:
    listing = Listing(
        kind=ListingKind.SEARCH, post_ids=tuple(range(1, 201)), subject=query, understood=query, better=query, cut=True
    )
    shown = page(listing, *(found(index, text) for index, text in enumerate(texts)), total=200)
    text = listing_screen(shown, WORDS).text
    assert utf16_length(text.text) <= MAX_TEXT_UNITS
    assert len(text.entities) <= MAX_ENTITIES
    sent = [entity_to_telegram(one).model_dump(exclude_none=True) for one in text.entities]
    assert check_text(text.text, sent) == []
