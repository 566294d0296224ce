"""What a search found, or what to try where it found nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.callbacks import TryTap
from bot.i18n import Words
from bot.services.listings import Page
from bot.services.loosening import Loosening, Looser
from bot.services.searching import NothingFound
from bot.views.listing import listing_screen, reading_notes
from bot.views.screen import LONGEST_FILTER, LONGEST_LABEL, Button, Screen, inner, joined, quoted, rows_of, shortened
from bot.views.topics import in_rows, topic_buttons
from core.richtext import RichText


def found_screen(found: Page | NothingFound, words: Words) -> Screen:
    """The card that answers a search."""
    return listing_screen(found, words) if isinstance(found, Page) else _nothing_screen(found, words)


def _nothing_screen(found: NothingFound, words: Words) -> Screen:
    labels = [*(_looser_label(looser, words) for looser in found.looser), *(f"🔎 {word}" for word in found.suggestions)]
    tries = [Button(label, data=TryTap(card=found.card_id, index=index).pack()) for index, label in enumerate(labels)]
    looser, near = tries[: len(found.looser)], tries[len(found.looser) :]
    topics = topic_buttons(found.card_id, enumerate(found.topics), mark="📚 ")
    rows = rows_of(*([button] for button in looser), *in_rows(near), *in_rows(topics))
    return Screen(text=joined("\n", _lines(found, words)), rows=rows)


def _lines(found: NothingFound, words: Words) -> Iterator[RichText]:
    if found.wordless:
        yield words.text("search.wordless")
    else:
        yield words.text("search.nothing", query=inner(found.query))
    yield from reading_notes(found.malformed, words, cut=found.cut)
    dropped = [looser.dropped for looser in found.looser if looser.kind is Loosening.FILTER]
    if dropped:
        yield words.text("search.looser.filter", count=len(dropped), pieces=quoted(dropped, words))
    for kind in (Loosening.QUOTES, Loosening.ALL):
        if any(looser.kind is kind for looser in found.looser):
            yield words.text(f"search.looser.{kind}")
    if found.suggestions:
        yield words.text("search.suggestions_and_topics" if found.topics else "search.suggestions")
    elif found.topics:
        yield words.text("search.topics")


def _looser_label(looser: Looser, words: Words) -> str:
    if looser.kind is Loosening.FILTER:
        return words.plain("search.without", filter=inner(looser.dropped, LONGEST_FILTER))
    return f"🔎 {shortened(looser.query, LONGEST_LABEL)}"
