"""Links into the private chat with the bot: the buttons that lead there, and what is said of a link."""

from __future__ import annotations

from dataclasses import replace

from bot.callbacks import LinkTap
from bot.deep_links import search_payload, topic_payload
from bot.i18n import Words
from bot.services.listings import ListingKind, Page
from bot.views.screen import Button, Place, Screen, joined


def chat_row(page: Page, words: Words) -> list[Button]:
    """Under a search or a topic: in a group the way into the private chat with the bot, in private its link."""
    match page.listing.kind:
        case ListingKind.SEARCH:
            payload = search_payload(page.listing.subject)
        case ListingKind.TOPIC:
            payload = topic_payload(page.listing.scope)
        case _:
            return []
    tap = LinkTap(card=page.card_id).pack()
    label = words.plain("link.open")
    leads = Button(label, start=payload) if payload else Button(label, data=tap, place=Place.GROUP)
    return [leads, Button(words.plain("link.ask"), data=tap, place=Place.PRIVATE)]


def link_screen(url: str, words: Words) -> Screen:
    """Says a link, so that it can be copied and passed on."""
    return Screen(text=joined("\n", [words.text("link.here"), url]))


def nothing_there(greeting: Screen, words: Words) -> Screen:
    """What a link without anything behind it gets, before the greeting."""
    return replace(greeting, text=joined("\n\n", [words.text("link.nothing"), greeting.text]))
