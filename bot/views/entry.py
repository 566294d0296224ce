"""One post in a list: its title, a snippet with what was searched for, and a quiet line of what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.deep_links import post_payload, start_url
from bot.i18n import Words
from bot.services.listings import Entry
from bot.views.media import media_name
from bot.views.moments import moment
from bot.views.screen import is_seen, joined, shortened
from core.richtext import Entity, RichText, Utf16Index, concat, overlay, styled, utf16_length
from core.types import Highlighted, Post

_LONGEST_CHANNEL = 30

_MOST_HITS = 7
_MOST_TITLE_HITS = 3
"""Telegram cuts the bold title where one begins: so a page of five stays within 100 entities."""


def entry_text(
    number: int, entry: Entry, words: Words, *, of_channel: bool, bot_username: str | None = None
) -> RichText:
    """A post with its number; `of_channel`: its channel is named.

    `bot_username`: a post without an address is linked to in the private chat with this bot.
    """
    lines: list[RichText | str] = [concat(f"{number}. ", _title(entry, words, bot_username))]
    if entry.snippet.text:
        lines.append(highlighted(entry.snippet))
    if known := list(_known(entry.post, words, of_channel=of_channel)):
        lines.append(joined(" · ", known))
    return joined("\n", lines)


def highlighted(found: Highlighted, most: int = _MOST_HITS) -> RichText:
    """Plain text with its matches in bold, the first `most` of them."""
    return RichText(found.text, tuple(_hits(found.text, found.ranges[:most], "bold")))


def channel_name(post: Post) -> str:
    """What the post's channel is called."""
    return post.channel.title or post.channel.name


def _known(post: Post, words: Words, *, of_channel: bool) -> Iterator[RichText | str]:
    if post.published_at:
        yield moment(post.published_at, words)
    if post.reactions_total:
        yield f"❤ {words.compact(post.reactions_total)}"
    if of_channel:
        yield shortened(channel_name(post), _LONGEST_CHANNEL)


def _title(entry: Entry, words: Words, bot_username: str | None) -> RichText:
    """The title in bold, as a link where the post has an address, its hits underlined; of a wordless post its media."""
    shown = entry.title.text if is_seen(entry.title.text) else media_name(entry.post, words) or "…"
    title = styled(shown, "bold")
    address = entry.post.url or (bot_username and start_url(bot_username, post_payload(entry.post)))
    if address:
        title = overlay(title, Entity("text_link", 0, utf16_length(shown), url=address))
    return overlay(title, _hits(shown, _side_by_side(entry.title)[:_MOST_TITLE_HITS], "underline"))


def _side_by_side(title: Highlighted) -> list[tuple[int, int]]:
    """The ranges of the hits, those with nothing but a space between them as one."""
    spans: list[tuple[int, int]] = []
    for start, end in title.ranges:
        if spans and title.text[spans[-1][1] : start] == " ":
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _hits(text: str, ranges: Sequence[tuple[int, int]], entity_type: str) -> Iterator[Entity]:
    index = Utf16Index(text)
    for start, end in (index.range_to_u16(*hit) for hit in ranges):
        yield Entity(entity_type, start, end - start)
