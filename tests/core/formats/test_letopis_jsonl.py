from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.exporting import post_to_json
from core.formats.json_lines import CHUNK, TOO_LONG
from core.formats.json_objects import LONGEST
from core.formats.letopis_jsonl import FORMAT, LONGEST_TEXT, looks_like
from core.formats.records import ChannelSeen, Damage, IncomingPost, Skipped
from core.ingest import told_of
from core.richtext import Entity, RichText
from core.types import Channel, ChannelRef, Post, Visibility
from tests.core.formats.list_reading import GOLDEN, posts_of, read

CHANNEL = {"telegram_id": 1234567890, "username": "tihie_zametki", "title": "Тихие заметки"}
STORED = Channel(id=3, telegram_id=1234567890, username=None, title="Тихие заметки", visibility=Visibility.MEMBERS)
BARE = Post(
    id=5,
    channel=STORED,
    fingerprint=f"{'0' * 32}.0",
    stored_at=datetime(2024, 1, 1, tzinfo=UTC),
    text=RichText("Слово"),
)
NOON = datetime(2024, 1, 2, 12, tzinfo=UTC)

moments = st.none() | st.integers(0, 4 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))
names = st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
counts = st.integers(0, 2**40)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(str.strip)


@st.composite
def stored_posts(draw: st.DrawFn) -> Post:
    text = draw(texts)
    ids = tuple(sorted(draw(st.sets(st.integers(-(2**31) + 1, 2**31 - 1).filter(bool), max_size=3))))
    media = draw(st.lists(st.sampled_from(["photo", "video", "voice"]), max_size=3))
    has_content = bool(text or ids or media)
    entities = (Entity("bold", 0, 1),) if text and ord(text[0]) < 0x10000 and draw(st.booleans()) else ()
    return Post(
        id=draw(counts) + 1,
        channel=replace(
            STORED, visibility=draw(st.sampled_from(Visibility)), username=draw(st.none() | st.just("zametki"))
        ),
        fingerprint=f"{draw(st.integers(0, 16**32 - 1)):032x}.{draw(st.integers(0, 999))}",
        stored_at=NOON,
        text=RichText(text or ("" if has_content else "Слово"), entities),
        message_ids=ids,
        has_title=bool(text.partition("\n")[0]) and draw(st.booleans()),
        published_at=draw(moments),
        zone_known=draw(st.booleans()),
        edited_at=draw(moments),
        changed_at=draw(moments),
        reactions=draw(
            st.none() | st.dictionaries(st.sampled_from(["👍", "❤", "❤\u200d🔥", "custom:12", "paid"]), counts)
        ),
        reactions_exact=draw(st.booleans()),
        views=draw(st.none() | counts),
        views_exact=draw(st.booleans()),
        media=tuple(media),
        poll=draw(st.none() | st.just({"question": "Да?", "options": [{"text": "да", "votes": 3}], "closed": True})),
        album_id=draw(st.none() | counts.map(str)),
        forwarded_from=draw(names),
        reply_to=draw(st.none() | st.integers(1, 2**31 - 1)),
        signature=draw(names),
        pinned=draw(st.booleans()),
        cut_off=draw(st.booleans()),
        source=draw(st.sampled_from(["text-dump", "desktop-json"])),
    )


def line_of(**changes: object) -> str:
    return json.dumps({"channel": CHANNEL, "post_id": 1, "text": "Слово", **changes}, ensure_ascii=False)


def post_of(**changes: object) -> IncomingPost:
    (post,) = posts_of(FORMAT, line_of(**changes))
    return post


def why_not(**changes: object) -> str:
    (skipped,) = read(FORMAT, line_of(**changes))
    assert isinstance(skipped, Skipped)
    assert skipped.where == "line 1"
    return skipped.why


