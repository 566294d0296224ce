"""Telegram Desktop's JSON export (`result.json`), all versions: one chat, or a whole account.

Of an account only the chosen chat (`Reading.chat`) is read. Without a choice its channels are told as `ChatSeen`, and
nothing else of it: what is not wanted is passed over unread, and named nowhere.

The package has a module for each step: `walking` from the file to its messages, `chats` for which of them are wanted,
`messages` (with `texts` and `content`) from a message to a post. Which messages are one album `core.formats.albums`
finds out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from core.formats.albums import Message, join
from core.formats.desktop_json.chats import Chat, chosen, why_not, wished_ids
from core.formats.desktop_json.detecting import could_be, looks_like
from core.formats.desktop_json.messages import NAME, record_of
from core.formats.desktop_json.walking import MESSAGES, walk
from core.formats.format import Format, Parser
from core.formats.json_objects import Broken, Ended, Found
from core.formats.records import Damage, Part, Reading, Record, Skipped

THE_FILE = "the whole file"
NO_MESSAGES = "no chat with messages in it"
NO_CHANNEL = "it is a whole account's export, and no channel is in it"
NAMESAKE = "another chat of the same name: choose one by its id"

_ID = re.compile(rb'"id"\s*+:\s*+(-?\d{1,10})\b')


def parse(part: Part, reading: Reading) -> Iterator[Record | Message]:
    """The records of an export, in its order, in bounded memory; its messages as `Message`, for `join`.

    Where a chat has to be found first, or tells its name behind its messages, the stream is read twice if it can go
    back. If it cannot, the first chat of the name is taken.
    """
    return _Export(part.stream, reading).records()


class _Export:
    def __init__(self, stream: BinaryIO, reading: Reading) -> None:
        self._stream = stream
        self._zone = reading.zone
        self._wish = reading.chat
        self._start = stream.tell() if stream.seekable() else None
        self._others: list[Chat] = []
        self._taken: Chat | None = None
        self._known: dict[int, Chat] = {}

    def records(self) -> Iterator[Record | Message]:
        if self._wish is None or self._start is None:
            yield from self._walked()
            return
        chats, ended = self._survey(self._start, self._wish)
        found = chosen(chats, self._wish)
        if len(found) == 1:
            self._taken = found[0]
            self._known = {found[0].place: found[0]}
            yield from self._walked()
        else:
            yield Damage(THE_FILE, why_not(chats, found, self._wish) + (f"; {ended.why}" if ended else ""))

    def _survey(self, start: int, wish: str | None) -> tuple[list[Chat], Ended | None]:
        """The chats of the file, up to a channel whose id is wished for, and how the file ended if not well."""
        chats: list[Chat] = []
        ended = None
        self._stream.seek(start)
        for event in walk(self._stream, lambda _: False, {}):
            if isinstance(event, Chat):
                chats.append(event)
                if wish is not None and event.is_told and event.offered() and event.id in wished_ids(wish):
                    break
            elif isinstance(event, Ended):
                ended = event
        self._stream.seek(start)
        return chats, ended

    def _walked(self) -> Iterator[Record | Message]:
        ended: Ended | None = None
        last: int | None = None
        for event in walk(self._stream, self._wants, self._known):
            if isinstance(event, Found):
                if event.loss is not None:
                    yield Skipped(where=_place(event), why=f"it is read, but {event.loss}")
                record = record_of(event.value, event.number, self._zone)
                if isinstance(record, Message):
                    last = record.post.message_ids[0]
                yield record
            elif isinstance(event, Broken):
                yield Skipped(where=_place(event), why=event.why)
            elif isinstance(event, Ended):
                ended = event
            elif self._is_done(event):
                return
            elif self._tells_late(event):
                yield from self._walked()
                return
            else:
                yield from self._begun(event)
        yield from self._told_of_others()
        yield from self._damage(ended, last)

    def _wants(self, chat: Chat) -> bool:
        """Whether the messages of this chat are to be read."""
        if self._taken is None and (chat.place == 0 if self._wish is None else bool(chosen([chat], self._wish))):
            self._taken = chat
        return chat is self._taken

    def _is_done(self, chat: Chat) -> bool:
        """Whether the chat that was looked for lies behind."""
        return self._start is not None and self._taken is not None and chat.place > self._taken.place

    def _tells_late(self, chat: Chat) -> bool:
        """Whether the only chat of the file tells its name or kind behind its messages, and is known from now on."""
        if chat.place or chat.is_told or self._known or self._start is None:
            return False
        self._known = {known.place: known for known in self._survey(self._start, None)[0]}
        self._taken = None
        return True

    def _begun(self, chat: Chat) -> Iterator[Record]:
        """What is told where a chat's messages begin."""
        if self._wants(chat):
            yield chat.channel_seen()
        elif self._taken is not None and self._wish is not None and chosen([chat], self._wish):
            yield Skipped(where=f"chat {chat.id}", why=NAMESAKE)
        else:
            self._others.append(chat)

    def _told_of_others(self) -> Iterator[Record]:
        """The chats to choose from."""
        if self._wish is None:
            yield from filter(None, (chat.offered() for chat in self._others))

    def _damage(self, ended: Ended | None, last: int | None) -> Iterator[Damage]:
        """Why the file does not give what it should; nothing where it does."""
        why = ended.why if ended else None
        if self._taken is not None:
            if ended:
                behind = _byte(ended) if last is None else f"behind message {last}"
                yield Damage(_told_place(ended) or behind, ended.why)
        elif self._wish is not None:
            yield Damage(THE_FILE, "; ".join(filter(None, (why_not(self._others, (), self._wish), why))))
        elif ended:
            yield Damage(_byte(ended), ended.why)
        elif not any(chat.offered() for chat in self._others):
            yield Damage(THE_FILE, NO_CHANNEL if self._others else NO_MESSAGES)


def _place(event: Found | Broken) -> str:
    if isinstance(event, Found) or event.path in MESSAGES:
        return _told_place(event) or f"object {event.number}"
    return _byte(event)


def _byte(event: Broken | Ended) -> str:
    return f"byte {event.offset}" if event.offset else THE_FILE


def _told_place(event: Found | Broken | Ended) -> str | None:
    """The message that an event is about, by its id."""
    if isinstance(event, Found):
        told = event.value.get("id") if isinstance(event.value, dict) else None
    else:
        found = _ID.search(event.beginning) if event.path in MESSAGES else None
        told = int(found[1]) if found else None
    return None if told is None else f"message {told}"


FORMAT = Format(name=NAME, looks_like=looks_like, could_be=could_be, parse=cast("Parser", parse), join=join)
