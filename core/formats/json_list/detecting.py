"""Is it a JSON list of posts, and in which shape? Told by a file's beginning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from io import BytesIO
from typing import Any

from core.formats import letopis_jsonl
from core.formats.encodings import Encoding, encoding_of
from core.formats.json_lines import BYTE_ORDER_MARK
from core.formats.json_objects import Ended, Found, Step, load, read_json
from core.formats.lists.names import Role, layout_of

_CONTAINERS = "messages|posts|data|items|results"
_AROUND = "response|result|data"
_LIST = re.compile(rf"(?:\.(?:{_AROUND}))?\.(?:{_CONTAINERS})")
"""Where the list stands if not alone: in an object, or in one that stands in an object."""

_CHANNEL = re.compile(rf"(?:\.(?:{_AROUND}))?\.(?:channel|chat)")

_FIRST = 8
"""So many elements are looked at."""

_DESKTOP_CHAT = re.compile(r"[a-z]+_(?:channel|chat|group|supergroup)|saved_messages|replies|verification_codes")
_DESKTOP_KINDS = ("message", "service", "unsupported")
_A_SENTENCE = re.compile(r"\S\s+\S")
_MARKDOWN_LINK = re.compile(r"\[[^\]]+\]\(https?://")
_KEY = re.compile(rb'"(\w{2,40})"\s*:')


class Shape(Enum):
    """How the posts stand in the file: in one JSON document, or an object a line."""

    DOCUMENT = "document"
    LINES = "lines"


def step_of(path: str) -> Step:
    """What is to be read of a document: the elements of its list, and what stands around them."""
    if not path or _LIST.fullmatch(path) or path[1:] in _AROUND.split("|"):
        return Step.WALK
    return Step.TAKE if is_element(path) or _CHANNEL.fullmatch(path) else Step.SKIP


def is_element(path: str) -> bool:
    """Whether an element of the list stands at this path."""
    return path.endswith("[]") and (path == "[]" or bool(_LIST.fullmatch(path[:-2])))


class Head:
    """What a file's first bytes show of a list of posts. `shape`: None where they show none."""

    def __init__(self, head: bytes) -> None:
        self._start = head.removeprefix(BYTE_ORDER_MARK).lstrip()
        self._firsts: list[object] = []
        self._is_desktop_chat = False
        self.shape = self._shape() if encoding_of(head) is Encoding.UTF_8 else None

    @property
    def is_list_of_posts(self) -> bool:
        """Whether its first elements tell posts, and it is no export of Telegram Desktop or of Letopis."""
        if self.shape is None or self._is_desktop_chat or letopis_jsonl.looks_like(self._start):
            return False
        return any(map(_tells_a_post, self._firsts[:_FIRST]))

    @property
    def is_markdown(self) -> bool:
        """Whether the texts are Telethon's markdown: by the fields that its users write, or by a link in them."""
        rows = [first for first in self._firsts if isinstance(first, Mapping)]
        if any("entities" in row or "text_entities" in row for row in rows):
            return False
        texts = [row.get("text") for row in rows] or self._firsts
        is_telethon = any({"sender_id", "text", "date"} <= row.keys() for row in rows)
        return is_telethon or any(isinstance(text, str) and _MARKDOWN_LINK.search(text) for text in texts)

    def _shape(self) -> Shape | None:
        if self._start.startswith(b"{"):
            line, feed, rest = self._start.partition(b"\n")
            first = _object(line)
            if first and not _is_around_a_list(first):
                others = (_object(other) for other in rest.split(b"\n"))
                self._firsts = [first, *filter(None, others)] if feed else [first]
                return Shape.LINES
        if self._start.startswith((b"[", b"{")):
            self._look_into_document()
            return Shape.DOCUMENT
        return None

    def _look_into_document(self) -> None:
        """What stands in a document before it is cut off."""
        for event in read_json(BytesIO(self._start), step_of):
            match event:
                case Found(path=path, value=value) if is_element(path):
                    self._firsts.append(value)
                    self._is_desktop_chat = self._is_desktop_chat or (path == ".messages[]" and _is_desktop(value))
                case Found(path=".type", value=str(kind)) if _DESKTOP_CHAT.fullmatch(kind):
                    self._is_desktop_chat = True
                case Ended(path=path) if is_element(path) and not self._firsts:
                    # The file's beginning holds no whole element: the names in it must do.
                    self._firsts.append({key.decode(): "" for key in _KEY.findall(self._start)})


def _object(line: bytes) -> dict[str, Any] | None:
    """The object that a line is; None where it is none."""
    try:
        value, _ = load(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _is_around_a_list(item: Mapping[str, object]) -> bool:
    """Whether a whole document of one line has a list of objects or texts in it."""
    lists = [value for name, value in item.items() if _LIST.fullmatch(f".{name}") and isinstance(value, list)]
    around = (value for name, value in item.items() if name in _AROUND.split("|") and isinstance(value, dict))
    return bool(lists) or any(_is_around_a_list(value) for value in around)


def _is_desktop(message: object) -> bool:
    """Whether it is a message as Telegram Desktop writes it."""
    if not isinstance(message, dict) or message.get("type") not in _DESKTOP_KINDS:
        return False
    return not {"text_entities", "from_id", "actor_id", "date_unixtime"}.isdisjoint(message)


def _tells_a_post(element: object) -> bool:
    if isinstance(element, str):
        return bool(_A_SENTENCE.search(element))
    if not isinstance(element, dict):
        return False
    layout = layout_of(tuple(element))
    named = any(isinstance(element[name], str | list | dict) for name in layout.roles.get(Role.TEXT, ()))
    return named or (Role.TEXT in layout.roles and (Role.ID in layout.roles or Role.INSTANT in layout.roles))
