"""What single kinds of listings have of their own: a heading, rows of buttons, saved posts that are taken out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce

from bot.callbacks import PageTap, PeriodTap, RemovalTap, UnsaveTap
from bot.i18n import Words
from bot.services.browsing import Period
from bot.services.listings import Listing, ListingKind, Page
from bot.services.on_this_day import told_days, told_years
from bot.views.screen import Button, Screen, joined, rows_of
from core.richtext import RichText, styled

_MOST_YEARS = 12
"""That a heading counts; the rest are left to the posts themselves."""


def own_heading(listing: Listing, total: int, words: Words) -> RichText | None:
    """The first lines of a listing that says more than what it is of; None: it has none of its own."""
    if listing.kind is not ListingKind.ON_THIS_DAY:
        return None
    kept, nearest = told_days(listing)
    lines: list[RichText | str] = []
    if nearest:
        lines.append(words.text("on_this_day.none", day=_days(kept, words)))
    shown = nearest or kept
    key = "on_this_day.nearest" if nearest else "on_this_day.found"
    lines.append(words.text(key, count=total, day=_days(shown, words)))
    years = told_years(listing)
    if len(years) > 1 and not listing.narrowing:
        named = [f"{year}: {words.number(count)}" for year, count in years[:_MOST_YEARS]]
        lines.append(styled(" · ".join([*named, "…"] if len(years) > _MOST_YEARS else named), "italic"))
    return joined("\n", lines)


def own_rows(page: Page, words: Words) -> tuple[list[Button], ...]:
    """The rows that a listing of this kind has beside those of all."""
    match page.listing.kind:
        case ListingKind.TOP:
            return ([_period(period, page, words) for period in Period],)
        case ListingKind.SAVED if page.entries:
            tap = RemovalTap(card=page.card_id, page=page.number).pack()
            return ([Button(words.plain("saved.remove"), data=tap)],)
        case _:
            return ()


def with_removals(screen: Screen, page: Page, words: Words) -> Screen:
    """The screen of a page of saved posts, with buttons that take posts out in the place of those that open them."""
    if not page.entries:
        return screen
    removals = [
        Button(f"✕ {number}", data=UnsaveTap(card=page.card_id, index=entry.index).pack())
        for number, entry in enumerate(page.entries, 1)
    ]
    turns = [
        Button(label, data=RemovalTap(card=page.card_id, page=page.number + step).pack())
        for label, step in (("‹", -1), (f"{page.number + 1}/{page.pages}", 0), ("›", 1))
        if page.pages > 1 and 0 <= page.number + step < page.pages
    ]
    done = Button(words.plain("saved.done"), data=PageTap(card=page.card_id, page=page.number).pack())
    return Screen(text=screen.text, rows=rows_of(removals, turns, [done]))


def _period(period: Period, page: Page, words: Words) -> Button:
    label = words.plain(f"period.button.{period}")
    is_shown = page.listing.subject == period
    return Button(f"✓ {label}" if is_shown else label, data=PeriodTap(period=period).pack())


def _days(days: Iterable[date], words: Words) -> str:
    """Mostly one; "February 28 and February 29"."""
    named = (words.day(day, whole=True) for day in days)
    return reduce(lambda one, other: words.plain("on_this_day.and", one=one, other=other), named)
