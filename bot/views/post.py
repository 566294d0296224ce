"""One post: its text with the formatting, what is known of it, and where to go from it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.callbacks import AnotherTap, MediaTap, OpenTap, PageTap, SaveTap, SimilarTap, WholeTap
from bot.deep_links import post_payload
from bot.i18n import Words
from bot.services.listings import ListingKind, OpenedPost
from bot.views.media import media_name
from bot.views.moments import moment
from bot.views.screen import LONGEST_LABEL, Button, Screen, joined, rows_of, shortened
from core.media import copied_messages
from core.reading import read_text
from core.richtext import MESSAGE_ENTITIES, MESSAGE_UNITS, RichText, concat, pages, utf16_length
from core.types import Post, Visibility

_REACTIONS_NAMED = 6
"""Kinds of reactions that a card names; the rest are summed."""

_LONGEST_IN_HALF = 20
"""Characters of a label that share a row on a phone."""

_PAID, _CUSTOM = "paid", "custom:"
_STAR = "⭐"
_FOOTER_ENTITIES = 1
"""The date. A footer has no style: Telegram keeps none on a date."""


def post_screen(opened: OpenedPost, part: int, words: Words, *, private: bool) -> Screen:
    """The card that shows a part of the post (counted from 0; a number outside is brought to the nearest)."""
    footer = _footer(opened.post, words)
    parts = _parts(opened.post, footer, words)
    part = min(max(part, 0), len(parts) - 1)
    text = concat(parts[part], "\n\n", footer) if footer.text else parts[part]
    return Screen(text=text, rows=_rows(opened, part, len(parts), words, private=private), link_preview=True)


def whole_post(post: Post, words: Words) -> tuple[Screen, ...]:
    """All of a long post as messages one after another."""
    footer = _footer(post, words)
    parts = list(_parts(post, footer, words))
    if footer.text:
        parts[-1] = concat(parts[-1], "\n\n", footer)
    return tuple(Screen(text=part) for part in parts)


def _parts(post: Post, footer: RichText, words: Words) -> tuple[RichText, ...]:
    """A post without a word is called by what it holds."""
    room = MESSAGE_UNITS - utf16_length(footer.text) - len("\n\n")
    found = pages(read_text(post), room, MESSAGE_ENTITIES - _FOOTER_ENTITIES)
    return found or (RichText(media_name(post, words) or "…"),)


def _footer(post: Post, words: Words) -> RichText:
    lines = [joined(" · ", known) for known in (list(_origin(post, words)), list(_known(post, words))) if known]
    return joined("\n", lines)


def _origin(post: Post, words: Words) -> Iterator[RichText | str]:
    if post.forwarded_from:
        yield words.plain("post.forwarded", name=shortened(post.forwarded_from))


def _known(post: Post, words: Words) -> Iterator[RichText | str]:
    if reactions := _reactions(post, words):
        yield reactions
    if post.views:
        yield f"👁 {words.number(post.views)}"
    if post.published_at:
        yield moment(post.published_at, words, time=post.zone_known)
    if post.edited_at:
        yield words.plain("post.edited")
    if post.channel.title or post.channel.username:
        yield post.channel.title or f"@{post.channel.username}"
    if post.signature:
        yield shortened(post.signature)


def _reactions(post: Post, words: Words) -> str:
    """The most given ones by name; emoji of their own that a channel has cannot be shown, and count among the rest."""
    counts = {kind: count for kind, count in (post.reactions or {}).items() if not kind.startswith(_CUSTOM)}
    named = sorted(counts.items(), key=lambda item: -item[1])[:_REACTIONS_NAMED]
    shown = [f"{_STAR if kind == _PAID else kind} {words.number(count)}" for kind, count in named]
    rest = post.reactions_total - sum(count for _, count in named)
    if rest:
        shown.append(f"+{words.number(rest)}" if shown else words.plain("post.reactions", count=rest))
    return " ".join(shown)


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
    return rows_of(
        turns,
        whole if parts > 1 and private else [],
        list(_original(opened, part, words)),
        list(_from_here(opened, part, words)),
        *_ways(list(_elsewhere(opened, words)), list(_away(opened, words))),
        [Button(words.plain("link.open"), start=post_payload(opened.post))],
    )


def _original(opened: OpenedPost, part: int, words: Words) -> Iterator[Button]:
    """What the channel holds of it. Media that Telegram lets nobody copy are behind the link, too."""
    post = opened.post
    if copied_messages(post):
        name = media_name(post, words)
        tap = MediaTap(card=opened.card_id, index=opened.index, part=part).pack()
        yield Button(name, url=post.url) if opened.marks.refused else Button(name, data=tap)
    if post.url:
        yield Button(words.plain("post.open"), url=post.url)


def _from_here(opened: OpenedPost, part: int, words: Words) -> Iterator[Button]:
    """What can be done with it. One without words is like no other."""
    card, index = opened.card_id, opened.index
    if read_text(opened.post).text.strip():
        yield Button(words.plain("post.similar"), data=SimilarTap(card=card, index=index).pack())
    label = words.plain("post.saved" if opened.marks.saved else "post.save")
    yield Button(label, data=SaveTap(card=card, index=index, part=part).pack())


def _elsewhere(opened: OpenedPost, words: Words) -> Iterator[Button]:
    """The way to take it to another chat: a post of a public channel alone, for nobody knows who reads there."""
    if opened.post.channel.visibility is Visibility.PUBLIC:
        yield Button(words.plain("post.share"), switch_inline=post_payload(opened.post))


def _ways(elsewhere: list[Button], away: list[Button]) -> tuple[list[Button], ...]:
    """In one row where the labels have room beside each other."""
    fit = all(len(button.label) <= _LONGEST_IN_HALF for button in (*elsewhere, *away))
    return ([*elsewhere, *away],) if fit else (elsewhere, away)


def _away(opened: OpenedPost, words: Words) -> Iterator[Button]:
    if opened.listing.kind is ListingKind.RANDOM:
        yield Button(_another(opened.listing.subject, words), data=AnotherTap(card=opened.card_id).pack())
    elif opened.listing.kind is not ListingKind.LINK:
        yield Button(words.plain("post.back"), data=PageTap(card=opened.card_id, page=opened.page_number).pack())


def _another(topic_name: str, words: Words) -> str:
    if not topic_name:
        return words.plain("post.another")
    return words.plain("post.another_of", topic=shortened(topic_name, LONGEST_LABEL))
