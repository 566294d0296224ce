"""One message of a page -> its record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from selectolax.lexbor import LexborNode

from core.addresses import link_entity
from core.formats.albums import Message
from core.formats.desktop_html.media import NO_TEXT, Media, media_of
from core.formats.desktop_html.rich import rich_message
from core.formats.markup import Attributes, rich_text, tokens, words
from core.formats.pages import Piece
from core.formats.records import IncomingPost, Reading, Record, ServiceSeen, Skipped
from core.reactions import normal_emoji
from core.richtext import RichText

NO_BODY = "no message in it"
UNSUPPORTED = "Telegram Desktop could not export this message"

_UNSUPPORTED = "This message is not supported by this version of Telegram Desktop"
_DATE = re.compile(
    r"(?P<day>[0-9]{2})\.(?P<month>[0-9]{2})\.(?P<year>[0-9]{4}) (?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?: UTC(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}))?"
)
_TARGET = re.compile(r"#go_to_message([1-9][0-9]{0,17})$")
_VIA = re.compile(r" via @\w+$")
_FILE_OF_DIGITS = re.compile(r"(?:.*/)?([0-9]{1,20})")
_COUNT = re.compile(r"[0-9]{1,9}")
_HANDLERS = {"ShowHashtag": "hashtag", "ShowCashtag": "cashtag", "ShowBotCommand": "bot_command"}
_HANDLER = re.compile(r"return (Show\w+)\(")

NO_DATE = (None, True)
NO_MEDIA = Media()


@dataclass(slots=True)
class _Found:
    """What a message's elements hold."""

    date: str = ""
    sender: str | None = None
    forwarded: bool = False
    forwarded_from: str | None = None
    reply_to: int | None = None
    media: Media = NO_MEDIA
    text: RichText = NO_TEXT
    signature: str | None = None
    reactions: dict[str, int] | None = None


class Messages:
    """The messages of one page, each understood with the one before it."""

    def __init__(self, reading: Reading, source: str) -> None:
        self._zone = reading.zone
        self._source = source
        self._sender: str | None = None
        self._forwarded_from: str | None = None

    def read(self, piece: Piece, element: LexborNode | str) -> Iterator[Record | Message]:
        """The record of a message; none of a line that only says the date."""
        kinds = piece.group("class").split()
        number = int(piece.group("id") or piece.group("id_before") or 0)
        if "service" in kinds and number < 0:
            return
        where = f"message {number}"
        if "joined" not in kinds:
            self._sender = self._forwarded_from = None
        if isinstance(element, str):
            yield Skipped(where=where, why=element)
            return
        body = next((child for child in element.iter() if "body" in tokens(child)), None)
        if body is None or not number:
            yield Skipped(where=where, why=NO_BODY)
        elif "service" in kinds:
            yield _service(where, body)
        else:
            yield self._default(where, number, body)

    def _default(self, where: str, number: int, body: LexborNode) -> ServiceSeen | Message:
        found = _Found()
        _collect(body, found)
        self._sender = found.sender or self._sender
        self._forwarded_from = (found.forwarded_from or self._forwarded_from) if found.forwarded else None
        if found.media.call:
            return ServiceSeen(where, found.media.call)
        published_at, zone_known = _instant(found.date, self._zone)
        post = IncomingPost(
            text=found.text if found.text.text else found.media.text,
            message_ids=(number,),
            published_at=published_at,
            zone_known=zone_known,
            reactions=found.reactions,
            media=found.media.kinds,
            poll=found.media.poll,
            forwarded_from=self._forwarded_from,
            reply_to=found.reply_to,
            signature=found.signature,
            source=self._source,
        )
        return Message(post, self._sender)


def _collect(body: LexborNode, found: _Found, *, forwarded: bool = False) -> None:
    """The elements of a message's body, by their first class; a forwarded message has its own body inside."""
    for child in body.iter():
        classes = tokens(child)
        match classes[0] if classes else "":
            case "text" if "rich_message" in classes:
                found.text, kinds = rich_message(child, link)
                found.media = Media(kinds=found.media.kinds + kinds)
            case "text":
                found.text = rich_text(child, link)
            case "pull_right":
                found.date = child.attributes.get("title") or ""
            case "from_name" if forwarded:
                found.forwarded_from = _name(child)
            case "from_name":
                found.sender = _name(child)
            case "media_wrap":
                found.media = media_of(child, link)
            case "reactions":
                found.reactions = _reactions(child)
            case "forwarded" if not forwarded:
                found.forwarded = True
                _collect(child, found, forwarded=True)
            case "reply_to":
                found.reply_to = _target(child)
            case "signature":
                found.signature = words(child.text())


def link(text: str, attributes: Attributes) -> tuple[str, str | None] | None:
    """The entity of an `<a>`: what the page's script does with it, or where it leads."""
    if "rich_button" in (attributes.get("class") or ""):
        return None
    handler = _HANDLER.match(attributes.get("onclick") or "")
    if handler:
        kind = _HANDLERS.get(handler[1])
        return (kind, None) if kind else None
    return link_entity(text, attributes.get("href") or "")


def _service(where: str, body: LexborNode) -> Record:
    text = words(body.text()) or ""
    if text.startswith(_UNSUPPORTED):
        return Skipped(where=where, why=UNSUPPORTED)
    return ServiceSeen(where, text, pins=_target(body) if " pinned " in text else None)


def _name(element: LexborNode) -> str | None:
    """A sender's name: what stands before the date and the bot that helped."""
    first = element.first_child
    name = words(first.text_content) if first is not None and first.tag == "-text" else None
    return _VIA.sub("", name) if name else None


def _target(element: LexborNode) -> int | None:
    """The message of this chat that a link in the element leads to."""
    anchor = element.css_first("a")
    found = _TARGET.search(anchor.attributes.get("href") or "") if anchor else None
    return int(found[1]) if found else None


def _instant(title: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    """A date as the page writes it, in UTC, and whether it has a zone; None where it is none."""
    found = _DATE.fullmatch(title.strip())
    if not found:
        return NO_DATE
    try:
        local = datetime.fromisoformat(f"{found['year']}-{found['month']}-{found['day']}T{found['time']}")
        if found["sign"]:
            offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
            zone = timezone(offset if found["sign"] == "+" else -offset)
        return local.replace(tzinfo=zone).astimezone(UTC), bool(found["sign"])
    except (ValueError, OverflowError):
        return NO_DATE


def _reactions(element: LexborNode) -> dict[str, int] | None:
    counts: Counter[str] = Counter()
    for reaction in element.iter():
        key, count, people = "", None, 0
        for child in reaction.iter():
            match child.attributes.get("class"):
                case "emoji":
                    key = "paid" if "paid" in tokens(reaction) else _emoji(child)
                case "count":
                    digits = _COUNT.fullmatch(child.text().strip())
                    count = int(digits[0]) if digits else None
                case "userpics":
                    people = len(list(child.iter()))
        if key:
            # Where the faces of all who reacted are shown, there is no number.
            counts[key] += max(people, 1) if count is None else count
    return dict(counts) or None


def _emoji(element: LexborNode) -> str:
    """A reaction's key. Of custom emoji the page has a file's name at most, another one in each export."""
    anchor = element.css_first("a")
    if anchor is None:
        return normal_emoji(element.text().strip())
    digits = _FILE_OF_DIGITS.fullmatch(anchor.attributes.get("href") or "")
    return f"custom:{digits[1]}" if digits else "custom:?"
