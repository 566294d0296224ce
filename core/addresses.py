"""What a link in a text is, told by its words and by where it leads.

Sources tell it differently: Telegram Desktop's JSON names the kind of each entity, its HTML and the web preview have
only `<a href>`. One rule for all of them, so that the same post has the same entities whatever it came from.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+-]*):")  # without dots: "example.com:80" has none
_WEB = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"[^\s/?#.]+(?:\.[^\s/?#.]+)+(?=[/?#]|$)")
_PROFILE = re.compile(r"(?:https?://)?(?:t|telegram)\.me/([A-Za-z0-9_]+)/?", re.IGNORECASE)
_BESIDE_DIGITS = re.compile(r"[^0-9+]")


def link_entity(text: str, href: str) -> tuple[str, str | None] | None:
    """The entity type of a link with these words, and its address where the type needs one; None: not a link.

    `url`, `mention`, `email` and `phone_number` where the words themselves say where it leads, else `text_link`. A
    path inside an export (the file of a custom emoji) is not a link.
    """
    href = href.strip()
    scheme, _, rest = href.partition(":") if _SCHEME.match(href) else ("", "", href)
    match scheme.lower():
        case "mailto" if _same(text, rest):
            return "email", None
        case "tel" if _same(_BESIDE_DIGITS.sub("", text), _BESIDE_DIGITS.sub("", rest)):
            return "phone_number", None
    if text.startswith("@") and (profile := _PROFILE.fullmatch(href)) and _same(text[1:], profile[1]):
        return "mention", None
    if text == href or ("." in text and _bare(text) == _bare(href)):
        return ("url", None) if scheme or _HOST.match(href) else None
    return ("text_link", href) if rest and (scheme or _HOST.match(href)) else None


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()


def _bare(address: str) -> str:
    """An address without what a program may add to it or encode in it."""
    host, slash, path = _WEB.sub("", address.strip(), count=1).partition("/")
    return _readable(host.lower()) + (slash + unquote(path)).rstrip("/")


def _readable(host: str) -> str:
    """A host name in its own letters ("xn--p1ai" is "рф")."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
