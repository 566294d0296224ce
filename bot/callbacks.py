"""What buttons send back: a verb, a card's id and numbers, within Telegram's 64 bytes."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class PageTap(CallbackData, prefix="p"):
    """Show another page of a listing."""

    card: str
    page: int


class OpenTap(CallbackData, prefix="o"):
    """Open a post of a listing, at one of its parts."""

    card: str
    index: int
    part: int = 0


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


class SimilarTap(CallbackData, prefix="s"):
    """List the posts that are like one of the card."""

    card: str
    index: int


class LanguageTap(CallbackData, prefix="l"):
    """Choose a language."""

    language: str


class OfferTap(CallbackData, prefix="of"):
    """Take a channel's posts in, or not; it is named by Telegram's bare id."""

    channel: int
    accepted: bool


class ChatTap(CallbackData, prefix="c"):
    """Take this channel, by Telegram's bare id, out of the export of a whole account that the card answers."""

    chat: int
