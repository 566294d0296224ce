"""One post: its text with the formatting, what is known of it, and where to go from it."""

from __future__ import annotations

from bot.callbacks import AnotherTap, OpenTap, PageTap, SimilarTap, WholeTap
from bot.i18n import Words
from bot.services.listings import ListingKind, OpenedPost
from bot.views.screen import LONGEST_LABEL, Button, Screen, rows_of, shortened
from core.reading import read_text
from core.richtext import MESSAGE_ENTITIES, MESSAGE_UNITS, RichText, concat, pages, styled, utf16_length
from core.types import Post

_REACTIONS_NAMED = 6
"""Kinds of reactions that a card names; the rest are summed."""


def post_screen(opened: OpenedPost, part: int, words: Words, *, private: bool) -> Screen:
    """The card that shows a part of the post (counted from 0; a number outside is brought to the nearest)."""
    footer = _footer(opened.post, words)
    parts = _parts(opened.post, footer)
    part = min(max(part, 0), len(parts) - 1)
    text = concat(parts[part], "\n\n", footer) if footer.text else parts[part]
    return Screen(text=text, rows=_rows(opened, part, len(parts), words, private=private), link_preview=True)


def whole_post(post: Post, words: Words) -> tuple[Screen, ...]:
    """All of a long post as messages one after another."""
    footer = _footer(post, words)
    parts = list(_parts(post, footer))
    if footer.text:
        parts[-1] = concat(parts[-1], "\n\n", footer)
    return tuple(Screen(text=part) for part in parts)


def facts(post: Post, words: Words) -> str:
    """What is known of a post in one line: reactions summed, the date; "" where nothing is."""
    known = []
    if post.reactions_total:
        known.append(words.plain("post.reactions", count=post.reactions_total))
    if post.published_at:
        known.append(words.date(post.published_at))
    return " · ".join(known)


def _parts(post: Post, footer: RichText) -> tuple[RichText, ...]:
    room = MESSAGE_UNITS - utf16_length(footer.text) - len("\n\n")
    return pages(read_text(post), room, MESSAGE_ENTITIES - len(footer.entities)) or (RichText("…"),)


def _footer(post: Post, words: Words) -> RichText:
    named = sorted((post.reactions or {}).items(), key=lambda item: -item[1])[:_REACTIONS_NAMED]
    reactions = " ".join(f"{emoji} {words.number(count)}" for emoji, count in named)
    rest = post.reactions_total - sum(count for _, count in named)
    if rest:
        reactions += f" +{words.number(rest)}"
    known = [reactions] if reactions else []
    if post.published_at:
        known.append(words.date(post.published_at))
    if post.channel.title or post.channel.username:
        known.append(post.channel.title or f"@{post.channel.username}")
    return styled(" · ".join(known), "italic") if known else RichText("")


def _rows(opened: OpenedPost, part: int, parts: int, words: Words, *, private: bool) -> tuple[tuple[Button, ...], ...]:
    card, index = opened.card_id, opened.index
    turns = []
    if part > 0:
        turns.append(Button("‹", data=OpenTap(card=card, index=index, part=part - 1).pack()))
    if parts > 1:
        turns.append(Button(f"{part + 1}/{parts}", data=OpenTap(card=card, index=index, part=part).pack()))
    if part < parts - 1:
        turns.append(Button("›", data=OpenTap(card=card, index=index, part=part + 1).pack()))
    whole = [Button(words.plain("post.whole"), data=WholeTap(card=card, index=index).pack())]
    return rows_of(turns, whole if parts > 1 and private else [], _from_here(opened, words), [_away(opened, words)])


def _from_here(opened: OpenedPost, words: Words) -> list[Button]:
    """Where the post itself leads. One without words is like no other."""
    found = []
    if read_text(opened.post).text.strip():
        tap = SimilarTap(card=opened.card_id, index=opened.index)
        found.append(Button(words.plain("post.similar"), data=tap.pack()))
    if opened.post.url:
        found.append(Button(words.plain("post.open"), url=opened.post.url))
    return found


def _away(opened: OpenedPost, words: Words) -> Button:
    if opened.listing.kind is ListingKind.RANDOM:
        return Button(_another(opened.listing.subject, words), data=AnotherTap(card=opened.card_id).pack())
    return Button(words.plain("post.back"), data=PageTap(card=opened.card_id, page=opened.page_number).pack())


def _another(topic_name: str, words: Words) -> str:
    if not topic_name:
        return words.plain("post.another")
    return words.plain("post.another_of", topic=shortened(topic_name, LONGEST_LABEL))
