"""A page of a listing: a heading, five posts with snippets, buttons 1-5, the arrows and the ways on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.callbacks import AsTypedTap, BetterTap, ChoiceTap, NarrowTap, OpenTap, PageTap, SortTap, TopicsTap
from bot.i18n import Words
from bot.services.browsing import Period
from bot.services.listings import MOST_POSTS, Listing, ListingKind, Page
from bot.views.entry import channel_name, entry_text
from bot.views.kinds import own_heading, own_rows
from bot.views.linking import chat_row
from bot.views.screen import LONGEST_LABEL, Button, Screen, inner, joined, quoted, rows_of, shortened
from core.facets import Facet
from core.richtext import RichText

_LONGEST_ON_BUTTON = 24
_LONGEST_VALUE = 18
"""Characters of what a list is narrowed to, on a button beside others."""


def listing_screen(page: Page, words: Words, bot_username: str | None = None) -> Screen:
    """The card that shows a page. `bot_username`: as in `entry_text`."""
    if not page.entries:
        rows = rows_of(*own_rows(page, words), _back(page.listing, words))
        return Screen(text=_emptiness(page.listing, words), rows=rows)
    of_channel = page.ways.several_channels
    entries = (
        entry_text(number, entry, words, of_channel=of_channel, bot_username=bot_username)
        for number, entry in enumerate(page.entries, 1)
    )
    return Screen(text=joined("\n\n", [_heading(page, words), *entries]), rows=_rows(page, words))


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


def named(listing: Listing, total: int, channel: str, words: Words, *, exact: bool = False) -> list[RichText]:
    """What a listing of so many posts is called, and what it is narrowed to; `channel`: the one's name, if to one.

    `exact`: it is no more than these posts, though it be more than a card holds.
    """
    counted = f"{words.number(total)}{'' if exact or total < MOST_POSTS else '+'}"
    own = own_heading(listing, total, words)
    first = own or words.text(f"listing.{listing.kind}", count=total, total=counted, subject=_subject(listing, words))
    narrowed = _narrowed_to(listing, channel, words)
    return [first, narrowed] if narrowed.text else [first]


def _narrowed_to(listing: Listing, channel: str, words: Words) -> RichText:
    narrowing = listing.narrowing
    told = {
        Facet.CHANNEL: channel if narrowing.channel is not None else "",
        Facet.TOPIC: narrowing.topic_name,
        Facet.YEAR: "" if narrowing.year is None else str(narrowing.year),
    }
    values = [words.text(f"narrow.to.{facet}", value=inner(value)) for facet, value in told.items() if value]
    return words.text("narrow.only", values=joined(", ", values)) if values else RichText()


def _heading(page: Page, words: Words) -> RichText:
    listing = page.listing
    lines = named(listing, page.total, channel_name(page.entries[0].post), words)
    if listing.understood:
        lines.append(words.text("search.understood", query=inner(listing.understood)))
    if listing.better:
        lines.append(words.text("search.better", query=inner(listing.better)))
    return joined("\n", [*lines, *reading_notes(listing.malformed, words, cut=listing.cut)])


def _emptiness(listing: Listing, words: Words) -> RichText:
    if listing.post_ids and listing.kind is not ListingKind.SAVED:  # those can have been taken out
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


def _rows(page: Page, words: Words) -> tuple[tuple[Button, ...], ...]:
    numbers = [
        Button(str(number), data=OpenTap(card=page.card_id, index=entry.index).pack())
        for number, entry in enumerate(page.entries, 1)
    ]
    return rows_of(
        numbers,
        _turns(page),
        list(_orders(page, words)),
        list(_filters(page, words)),
        *own_rows(page, words),
        *_other_readings(page, words),
        [*_back(page.listing, words), *chat_row(page, words)],
    )


def _turns(page: Page) -> list[Button]:
    """The arrows with the page's number between them, which shows the page anew."""
    if page.pages == 1:
        return []
    taps = [PageTap(card=page.card_id, page=page.number + step).pack() for step in (-1, 0, 1)]
    turns = arrows(page.number, page.pages, taps[0], taps[2])
    turns.insert(int(page.number > 0), Button(f"{page.number + 1}/{page.pages}", data=taps[1]))
    return turns


def _orders(page: Page, words: Words) -> Iterator[Button]:
    """The orders that the list can be read in, the present one marked."""
    sorts = page.ways.sorts
    present = page.listing.sort if page.listing.sort in sorts else next(iter(sorts), None)
    for sort in sorts:
        name = words.plain(f"sort.{sort}")
        yield Button(f"✓ {name}" if sort is present else name, data=SortTap(card=page.card_id, sort=sort).pack())


def _filters(page: Page, words: Words) -> Iterator[Button]:
    """By what the list can be narrowed; what it is narrowed to, to take that away."""
    narrowed = page.listing.narrowing
    values = {
        Facet.CHANNEL: channel_name(page.entries[0].post),
        Facet.TOPIC: narrowed.topic_name,
        Facet.YEAR: str(narrowed.year),
    }
    for facet in page.ways.facets:
        if narrowed.is_by(facet):
            label = f"✕ {shortened(values[facet], _LONGEST_VALUE)}"
            yield Button(label, data=NarrowTap(card=page.card_id, facet=facet).pack())
        else:
            tap = ChoiceTap(card=page.card_id, facet=facet, back=page.number)
            yield Button(words.plain(f"narrow.by.{facet}"), data=tap.pack())


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
    if listing.parent_kind in {ListingKind.RANDOM, ListingKind.LINK}:  # its card shows the one post
        return [Button(words.plain("listing.to_post"), data=OpenTap(card=parent, index=0, part=0).pack())]
    return [Button(words.plain("post.back"), data=PageTap(card=parent, page=listing.parent_page).pack())]
