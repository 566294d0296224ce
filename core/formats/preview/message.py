"""One message of a preview page -> its record and its channel."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from core.addresses import link_entity
from core.formats.markup import Attributes, rich_text, words
from core.formats.pages import Piece, is_closed, parse_html, why_not
from core.formats.preview.counts import Count, count_of, reactions_of
from core.formats.preview.parts import Parts, parts_of, poll_of
from core.formats.records import IncomingPost, Record, ServiceSeen, Skipped
from core.richtext import RichText, styled
from core.types import ChannelRef

_POST = re.compile(
    r"(?:https?:)?//t(?:elegram)?\.me/(?:s/)?(?P<channel>[A-Za-z0-9_]{1,64})/(?P<id>[0-9]{1,18})(?![0-9])"
)
_TAG = re.compile(r"[?&]q=(%23|%24|[#$])")
_DATA_VIEW = re.compile(r'\bdata-view="([A-Za-z0-9_=-]{1,1000})"')
_SERVICE_LABEL = "Service message"
_SUPERGROUP = 1_000_000_000_000
"""The Bot API's -100 in front of a channel's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMessage:
    """A message as the page has it. `message_ids`: its own, and an album's others as far as they are told."""

    ref: ChannelRef
    record: Record
    message_ids: tuple[int, ...]


class MessageReader:
    """Reads the messages of one page."""

    def __init__(self, source: str, seen_at: datetime | None) -> None:
        self._source = source
        self._seen_at = seen_at

    def message(self, piece: Piece, element: LexborNode | str) -> SeenMessage:
        """A message; `element`: what the parser made of it, or why it cannot be read."""
        number = int(piece.group("id"))
        tag = f"{piece.group('before')} {piece.group('behind')}"
        ref = ChannelRef(telegram_id=_telegram_id(tag), username=piece.group("channel"))
        where = f"message {number}"
        if isinstance(element, str):
            return SeenMessage(ref=ref, record=Skipped(where=where, why=element), message_ids=(number,))
        parts = parts_of(element)
        ref = ChannelRef(
            telegram_id=ref.telegram_id,
            username=ref.username,
            title=parts.words("tgme_widget_message_owner_name"),
        )
        ids = tuple(sorted({number, *_ids_of_album(parts, ref.username)}))
        service = _service(parts, where, marked="service_message" in tag)
        return SeenMessage(ref=ref, record=service or self._post(parts, ids, ref.username), message_ids=ids)

    def fragment(self, html: bytes) -> list[SeenMessage]:
        """What a saved piece of a message says of its message: which one it is, what is attached; [] for other HTML."""
        body = None if why_not(html) or not is_closed(html) else parse_html(html)
        parts = parts_of(body, whole=False) if body else None
        if not parts or not (parts.media or parts.poll or parts.preview or parts.text):
            return []
        found = next(filter(None, map(_POST.match, _addresses(parts))), None)
        ids = (int(found["id"]),) if found else ()
        ref = ChannelRef(username=found["channel"] if found else None)
        return [SeenMessage(ref=ref, record=self._post(parts, ids, ref.username), message_ids=ids)]

    def _post(self, parts: Parts, ids: tuple[int, ...], username: str | None) -> IncomingPost:
        views = count_of(parts.words("tgme_widget_message_views")) or Count(None)
        reactions = reactions_of(parts.all("tgme_reaction"))
        return IncomingPost(
            text=_text(parts),
            message_ids=ids,
            published_at=_instant(parts),
            seen_at=self._seen_at,
            reactions=reactions.counts or None,
            reactions_exact=reactions.exact,
            views=views.number,
            views_exact=views.exact,
            media=tuple(kind for kind, _ in parts.media),
            poll=poll_of(parts, link),
            forwarded_from=parts.words("tgme_widget_message_forwarded_from_name"),
            reply_to=_id_of(parts.reply.attributes.get("href") if parts.reply else None, username),
            signature=parts.words("tgme_widget_message_from_author"),
            source=self._source,
        )


def link(text: str, attributes: Attributes) -> tuple[str, str | None] | None:
    """The entity of an `<a>`. Hashtags are searches on the page; addresses behind a question are escaped twice."""
    href = attributes.get("href") or ""
    found = _TAG.search(href)
    if found and text[:1] and text[0] == unquote(found[1]):
        return ("hashtag" if text[0] == "#" else "cashtag"), None
    if "confirm(" in (attributes.get("onclick") or ""):
        href = href.replace("&amp;", "&")
    return link_entity(text, href)


def _text(parts: Parts) -> RichText:
    if parts.text is not None:
        return rich_text(parts.text, link)
    if parts.media or parts.poll or parts.preview is None or parts.whole:
        return RichText()
    # A piece of a page that is only a link's preview: its message has that link in its text.
    return styled((parts.preview.attributes.get("href") or "").strip(), "url")


def _service(parts: Parts, where: str, *, marked: bool) -> ServiceSeen | None:
    """A service message, if it is one. A widget only says so in place of what it cannot show."""
    if not marked and (parts.text is not None or parts.media or parts.poll):
        return None
    label = parts.words("message_media_not_supported_label")
    if not marked and label != _SERVICE_LABEL:
        return None
    return ServiceSeen(where, words(parts.text.text() if parts.text else label) or "")


def _ids_of_album(parts: Parts, username: str | None) -> Iterable[int]:
    """The ids that the album's items name, if they are of this channel."""
    for _, element in parts.media:
        number = _id_of(element.attributes.get("href"), username)
        if number is not None:
            yield number


def _addresses(parts: Parts) -> Iterable[str]:
    elements = [element for _, element in parts.media]
    elements += parts.all("tgme_widget_message_poll_options") + parts.all("message_media_view_in_telegram")
    return (element.attributes.get("href") or "" for element in elements)


def _id_of(href: str | None, username: str | None) -> int | None:
    """The message of this channel that an address leads to."""
    found = _POST.match(href or "")
    if found is None or username is None or found["channel"].lower() != username.lower():
        return None
    return int(found["id"])


def _instant(parts: Parts) -> datetime | None:
    """When it was published; the duration of a video is a `<time>` too, but without a date."""
    date = next(iter(parts.all("tgme_widget_message_date")), None)
    time = date.css_first("time[datetime]") if date is not None else None
    try:
        told = datetime.fromisoformat((time.attributes.get("datetime") or "").strip()) if time is not None else None
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC) if told else None
    except (ValueError, OverflowError):
        return None


def _telegram_id(tag: str) -> int | None:
    """The channel's bare id out of a message's `data-view`: JSON in Base64, its "c" is negative."""
    found = _DATA_VIEW.search(tag)
    if not found:
        return None
    try:
        view = json.loads(base64.urlsafe_b64decode(found[1].rstrip("=") + "=="))
    except (ValueError, RecursionError):
        return None
    number = view.get("c") if isinstance(view, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not number:
        return None
    bare = abs(number)
    bare -= _SUPERGROUP if bare > _SUPERGROUP else 0
    return bare if bare < 1 << 62 else None
