"""What is shown where the bot does not see who reads: inline results, and the card of a guest.

Telegram keeps inline answers for all who type the same, whatever their language: so a result is in no language. Dates
in it are ISO, or the reader's own Telegram writes them. What needs words is told by the button above the results.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.deep_links import GREETING, post_payload, search_payload, start_url
from bot.i18n import Words
from bot.services.inline import InlineAnswer, InlinePost
from bot.services.listings import Page
from bot.views.listing import listing_screen
from bot.views.screen import LONGEST_FILTER, Button, Screen, inner, quoted, rows_of, shortened
from core.reading import read_text
from core.richtext import MESSAGE_ENTITIES, MESSAGE_UNITS, RichText, concat, pages, styled, utf16_length
from core.types import Post, Visibility

_LONGEST_NAME = 40
_LONGEST_TITLE = 110
_LONGEST_NOTE = 30
_MEDIA = {
    "photo": "🖼", "video": "🎬", "animation": "🎞", "video_note": "⏺", "voice": "🎤", "audio": "🎵", "sticker": "🙂",
    "contact": "👤", "location": "📍", "checklist": "☑", "poll": "📊",
}  # fmt: skip
_OTHER_MEDIA = "📎"
_LEADS_AWAY = "↗ "
_CUT_OFF = "… "
_FOOTER_ENTITIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A post to choose. `screen` is posted when it is chosen; `preview`: the address whose preview goes with it."""

    id: str
    title: str
    description: str
    screen: Screen
    preview: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A button above the results; it leads into the private chat with the bot."""

    label: str
    start: str


def results(answer: InlineAnswer, words: Words, bot_username: str) -> tuple[Result, ...]:
    """The posts of an answer. They are the same in all languages."""
    return tuple(_result(found, words, bot_username) for found in answer.posts)


def note(answer: InlineAnswer, words: Words) -> Note | None:
    """What has to be said of an answer in words: nothing was found, or the query was read otherwise than typed."""
    start = search_payload(answer.query) or GREETING
    if answer.lack:
        return Note(label=words.plain(f"inline.{answer.lack}"), start=start)
    if answer.understood:
        query = inner(answer.understood, _LONGEST_NOTE)
        return Note(label=words.plain("inline.understood", query=query), start=start)
    if answer.malformed:
        pieces = quoted([inner(answer.malformed[0], LONGEST_FILTER)], words)
        return Note(label=words.plain("inline.malformed", pieces=pieces), start=start)
    return None


def guest_screen(query: str, found: Page | None, words: Words, bot_username: str) -> Screen:
    """The card that answers a guest's call."""
    if not query:
        return Screen(text=words.text("guest.empty"), rows=_to_chat(GREETING, words))
    start = search_payload(query) or GREETING
    if found is None:
        return Screen(text=words.text("guest.nothing", query=inner(query)), rows=_to_chat(start, words))
    return Screen(text=listing_screen(found, words, bot_username).text, rows=_to_chat(start, words))


def _to_chat(payload: str, words: Words) -> tuple[tuple[Button, ...], ...]:
    return rows_of([Button(words.plain("link.open"), start=payload)])


def _result(found: InlinePost, words: Words, bot_username: str) -> Result:
    post = found.post
    day = post.published_at.astimezone(words.zone).date().isoformat() if post.published_at else ""
    address = _public_address(post) or start_url(bot_username, post_payload(post))
    known = [_name(post), *([day] if day else [])]
    told = [*known, *([found.snippet.text] if found.snippet.text else [])]
    button = Button(f"{_LEADS_AWAY}{_name(post)}", url=address)
    return Result(
        id=post_payload(post),
        title=shortened(found.title.text, _LONGEST_TITLE) or f"{_sign(post)} {' · '.join(known)}",
        description=" · ".join(told),
        screen=Screen(text=_text(post, day, address), rows=rows_of([button])),
        preview=_public_address(post) if post.media else None,
    )


def _text(post: Post, day: str, address: str) -> RichText:
    """The post, or its first part where it is too long, and the way to the original as its last line."""
    footer = _footer(post, day, address)
    room = MESSAGE_UNITS - utf16_length(footer.text) - len("\n\n") - len(_CUT_OFF)
    parts = pages(read_text(post), room, MESSAGE_ENTITIES - _FOOTER_ENTITIES)
    if not parts:
        return concat(f"{_sign(post)} ", footer)
    return concat(parts[0], "\n\n", _CUT_OFF if len(parts) > 1 else "", footer)


def _footer(post: Post, day: str, address: str) -> RichText:
    name = styled(f"{_LEADS_AWAY}{_name(post)}", "text_link", url=address)
    if post.published_at is None:
        return name
    date = styled(day, "date_time", unix_time=int(post.published_at.timestamp()), date_time_format="D")
    return concat(name, " · ", date)


def _public_address(post: Post) -> str | None:
    """The post's address where everybody can open it: without a username only members can."""
    return post.url if post.channel.username and post.channel.visibility is Visibility.PUBLIC else None


def _name(post: Post) -> str:
    channel = post.channel
    return shortened(channel.title or (f"@{channel.username}" if channel.username else channel.name), _LONGEST_NAME)


def _sign(post: Post) -> str:
    """What stands for a post without words."""
    kinds = [*post.media, *(["poll"] if post.poll else [])]
    return _MEDIA.get(kinds[0], _OTHER_MEDIA) if kinds else _CUT_OFF.strip()
