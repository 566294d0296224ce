"""Telegram's own judgement of outgoing text, asked of TDLib (PyPI `tdjson`), which answers these questions offline.

An entity is a dict in the shape of the Bot API (`{"type": "bold", "offset": 0, "length": 2}`); offsets and lengths
count UTF-16 code units. TDLib has no call that only repairs a text, but `parseMarkdown` repairs what it is given
before it looks for markup. So we ask it twice: about a copy without markup characters (what becomes of the entities),
and about the text as one block of code, in which markup is not looked for (what becomes of the characters).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tdjson

Entity = dict[str, Any]

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
MAX_ENTITIES = 100

_TD_TYPES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "blockquote": "BlockQuote",
    "expandable_blockquote": "ExpandableBlockQuote",
    "code": "Code",
    "pre": "PreCode",
    "text_link": "TextUrl",
    "text_mention": "MentionName",
    "custom_emoji": "CustomEmoji",
    "date_time": "DateTime",
}
_FOUND_TYPES = {
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
}
_API_TYPES = {name: kind for kind, name in _TD_TYPES.items()} | {"Pre": "pre"} | _FOUND_TYPES
_IGNORED_FROM_BOTS = {*_FOUND_TYPES.values(), "phone_number", "bank_card_number"}
_SPLITTABLE = {"bold", "italic", "underline", "strikethrough", "spoiler"}
_TRANSPARENT = {*_SPLITTABLE, "blockquote", "expandable_blockquote"}
_MODES = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
_WITHOUT_MARKUP = str.maketrans("*_~|`[", "xxxxxx")
_TRIMMED = " \n"
_INVISIBLE = (
    "\u00a0\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2800\u3164\ufe0f\ufeff"
)


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text with its entities, sorted by offset, the longer one first."""

    text: str
    entities: tuple[Entity, ...] = ()


class TextRefusedError(ValueError):
    """Telegram would refuse the text; the message is Telegram's own."""


def utf16_length(text: str) -> int:
    """Length of the text as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def check_text(text: str, entities: Iterable[Mapping[str, Any]] = (), max_units: int = MAX_TEXT_UNITS) -> list[str]:
    """Say what would go wrong if this text were sent: a sentence for each problem, none if all is well.

    Every entity must arrive as it was given. Telegram may merge equal neighbours and replace the types that it finds by
    itself (mentions, hashtags, links ...); that is no problem. Blanks at the end are cut off, so no entity may stand on
    them.
    """
    given = [dict(entity) for entity in entities]
    own = [entity for entity in given if entity["type"] not in _IGNORED_FROM_BOTS]
    try:
        kept = _repaired(text, own)
    except TextRefusedError as refusal:
        return [str(refusal)]
    if not kept.text.strip(_TRIMMED + _INVISIBLE):
        return ["message text is empty"]
    problems = _damage(_moved(text, own, kept.text), kept.entities)
    problems += [f"{first['type']} and {second['type']} cross" for first, second in _crossings(own)]
    problems += [f"{entity} stands on blanks that Telegram cuts off" for entity in _over_the_end(kept)]
    units = utf16_length(_trimmed(kept).text)
    if units > max_units:
        problems.append(f"message is too long: {units} UTF-16 units, {max_units} fit")
    if max(len(own), len(kept.entities)) > MAX_ENTITIES:
        problems.append(f"{max(len(own), len(kept.entities))} entities, Telegram keeps {MAX_ENTITIES}")
    return problems


def as_shown(text: str, entities: Iterable[Mapping[str, Any]] = ()) -> FormattedText:
    """What a reader gets: characters cleaned, ends trimmed, entities repaired, links, hashtags and the like found.

    Raises TextRefusedError with Telegram's words.
    """
    own = [dict(entity) for entity in entities if entity["type"] not in _IGNORED_FROM_BOTS]
    kept = _trimmed(_repaired(text, own))
    solid = [entity for entity in kept.entities if entity["type"] not in _TRANSPARENT]
    found = [entity for entity in found_entities(kept.text) if not any(_meet(entity, other) for other in solid)]
    return FormattedText(kept.text, _sorted([*kept.entities, *found]))


def parse(text: str, mode: str) -> FormattedText:
    """Parse HTML, Markdown or MarkdownV2. Raises TextRefusedError."""
    if mode.lower() not in _MODES:
        raise TextRefusedError("unsupported parse_mode")
    answer = _ask({"@type": "parseTextEntities", "text": text, "parse_mode": _MODES[mode.lower()]})
    return FormattedText(answer["text"], _to_api(answer["entities"], ()))


def found_entities(text: str) -> tuple[Entity, ...]:
    """Mentions, hashtags, commands, links and e-mail addresses that Telegram finds by itself."""
    return _to_api(_ask({"@type": "getTextEntities", "text": text})["entities"], ())


@functools.cache
def _silence() -> None:
    tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')


def _ask(request: Mapping[str, Any]) -> dict[str, Any]:
    _silence()
    raw = tdjson.td_execute(json.dumps(request).encode())
    answer: dict[str, Any] = json.loads(raw or b"{}")
    if answer.get("@type") == "error":
        raise TextRefusedError(answer["message"])
    return answer


def _repaired(text: str, entities: Sequence[Entity]) -> FormattedText:
    """Cleaned characters, and the entities as TDLib repairs them; the ends are not yet trimmed."""
    plain = _fix(text.translate(_WITHOUT_MARKUP), [_to_td(entity) for entity in entities])
    block = {"offset": 0, "length": utf16_length(text), "type": {"@type": "textEntityTypePre"}}
    cleaned: str = _fix(text, [block] if text else [])["text"]
    return FormattedText(cleaned, _to_api(plain["entities"], _moved(text, entities, cleaned)))


def _fix(text: str, entities: list[Entity]) -> dict[str, Any]:
    return _ask({"@type": "parseMarkdown", "text": {"@type": "formattedText", "text": text, "entities": entities}})


def _to_td(entity: Entity) -> Entity:
    kind = entity["type"]
    if kind not in _TD_TYPES:
        raise TextRefusedError(f"Can't parse MessageEntity: unsupported type {kind!r}")
    if not isinstance(entity["offset"], int) or not isinstance(entity["length"], int) or entity["length"] <= 0:
        raise TextRefusedError(f"Receive an entity with incorrect length: {entity}")
    fields = {
        "text_link": {"url": entity.get("url")},
        "text_mention": {"user_id": (entity.get("user") or {}).get("id")},
        "custom_emoji": {"custom_emoji_id": entity.get("custom_emoji_id")},
        "date_time": {"unix_time": entity.get("unix_time")},
    }.get(kind, {})
    if None in fields.values():
        raise TextRefusedError(f"Can't parse MessageEntity: can't find field {next(iter(fields))!r}")
    if kind == "pre":
        fields["language"] = entity.get("language") or ""
    return {"offset": entity["offset"], "length": entity["length"], "type": {"@type": _td_name(kind), **fields}}


def _td_name(kind: str) -> str:
    return f"textEntityType{_TD_TYPES[kind]}"


def _to_api(td_entities: Iterable[Entity], given: Iterable[Entity]) -> tuple[Entity, ...]:
    """TDLib's entities in the shape of the Bot API; what TDLib does not know of an entity comes from the given one."""
    known = {(entity["type"], entity["offset"], entity["length"]): entity for entity in given}
    result = []
    for item in td_entities:
        kind = _API_TYPES.get(item["type"]["@type"].removeprefix("textEntityType"))
        if kind is None:  # media timestamps and bank cards are not shown to bots
            continue
        entity: Entity = {"type": kind, "offset": item["offset"], "length": item["length"]}
        entity = {**known.get((kind, item["offset"], item["length"]), {}), **entity}
        fields = {name: item["type"][name] for name in ("url", "language", "unix_time") if item["type"].get(name)}
        if kind == "text_mention":
            fields["user"] = entity.get("user") or {"id": item["type"]["user_id"], "is_bot": False, "first_name": ""}
        elif kind == "custom_emoji":
            fields["custom_emoji_id"] = str(item["type"]["custom_emoji_id"])
        result.append({**entity, **fields})
    return _sorted(result)


