"""What a search found, or what to try where it found nothing."""

from __future__ import annotations

from bot.callbacks import TryTap
from bot.i18n import Words
from bot.services.listings import Page
from bot.services.searching import NothingFound
from bot.views.listing import listing_screen
from bot.views.screen import Button, Screen, joined, rows_of, shortened
from bot.views.topics import in_rows, topic_buttons


def found_screen(found: Page | NothingFound, words: Words) -> Screen:
    """The card that answers a search."""
    return listing_screen(found, words) if isinstance(found, Page) else _nothing_screen(found, words)


def _nothing_screen(found: NothingFound, words: Words) -> Screen:
    lines = [words.text("search.nothing", query=shortened(found.query))]
    if found.cut:
        lines.append(words.text("search.cut"))
    if found.suggestions:
        lines.append(words.text("search.suggestions_and_topics" if found.topics else "search.suggestions"))
    elif found.topics:
        lines.append(words.text("search.topics"))
    tries = [
        Button(f"🔎 {word}", data=TryTap(card=found.card_id, index=index).pack())
        for index, word in enumerate(found.suggestions)
    ]
    topics = topic_buttons(found.card_id, enumerate(found.topics), mark="📚 ")
    return Screen(text=joined("\n", lines), rows=rows_of(*in_rows(tries), *in_rows(topics)))
