from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ingest import Insert, Unchanged, Update, decide
from core.richtext import Entity, RichText
from core.types import Channel, IncomingPost, Post, Visibility

DAY = datetime(2024, 3, 1, 12, tzinfo=UTC)
LATER = DAY + timedelta(hours=1)
CODE = RichText("Пост с кодом W", (Entity("code", 13, 1),))
PLAIN = RichText("Пост с кодом W")
POST = IncomingPost(text=CODE, has_title=False, reactions={"👍": 3}, source="text-dump")


def updated(incoming: IncomingPost, stored: IncomingPost) -> IncomingPost:
    decision = decide(incoming, stored)
    assert isinstance(decision, Update)
    return decision.post


def test_an_unknown_post_is_inserted() -> None:
    assert decide(POST, None) == Insert(POST)


def test_the_same_post_changes_nothing() -> None:
    assert decide(POST, POST) == Unchanged()


def test_a_stored_post_is_compared_by_what_a_source_can_tell() -> None:
    channel = Channel(id=1, telegram_id=None, username="notes", title=None, visibility=Visibility.PUBLIC)
    fields = {name: getattr(POST, name) for name in ("text", "reactions", "source")}
    stored = Post(id=1, channel=channel, fingerprint="x.0", stored_at=DAY, **fields)
    assert decide(POST, stored) == Unchanged()
    assert decide(replace(POST, reactions={"👍": 4}), stored) == Update(
        replace(POST, reactions={"👍": 4}), frozenset({"reactions"})
    )


FULL = IncomingPost(
    text=CODE,
    message_ids=(5, 6),
    has_title=True,
    published_at=DAY,
    edited_at=LATER,
    reactions={"👍": 3},
    views=100,
    media=("photo", "photo"),
    poll={"question": "?"},
    album_id="a",
    forwarded_from="Соседи",
    reply_to=3,
    signature="Анна",
    pinned=True,
    source="desktop-json",
)


def test_what_a_source_does_not_tell_erases_nothing() -> None:
    assert decide(IncomingPost(text=RichText(), source="text-dump"), FULL) == Unchanged()
    assert decide(IncomingPost(text=CODE, source="text-dump"), FULL) == Unchanged()


def test_a_richer_source_adds_what_it_knows() -> None:
    poorer = IncomingPost(text=CODE, has_title=True, source="text-dump")
    decision = decide(FULL, poorer)
    assert isinstance(decision, Update)
    assert decision.post == replace(FULL, source="text-dump")
    assert decision.changed == {
        "message_ids", "published_at", "edited_at", "reactions", "views", "media", "poll", "album_id",
        "forwarded_from", "reply_to", "signature", "pinned",
    }  # fmt: skip


EDITED = RichText("Пост с кодом W, исправленный")


@pytest.mark.parametrize(
    ("incoming", "stored", "taken"),
    [
        ({}, {}, True),
        ({"published_at": DAY}, {}, True),
        ({}, {"published_at": DAY}, False),
        ({"published_at": DAY}, {"published_at": DAY}, True),
        ({"published_at": DAY}, {"published_at": DAY, "edited_at": LATER}, False),
        ({"published_at": DAY, "edited_at": LATER}, {"published_at": DAY}, True),
        ({"published_at": DAY, "edited_at": DAY}, {"published_at": DAY, "edited_at": LATER}, False),
        ({"published_at": DAY, "edited_at": LATER}, {"published_at": DAY, "edited_at": DAY}, True),
        ({"cut_off": True}, {}, False),
        ({}, {"cut_off": True}, True),
        ({"cut_off": True}, {"cut_off": True}, True),
        ({"published_at": DAY, "edited_at": LATER, "cut_off": True}, {"published_at": DAY}, False),
        ({}, {"published_at": DAY, "cut_off": True}, True),
    ],
)
def test_which_text_stays(incoming: Mapping[str, Any], stored: Mapping[str, Any], taken: bool) -> None:
    ours = IncomingPost(text=EDITED, has_title=True, source="preview", **incoming)
    theirs = IncomingPost(text=CODE, source="text-dump", **stored)
    decision = decide(ours, theirs)
    result = decision.post if isinstance(decision, Update) else theirs
    expected = ours if taken else theirs
    assert (result.text, result.has_title, result.cut_off, result.source) == (
        expected.text,
        expected.has_title,
        expected.cut_off,
        expected.source,
    )


