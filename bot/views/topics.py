"""The topics as a keyboard, and what to say where no topic has a name."""

from __future__ import annotations

from collections.abc import Iterable

from bot.callbacks import TopicsTap, TopicTap
from bot.i18n import Words
from bot.services.topic_lists import TopicsPage
from bot.views.listing import arrows
from bot.views.screen import LONGEST_LABEL, Button, Screen, rows_of, shortened
from core.richtext import RichText
from core.types import Topic

_BUTTONS_A_ROW = 2


def topics_screen(page: TopicsPage, words: Words) -> Screen:
    """The card that lists topics with the number of their posts."""
    turns = arrows(
        page.number,
        page.pages,
        TopicsTap(card=page.card_id, page=page.number - 1).pack(),
        TopicsTap(card=page.card_id, page=page.number + 1).pack(),
    )
    rows = rows_of(*in_rows(topic_buttons(page.card_id, page.entries)), turns)
    return Screen(text=_heading(page, words), rows=rows)


def topic_buttons(card_id: str, entries: Iterable[tuple[int, Topic]], mark: str = "") -> list[Button]:
    """A button for each topic, with the number of its posts; `mark` tells it from other buttons of the card."""
    return [
        Button(
            f"{mark}{shortened(topic.name, LONGEST_LABEL)} · {topic.posts}",
            data=TopicTap(card=card_id, index=index).pack(),
        )
        for index, topic in entries
    ]


def in_rows(buttons: list[Button]) -> list[list[Button]]:
    """Buttons side by side, two in a row."""
    return [buttons[start : start + _BUTTONS_A_ROW] for start in range(0, len(buttons), _BUTTONS_A_ROW)]


def _heading(page: TopicsPage, words: Words) -> RichText:
    if page.asked is None:
        return words.text("topics.list", count=page.total) if page.entries else words.text("topics.none")
    if page.near:
        return words.text("topics.several", name=shortened(page.asked))
    return words.text("topics.unknown" if page.entries else "topics.unknown_none", name=shortened(page.asked))
