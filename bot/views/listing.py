"""A page of a listing: a heading, five posts with snippets, buttons 1-5 and the arrows."""

from __future__ import annotations

from bot.callbacks import OpenTap, PageTap, TopicsTap
from bot.i18n import Words
from bot.services.browsing import Period
from bot.services.listings import Entry, Listing, ListingKind, Page
from bot.views.post import facts
from bot.views.screen import Button, Screen, joined, rows_of, shortened
from core.richtext import Entity, RichText, Utf16Index, concat, overlay, styled, utf16_length
from core.types import Highlighted

_LONGEST_TITLE = 150
_MOST_HITS = 16
"""In one snippet: a page of five stays within the characters and entities of one message."""


def listing_screen(page: Page, words: Words) -> Screen:
    """The card that shows a page."""
    if not page.entries:
        return Screen(text=_emptiness(page.listing, words))
    entries = (_entry(number, entry, words) for number, entry in enumerate(page.entries, 1))
    return Screen(text=joined("\n\n", [_heading(page, words), *entries]), rows=_rows(page, words))


def highlighted(found: Highlighted) -> RichText:
    """Plain text with its matches in bold, the first of them where there are many."""
    index = Utf16Index(found.text)
    spans = (index.range_to_u16(start, end) for start, end in found.ranges[:_MOST_HITS])
    return RichText(found.text, tuple(Entity("bold", start, end - start) for start, end in spans))


def arrows(number: int, pages: int, back: str, forward: str) -> list[Button]:
    """The buttons that turn pages; each is there only where it leads somewhere."""
    found = []
    if number > 0:
        found.append(Button("‹", data=back))
    if number < pages - 1:
        found.append(Button("›", data=forward))
    return found


def _heading(page: Page, words: Words) -> RichText:
    listing = page.listing
    lines = [words.text(f"listing.{listing.kind}", count=page.total, subject=_subject(listing, words))]
    if page.pages > 1:
        lines[0] = concat(lines[0], " · ", words.text("listing.page", page=page.number + 1, pages=page.pages))
    if listing.understood:
        lines.append(words.text("search.understood", query=shortened(listing.understood)))
    if listing.cut:
        lines.append(words.text("search.cut"))
    return joined("\n", lines)


def _emptiness(listing: Listing, words: Words) -> RichText:
    if listing.post_ids:
        return words.text("listing.gone")
    if listing.subject == Period.ALL and listing.kind is ListingKind.TOP:
        return words.text("listing.top_none")
    return words.text(f"listing.{listing.kind}_empty", subject=_subject(listing, words))


def _subject(listing: Listing, words: Words) -> RichText | str:
    return words.text(f"period.{listing.subject}") if listing.kind is ListingKind.TOP else shortened(listing.subject)


def _entry(number: int, entry: Entry, words: Words) -> RichText:
    title = styled(shortened(entry.title.text, _LONGEST_TITLE), "bold")
    if entry.post.url:
        title = overlay(title, Entity("text_link", 0, utf16_length(title.text), url=entry.post.url))
    lines: list[RichText | str] = [concat(f"{number}. ", title)]
    if entry.snippet.text:
        lines.append(highlighted(entry.snippet))
    if known := facts(entry.post, words):
        lines.append(styled(known, "italic"))
    return joined("\n", lines)


def _rows(page: Page, words: Words) -> tuple[tuple[Button, ...], ...]:
    numbers = [
        Button(str(number), data=OpenTap(card=page.card_id, index=entry.index).pack())
        for number, entry in enumerate(page.entries, 1)
    ]
    turns = arrows(
        page.number,
        page.pages,
        PageTap(card=page.card_id, page=page.number - 1).pack(),
        PageTap(card=page.card_id, page=page.number + 1).pack(),
    )
    parent, parent_page = page.listing.parent, page.listing.parent_page
    back = (
        [Button(words.plain("listing.topics"), data=TopicsTap(card=parent, page=parent_page).pack())] if parent else []
    )
    return rows_of(numbers, turns, back)
