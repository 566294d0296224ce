"""The topics as a keyboard, and what to say where no topic has a name."""

from __future__ import annotations

from collections.abc import Iterable

from bot.callbacks import CurationTap, TopicsTap, TopicTap
from bot.i18n import Words
from bot.services.topic_lists import TopicsPage
from bot.views.listing import arrows
from bot.views.screen import LONGEST_LABEL, Button, Screen, rows_of, shortened
from core.richtext import RichText
from core.types import Topic

_HALF_A_ROW = 20
"""Characters of a label that a phone shows whole beside another one."""


def topics_screen(page: TopicsPage, words: Words, *, curates: bool = False) -> Screen:
    """The card that lists topics with the number of their posts. `curates`: the reader may put them in order."""
    turns = arrows(
        page.number,
        page.pages,
        TopicsTap(card=page.card_id, page=page.number - 1).pack(),
        TopicsTap(card=page.card_id, page=page.number + 1).pack(),
    )
    pen = [Button(words.plain("curation.pen"), data=CurationTap().pack())] if curates else []
    rows = rows_of(*in_rows(topic_buttons(page.card_id, page.entries)), turns, pen)
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
    """Buttons in their order, two in a row where a phone shows both labels whole."""
    rows: list[list[Button]] = []
    for button in buttons:
        beside = rows[-1] if rows and len(rows[-1]) == 1 else None
        if beside and max(len(beside[0].label), len(button.label)) <= _HALF_A_ROW:
            beside.append(button)
        else:
            rows.append([button])
    return rows


def _heading(page: TopicsPage, words: Words) -> RichText:
    if page.asked is None:
        return words.text("topics.list", count=page.total) if page.entries else words.text("topics.none")
    if page.near:
        return words.text("topics.several", name=shortened(page.asked))
    return words.text("topics.unknown" if page.entries else "topics.unknown_none", name=shortened(page.asked))
