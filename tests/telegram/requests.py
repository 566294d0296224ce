"""Requests of the bot: read into aiogram's models of the methods, which name every parameter Telegram knows."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import BaseModel, ValidationError

from tests.telegram.model import JSON, ApiError, bad_request
from tests.telegram.parser import (
    MAX_TEXT_UNITS,
    FormattedText,
    TextRefusedError,
    as_shown,
    check_text,
    parse,
)

MAX_BUTTONS = 100
MAX_BUTTONS_IN_ROW = 8
MAX_CALLBACK_BYTES = 64
MAX_COPIED_CHARACTERS = 256
MAX_MARKUP_BYTES = 10_000
_BUTTON_LOOKS = {"text", "icon_custom_emoji_id", "style"}
_STYLES = (None, "default", "primary", "success", "danger")
_DEEP_LINK = re.compile(r"https?://t\.me/\w+/?\?(?:start|startgroup)=([^&#]*)", re.IGNORECASE)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DATE_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


@functools.cache
def known_methods() -> dict[str, type[TelegramMethod[Any]]]:
    """All methods of the Bot API by lower-case name: Telegram does not mind the case."""
    classes = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        kind.__api_method__.lower(): kind
        for kind in classes
        if isinstance(kind, type) and issubclass(kind, TelegramMethod) and kind is not TelegramMethod
    }


def read(method: str, params: Mapping[str, Any]) -> TelegramMethod[Any]:
    """A request as aiogram's model of it. Values may be text, as a form brings them, or JSON.

    Raises ApiError: 404 for an unknown method, 400 for unknown, missing or wrong parameters at any depth.
    """
    model = known_methods().get(method.lower())
    if model is None:
        raise ApiError(404, "Not Found: method not found")
    unknown = sorted(set(params) - set(model.model_fields))
    if unknown:
        raise bad_request(f"unknown parameter {unknown[0]}")
    values = {name: _decoded(model, name, value) for name, value in params.items()}
    try:
        request = model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        if first["type"] == "missing" and len(first["loc"]) == 1:  # to Telegram missing and empty are the same
            raise bad_request("message text is empty" if where == "text" else f"{where} is empty") from None
        raise bad_request(f"can't parse parameter {where}: {first['msg']}") from None
    extra = next(_extras(request, method), None)
    if extra is not None:
        raise bad_request(f"unknown field {extra}")
    return request


def _decoded(model: type[TelegramMethod[Any]], name: str, value: Any) -> Any:
    takes_text = str in get_args(model.model_fields[name].annotation) or model.model_fields[name].annotation is str
    if takes_text or not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def _extras(value: object, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from _extras(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _extras(item, f"{path}[{number}]")


def plain(value: BaseModel) -> JSON:
    """A model as JSON without its empty fields; aiogram's `Default` marks a field that was not given."""
    result: JSON = _without_none(json.loads(value.model_dump_json(warnings=False, fallback=lambda _default: None)))
    return result


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(item) for name, item in value.items() if item is not None}
    return [_without_none(item) for item in value] if isinstance(value, list) else value


def outgoing_text(
    text: str | None, entities: list[Any] | None, parse_mode: str | Default | None, max_units: int = MAX_TEXT_UNITS
) -> FormattedText:
    """A text of the bot as its readers see it. Raises ApiError for everything that Telegram would refuse or repair."""
    if not text:
        raise bad_request("message text is empty")
    given = [plain(entity) for entity in entities or ()]
    try:
        if isinstance(parse_mode, str):
            parsed = parse(text, parse_mode)
            text, given = parsed.text, list(parsed.entities)
        problems = check_text(text, given, max_units)
        if problems:
            too_long = any(problem.startswith("message is too long") for problem in problems)
            raise bad_request("message is too long" if too_long else "; ".join(problems))
        for entity in given:
            _check_entity(entity)
        return as_shown(text, given)
    except TextRefusedError as refusal:
        raise bad_request(str(refusal)) from None


def outgoing_markup(markup: object, *, only_inline: bool = False) -> JSON | None:
    """A keyboard as JSON, or None where there is none. Raises ApiError for one that Telegram would refuse."""
    if markup is None:
        return None
    if not isinstance(markup, InlineKeyboardMarkup):
        if only_inline or not isinstance(markup, BaseModel):
            raise bad_request("inline keyboard expected")
        return plain(markup)
    rows = markup.inline_keyboard
    if any(not 1 <= len(row) <= MAX_BUTTONS_IN_ROW for row in rows) or sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long, or has an empty row")
    for row in rows:
        for button in row:
            _check_button(button)
    body = plain(markup)
    if len(json.dumps(body, ensure_ascii=False).encode()) > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return body if rows else None


def _check_entity(entity: JSON) -> None:
    _check_deep_link(entity.get("url") or "")
    if entity["type"] == "date_time" and not _DATE_TIME_FORMAT.fullmatch(entity.get("date_time_format") or ""):
        raise bad_request("can't parse MessageEntity: invalid date_time_format specified")


def _check_deep_link(url: str) -> None:
    """Raise ApiError where Telegram would not pass the payload of a link on."""
    match = _DEEP_LINK.match(url)
    if match and not _PAYLOAD.fullmatch(match[1]):
        raise bad_request(f"a start payload is 1-64 characters of A-Za-z0-9_-: {url}")


def _check_button(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise bad_request("can't parse inline keyboard button: a button without text")
    fields = set(type(button).model_fields) - _BUTTON_LOOKS
    actions = sorted(name for name in fields if getattr(button, name) is not None)
    if len(actions) != 1:
        raise bad_request(f"can't parse inline keyboard button: one action expected, not {actions}")
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.copy_text is not None and not 1 <= len(button.copy_text.text) <= MAX_COPIED_CHARACTERS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.style not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    if button.url is not None:
        _check_deep_link(button.url)
        problems = check_text("x", [{"type": "text_link", "offset": 0, "length": 1, "url": button.url}])
        if problems:
            raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: {problems[0]}")
