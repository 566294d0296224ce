"""Writes exports as Telegram Desktop's JSON, chat by chat and message by message, and reads them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from core.formats import parse
from core.formats.desktop_json import FORMAT
from core.formats.records import Damage, IncomingPost, Part, PartBegins, Reading, Record, ServiceSeen, Skipped

FIRST_SECOND = 1_700_000_000


def message(number: int, text: object = "", **fields: object) -> dict[str, object]:
    """A message, a minute after the one before it. A field that is None stays; leave one out with `...`."""
    second = FIRST_SECOND + 60 * number
    written = {
        "id": number,
        "type": "message",
        "date": datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(second),
        "from": "Заметки о поиске",
        "from_id": "channel1111111111",
        "text": text,
    } | fields
    return {key: value for key, value in written.items() if value is not ...}


def chat(*messages: object, **header: object) -> dict[str, object]:
    """A chat; the header can be changed, and a part of it left out with `...`."""
    written = {"name": "Заметки о поиске", "type": "private_channel", "id": 1111111111} | header
    return {key: value for key, value in written.items() if value is not ...} | {"messages": list(messages)}


def account(*chats: object, left: Iterable[object] = ()) -> dict[str, object]:
    """A whole account with private things beside the chats."""
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"first_name": "Secret", "phone_number": "+7 secret"},
        "contacts": {"about": "", "list": [{"first_name": "Secret contact"}]},
        "sessions": {"about": "", "list": [{"last_ip": "secret ip"}]},
        "chats": {"about": "Chats", "list": list(chats)},
        "left_chats": {"about": "Left", "list": list(left)},
    }


def written(document: object) -> bytes:
    """A document as the program writes it: indented by one blank, letters as they are."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


class OneWay(io.BytesIO):
    """A stream that cannot go back."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise OSError("cannot go back")


def read(document: object, chat: str | None = None, zone: tzinfo = UTC, *, one_way: bool = False) -> list[Record]:
    """The records of a document (or of bytes as they are), without the one of the file."""
    content = document if isinstance(document, bytes) else written(document)
    stream = OneWay(content) if one_way else io.BytesIO(content)
    first, *records = parse(FORMAT, [Part("result.json", stream)], Reading(chat=chat, zone=zone))
    assert isinstance(first, PartBegins)
    return records


def posts_of(document: object, chat: str | None = None, zone: tzinfo = UTC) -> list[IncomingPost]:
    return [record for record in read(document, chat, zone) if isinstance(record, IncomingPost)]


def post_of(*messages: object, zone: tzinfo = UTC) -> IncomingPost:
    """The only post of a chat with these messages."""
    (post,) = posts_of(chat(*messages), zone=zone)
    return post


def ids_of(records: Iterable[Record]) -> list[int]:
    return [number for record in records if isinstance(record, IncomingPost) for number in record.message_ids]


def service_of(records: Iterable[Record]) -> list[ServiceSeen]:
    return [record for record in records if isinstance(record, ServiceSeen)]


def skipped_of(records: Iterable[Record]) -> list[tuple[str, str]]:
    return [(record.where, record.why) for record in records if isinstance(record, Skipped)]


def damage_of(records: list[Record]) -> Damage | None:
    """The damage that ends the records; nothing else of it is among them."""
    damages = [record for record in records if isinstance(record, Damage)]
    assert damages in ([], records[-1:])
    return damages[0] if damages else None
