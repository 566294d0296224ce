"""Preview pages as a whole: the channel, the ids, the way to older pages, and what is damaged."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import desktop_html, desktop_json, preview, text_dump
from core.formats.format import Format
from core.formats.pages import BAD_BYTES, NULS
from core.formats.preview import PreviewPage, read_page
from core.formats.preview.page import CUT_OFF, NO_MESSAGES, TOO_LARGE
from core.formats.records import ChannelSeen, Damage, IncomingPost, Part, Reading, Record, ServiceSeen, Skipped
from core.richtext import styled
from core.types import ChannelRef, Visibility
from tests.core.formats.preview_writer import CHANNEL, ID, TITLE, album, message, page, part, photo, text, video, widget

REF = ChannelRef(telegram_id=ID, username=CHANNEL, title=TITLE)
SEEN_AT = datetime(2026, 11, 25, tzinfo=UTC)
MESSAGES = [
    message(5, text("Канал"), service=True),
    message(6, text("<b>Раз</b> &amp; два")),
    message(8, album(photo(8, grouped=True), photo(9, grouped=True)) + text("Альбом")),
    message(11, text("Три")),
]
WHOLE = page(*MESSAGES, before=5)
RECORDS = read_page(WHOLE, SEEN_AT).records


def parsed(content: bytes) -> list[Record]:
    return list(preview.parse(Part("page.html", io.BytesIO(content)), Reading()))


def test_the_format() -> None:
    known = preview.FORMAT
    assert isinstance(known, Format)
    assert (known.name, known.continues, known.visibility, known.join) == ("preview", True, Visibility.PUBLIC, None)


def test_what_a_page_tells() -> None:
    found = read_page(WHOLE, SEEN_AT)
    assert (found.ref, found.visibility) == (REF, Visibility.PUBLIC)
    assert found.message_ids == (5, 6, 8, 9, 11)
    assert (found.first_id, found.last_id, found.before, found.whole, found.empty) == (5, 11, 5, True, False)
    channel, service, *posts = found.records
    assert channel == ChannelSeen(REF, Visibility.PUBLIC)
    assert isinstance(service, ServiceSeen)
    assert [post.message_ids for post in posts if isinstance(post, IncomingPost)] == [(6,), (8, 9), (11,)]


def test_a_file_gives_the_same_records_but_was_looked_at_some_time() -> None:
    assert parsed(WHOLE) == list(read_page(WHOLE, None).records)


def test_the_oldest_page() -> None:
    assert read_page(page(*MESSAGES), None).before is None


@pytest.mark.parametrize(
    ("link", "before"),
    [
        ('<a data-before="7"></a>', 7),
        ('<div class="js-messages_more_wrap"><a href="/s/x?q=a&amp;before=7"></a></div>', 7),
        ('<a data-before="x" href="/s/x?before=7"></a>', 7),
        ('<a href="/s/x?before=7"></a>', None),
        ('<a data-before="99999999999999999999"></a>', None),
        ('<a data-after="7"></a>', None),
    ],
)
def test_the_link_to_older_messages(link: str, before: int | None) -> None:
    content = page(*MESSAGES).replace(b"</header>", b"</header>" + link.encode())
    assert read_page(content, None).before == before


def test_a_channel_without_posts() -> None:
    content = page('<div class="tme_no_messages_found">No posts found</div>')
    found = read_page(content, None)
    assert found == PreviewPage(ref=ChannelRef(title=TITLE), whole=True)
    assert (found.empty, found.first_id, found.last_id) == (True, None, None)


@pytest.mark.parametrize(
    "body", ["Post not found", '<div class="tgme_page"><div class="tgme_page_title">x</div></div>']
)
def test_no_channel_s_page(body: str) -> None:
    found = read_page(widget(body), None)
    assert found == PreviewPage(ref=ChannelRef(), records=(Damage("line 1", NO_MESSAGES),))
    assert (found.empty, found.whole) == (True, False)


def test_a_single_message_s_widget() -> None:
    content = widget(message(529, text("Раз"), title="Имя"))
    found = read_page(content, SEEN_AT)
    assert (found.ref.title, found.message_ids, found.whole, found.before) == ("Имя", (529,), False, None)
    assert [type(record) for record in found.records] == [ChannelSeen, IncomingPost]


def test_messages_of_several_channels() -> None:
    content = widget(message(5, text("a")) + message(6, text("b"), channel="other", telegram_id=7, title="Другой"))
    other = ChannelRef(telegram_id=7, username="other", title="Другой")
    channels = [record for record in read_page(content, None).records if isinstance(record, ChannelSeen)]
    assert channels == [ChannelSeen(REF, Visibility.PUBLIC), ChannelSeen(other, Visibility.PUBLIC)]


def test_the_channel_s_id_is_known_from_any_message() -> None:
    content = page(message(5, text("a"), telegram_id=None), message(6, text("b")))
    assert read_page(content, None).ref == REF
    assert len([record for record in read_page(content, None).records if isinstance(record, ChannelSeen)]) == 1


@pytest.mark.parametrize(
    ("view", "telegram_id"),
    [
        ("eyJjIjotMTAwNjUwMzEyMiwicCI6NTI5fQ", 1006503122),
        ("eyJjIjotMTAwMTAwNjUwMzEyMn0", 1006503122),
        ("eyJjIjowfQ", None),
        ("eyJjIjp0cnVlfQ", None),
        ("eyJjIjoiLTUifQ", None),
        ("WzVd", None),
        ("bm8ganNvbg", None),
        ("____", None),
        ("W1tbW1tbW1tb" * 80, None),
        ("eyJjIjo5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OX0", None),
        ("", None),
    ],
)
def test_the_channel_s_id(view: str, telegram_id: int | None) -> None:
    content = re.sub(rb'data-view="[^"]*"', f'data-view="{view}"'.encode(), page(message(5)))
    assert read_page(content, None).ref.telegram_id == telegram_id


def test_cut_off_at_every_byte_the_complete_messages_stay() -> None:
    starts = [found.start() for found in re.finditer(rb'<div class="tgme_widget_message ', WHOLE)]
    ends = [WHOLE.rindex(b"</div></div>", 0, at) for at in [*starts[1:], WHOLE.index(b"</section>")]]
    assert len(ends) == len(MESSAGES)
    for length in range(starts[0], len(WHOLE)):
        found = read_page(WHOLE[:length], SEEN_AT)
        complete = sum(end + len(b"</div>") <= length for end in ends)
        records = [record for record in found.records if not isinstance(record, Damage)]
        assert records == list(RECORDS[: 1 + complete] if complete else ())
        is_whole = length >= WHOLE.index(b"</html>") + len(b"</html")
        assert (found.whole, isinstance(found.records[-1], Damage)) == (is_whole, not is_whole)


@pytest.mark.parametrize(("bad", "why"), [(b"\xff", BAD_BYTES), (b"\0", NULS)])
def test_a_message_with_bad_bytes_is_skipped_and_its_id_known(bad: bytes, why: str) -> None:
    found = read_page(WHOLE.replace("Раз".encode(), bad), SEEN_AT)
    assert found.message_ids == (5, 6, 8, 9, 11)
    assert found.records == (*RECORDS[:2], Skipped(where="message 6", why=why), *RECORDS[3:])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (WHOLE.decode().encode("utf-16"), "not UTF-8 but UTF-16"),
        (TITLE.encode("cp1251") * 99, "not UTF-8 but text in another encoding, perhaps windows-1251"),
    ],
)
def test_what_is_no_page(content: bytes, why: str) -> None:
    assert read_page(content, None) == PreviewPage(ref=ChannelRef(), records=(Damage("line 1", why),))


def test_a_head_that_is_wild_is_not_read() -> None:
    found = read_page(WHOLE.replace(b"<header", b"<div>" * 5000 + b"<header"), SEEN_AT)
    assert (found.ref.title, found.before, found.message_ids) == (TITLE, None, (5, 6, 8, 9, 11))


def test_a_page_that_is_too_large_is_read_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.formats.pages.MOST_BYTES", len(WHOLE) - 400)
    *records, damage = parsed(WHOLE)
    assert records == parsed(WHOLE)[: len(records)]
    assert isinstance(damage, Damage)
    assert damage.why == TOO_LARGE


PHOTO = ("photo",)


@pytest.mark.parametrize(
    ("html", "ids", "kinds", "words"),
    [
        (photo(346), (346,), PHOTO, ""),
        (video(6), (6,), ("video",), ""),
        (
            part("poll", f'<a class="tgme_widget_message_poll_options" href="https://t.me/{CHANNEL}/488"></a>'),
            (488,),
            (),
            "",
        ),
        (part("link_preview").replace("<div", '<div href="https://example.org/a"'), (), (), "https://example.org/a"),
        (part("link_preview"), (), (), ""),
        (text("слова"), (), (), "слова"),
        (photo(), (), PHOTO, ""),
    ],
)
def test_a_saved_piece_of_a_message(html: str, ids: tuple[int, ...], kinds: tuple[str, ...], words: str) -> None:
    found = read_page(html.encode(), None)
    post = found.records[-1]
    assert isinstance(post, IncomingPost)
    assert (post.message_ids, post.media, post.text.text) == (ids, kinds, words)
    assert found.ref == ChannelRef(username=CHANNEL if ids else None)
    assert post.text.entities == (styled(words, "url").entities if "//" in words else ())


BAD = "привет " * 9


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<div></div>", NO_MESSAGES),
        (photo(5).encode()[:-4], CUT_OFF),
        (b"<div", CUT_OFF),
        (f"<a>{BAD}".encode() + b"\0</a>", NO_MESSAGES),
        (f"<a>{BAD}".encode() + b"\xff</a>", NO_MESSAGES),
    ],
)
def test_a_piece_of_nothing(content: bytes, why: str) -> None:
    assert read_page(content, None).records == (Damage("line 1", why),)


def test_it_is_recognised() -> None:
    for head in (WHOLE, b"\xef\xbb\xbf\n" + WHOLE, widget(message(5)), photo(5).encode(), message(5).encode()):
        assert preview.FORMAT.looks_like(head)
    assert preview.FORMAT.could_be(WHOLE.decode().encode("utf-16-le"))
    assert preview.FORMAT.could_be(b'<div class="tgme_page">')
    for other in (
        b"",
        b"<html>",
        b'["<div class=\\"tgme_widget_message\\">"]',
        b'<div class="message default">',
        b"x\n",
    ):
        assert not preview.FORMAT.looks_like(other)
    assert not preview.FORMAT.could_be(b"<html>")


def test_no_other_format_takes_it() -> None:
    for known in (desktop_html.FORMAT, desktop_json.FORMAT, text_dump.FORMAT):
        assert not known.looks_like(WHOLE)


@given(st.binary(max_size=300) | st.lists(st.sampled_from(WHOLE.split(b">")), max_size=60).map(b">".join))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    records = read_page(content, None).records
    assert not any(isinstance(record, Damage) for record in records[:-1])


@given(st.integers(0, len(WHOLE)), st.integers(0, 60), st.binary(max_size=20))
def test_no_damage_makes_it_raise(at: int, width: int, noise: bytes) -> None:
    read_page(WHOLE[:at] + noise + WHOLE[at + width :], SEEN_AT)
