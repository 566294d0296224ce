from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.identity import fingerprint
from core.intake import Arrival, Outcome, Plan, Stored, plan
from core.richtext import RichText
from core.types import Channel, IncomingPost, Post, Visibility

DAY = datetime(2024, 3, 1, 12, tzinfo=UTC)
CHANNEL = Channel(id=1, telegram_id=None, username="notes", title=None, visibility=Visibility.PUBLIC)
NEW, UPDATED, UNCHANGED = Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED


def incoming(*message_ids: int, text: str = "Текст", **more: Any) -> IncomingPost:
    return IncomingPost(text=RichText(text), message_ids=message_ids, published_at=DAY, **more)


def stored(post_id: int, *message_ids: int, text: str = "Текст", **more: Any) -> Post:
    return Post(
        id=post_id, channel=CHANNEL, fingerprint=fingerprint(text, 0), stored_at=DAY, text=RichText(text),
        message_ids=message_ids, published_at=DAY, **more,
    )  # fmt: skip


def known(*posts: Post) -> Stored:
    return Stored(
        posts={post.id: post for post in posts},
        by_message={message_id: post.id for post in posts for message_id in post.message_ids},
        by_album={post.album_id: post.id for post in posts if post.album_id},
        by_fingerprint={post.fingerprint: post.id for post in posts if not post.message_ids},
    )


def taken(*posts: IncomingPost, archive: Stored | None = None) -> Plan:
    return plan([Arrival(post=post) for post in posts], archive or Stored())


def test_new_posts_with_message_ids_are_inserted_without_fingerprints() -> None:
    first, second = incoming(1), incoming(2, text="Другой")
    planned = taken(first, second)
    assert planned.inserts == (("", first), ("", second))
    assert planned.outcomes == (NEW, NEW)
    assert (planned.updates, planned.absorbed, planned.seen) == ((), (), ())


def test_a_stored_post_is_updated_or_left() -> None:
    archive = known(stored(7, 1), stored(8, 2))
    planned = taken(incoming(1), incoming(2, text="Правка"), archive=archive)
    assert planned.outcomes == (UNCHANGED, UPDATED)
    ((before, after),) = planned.updates
    assert (before.id, after.text.text) == (8, "Правка")
    assert planned.seen == (7, 8)


def test_one_message_twice_in_a_batch_is_one_post() -> None:
    planned = taken(incoming(1), incoming(1), incoming(1, text="Правка"))
    assert [post.text.text for _, post in planned.inserts] == ["Правка"]
    assert planned.outcomes == (NEW, UNCHANGED, UPDATED)


def test_an_album_over_parts_that_were_stored_one_by_one_makes_one_post() -> None:
    archive = known(stored(7, 1, text="Подпись", media=("photo",)), stored(8, 2, text="", media=("photo",)))
    album = incoming(1, 2, 3, text="Подпись", media=("photo", "photo", "photo"))
    planned = taken(album, archive=archive)
    ((kept, gone),) = planned.absorbed
    assert (kept.id, [post.id for post in gone]) == (7, [8])
    ((before, after),) = planned.updates
    assert (before.id, after.message_ids, after.media) == (7, (1, 2, 3), ("photo", "photo", "photo"))
    assert planned.outcomes == (UPDATED,)
    assert planned.seen == (7,)
    again = taken(album, archive=known(replace(kept, message_ids=(1, 2, 3), media=after.media)))
    assert (again.outcomes, again.updates) == ((UNCHANGED,), ())


def test_parts_of_an_album_join_by_its_id_in_a_batch_and_over_batches() -> None:
    parts = [incoming(number, text="", album_id="a", media=("photo",)) for number in (1, 2, 3)]
    planned = taken(*parts)
    assert [post.message_ids for _, post in planned.inserts] == [(1, 2, 3)]
    archive = known(stored(7, 1, 2, text="", album_id="a", media=("photo", "photo")))
    later = taken(parts[2], archive=archive)
    assert [(before.id, after.message_ids) for before, after in later.updates] == [(7, (1, 2, 3))]


def test_new_parts_and_a_stored_one_become_the_stored_one() -> None:
    planned = taken(incoming(2, text=""), incoming(1, 2), archive=known(stored(7, 1)))
    assert planned.inserts == ()
    assert [(before.id, after.message_ids) for before, after in planned.updates] == [(7, (1, 2))]
    assert planned.outcomes == (NEW, UPDATED)


def test_two_albums_in_one_batch_absorb_in_turn() -> None:
    archive = known(stored(7, 1), stored(8, 2), stored(9, 3))
    planned = taken(incoming(1, 2), incoming(2, 3), archive=archive)
    assert [(kept.id, [post.id for post in gone]) for kept, gone in planned.absorbed] == [(7, [8, 9])]


def test_a_partner_by_text_gets_the_message_ids() -> None:
    archive = known(stored(7))
    planned = plan([Arrival(post=incoming(1), partner=7)], archive)
    assert [(before.id, after.message_ids) for before, after in planned.updates] == [(7, (1,))]
    gone = plan([Arrival(post=incoming(1), partner=99)], archive)
    assert gone.outcomes == (NEW,)


def test_a_post_without_ids_is_the_one_of_its_fingerprint() -> None:
    name = fingerprint("Текст", 0)
    assert plan([Arrival(post=incoming(), fingerprint=name)], known(stored(7))).outcomes == (UNCHANGED,)
    twice = plan([Arrival(post=incoming(), fingerprint=name)] * 2, Stored())
    assert twice.outcomes == (NEW, UNCHANGED)
    other = plan([Arrival(post=incoming(), fingerprint="0.1")], known(stored(7)))
    assert [name for name, _ in other.inserts] == ["0.1"]
    assert plan([Arrival(post=incoming())], Stored()).inserts[0][0] == name


@given(
    st.lists(st.sets(st.integers(1, 6), min_size=1, max_size=3), max_size=8), st.lists(st.integers(1, 6), unique=True)
)
def test_no_message_is_in_two_posts_and_none_is_lost(batches: list[set[int]], before: list[int]) -> None:
    archive = known(*(stored(10 + number, number) for number in before))
    planned = taken(*(incoming(*sorted(ids)) for ids in batches), archive=archive)
    gone = {post.id for _, posts in planned.absorbed for post in posts}
    after = {post.id: post.message_ids for post in archive.posts.values() if post.id not in gone}
    after |= {post.id: changed.message_ids for post, changed in planned.updates}
    ids = [number for numbers in after.values() for number in numbers]
    ids += [number for _, post in planned.inserts for number in post.message_ids]
    assert sorted(ids) == sorted({*before, *(number for batch in batches for number in batch)})
    assert len(planned.outcomes) == len(batches)
