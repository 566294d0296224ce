"""The way through an export: chat after chat, and the messages of those that are wanted.

What is not wanted is passed over unread: an account's export holds private mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Final

from core.formats.desktop_json.chats import Chat
from core.formats.json_objects import Broken, Ended, Found, Opened, Step, read_json

LISTS: Final = (".chats.list[]", ".left_chats.list[]")
"""The paths of an account's chats."""

_CHATS = frozenset({"", *LISTS})
"""Where a chat stands: it is the document, or one of an account's."""

_MESSAGES = frozenset(f"{path}.messages" for path in _CHATS)
MESSAGES: Final = frozenset(f"{path}[]" for path in _MESSAGES)
"""The paths of messages."""

_WALKED = _CHATS | _MESSAGES | {".chats", ".chats.list", ".left_chats", ".left_chats.list"}

_STRING = rb'"(?:[^"\\]|\\.)*+"'
A_MESSAGE: Final = re.compile(rb'\{\s*+"id"\s*+:\s*+-?\d++\s*+,\s*+"type"\s*+:\s*+"(?:message|service|unsupported)"')
"""How a message begins in a file that Telegram Desktop wrote."""

_A_CHAT = re.compile(
    rb'\{(?:\s*+"(?:name|type|id)"\s*+:\s*+(?:[a-z0-9-]++|' + _STRING + rb')\s*+,)*+\s*+"messages"\s*+:\s*+\['
)
_ANCHORS = {path: A_MESSAGE if path in MESSAGES else _A_CHAT for path in (*MESSAGES, *LISTS)}


def walk(
    stream: BinaryIO, wanted: Callable[[Chat], bool], known: Mapping[int, Chat]
) -> Iterator[Chat | Found | Broken | Ended]:
    """Each chat where its messages begin, then its messages as `Found` if it is wanted; what is broken, how it ended.

    `known`: chats of which an earlier walk has learned more than stands before their messages, by their places. A chat
    learns what stands behind its messages later on.
    """
    chat = Chat(0)
    place = 0
    takes = False

    def plan(path: str) -> Step:
        if path in MESSAGES:
            return Step.TAKE if takes else Step.SKIP
        return Step.WALK if path in _WALKED else Step.SKIP

    for event in read_json(stream, plan, _ANCHORS):
        if isinstance(event, Found):
            if takes and event.path in MESSAGES:
                yield event
                continue
            parent, _, key = event.path.rpartition(".")
            if parent in _CHATS:
                chat.learn(key, event.value)
        elif isinstance(event, Opened):
            if event.path in LISTS:
                place += 1
                chat, takes = Chat(place), False
            elif event.path in _MESSAGES:
                chat = known.get(place, chat)
                takes = wanted(chat)
                yield chat
        elif takes or place == 0 or isinstance(event, Ended):
            yield event
