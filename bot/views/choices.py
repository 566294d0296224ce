"""What a listing can be narrowed to, as a keyboard."""

from __future__ import annotations

from bot.callbacks import ChoiceTap, NarrowTap, PageTap
from bot.i18n import Words
from bot.services.narrowing import Choices
from bot.views.listing import arrows, named
from bot.views.screen import LONGEST_LABEL, Button, Screen, joined, rows_of, shortened
from core.facets import Facet

_BUTTONS_A_ROW = {Facet.CHANNEL: 1, Facet.TOPIC: 2, Facet.YEAR: 3}


def choices_screen(choices: Choices, words: Words) -> Screen:
    """The card that offers the values of a facet, each with the posts that it would leave."""
    card, facet = choices.card_id, choices.facet
    buttons = [
        Button(
            f"{shortened(one.name, LONGEST_LABEL)} · {words.number(one.posts)}",
            data=NarrowTap(card=card, facet=facet, value=one.value).pack(),
        )
        for one in choices.values
    ]
    width = _BUTTONS_A_ROW[facet]
    turns = arrows(
        choices.number,
        choices.pages,
        ChoiceTap(card=card, facet=facet, page=choices.number - 1, back=choices.back).pack(),
        ChoiceTap(card=card, facet=facet, page=choices.number + 1, back=choices.back).pack(),
    )
    back = Button(words.plain("post.back"), data=PageTap(card=card, page=choices.back).pack())
    rows = [buttons[start : start + width] for start in range(0, len(buttons), width)]
    channel = choices.channel
    name = (channel.title or channel.name) if channel else ""
    asked = words.text(f"narrow.ask.{facet}" if buttons else "narrow.none")
    lines = [*named(choices.listing, choices.total, name, words, exact=True), asked]
    return Screen(text=joined("\n", lines), rows=rows_of(*rows, turns, [back]))
