"""Which of two states of one post is the newer one, and how the parts of an album become one post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.ingest import Unchanged, Update, decide
from core.richtext import Entity, RichText
from core.types import IncomingPost

DAY = datetime(2024, 3, 1, 12, tzinfo=UTC)
LATER = DAY + timedelta(hours=1)
OLD, NEW = RichText("Старый текст"), RichText("Новый текст")
BOLD = RichText("Старый текст", (Entity("bold", 0, 6),))
POST = IncomingPost(text=OLD, message_ids=(5,), published_at=DAY, source="desktop-json")


def after(incoming: IncomingPost, stored: IncomingPost) -> IncomingPost:
    decision = decide(incoming, stored)
    return decision.post if isinstance(decision, Update) else stored


@pytest.mark.parametrize(
    ("incoming", "stored", "taken"),
    [
        ({}, {}, True),
        ({}, {"changed_at": DAY}, False),
        ({"changed_at": DAY}, {}, True),
        ({"changed_at": DAY}, {"changed_at": LATER}, False),
        ({"changed_at": LATER}, {"edited_at": DAY}, True),
        ({"changed_at": DAY}, {"edited_at": LATER}, False),
        ({"edited_at": LATER}, {"changed_at": DAY}, True),
        ({"seen_at": LATER}, {"edited_at": DAY}, True),
        ({"seen_at": DAY}, {"edited_at": LATER}, False),
    ],
)
def test_the_later_change_is_the_newer_text(
    incoming: Mapping[str, Any], stored: Mapping[str, Any], taken: bool
) -> None:
    ours = replace(POST, text=NEW, reactions={"👍": 1}, **incoming)
    theirs = replace(POST, reactions={"👍": 2}, **stored)
    result = after(ours, theirs)
    assert (result.text, result.reactions) == ((NEW, {"👍": 1}) if taken else (OLD, {"👍": 2}))


def test_an_old_export_does_not_undo_an_edit_that_a_page_told() -> None:
    edited = after(replace(POST, text=NEW, seen_at=LATER, source="preview"), POST)
    assert edited.text == NEW
    assert after(replace(POST, changed_at=DAY), edited).text == NEW


def test_a_page_that_says_the_same_changes_nothing() -> None:
    seen = replace(POST, text=RichText("Старый  текст "), seen_at=LATER, source="preview")
    assert decide(seen, replace(POST, text=BOLD)) == Unchanged()
    assert after(replace(POST, text=BOLD, seen_at=LATER), POST).text == BOLD


def test_a_time_of_a_known_zone_beats_an_assumed_one() -> None:
    assumed = replace(POST, published_at=LATER, zone_known=False)
    assert after(POST, assumed).published_at == DAY
    assert after(assumed, POST).published_at == DAY
    assert after(assumed, POST).zone_known
    undated = replace(POST, published_at=None)
    assert (after(assumed, undated).published_at, after(assumed, undated).zone_known) == (LATER, False)
    assert after(undated, undated).published_at is None


def test_a_title_stays_a_title_under_a_richer_text() -> None:
    dumped = IncomingPost(text=RichText("Заголовок\nтекст"), has_title=True, source="text-dump")
    told = replace(POST, text=RichText("Заголовок\nтекст, исправленный"))
    assert after(told, dumped).title == "Заголовок"
    assert after(replace(told, text=NEW), dumped).title is None


VOTES = {"question": "?", "options": [{"text": "да", "votes": 3}]}
PERCENT = {"question": "?", "options": [{"text": "да", "votes": None, "percent": 100}]}


def test_percentages_do_not_replace_votes() -> None:
    assert after(replace(POST, poll=PERCENT, seen_at=LATER), replace(POST, poll=VOTES)).poll == VOTES
    assert after(replace(POST, poll=VOTES), replace(POST, poll=PERCENT, changed_at=DAY)).poll == VOTES
    more = {"question": "?", "options": [{"text": "да", "votes": 9}]}
    assert after(replace(POST, poll=more, changed_at=DAY), replace(POST, poll=VOTES)).poll == more
    assert after(replace(POST, poll=more), replace(POST, poll=VOTES, changed_at=DAY)).poll == VOTES
    assert after(replace(POST, poll={"question": "?"}), replace(POST, poll=VOTES)).poll == VOTES


PART = replace(POST, text=RichText(), media=("photo",), album_id="a")


def part(message_id: int, text: str = "", **more: Any) -> IncomingPost:
    return replace(PART, message_ids=(message_id,), text=RichText(text), **more)


def test_parts_of_an_album_become_one_post_in_any_order() -> None:
    one, two = part(5, "Подпись", media=("photo",)), part(6, media=("video",))
    for album in (after(two, one), after(one, two)):
        assert (album.message_ids, album.text.text, album.media) == ((5, 6), "Подпись", ("photo", "video"))
        assert decide(one, album) == decide(two, album) == Unchanged()


def test_reactions_of_the_parts_are_summed() -> None:
    album = after(part(6, reactions={"👍": 1, "❤": 1}), part(5, reactions={"👍": 2}))
    assert album.reactions == {"👍": 3, "❤": 1}


def test_two_captions_both_stay_and_an_edit_of_one_is_taken() -> None:
    album = after(part(6, "Вторая"), part(5, "Первая"))
    assert album.text.text == "Первая\n\nВторая"
    assert decide(part(6, "Вторая"), album) == Unchanged()
    assert after(part(5, "Первая", edited_at=LATER), album).text.text == "Первая"
    assert after(part(6, "Подпись"), part(5, "Подпись")).text.text == "Подпись"


def test_an_album_was_published_with_its_first_part_whichever_came_first() -> None:
    second = replace(POST, message_ids=(6,), published_at=DAY + timedelta(seconds=1), media=("photo",))
    first = replace(POST, text=RichText(), media=("photo",))
    album = replace(second, message_ids=(5, 6), published_at=DAY, media=("photo", "photo"))
    for told in (first, album):
        assert after(told, second).published_at == DAY
        assert after(second, told).published_at == DAY
    assumed = replace(album, published_at=LATER, zone_known=False)
    assert after(assumed, second).published_at == second.published_at


def test_a_part_of_the_entities_replaces_all_of_them_where_an_edit_is_told_alone() -> None:
    both = replace(POST, text=RichText(OLD.text, (Entity("bold", 0, 6), Entity("italic", 7, 5))))
    less = replace(POST, text=BOLD)
    assert decide(less, both) == Unchanged()
    assert after(both, less).text == both.text
    assert after(replace(less, changed_at=LATER), both).text == BOLD
