"""A message's elements by their classes, and what is attached to it.

Left out is what stands in a message but is not of it: the message it replies to, the preview of a link, and what
is shown to browsers that cannot show the message itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from core.formats.markup import Link, rich_text, tokens, words
from core.formats.preview.counts import count_of

_MEDIA = {
    "tgme_widget_message_photo_wrap": "photo",
    "tgme_widget_message_video_player": "video",
    "tgme_widget_message_roundvideo_player": "video_note",
    "tgme_widget_message_voice_player": "voice",
    "tgme_widget_message_document_wrap": "document",
    "tgme_widget_message_sticker_wrap": "sticker",
    "tgme_widget_message_location_wrap": "location",
    "tgme_widget_message_venue_wrap": "location",
    "tgme_widget_message_contact_wrap": "contact",
}
_REPLY = "tgme_widget_message_reply"
_PREVIEW = "tgme_widget_message_link_preview"
_NOT_SHOWN = "media_not_supported_cont"
_POLL = "tgme_widget_message_poll"
_TEXT = "js-message_text"


@dataclass(slots=True)
class Parts:
    """`text`: its outermost element. `media`: kinds and elements, in the page's order. `whole`: of a whole message."""

    whole: bool = True
    text: LexborNode | None = None
    media: list[tuple[str, LexborNode]] = field(default_factory=list)
    poll: LexborNode | None = None
    reply: LexborNode | None = None
    preview: LexborNode | None = None
    by_class: dict[str, list[LexborNode]] = field(default_factory=dict)

    def all(self, name: str) -> list[LexborNode]:
        """The elements of a class."""
        return self.by_class.get(name, [])

    def words(self, name: str) -> str | None:
        """The words of the first element of a class."""
        found = self.by_class.get(name)
        return name_in(found[0]) if found else None


def name_in(element: LexborNode) -> str | None:
    """The words of an element; of a channel's name without the mark behind it that the channel is verified."""
    return words((element.css_first("span[dir]") or element).text())


def parts_of(element: LexborNode, *, whole: bool = True) -> Parts:
    """The parts of a message, from its element down."""
    parts = Parts(whole=whole)
    # Each element with whether it stands inside something attached.
    waiting = [(child, False) for child in reversed(list(element.iter()))]
    while waiting:
        node, inside = waiting.pop()
        names = tokens(node)
        if not _take(parts, node, names):
            continue
        kind = None if inside else next((_MEDIA[name] for name in names if name in _MEDIA), None)
        if kind:
            parts.media.append((_exact_kind(kind, node), node))
        waiting += [(child, inside or kind is not None) for child in reversed(list(node.iter()))]
    return parts


def _take(parts: Parts, node: LexborNode, names: list[str]) -> bool:
    """Notes an element; whether what is in it belongs to the message."""
    if _REPLY in names:
        parts.reply = parts.reply or node
        return False
    if _PREVIEW in names:
        parts.preview = parts.preview or node
        return False
    if _NOT_SHOWN in names:
        return False
    for name in names:
        parts.by_class.setdefault(name, []).append(node)
    if _TEXT in names:
        parts.text = parts.text or node
        return False
    if _POLL in names:
        parts.poll = parts.poll or node
    return True


def _exact_kind(kind: str, node: LexborNode) -> str:
    """A video without a duration is an animation; a file with a note on it is audio."""
    if kind == "video" and node.css_first(".message_video_duration") is None:
        return "animation"
    icon = node.css_first(".tgme_widget_message_document_icon") if kind == "document" else None
    return "audio" if icon is not None and "audio" in tokens(icon) else kind


def poll_of(parts: Parts, link: Link) -> Mapping[str, object] | None:
    """The message's poll. The page tells shares, not votes, and rounds the number of voters when it is large."""
    if parts.poll is None:
        return None
    voters = count_of(parts.words("tgme_widget_message_voters"))
    kind = parts.words("tgme_widget_message_poll_type")
    question = parts.all("tgme_widget_message_poll_question")
    return {
        "question": rich_text(question[0], link).text if question else "",
        "options": [_option(option, link) for option in parts.all("tgme_widget_message_poll_option")],
        "total_voters": voters.number if voters else None,
        "closed": kind.lower().startswith("final") if kind else None,
    }


def _option(element: LexborNode, link: Link) -> dict[str, object]:
    text = element.css_first(".tgme_widget_message_poll_option_text")
    percent = element.css_first(".tgme_widget_message_poll_option_percent")
    share = count_of(percent.text().strip().removesuffix("%")) if percent is not None else None
    return {
        "text": rich_text(text, link).text if text is not None else "",
        "votes": None,
        "percent": share.number if share else None,
    }
