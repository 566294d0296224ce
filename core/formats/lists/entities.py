"""Formatting as Telethon, Pyrogram and the Bot API tell it, offsets in UTF-16 units in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.richtext import Entity, entity_from_json

# What others call the Bot API's types, without the words that all their names begin with.
_TYPES = {
    "strike": "strikethrough",
    "texturl": "text_link",
    "textlink": "text_link",
    "textmention": "text_mention",
    "mentionname": "text_mention",
    "botcommand": "bot_command",
    "phone": "phone_number",
    "phonenumber": "phone_number",
    "customemoji": "custom_emoji",
    "expandableblockquote": "expandable_blockquote",
    "emailaddress": "email",
}
_PREFIXES = ("messageentitytype.", "messageentity", "textentitytype")


def entities(value: object) -> Iterator[Entity]:
    """The entities of a list, as they are told; what has no type or no place in the text is left out."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, Mapping):
            try:
                yield entity_from_json(_in_bot_api_words(item))
            except ValueError:
                continue


def _in_bot_api_words(item: Mapping[str, object]) -> Mapping[str, object]:
    kind, told = item.get("type"), item
    if isinstance(kind, Mapping):
        told = {**item, **kind}
        kind = None
    name = _type(kind if isinstance(kind, str) else told.get("_") or told.get("_type") or told.get("@type"))
    if name == "blockquote" and (told.get("collapsed") or told.get("expandable")):
        name = "expandable_blockquote"
    words = {**told, "type": name}
    if told.get("user_id") is not None:
        words["user"] = {"id": told["user_id"]}
    custom = told.get("custom_emoji_id") or told.get("document_id")
    if isinstance(custom, str | int):
        words["custom_emoji_id"] = str(custom)
    return words


def _type(name: object) -> str | None:
    if not isinstance(name, str):
        return None
    plain = name.lower()
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    return _TYPES.get(plain.replace("_", ""), plain)
