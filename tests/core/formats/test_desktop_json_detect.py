"""An export is told by what is in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import HEAD_BYTES
from core.formats.desktop_json import FORMAT
from core.formats.desktop_json.chats import KINDS
from tests.core.formats.json_exports import account, chat, message, written

SECTIONS = [
    {"about": "x", "personal_information": {"user_id": 5}},
    {"about": "x", "contacts": {"about": "x", "list": [{"first_name": "x" * HEAD_BYTES}]}},
    {"about": "x", "chats": {"about": "x", "list": []}},
    {"chats": {"list": [chat(message(1))]}},
    {"left_chats": {"list": [chat(name=None)]}},
]


@pytest.mark.parametrize(
    "document",
    [
        chat(message(1, "Поиск")),
        chat(),
        *(chat(type=kind) for kind in sorted(KINDS)),
        chat(message(1, "я" * HEAD_BYTES)),
        chat(message(1), type=..., name=...),
        dict(sorted(chat(dict(sorted(message(1).items()))).items())),
        chat({"id": 1, "type": "unsupported"}, type=None),
        chat(message(1, type="service", action="create_channel"), name=..., type=..., id=...),
        account(chat(message(1))),
        *SECTIONS,
    ],
)
def test_exports(document: object) -> None:
    for content in (written(document), json.dumps(document).encode(), b"\xef\xbb\xbf \n" + written(document)):
        assert FORMAT.looks_like(content[:HEAD_BYTES])


TELETHON = {"_": "Message", "id": 1, "date": "2024-01-01T00:00:00+00:00", "message": "x", "peer_id": {"channel_id": 5}}
JSONL = {"channel": {"telegram_id": 5, "username": None, "title": "x"}, "post_id": 1, "message_ids": [1], "text": "x"}


@pytest.mark.parametrize(
    "document",
    [
        [],
        [message(1)],
        [{"message_id": 1, "text": "x", "date": "2024-01-01", "channel": "x"}],
        ["x", "y"],
        [TELETHON],
        TELETHON,
        {"messages": [TELETHON]},
        {"messages": [{"id": 1, "text": "x", "date": "2024-01-01"}]},
        {"messages": [{"id": "1", "type": "message", "date": "2024-01-01"}]},
        {"messages": [{"id": 1, "type": ["message"], "date": "2024-01-01"}]},
        {"messages": ["x"]},
        {"messages": []},
        {"channel": "x", "posts": [{"id": 1, "text": "x"}]},
        {"name": "x", "type": "channel", "id": 5, "messages": [{"id": 1, "text": "x"}]},
        {"type": ["public_channel"]},
        {"chats": [1, 2], "about": 5},
        {"chats": {"list": [{"type": "x"}]}},
        {"about": "x", "version": 1},
        JSONL,
        5,
        "x",
        None,
    ],
)
def test_other_json_is_none(document: object) -> None:
    for content in (
        written(document),
        json.dumps(document).encode(),
        json.dumps(document).encode() + b"\n" + json.dumps(document).encode(),
    ):
        assert not FORMAT.looks_like(content)
        assert not FORMAT.could_be(content)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", "Пост о поиске\n👍5".encode(), b"id,text\n1,x\n", b"\x89PNG\r\n\x1a\n" + bytes(99)]
)
def test_other_files_are_none(content: bytes) -> None:
    assert not FORMAT.looks_like(content)
    assert not FORMAT.could_be(content)


@pytest.mark.parametrize(
    "content",
    [
        written(chat(message(1))).decode().encode("utf-16"),
        written(chat(message(1))).decode().encode("utf-16-le"),
        written(chat(message(1))).decode().encode("utf-16-be"),
        b"\0" * 100 + written(chat(message(1)))[100:],
        b'{\n "name": "x",\n "ty',
        b'{\n "name": "x',
        b'{\n "name": "x",\n "type": "private_ch',
        b'{"id": 5, "messages": [{"id"',
    ],
)
def test_what_could_be_one_where_somebody_names_it(content: bytes) -> None:
    assert not FORMAT.looks_like(content)
    assert FORMAT.could_be(content)


@given(st.binary(max_size=100), st.sampled_from([b"", b"{", b'{"messages":[', b"\xff\xfe{\0", b'{"type":']))
def test_no_bytes_raise(content: bytes, beginning: bytes) -> None:
    FORMAT.looks_like(beginning + content)
    FORMAT.could_be(beginning + content)
