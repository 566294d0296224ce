"""Whether a file is an export of Telegram Desktop, told by its beginning."""

from __future__ import annotations

import io
import re

from core.formats.desktop_json.chats import KINDS
from core.formats.desktop_json.walking import A_MESSAGE, LISTS
from core.formats.encodings import Encoding, encoding_of
from core.formats.json_objects import Ended, Found, Step, read_json
from core.formats.json_objects.walking import CUT_OFF

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*+[\[{]")
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\{")
_OF_CHAT = frozenset({".name", ".type", ".id", ".messages"})
_OF_ACCOUNT = frozenset(
    f".{key}"
    for key in (
        "personal_information", "profile_pictures", "stories", "profile_music", "contacts", "frequent_contacts",
        "sessions", "web_sessions", "other_data", "chats", "left_chats",
    )
)  # fmt: skip
_CHAT_LISTS = frozenset({".chats", ".chats.list", *LISTS, ".left_chats", ".left_chats.list"})
_CHAT_TYPES = frozenset(f"{path}.type" for path in LISTS)
_MESSAGE_TYPES = frozenset({"message", "service", "unsupported"})


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with these bytes is surely an export.

    A chat says its kind, or its first message is one as Telegram Desktop writes them; an account has its sections.
    """
    return bool(_OBJECT.match(head)) and _Beginning(head).is_export


def could_be(head: bytes) -> bool:
    """Whether it could be one that is damaged at its beginning, cut off there, or in another encoding."""
    encoding = encoding_of(head)
    if encoding is Encoding.UTF_16:
        return looks_like(_as_utf8(head))
    if encoding is Encoding.OTHER_TEXT:  # whatever its letters are, its brackets and names are ASCII
        return looks_like(head.decode("latin-1").encode())
    if not _JSON.match(head):
        return A_MESSAGE.search(head) is not None
    beginning = _Beginning(head)
    return beginning.is_cut and bool(beginning.keys) and beginning.keys <= _OF_CHAT


def _as_utf8(head: bytes) -> bytes:
    """UTF-16 of either order, with or without its mark, as UTF-8."""
    big = head.startswith(b"\xfe\xff") or head[:1] == b"\0"
    return head.decode("utf-16-be" if big else "utf-16-le", "ignore").removeprefix("\ufeff").encode("utf-8", "ignore")


class _Beginning:
    """What the first bytes of a document hold."""

    def __init__(self, head: bytes) -> None:
        self.keys: set[str] = set()
        self.is_export = self.is_cut = self._has_about = False
        for event in read_json(io.BytesIO(head), self._plan):
            if isinstance(event, Found | Ended):
                self._note(event.path, event.value if isinstance(event, Found) else None)
            self.is_cut = isinstance(event, Ended) and event.why == CUT_OFF
            if self.is_export or event.path == ".messages[]":
                return
        self.is_export = self._has_about and not self.keys.isdisjoint(_OF_ACCOUNT)

    def _plan(self, path: str) -> Step:
        self._note(path, None)
        if path == ".messages[]":
            return Step.TAKE
        return Step.WALK if path in {"", ".messages"} or path in _CHAT_LISTS else Step.SKIP

    def _note(self, path: str, value: object) -> None:
        if path.startswith(".") and path.count(".") == 1 and not path.endswith("[]"):
            self.keys.add(path)
        if path == ".messages[]":
            self.is_export = self.is_export or _is_message(value)
        elif path == ".about":
            self._has_about = isinstance(value, str)
        elif path == ".type" or path in _CHAT_TYPES:
            self.is_export = self.is_export or (isinstance(value, str) and value in KINDS)


def _is_message(value: object) -> bool:
    if not isinstance(value, dict) or str(value.get("type")) not in _MESSAGE_TYPES:
        return False
    return isinstance(value.get("id"), int) and ("date" in value or value["type"] == "unsupported")
