"""Pages cut into messages, and messages parsed apart from each other's damage."""

from __future__ import annotations

import io
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import pages
from core.formats.pages import BAD_BYTES, MOST_BYTES, NO_ELEMENT, NULS, WILD, Page, cut, parse_pieces, read_bytes

START = re.compile(rb'<div class="m"(?: id="(?P<id>[0-9]+)")?>')
FIVE = b'<html><body>\n<div class="m" id="5"><div>a</div></div>\n'
SIX = b'<div class="m" id="6"><br><img src="x">b</div>\n'
END = b"<a>next</a></body></html>"


def read(page: bytes) -> list[str]:
    """Each message's text, or why it cannot be read."""
    found = parse_pieces(cut(page, START).pieces)
    return [element if isinstance(element, str) else element.text() for _, element in found]


def test_a_whole_page() -> None:
    page = cut(FIVE + SIX + END, START)
    assert (page.head, page.cut_at) == (b"<html><body>\n", None)
    assert [piece.group("id") for piece in page.pieces] == ["5", "6"]
    assert page.pieces[1].html == SIX.rstrip()
    assert read(FIVE + SIX + END) == ["a", "b"]


def test_a_page_without_messages() -> None:
    assert cut(b"<html>\n</html>", START) == Page(b"<html>\n</html>", (), None)
    assert cut(b"<html>\n", START) == Page(b"<html>\n", (), 2)


@pytest.mark.parametrize("length", range(len(FIVE + SIX + END)))
def test_cut_anywhere_the_complete_messages_stay(length: int) -> None:
    page = cut((FIVE + SIX + END)[:length], START)
    complete = [len(FIVE) - 1, len(FIVE + SIX) - 1]
    assert len(page.pieces) == sum(end <= length for end in complete)
    assert (page.cut_at is None) == (length >= len(FIVE + SIX + END) - 1)


def test_what_never_began_as_a_page_needs_no_end() -> None:
    assert cut(SIX, START).cut_at is None
    assert cut(SIX[:-8], START).cut_at == 1


def test_the_last_message_of_a_whole_page_need_not_be_closed() -> None:
    assert read(FIVE + b'<div class="m">b' + END) == ["a", "bnext"]


def test_a_message_that_is_not_closed_ends_where_the_next_one_begins() -> None:
    assert read(b'<html><div class="m"><b>a' + SIX + END) == ["a", "b"]


def test_what_a_message_leaves_open_does_not_go_on() -> None:
    page = FIVE + b'<div class="m"><b>x</div>' + SIX + SIX + END
    elements = [element for _, element in parse_pieces(cut(page, START).pieces)]
    assert [not isinstance(element, str) and element.css_first("b") is not None for element in elements] == [
        False,
        True,
        False,
        False,
    ]


def test_between_messages_other_elements_may_stand() -> None:
    """As in previews, where each message has a div around it."""
    page = b"<html>" + (b"<div>" + SIX + b"</div>") * 3 + END
    assert [piece.html for piece in cut(page, START).pieces] == [SIX.rstrip()] * 3


def test_damaged_bytes_stay_in_their_message() -> None:
    page = FIVE + SIX.replace(b"b<", b"\xff<") + SIX.replace(b"b<", b"\0<") + SIX + END
    assert read(page) == ["a", BAD_BYTES, NULS, "b"]


@pytest.mark.parametrize("tag", [b"div", b"b", b"blockquote", b"table", b"p", b"form", b"a"])
def test_a_hundred_thousand_tags_in_each_other_are_no_message(tag: bytes) -> None:
    wild = b'<div class="m">' + b"<%s>" % tag * 100_000
    began = time.process_time()
    assert read(FIVE + wild + b"</%s>" % tag * 100_000 + b"</div>" + SIX + END) == ["a", WILD, "b"]
    assert read(FIVE + wild + SIX + END) == ["a", WILD, "b"]
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "wild",
    [
        b"<p><b a=1><i>" * 400,
        b"<b>x</i>" * 600,
        b"</b>" + b"<b>x</b>" * 600,
        b"<b>x</b>" * 20_000,
        b"<b>" * 101 + b"x" + b"</b>" * 101 + b"<b>x</b>" * 500,
    ],
)
def test_many_tags_are_read_only_where_they_are_closed_in_order(wild: bytes) -> None:
    assert read(FIVE + b'<div class="m">' + wild + b"</div>" + SIX + END)[1] == WILD


def test_a_long_message_is_read() -> None:
    long = b'<div class="m">' + b'<b>x</b><br/><svg><path d="M8"/></svg>' * 2000 + b"</div>"
    assert read(FIVE + long + SIX + END) == ["a", "x" * 2000, "b"]


def test_many_messages_are_parsed_in_groups() -> None:
    assert read(b"<html>" + SIX * 200 + END) == ["b"] * 200


def test_the_parser_may_see_other_messages_than_the_bytes_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_elements", lambda _: [])
    assert read(FIVE + SIX + END) == [NO_ELEMENT, NO_ELEMENT]


def test_a_page_is_read_up_to_its_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_bytes(io.BytesIO(b"abc")) == (b"abc", True)
    monkeypatch.setattr(pages, "MOST_BYTES", 3)
    assert read_bytes(io.BytesIO(b"abc")) == (b"abc", True)
    assert read_bytes(io.BytesIO(b"abcd")) == (b"abc", False)
    assert MOST_BYTES == 64 * 1024 * 1024


@given(st.lists(st.sampled_from([b"<div", b' class="m"', b">", b"</div>", b"<b>", b"\0", b"\xff", b"x", b"</html>"])))
def test_no_bytes_make_it_raise(parts: list[bytes]) -> None:
    read(b"".join(parts))
