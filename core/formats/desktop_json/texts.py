"""The text of a message: a string, or pieces of which some say what they are.

There are no offsets and nothing is nested: where Telegram has formatting inside of formatting, the export has one kind
for each piece. `text` and `text_entities` tell the same; older versions have only `text`.

What this format knows and the HTML export does not: a code block's language, and that a quote is collapsed. Left out,
because the HTML has nothing of it: which user a name stands for. A custom emoji is told by a path inside the export,
another one in each export; only where it is an id, made of digits, it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.addresses import link_entity
from core.richtext import Entity, RichText, trim, utf16_length

_TYPES = {
    **{name: name for name in "bold italic underline strikethrough spoiler code blockquote".split()},
    **{name: name for name in "mention hashtag cashtag bot_command email".split()},
    "link": "url",
    "phone": "phone_number",
}
_SPECIAL = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\0": "\ufffd"})
"""As the HTML export has them."""

_EMPTY = RichText()


def text_of(message: dict[str, Any]) -> RichText:
    """The text with its formatting, without white space at its ends.

    Where `text` and `text_entities` contradict each other `text` is right. What is neither string nor list is no text.
    """
    text, pieces = message.get("text"), message.get("text_entities")
    if type(text) is str and text:
        return _tidy(_of_string(text, pieces))
    told = text if isinstance(text, list) and text else pieces
    return _tidy(joined(told)) if isinstance(told, list) and told else _EMPTY


def plain(told: object) -> str:
    """The bare words of a text that is a string, or a list of pieces, without white space at the ends."""
    if isinstance(told, list):
        told = joined(told).text
    return told.translate(_SPECIAL).strip() if isinstance(told, str) else ""


def joined(pieces: Sequence[object]) -> RichText:
    """The pieces one after another: strings, and objects with a `type` and a `text`. Others hold no text."""
    texts: list[str] = []
    entities: list[Entity] = []
    offset = 0
    for piece in pieces:
        text = piece.get("text") if isinstance(piece, dict) else piece
        if not isinstance(text, str) or not text:
            continue
        texts.append(text)
        length = utf16_length(text)
        if isinstance(piece, dict) and piece.get("type") != "plain":
            entity = _entity(piece, text, offset, length)
            if entity is not None:
                entities.append(entity)
        offset += length
    return RichText("".join(texts), tuple(entities))


def _of_string(text: str, pieces: object) -> RichText:
    if not isinstance(pieces, list) or not pieces or (len(pieces) == 1 and _kind(pieces[0]) == "plain"):
        return RichText(text)
    rich = joined(pieces)
    return rich if rich.text == text else RichText(text)


def _tidy(rich: RichText) -> RichText:
    text = rich.text
    if "\u2028" in text or "\u2029" in text or "\0" in text:
        rich = RichText(text.translate(_SPECIAL), rich.entities)
    if not text or not (text[0].isspace() or text[-1].isspace()):
        return rich
    return trim(rich) if rich.entities else RichText(rich.text.strip())


def _kind(piece: object) -> object:
    return piece.get("type") if isinstance(piece, dict) else "plain"


def _entity(piece: dict[str, Any], text: str, offset: int, length: int) -> Entity | None:
    """What a piece is; None where it is plain text, or of a kind that only the export knows."""
    match piece.get("type"):
        case "text_link":
            href = piece.get("href")
            link = link_entity(text, href) if isinstance(href, str) else None
            return Entity(link[0], offset, length, link[1]) if link else None
        case "pre":
            return Entity("pre", offset, length, None, _string(piece.get("language")))
        case "blockquote" if piece.get("collapsed") is True:
            return Entity("expandable_blockquote", offset, length)
        case "custom_emoji":
            emoji = custom_emoji_id(piece.get("document_id"))
            return Entity("custom_emoji", offset, length, custom_emoji_id=emoji) if emoji else None
        case str() as kind if kind in _TYPES:
            return Entity(_TYPES[kind], offset, length)
    return None


def custom_emoji_id(told: object) -> str | None:
    """The id of a custom emoji; None for the path of its picture."""
    if isinstance(told, int) and not isinstance(told, bool):
        told = str(told)
    return told if isinstance(told, str) and told.isascii() and told.isdigit() else None


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