def _moved(text: str, entities: Sequence[Entity], cleaned: str) -> list[Entity]:
    """The entities at their places in the cleaned text, from which some characters may have been dropped."""
    if utf16_length(cleaned) == utf16_length(text):
        return list(entities)
    units = text.encode("utf-16-le")

    def place(offset: int) -> int:
        before = units[: offset * 2].decode("utf-16-le", "ignore") + "x"  # x: a text of blanks alone would vanish
        return utf16_length(_repaired(before, ()).text) - 1

    ends = [(place(entity["offset"]), place(entity["offset"] + entity["length"])) for entity in entities]
    return [{**entity, "offset": a, "length": b - a} for entity, (a, b) in zip(entities, ends, strict=True)]


def _damage(given: Sequence[Entity], kept: Sequence[Entity]) -> list[str]:
    """Formatting that was given and did not survive."""
    problems = []
    for kind in sorted(_SPLITTABLE & {entity["type"] for entity in given}):
        lost = _covered(given, kind) - _covered(kept, kind)
        if lost:
            problems.append(f"{kind} is lost on {len(lost)} UTF-16 units from offset {min(lost)} on")
    survivors = [_place(entity) for entity in kept]
    for entity in given:
        if entity["type"] in _SPLITTABLE:
            continue
        if _place(entity) in survivors:
            survivors.remove(_place(entity))
        else:
            problems.append(f"{entity} is dropped or clipped")
    return problems


def _covered(entities: Iterable[Entity], kind: str) -> set[int]:
    return {
        unit
        for entity in entities
        if entity["type"] == kind
        for unit in range(entity["offset"], entity["offset"] + entity["length"])
    }


def _crossings(entities: Sequence[Entity]) -> list[tuple[Entity, Entity]]:
    """Pairs that have characters in common, neither of them inside the other: the Bot API forbids them."""
    ordered = _sorted(entities)
    return [
        (first, second)
        for number, first in enumerate(ordered)
        for second in ordered[number + 1 :]
        if first["offset"] < second["offset"] < _end(first) < _end(second)
    ]


def _trimmed(source: FormattedText) -> FormattedText:
    """Cut blanks off, as TDLib does: at the end all of them, at the start those before the first entity."""
    text = source.text.rstrip(_TRIMMED)
    end = utf16_length(text)
    entities = [{**item, "length": min(_end(item), end) - item["offset"]} for item in source.entities]
    entities = [item for item in entities if item["length"] > 0]
    blanks = len(text) - len(text.lstrip(_TRIMMED))
    shift = min([blanks, *(item["offset"] for item in entities)])
    return FormattedText(text[shift:], tuple({**item, "offset": item["offset"] - shift} for item in entities))


def _over_the_end(source: FormattedText) -> list[Entity]:
    end = utf16_length(source.text.rstrip(_TRIMMED))
    return [entity for entity in source.entities if _end(entity) > end]


def _end(entity: Entity) -> int:
    return int(entity["offset"]) + int(entity["length"])


def _place(entity: Entity) -> tuple[str, int, int]:
    return entity["type"], entity["offset"], entity["length"]


def _meet(first: Entity, second: Entity) -> bool:
    return bool(first["offset"] < _end(second) and second["offset"] < _end(first))


def _sorted(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))
