"""Writes invented messages the way Telegram Desktop exports them: here as JSON, in `desktop_pages` as HTML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

LINE_SEPARATORS = {"\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True)
class Run:
    """A stretch of text of one kind, as Telegram Desktop keeps it: formatting does not overlap there."""

    kind: str
    text: str
    extra: str = ""


@dataclass(frozen=True)
class Peer:
    """Who sent or first wrote a message; no name: a deleted account. A hidden user has a name and no id."""

    name: str
    id: str | None = "channel1111111111"


@dataclass(frozen=True)
class Media:
    """`kind` in JSON's words ("video_message"), `title` in HTML's; `included`: the file is in the export."""

    kind: str
    included: bool = False


@dataclass(frozen=True)
class Poll:
    question: str
    answers: tuple[tuple[str, int], ...]
    total: int
    closed: bool = False


@dataclass(frozen=True)
class Reaction:
    """`key`: an emoji, "paid", or the document of a custom emoji ("" is one that was not loaded)."""

    key: str
    count: int
    custom: bool = False


@dataclass(frozen=True)
class Written:
    """A message. `service`: JSON's action and HTML's line (with "{this message}" for a link to `target`)."""

    id: int
    date: datetime
    text: tuple[Run, ...] = ()
    sender: Peer = Peer("Заметки о поиске")
    forwarded: Peer | None = None
    forwarded_at: datetime = datetime(2023, 1, 1, tzinfo=UTC)
    reply_to: int | None = None
    reply_elsewhere: bool = False
    media: Media | None = None
    poll: Poll | None = None
    signature: str = ""
    via_bot: str = ""
    reactions: tuple[Reaction, ...] = ()
    service: tuple[str, str] | None = None
    target: int = 0
    unsupported: bool = False


@dataclass(frozen=True)
class Export:
    """How it was exported: where, and by which generation of the program (2022 wrote no zones and no reactions)."""

    messages: Sequence[Written]
    title: str = "Заметки о поиске"
    zone: tzinfo = UTC
    year: int = 2024
    pages: int = 1000
    extra: dict[str, object] = field(default_factory=dict)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


def as_json(export: Export) -> bytes:
    messages = [_message(export, written) for written in export.messages]
    whole = {"name": export.title, "type": "private_channel", "id": 1111111111, "messages": messages}
    return _Writer().value(whole).encode()


class _Writer:
    r"""JSON with the program's own escapes: control characters as `\x01`, which is no JSON."""

    def value(self, value: object, depth: int = 1) -> str:
        pad = "\n" + " " * depth
        if isinstance(value, dict):
            body = ",".join(f"{pad}{self.value(k)}: {self.value(v, depth + 1)}" for k, v in value.items())
            return "{" + body + pad[:-1] + "}"
        if isinstance(value, list):
            return "[" + ",".join(pad + self.value(item, depth + 1) for item in value) + pad[:-1] + "]"
        return self.string(value) if isinstance(value, str) else json.dumps(value)

    def string(self, text: str) -> str:
        escapes = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", **LINE_SEPARATORS}
        return '"' + "".join(escapes.get(c) or (f"\\x{ord(c):02X}" if c < " " else c) for c in text) + '"'


def _message(export: Export, written: Written) -> dict[str, object]:
    if written.unsupported:
        return {"id": written.id, "type": "unsupported"}
    item: dict[str, object] = {
        "id": written.id,
        "type": "service" if written.service else "message",
        "date": export.local(written.date).strftime("%Y-%m-%dT%H:%M:%S"),
    }
    if export.year > 2022:
        item["date_unixtime"] = str(int(written.date.timestamp()))
    if written.service:
        item |= {"actor": written.sender.name, "action": written.service[0], "text": ""}
        return item | ({"message_id": written.target} if written.target else {})
    item |= {"from": written.sender.name or None, "from_id": written.sender.id}
    if written.signature:
        item["author"] = written.signature
    if written.forwarded:
        item["forwarded_from"] = written.forwarded.name or None
    if written.reply_to:
        item["reply_to_message_id"] = written.reply_to
        item |= {"reply_to_peer_id": "channel2222222222"} if written.reply_elsewhere else {}
    if written.via_bot:
        item["via_bot"] = f"@{written.via_bot}"
    item |= _media(written.media) | _poll(written.poll)
    item["text"] = _text(written.text)
    if export.year > 2022:
        item["text_entities"] = [_run(run) for run in written.text]
    if written.reactions:
        item["reactions"] = [_reaction(reaction) for reaction in written.reactions]
    return item


def _text(runs: Sequence[Run]) -> object:
    if not runs:
        return ""
    items = [run.text if run.kind == "plain" else _run(run) for run in runs]
    return items[0] if len(items) == 1 and isinstance(items[0], str) else items


def _run(run: Run) -> dict[str, object]:
    extras: dict[str, dict[str, object]] = {
        "text_link": {"href": run.extra},
        "mention_name": {"user_id": 77},
        "pre": {"language": ""},
        "blockquote": {"collapsed": False},
        "custom_emoji": {"document_id": run.extra},
    }
    return {"type": run.kind, "text": run.text, **extras.get(run.kind, {})}


_NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"
_MEDIA: dict[str, dict[str, object]] = {
    "photo": {"photo": _NOT_INCLUDED, "width": 800, "height": 600},
    "document": {"file": _NOT_INCLUDED, "file_name": "a.pdf", "mime_type": "application/pdf"},
    "contact": {"contact_information": {"first_name": "А", "last_name": "Б", "phone_number": "+7 000"}},
    "location": {"location_information": {"latitude": 55.7, "longitude": 37.6}},
    "venue": {"place_name": "Кафе", "address": "Тверская", "location_information": None},
    "game": {"game_title": "Тетрис", "game_description": "Складывать"},
    "invoice": {"invoice_information": {"title": "Книга", "description": "О поиске", "amount": 100}},
    "paid": {"paid_stars_amount": 5},
    "giveaway": {"giveaway_information": {"quantity": 3, "months": 3}},
}


def _media(media: Media | None) -> dict[str, object]:
    if media is None:
        return {}
    file: dict[str, object] = {"file": _NOT_INCLUDED, "media_type": media.kind, "mime_type": "video/mp4"}
    return _MEDIA.get(media.kind, file)


def _poll(poll: Poll | None) -> dict[str, object]:
    if poll is None:
        return {}
    answers = [{"text": text, "voters": votes, "chosen": False} for text, votes in poll.answers]
    return {"poll": {"question": poll.question, "closed": poll.closed, "total_voters": poll.total, "answers": answers}}


def _reaction(reaction: Reaction) -> dict[str, object]:
    if reaction.custom:
        return {"type": "custom_emoji", "count": reaction.count, "document_id": reaction.key}
    if reaction.key == "paid":
        return {"type": "paid", "count": reaction.count}
    return {"type": "emoji", "count": reaction.count, "emoji": reaction.key}