def test_of_two_cut_off_texts_the_longer_stays() -> None:
    longer = replace(POST, text=EDITED, cut_off=True)
    shorter = replace(POST, cut_off=True)
    assert decide(shorter, longer) == Unchanged()
    assert updated(longer, shorter).text == EDITED


def test_a_text_that_was_cut_off_is_whole_afterwards() -> None:
    decision = decide(POST, replace(POST, cut_off=True))
    assert decision == Update(POST, frozenset({"cut_off"}))


def test_an_empty_text_is_filled_and_never_empties() -> None:
    empty = replace(POST, text=RichText(), media=("photo",))
    assert updated(POST, empty).text == CODE
    assert updated(empty, POST).text == CODE


def test_entities_come_and_do_not_go() -> None:
    assert decide(replace(POST, text=PLAIN), POST) == Unchanged()
    assert updated(POST, replace(POST, text=PLAIN)).text == CODE


@pytest.mark.parametrize(
    ("incoming", "stored", "result"),
    [
        (({"👍": 4}, True), ({"👍": 3}, True), ({"👍": 4}, True)),
        (({"👍": 2}, True), ({"👍": 3}, True), ({"👍": 2}, True)),
        (({}, True), ({"👍": 3}, True), ({}, True)),
        ((None, True), ({"👍": 3}, False), ({"👍": 3}, False)),
        (({"👍": 1000}, False), ({"👍": 1012}, True), ({"👍": 1012}, True)),
        (({"👍": 1100}, False), ({"👍": 1000}, False), ({"👍": 1100}, False)),
        (({"👍": 1012}, True), ({"👍": 1000}, False), ({"👍": 1012}, True)),
        (({"👍": 1000}, False), (None, True), ({"👍": 1000}, False)),
    ],
)
def test_reactions(
    incoming: tuple[dict[str, int] | None, bool],
    stored: tuple[dict[str, int] | None, bool],
    result: tuple[dict[str, int] | None, bool],
) -> None:
    ours = replace(POST, reactions=incoming[0], reactions_exact=incoming[1])
    theirs = replace(POST, reactions=stored[0], reactions_exact=stored[1])
    decision = decide(ours, theirs)
    post = decision.post if isinstance(decision, Update) else theirs
    assert (post.reactions, post.reactions_exact) == result


@pytest.mark.parametrize(
    ("incoming", "stored", "views"),
    [
        ((120, True), (100, True), 120),
        ((80, True), (100, True), 100),
        ((None, True), (100, True), 100),
        ((80, True), (None, True), 80),
        ((1200, False), (1180, True), 1180),
        ((1180, True), (1200, False), 1180),
        ((1300, False), (1200, False), 1300),
    ],
)
def test_views(incoming: tuple[int | None, bool], stored: tuple[int | None, bool], views: int) -> None:
    ours = replace(POST, views=incoming[0], reactions=None, views_exact=incoming[1])
    theirs = replace(POST, views=stored[0], views_exact=stored[1])
    decision = decide(ours, theirs)
    assert (decision.post if isinstance(decision, Update) else theirs).views == views


def test_message_ids_add_up() -> None:
    assert updated(replace(POST, message_ids=(7, 5)), replace(POST, message_ids=(6,))).message_ids == (5, 6, 7)


def test_the_longer_list_of_media_stays() -> None:
    album = replace(POST, media=("photo", "video"))
    assert decide(replace(POST, media=("photo",)), album) == Unchanged()
    assert updated(replace(POST, media=("photo", "photo")), album).media == ("photo", "photo")


posts = st.builds(
    IncomingPost,
    text=st.sampled_from([RichText(), PLAIN, CODE, EDITED]),
    message_ids=st.sampled_from([(), (1,), (1, 2)]),
    published_at=st.sampled_from([None, DAY]),
    edited_at=st.sampled_from([None, DAY, LATER]),
    reactions=st.sampled_from([None, {}, {"👍": 1}, {"❤": 2}]),
    reactions_exact=st.booleans(),
    views=st.sampled_from([None, 1, 2]),
    media=st.sampled_from([(), ("photo",)]),
    pinned=st.booleans(),
    cut_off=st.booleans(),
)


@given(posts, posts)
def test_the_same_post_twice_changes_nothing_the_second_time(incoming: IncomingPost, stored: IncomingPost) -> None:
    decision = decide(incoming, stored)
    after = decision.post if isinstance(decision, Update) else stored
    assert decide(incoming, after) == Unchanged()
    if isinstance(decision, Update):
        assert decision.changed
