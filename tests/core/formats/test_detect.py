"""A format is told by content, and only a file that somebody named is given the benefit of the doubt."""

from __future__ import annotations

import random

import pytest

from core.formats import HEAD_BYTES, detect
from core.formats.text_dump import FORMAT
from tests.core.formats.dump_writer import dump
from tests.core.formats.written_posts import FORMULAS, LOSSES, VECTORS

DUMP = dump(VECTORS, FORMULAS, LOSSES)


@pytest.mark.parametrize(
    "content",
    [
        DUMP.encode(),
        DUMP.encode("utf-8-sig"),
        DUMP.replace("\n", "\r\n\r\n").encode(),
        DUMP.encode()[:-3],
        DUMP.encode().replace("индекс".encode(), b"\xff\xfe\x00"),
        bytes(HEAD_BYTES // 2) + DUMP.encode(),
    ],
)
def test_a_text_dump_is_recognised_by_a_line_of_reactions(content: bytes) -> None:
    assert detect(content[:HEAD_BYTES]) is FORMAT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "Пост о поиске, который оборван на полусло".encode(),
        DUMP.encode("utf-16"),
        DUMP.encode("cp1251", "replace"),
        b"x" * HEAD_BYTES,
    ],
)
def test_a_file_that_could_be_one_is_tried_when_it_was_named(content: bytes) -> None:
    assert detect(content) is None
    assert detect(content, named=True) is FORMAT


@pytest.mark.parametrize(
    "content",
    [
        random.Random(2).randbytes(4000),
        b"\x89PNG\r\n\x1a\n" + bytes(100) + b"\xff" * 100,
        b'{"name": "x", "entries": []}',
        b"<!DOCTYPE html><html></html>",
    ],
)
def test_other_files_are_never_text_dumps(content: bytes) -> None:
    assert detect(content) is None
    assert detect(content, named=True) is None


def test_a_post_may_begin_with_a_bracket() -> None:
    assert detect(b"[2017] A title\n...", named=True) is FORMAT
