"""What stands behind t.me/<bot>?start=: printed here, read here. Telegram passes on 1-64 of `A-Za-z0-9_-`.

    p_<channel>_<message id>   a post. The channel: Telegram's bare id, else its username, else "-" and its number here.
                               Any message of an album will do.
    f_<fingerprint>            a post without message ids (core.identity); "_" stands for the dot.
    t_<digest>                 a topic, by its key
    q_<xx><query>              a search, its query in base64 of the URL kind; xx: of its digest, for links get cut off
    hello                      the greeting
    s_<id>                     a search whose query is too long for that: it is kept (storage.kept_searches)

Whoever has a link printed once may come back with it years later: what is read here must stay readable.
"""

from __future__ import annotations

import base64
import hashlib
import re
from binascii import Error
from dataclasses import dataclass

from core.types import ChannelRef, Post

GREETING = "hello"
"""A payload that means the greeting alone."""

LONGEST_PAYLOAD = 64

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_POST = re.compile(
    r"p_(?:(?P<id>[1-9]\d{0,17})|-(?P<own>[1-9]\d{0,17})|(?P<name>[A-Za-z]\w*))_(?P<message>-?\d{1,18})", re.ASCII
)
_FINGERPRINT = re.compile(r"f_([0-9a-f]{32})_([0-9]{1,9})")
_TOPIC = re.compile(r"t_([A-Za-z0-9_-]{12})")
_SEARCH = re.compile(r"q_([A-Za-z0-9_-]{2})([A-Za-z0-9_-]+)")
_KEPT_SEARCH = re.compile(r"s_([A-Za-z0-9_-]{12})")
_START = re.compile(r"(?:https?://)?t\.me/\w+/?\?start=(?P<payload>[A-Za-z0-9_-]+)", re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(?:c/(?P<id>[1-9]\d{0,17})|(?P<name>[A-Za-z]\w*))(?:/\d+)?"
    r"/(?P<message>\d{1,18})(?:\?\S*)?",
    re.ASCII | re.IGNORECASE,
)
_DIGEST_BYTES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLink:
    """A message of a channel, which is named by `ref`, or by Letopis' own number for it."""

    message_id: int
    ref: ChannelRef = ChannelRef()  # noqa: RUF009 - it is frozen
    channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class FingerprintLink:
    """A post without message ids."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic; `digest` as `topic_digest` has it."""

    digest: str


@dataclass(frozen=True, slots=True)
class SearchLink:
    """A search."""

    query: str


@dataclass(frozen=True, slots=True)
class KeptSearchLink:
    """A search whose query is kept under this id."""

    search_id: str


Link = PostLink | FingerprintLink | TopicLink | SearchLink | KeptSearchLink


def start_url(bot_username: str, payload: str) -> str:
    """The address that opens the private chat with the bot and hands it the payload."""
    return f"https://t.me/{bot_username}?start={payload}"


def post_payload(post: Post) -> str:
    """The payload that means this post."""
    if post.message_id is None:
        return f"f_{post.fingerprint.replace('.', '_')}"
    channel = post.channel
    return f"p_{channel.telegram_id or channel.username or f'-{channel.id}'}_{post.message_id}"


def topic_payload(key: str) -> str:
    """The payload that means the topic with this key."""
    return f"t_{topic_digest(key)}"


def search_payload(query: str) -> str | None:
    """The payload that holds a query; None where it is too long or nothing: see `kept_search_payload`."""
    typed = " ".join(query.split())
    payload = f"q_{_check(typed)}{_base64(typed.encode('utf-8', 'replace'))}"
    return payload if typed and len(payload) <= LONGEST_PAYLOAD else None


def kept_search_payload(search_id: str) -> str:
    """The payload that means a kept query."""
    return f"s_{search_id}"


def search_id(query: str) -> str:
    """The id under which a query is kept: the same one has always the same."""
    return _digest(query)


def topic_digest(key: str) -> str:
    """A topic's key in the letters of a payload."""
    return _digest(key)


def read_payload(payload: str) -> Link | None:
    """What a payload means; None where it is none of ours, or cut off."""
    if not _PAYLOAD.fullmatch(payload):
        return None
    if found := _POST.fullmatch(payload):
        own = int(found["own"]) if found["own"] else None
        return PostLink(message_id=int(found["message"]), ref=_ref(found["id"], found["name"]), channel_id=own)
    if found := _FINGERPRINT.fullmatch(payload):
        return FingerprintLink(f"{found[1]}.{found[2]}")
    if found := _TOPIC.fullmatch(payload):
        return TopicLink(found[1])
    if found := _KEPT_SEARCH.fullmatch(payload):
        return KeptSearchLink(found[1])
    found = _SEARCH.fullmatch(payload)
    query = _query(found[2]) if found else ""
    return SearchLink(query) if found and query and _check(query) == found[1] else None


def read_post(typed: str) -> PostLink | FingerprintLink | None:
    """The post that a person means who types nothing but its payload, its deep link or its address in Telegram."""
    typed = typed.strip()
    if found := _ADDRESS.fullmatch(typed):
        return PostLink(message_id=int(found["message"]), ref=_ref(found["id"], found["name"]))
    start = _START.fullmatch(typed)
    link = read_payload(start["payload"] if start else typed)
    return link if isinstance(link, PostLink | FingerprintLink) else None


def _ref(telegram_id: str | None, username: str | None) -> ChannelRef:
    return ChannelRef(telegram_id=int(telegram_id) if telegram_id else None, username=username)


def _digest(text: str) -> str:
    return _base64(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_DIGEST_BYTES])


def _check(query: str) -> str:
    return _digest(query)[:2]


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _query(encoded: str) -> str:
    """The query of a payload; "" where it is cut or forged."""
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True).decode()
    except (Error, UnicodeDecodeError):
        return ""