@given(stored_posts())
def test_an_exported_post_comes_back_as_it_was(post: Post) -> None:
    exported = json.dumps(post_to_json(post), ensure_ascii=False)
    assert looks_like(exported.encode()[:65536])
    seen, incoming = read(FORMAT, exported)
    ref = ChannelRef(telegram_id=1234567890, username=post.channel.username, title="Тихие заметки")
    assert seen == ChannelSeen(ref, post.channel.visibility)
    assert incoming == replace(told_of(post), known_fingerprint=post.fingerprint)


def test_a_deleted_post_stays_deleted() -> None:
    deleted = replace(BARE, deleted_at=NOON)
    (post,) = posts_of(FORMAT, json.dumps(post_to_json(deleted)))
    assert post.deleted


def test_a_channel_is_told_when_it_changes_and_when_its_visibility_does() -> None:
    other = {"telegram_id": None, "username": None, "title": "Кухня"}
    lines = [
        line_of(),
        line_of(),
        line_of(channel=other),
        line_of(channel=other, visibility="members"),
        line_of(channel=None),
        line_of(),
    ]
    seen = [record for record in read(FORMAT, "\n".join(lines)) if isinstance(record, ChannelSeen)]
    mine, theirs = ChannelRef(**CHANNEL), ChannelRef(title="Кухня")  # type: ignore[arg-type]
    assert seen == [
        ChannelSeen(mine),
        ChannelSeen(theirs),
        ChannelSeen(theirs, Visibility.MEMBERS),
        ChannelSeen(ChannelRef()),
        ChannelSeen(mine),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": 5}, "text: not a string"),
        ({"text": " \n"}, "no text, no media and no poll"),
        ({"text": "я" * (LONGEST_TEXT + 1)}, "more text than a post can hold"),
        ({"entities": {}}, "entities: not a list"),
        ({"channel": "Кухня"}, "channel: not an object"),
        ({"channel": {"telegram_id": 0}}, "telegram_id: not above zero"),
        ({"channel": {"title": "я" * 1001}}, "title: too long"),
        ({"visibility": "friends"}, "visibility: 'friends' is not a valid Visibility"),
        ({"message_ids": [0]}, "message_ids: not a message id"),
        ({"message_ids": [True]}, "message_ids: not a message id"),
        ({"message_ids": 5}, "message_ids: not a list"),
        ({"reply_to": 2**31}, "reply_to: not a message id"),
        ({"published_at": "вчера"}, "published_at: Invalid isoformat string: 'вчера'"),
        ({"edited_at": "0001-01-01T00:00:00+23:00"}, "edited_at: date value out of range"),
        ({"views": -1}, "views: not a count"),
        ({"views": 1.5}, "views: not a count"),
        ({"reactions": ["👍"]}, "reactions: not an object"),
        ({"reactions": {"": 1}}, "reactions: not a reaction"),
        ({"pinned": 1}, "pinned: neither true nor false"),
        ({"media": "photo"}, "media: not a list"),
        ({"fingerprint": "0f.1"}, "fingerprint: not a fingerprint"),
    ],
)
def test_a_line_that_breaks_the_shape_is_skipped_with_the_reason(changes: dict[str, object], why: str) -> None:
    assert why_not(**changes) == why


def test_what_is_missing_or_null_has_its_default_and_unknown_keys_do_no_harm() -> None:
    (post,) = posts_of(FORMAT, '{"text": "Слово", "media": null, "pinned": null, "source": "", "stars": [[]]}')
    assert post == IncomingPost(text=RichText("Слово"), source="letopis-jsonl")


def test_a_title_is_the_first_line_or_none() -> None:
    assert post_of(text="Очередь\nЖдать", title="Очередь").title == "Очередь"
    assert post_of(text="Очередь\nЖдать", title="Ждать").title is None
    assert post_of(text="Очередь\nЖдать", title=None).title is None


def test_entities_that_cannot_stand_in_the_text_are_left_out_or_clipped() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 99},
        {"type": "unheard_of", "offset": 0, "length": 1},
        {"type": "italic"},
        "bold",
    ]
    assert post_of(text=" Слово", entities=entities).text == RichText("Слово", (Entity("bold", 0, 5),))


