"""What an older Bot API server does not know: methods are not found, parameters and fields are overlooked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.telegram.model import ApiError, refused

LATEST = "10.3"

_METHODS = {
    "answerguestquery": (10, 0),
    "editephemeralmessagetext": (10, 2),
    "editephemeralmessagecaption": (10, 2),
    "editephemeralmessagemedia": (10, 2),
    "editephemeralmessagereplymarkup": (10, 2),
    "deleteephemeralmessage": (10, 2),
}
_PARAMETERS = {
    "ephemeral_message_parameters": (10, 3),
    "receiver_user_id": (10, 2),
}
_FIELDS = {"style": (9, 4), "icon_custom_emoji_id": (9, 4), "is_ephemeral": (10, 2)}
_DATE_TIME = (9, 5)


def number(version: str) -> tuple[int, int]:
    """A version as numbers: "9.0" is (9, 0)."""
    major, _, minor = version.partition(".")
    return int(major), int(minor or 0)


def as_understood(method: str, params: Mapping[str, Any], version: str) -> dict[str, Any]:
    """The parameters that a server of this version sees.

    Raises ApiError for a method and for entities that it does not know: the bot may ask otherwise then.
    """
    known = number(version)
    if _METHODS.get(method.lower(), (0, 0)) > known:
        raise ApiError(404, "Not Found: method not found", excused=True)
    edits = "ephemeral" in method.lower()  # whose parameters are as old as they are
    seen = {name: value for name, value in params.items() if edits or _PARAMETERS.get(name, (0, 0)) <= known}
    overlooked = {name for name, since in _FIELDS.items() if since > known}
    if overlooked or known < _DATE_TIME:
        seen = {name: _without(_parsed(value), overlooked) for name, value in seen.items()}
        if known < _DATE_TIME and any(item.get("type") == "date_time" for item in _objects(seen)):
            raise refused("can't parse MessageEntity: unsupported type specified")
    return seen


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:  # the method itself reports it
            return value
    return value


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(item, names) for name, item in value.items() if name not in names}
    return [_without(item, names) for item in value] if isinstance(value, list) else value


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for item in value.values():
            yield from _objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)
