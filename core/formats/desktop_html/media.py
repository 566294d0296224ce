"""What is attached to a message, by the class of its element and, where that is shared, by its title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from core.formats.markup import Link, rich_text, tokens, words
from core.richtext import RichText

_BY_CLASS = {
    "photo_wrap": "photo",
    "video_file_wrap": "video",
    "animated_wrap": "animation",
    "sticker_wrap": "sticker",
    "media_photo": "photo",
    "media_video": "video",
    "media_voice_message": "voice",
    "media_audio_file": "audio",
    "media_file": "document",
    "media_contact": "contact",
    "media_location": "location",
    "media_live_location": "location",
    "media_venue": "location",
    "media_game": "game",
    "media_invoice": "invoice",
    "media_giveaway": "giveaway",
}
_BY_TITLE = {
    ("media_photo", "Sticker"): "sticker",
    ("media_video", "Video message"): "video_note",
    ("media_video", "Animation"): "animation",
    ("media_invoice", None): "paid_media",  # an invoice has a title
}
NO_TEXT = RichText()
_CHECKLIST = "To-do List"
_VOTES = re.compile(r"([0-9]{1,9}) votes?\b")


@dataclass(frozen=True, slots=True)
class Media:
    """Kinds of what is attached, a poll's contents, and the text of a checklist. `call`: it is a phone call instead."""

    kinds: tuple[str, ...] = ()
    poll: Mapping[str, object] | None = None
    text: RichText = NO_TEXT
    call: str | None = None


def media_of(wrap: LexborNode, link: Link) -> Media:
    """What an element of the class `media_wrap` holds; a kind that is not known is none."""
    for element in wrap.iter():
        for name in tokens(element):
            if name == "media_poll":
                return _poll(element, link)
            if name == "media_call":
                return Media(call=words(element.text()) or "a call")
            if name in _BY_CLASS:
                return Media((_BY_TITLE.get((name, _title(element)), _BY_CLASS[name]),))
    return Media()


def _title(element: LexborNode) -> str | None:
    title = element.css_first(".title")
    return words(title.text()) if title else None


def _poll(element: LexborNode, link: Link) -> Media:
    """A poll, or a checklist, which is written like one."""
    question, answers, details, total = "", [], "", None
    for child in element.iter():
        match tokens(child):
            case ["question", *_]:
                question = rich_text(child, link).text
            case ["answer", *_]:
                answers.append(_answer(child, link))
            case ["details", *_]:
                details = words(child.text()) or ""
            case ["total", *_]:
                total = _votes(child)
    if details == _CHECKLIST:
        lines = [question, *(answer["text"] for answer in answers)]
        return Media(("checklist",), text=RichText("\n".join(str(line) for line in lines).strip()))
    poll = {
        "question": question,
        "options": answers,
        "total_voters": total,
        "closed": details.startswith("Final"),
    }
    return Media(poll=poll)


def _answer(element: LexborNode, link: Link) -> dict[str, object]:
    """An answer: "- text", and its votes in an element of their own where there are any."""
    votes = element.css_first("span.details")
    text = rich_text(element, link).text
    if votes is not None:
        text = text.removesuffix(votes.text().strip())
    return {"text": text.removeprefix("-").strip(), "votes": _votes(votes) if votes is not None else 0}


def _votes(element: LexborNode) -> int:
    found = _VOTES.match(element.text().strip())
    return int(found[1]) if found else 0
