"""A page of a listing: a heading, five posts with snippets, buttons 1-5, the arrows and the ways on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.callbacks import AsTypedTap, BetterTap, OpenTap, PageTap, TopicsTap
from bot.i18n import Words
from bot.services.browsing import Period
from bot.services.listings import MOST_POSTS, Entry, Listing, ListingKind, Page
from bot.views.post import facts
from bot.views.screen import LONGEST_LABEL, Button, Screen, inner, joined, quoted, rows_of, shortened
from core.richtext import Entity, RichText, Utf16Index, concat, overlay, styled, utf16_length
from core.types import Highlighted

_LONGEST_TITLE = 150
_LONGEST_ON_BUTTON = 24

_MOST_HITS = 16
"""In one entry: a page of five stays within the characters and entities of one message."""

_MOST_TITLE_HITS = 4
"""Each counts as two: Telegram cuts the bold title where one begins."""


def listing_screen(page: Page, words: Words) -> Screen:
    """The card that shows a page."""
    if not page.entries:
        return Screen(text=_emptiness(page.listing, words), rows=rows_of(_back(page.listing, words)))
    entries = (_entry(number, entry, words) for number, entry in enumerate(page.entries, 1))
    return Screen(text=joined("\n\n", [_heading(page, words), *entries]), rows=_rows(page, words))


def highlighted(found: Highlighted, most: int = _MOST_HITS) -> RichText:
    """Plain text with its matches in bold, the first `most` of them."""
    return RichText(found.text, tuple(_hits(found.text, found.ranges[:most], "bold")))


def arrows(number: int, pages: int, back: str, forward: str) -> list[Button]:
    """The buttons that turn pages; each is there only where it leads somewhere."""
    found = []
    if number > 0:
        found.append(Button("‹", data=back))
    if number < pages - 1:
        found.append(Button("›", data=forward))
    return found


def reading_notes(malformed: Sequence[str], words: Words, *, cut: bool) -> Iterator[RichText]:
    """What a searcher should know of how his query was read: `malformed` and `cut` as in core.types.SearchAnswer."""
    if malformed:
        yield words.text("search.malformed", count=len(malformed), pieces=quoted(malformed, words))
    if cut:
        yield words.text("search.cut")


def _heading(page: Page, words: Words) -> RichText:
    listing = page.listing
    total = f"{words.number(page.total)}{'+' if page.total >= MOST_POSTS else ''}"
    lines = [words.text(f"listing.{listing.kind}", count=page.total, total=total, subject=_subject(listing, words))]
    if page.pages > 1:
        lines[0] = concat(lines[0], " · ", words.text("listing.page", page=page.number + 1, pages=page.pages))
    if listing.understood:
        lines.append(words.text("search.understood", query=inner(listing.understood)))
    if listing.better:
        lines.append(words.text("search.better", query=inner(listing.better)))
    return joined("\n", [*lines, *reading_notes(listing.malformed, words, cut=listing.cut)])


def _emptiness(listing: Listing, words: Words) -> RichText:
    if listing.post_ids:
        return words.text("listing.gone")
    if listing.subject == Period.ALL and listing.kind is ListingKind.TOP:
        return words.text("listing.top_none")
    return words.text(f"listing.{listing.kind}_empty", subject=_subject(listing, words))


def _subject(listing: Listing, words: Words) -> RichText | str:
    match listing.kind:
        case ListingKind.TOP:
            return words.text(f"period.{listing.subject}")
        case ListingKind.SIMILAR:
            return inner(listing.subject)
        case _:
            return shortened(listing.subject)


def _entry(number: int, entry: Entry, words: Words) -> RichText:
    title_hits = _side_by_side(entry.title)[:_MOST_TITLE_HITS]
    lines: list[RichText | str] = [concat(f"{number}. ", _title(entry, title_hits))]
    if entry.snippet.text:
        lines.append(highlighted(entry.snippet, _MOST_HITS - 2 * len(title_hits)))
    if known := facts(entry.post, words):
        lines.append(styled(known, "italic"))
    return joined("\n", lines)


def _title(entry: Entry, hits: Sequence[tuple[int, int]]) -> RichText:
    """The title in bold, as a link where the post has an address, its hits underlined."""
    shown = shortened(entry.title.text, _LONGEST_TITLE)
    title = styled(shown, "bold")
    if entry.post.url:
        title = overlay(title, Entity("text_link", 0, utf16_length(shown), url=entry.post.url))
    kept = [(start, end) for start, end in hits if shown[:end] == entry.title.text[:end]]
    return overlay(title, _hits(shown, kept, "underline"))


def _side_by_side(title: Highlighted) -> list[tuple[int, int]]:
    """The ranges of the hits, those with nothing but a space between them as one."""
    spans: list[tuple[int, int]] = []
    for start, end in title.ranges:
        if spans and title.text[spans[-1][1] : start] == " ":
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _hits(text: str, ranges: Sequence[tuple[int, int]], entity_type: str) -> Iterator[Entity]:
    index = Utf16Index(text)
    for start, end in (index.range_to_u16(*hit) for hit in ranges):
        yield Entity(entity_type, start, end - start)


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
    return rows_of(numbers, turns, *_other_readings(page, words), _back(page.listing, words))


def _other_readings(page: Page, words: Words) -> Iterator[list[Button]]:
    """The same search, understood in another way."""
    if page.listing.understood:
        typed = inner(page.listing.subject, _LONGEST_ON_BUTTON)
        yield [Button(words.plain("search.as_typed", query=typed), data=AsTypedTap(card=page.card_id).pack())]
    if page.listing.better:
        better = shortened(page.listing.better, LONGEST_LABEL)
        yield [Button(f"🔎 {better}", data=BetterTap(card=page.card_id).pack())]


def _back(listing: Listing, words: Words) -> list[Button]:
    """The way to the card that the listing was opened from."""
    parent = listing.parent
    if not parent:
        return []
    if listing.parent_kind is None:
        return [Button(words.plain("listing.topics"), data=TopicsTap(card=parent, page=listing.parent_page).pack())]
    if listing.parent_kind is ListingKind.RANDOM:  # its card shows the one post
        return [Button(words.plain("listing.to_post"), data=OpenTap(card=parent, index=0).pack())]
    return [Button(words.plain("post.back"), data=PageTap(card=parent, page=listing.parent_page).pack())]