def test_spellings_of_one_reaction_are_summed_and_zones_become_utc() -> None:
    post = post_of(
        reactions={"❤": 1, "❤\ufe0f": 2}, published_at="2024-01-02T15:00:00+03:00", edited_at="2024-01-02T12:00"
    )
    assert post.reactions == {"❤": 3}
    assert post.published_at == post.edited_at == NOON
    assert post.published_at is not None
    assert post.published_at.tzinfo is UTC
    assert datetime(2024, 1, 2, 15, tzinfo=timezone(timedelta(hours=3))) == NOON


def test_lines_that_are_no_json_are_skipped_and_the_others_read() -> None:
    records = read(FORMAT, "\n".join([line_of(), "{", "", "[]", line_of(text="Второе")]) + "\n")
    assert [type(record) for record in records] == [ChannelSeen, IncomingPost, Skipped, Skipped, IncomingPost]
    assert [record.where for record in records if isinstance(record, Skipped)] == ["line 2", "line 4"]


def test_a_line_with_bytes_that_are_not_utf_8_is_read_and_the_loss_told() -> None:
    content = (line_of(text="Слово") + "\n").encode().replace("в".encode(), b"\xd0") + line_of().encode()
    _, first, loss, second = read(FORMAT, content)
    assert isinstance(first, IncomingPost)
    assert "\ufffd" in first.text.text
    assert isinstance(loss, Skipped)
    assert isinstance(second, IncomingPost)


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "the file is empty"), ("а".encode("utf-16"), "not UTF-8 but UTF-16")]
)
def test_what_cannot_be_read_at_all(content: bytes, why: str) -> None:
    assert read(FORMAT, content) == [Damage("line 1", why)]


def test_a_line_of_any_length_is_passed_over_without_being_kept() -> None:
    long = b'{"text": "' + b"x" * (LONGEST + CHUNK) + b'"}\n'
    records = read(FORMAT, line_of().encode() + b"\n" + long + line_of(text="Потом").encode())
    assert records[2] == Skipped(where="line 2", why=TOO_LONG)
    assert isinstance(records[3], IncomingPost)
    assert isinstance(read(FORMAT, long[:-1])[-1], Damage)


def test_a_cut_file_gives_exactly_the_lines_that_are_whole() -> None:
    lines = [line_of(text=f"Пост {number}").encode() for number in range(3)]
    content = b"\n".join(lines)
    for end in range(1, len(content)):
        records = read(FORMAT, content[:end])
        posts = [record for record in records if isinstance(record, IncomingPost)]
        whole = sum(end >= len(b"\n".join(lines[: number + 1])) for number in range(3))
        assert [post.text.text for post in posts] == [f"Пост {number}" for number in range(whole)]
        at_border = any(
            end in {len(b"\n".join(lines[:number])), len(b"\n".join(lines[:number])) + 1} for number in (1, 2)
        )
        assert isinstance(records[-1], Damage) is not at_border


@given(st.binary(max_size=300), st.data())
def test_no_bytes_make_it_raise(junk: bytes, data: st.DataObject) -> None:
    golden = (GOLDEN / "letopis_jsonl.jsonl").read_bytes()
    start = data.draw(st.integers(0, len(golden)))
    end = data.draw(st.integers(start, min(len(golden), start + 50)))
    for content in (junk, golden[:start] + junk + golden[end:]):
        looks_like(content)
        records = read(FORMAT, content)
        assert not any(isinstance(record, Damage) for record in records[:-1])


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (line_of(), True),
        (line_of()[:40], False),
        (line_of(text="я" * 40_000)[:65536], True),
        ("\ufeff\n" + line_of(), True),
        ('{"channel": "x", "post_id": 1, "text": "Слово"}', False),
        ('{"channel": {"title": "x"}, "text": "Слово"}', False),
        ("[" + line_of() + "]", False),
        ("слова", False),
    ],
)
def test_recognised_by_the_first_line(head: str, is_one: bool) -> None:
    assert looks_like(head.encode()) is is_one
