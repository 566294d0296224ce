"""What buttons send back: a verb, a card's id and numbers, within Telegram's 64 bytes."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.services.curation_cards import Act
from core.facets import Facet
from core.types import Sort

FROM_LIST = -1
"""The part that a post opens at from a list: its first one."""


class PageTap(CallbackData, prefix="p"):
    """Show another page of a listing."""

    card: str
    page: int


class SortTap(CallbackData, prefix="so"):
    """Put a listing in another order."""

    card: str
    sort: Sort


class ChoiceTap(CallbackData, prefix="fc"):
    """Show by what a listing can be narrowed; `page`: of these values, `back`: of the listing."""

    card: str
    facet: Facet
    page: int = 0
    back: int = 0


class NarrowTap(CallbackData, prefix="fn"):
    """Narrow a listing to one value of a facet, or to none of it."""

    card: str
    facet: Facet
    value: str = ""


class OpenTap(CallbackData, prefix="o"):
    """Open a post of a listing, at one of its parts."""

    card: str
    index: int
    part: int = FROM_LIST


class WholeTap(CallbackData, prefix="w"):
    """Send all parts of a post at once."""

    card: str
    index: int


class AnotherTap(CallbackData, prefix="a"):
    """Show another random post on the card."""

    card: str


class TopicsTap(CallbackData, prefix="ts"):
    """Show another page of the topics."""

    card: str
    page: int


class TopicTap(CallbackData, prefix="t"):
    """Open a topic of the list."""

    card: str
    index: int


class TryTap(CallbackData, prefix="y"):
    """Search for one of the words, or without one of the filters, that the card offers."""

    card: str
    index: int


class AsTypedTap(CallbackData, prefix="x"):
    """Search for the card's query exactly as it was typed."""

    card: str


class BetterTap(CallbackData, prefix="b"):
    """Search for the other spelling that the card offers."""

    card: str


class MediaTap(CallbackData, prefix="m"):
    """Send the media of a post; `part`: the one of its text that the card shows."""

    card: str
    index: int
    part: int = 0


class SaveTap(CallbackData, prefix="v"):
    """Save a post, or take it out of the saved ones."""

    card: str
    index: int
    part: int = 0


class RemovalTap(CallbackData, prefix="vr"):
    """Show a page of the saved posts with the buttons that take them out."""

    card: str
    page: int


class UnsaveTap(CallbackData, prefix="vu"):
    """Take a post out of the saved ones, in their list."""

    card: str
    index: int


class PeriodTap(CallbackData, prefix="pe"):
    """Show the best liked posts of another period."""

    period: str


class SimilarTap(CallbackData, prefix="s"):
    """List the posts that are like one of the card."""

    card: str
    index: int


class LinkTap(CallbackData, prefix="k"):
    """Say the link of a card's search or topic, or follow it."""

    card: str


class LanguageTap(CallbackData, prefix="l"):
    """Choose a language."""

    language: str


class QuietTap(CallbackData, prefix="q"):
    """Answer for the asker's eyes alone in this group, or for everybody's."""

    quiet: bool


class OfferTap(CallbackData, prefix="of"):
    """Take a channel's posts in, or not; it is named by Telegram's bare id."""

    channel: int
    accepted: bool


class ChatTap(CallbackData, prefix="c"):
    """Take this channel, by Telegram's bare id, out of the export of a whole account that the card answers."""

    chat: int


class AdminTap(CallbackData, prefix="ad"):
    """Show a page of what operators and authors see; `channel`: 0 for all of them."""

    page: str
    channel: int = 0
    days: int = 30
    number: int = 0


class AdminFileTap(CallbackData, prefix="af"):
    """Send all of such a page as a file."""

    page: str
    channel: int = 0
    days: int = 30


class ForgetTap(CallbackData, prefix="fg"):
    """Forget what was asked to be forgotten, or not; `user`: who asked, None for an anonymous one."""

    what: str
    user: int | None = None


class CurationTap(CallbackData, prefix="cb"):
    """Put the topics in order."""


class CurateTap(CallbackData, prefix="cu"):
    """Do something to the topics of a channel (bot.services.curation_cards.Press)."""

    card: str
    act: Act
    index: int = 0
    other: int = 0
