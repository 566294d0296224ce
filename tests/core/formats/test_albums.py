"""Which messages of an export are one album."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.albums import MOST_WAITING, Message, join
from core.formats.records import ChannelSeen, Damage, IncomingPost, PartBegins, Record, ServiceSeen, Skipped
from core.richtext import RichText
from core.types import ChannelRef

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def photo(
    number: int, caption: str = "", seconds: float = 0, sender: str | None = "channel1", **fields: object
) -> Message:
    post = IncomingPost(
        text=RichText(caption),
        message_ids=(number,),
        published_at=NOON + timedelta(seconds=seconds),
        media=("photo",),
    )
    return Message(replace(post, **fields), sender)  # type: ignore[arg-type]


def joined(*records: Record | Message) -> list[tuple[int, ...]]:
    return [record.message_ids for record in join(records) if isinstance(record, IncomingPost)]


def test_photos_in_a_row_are_one_post() -> None:
    (post,) = join([photo(5), photo(6, "Подпись", 1), photo(7, seconds=2, media=("video",))])
    assert post == IncomingPost(
        text=RichText("Подпись"), message_ids=(5, 6, 7), published_at=NOON, media=("photo", "photo", "video")
    )


@pytest.mark.parametrize(
    "second",
    [
        photo(7),
        photo(3),
        photo(5),
        photo(6, seconds=1.5),
        photo(6, seconds=-1),
        photo(6, sender="channel2"),
        photo(6, sender=None),
        photo(6, forwarded_from="Соседний канал"),
        photo(6, media=("document",)),
        photo(6, media=()),
        photo(6, media=("photo", "photo")),
        photo(6, media=("animation",)),
        photo(6, poll={"question": ""}),
        photo(6, published_at=None),
        photo(6, message_ids=()),
    ],
)
def test_what_does_not_go_on_with_a_photo(second: Message) -> None:
    assert joined(photo(5), second) == [(5,), second.post.message_ids]
    assert joined(second, photo(5)) == [second.post.message_ids, (5,)]


@pytest.mark.parametrize(
    ("kind", "is_album"), [("document", True), ("audio", True), ("voice", False), ("sticker", False)]
)
def test_the_other_classes(kind: str, is_album: bool) -> None:
    assert joined(photo(5, media=(kind,)), photo(6, media=(kind,))) == ([(5, 6)] if is_album else [(5,), (6,)])


def test_a_second_caption_begins_the_next_album() -> None:
    captions = ["А", "", "Б", "", "", "В"]
    assert joined(*(photo(number, caption) for number, caption in enumerate(captions, 1))) == [(1, 2), (3, 4, 5), (6,)]


def test_the_caption_can_stand_at_the_end() -> None:
    posts = [record for record in join([photo(5), photo(6), photo(7, "Подпись")]) if isinstance(record, IncomingPost)]
    assert [(post.message_ids, post.text.text) for post in posts] == [((5, 6, 7), "Подпись")]


def test_an_album_holds_ten() -> None:
    assert [len(ids) for ids in joined(*map(photo, range(1, 26)))] == [10, 10, 5]


def test_a_second_between_each_of_them() -> None:
    assert joined(*(photo(number, seconds=number) for number in range(1, 6))) == [(1, 2, 3, 4, 5)]


def test_what_is_put_together() -> None:
    early, late = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    (post,) = join(
        [
            photo(5, reactions={"👍": 1, "🔥": 2}, changed_at=early, views=10, edited_at=late),
            photo(6, reactions=None, reply_to=3, signature="Анна", pinned=True),
            photo(7, reactions={"👍": 4}, changed_at=late, views=12, edited_at=early, reply_to=4, signature="Б"),
        ]
    )
    assert isinstance(post, IncomingPost)
    assert post.reactions == {"👍": 5, "🔥": 2}
    assert (post.changed_at, post.edited_at, post.views) == (late, late, 12)
    assert (post.reply_to, post.signature, post.pinned) == (3, "Анна", True)


def test_reactions_that_nobody_tells_stay_untold() -> None:
    (post,) = join([photo(5), photo(6)])
    assert isinstance(post, IncomingPost)
    assert post.reactions is None


CHANNEL = ChannelSeen(ChannelRef(title="Заметки"))
SKIPPED = Skipped(where="message 6", why="it is read, but ...")


def test_an_album_goes_on_over_the_border_of_pages() -> None:
    records: list[Record | Message] = [
        PartBegins("1"),
        CHANNEL,
        photo(5),
        PartBegins("2"),
        CHANNEL,
        SKIPPED,
        photo(6),
        photo(9),
    ]
    told = list(join(records))
    assert [record if not isinstance(record, IncomingPost) else record.message_ids for record in told] == [
        PartBegins("1"), CHANNEL, (5, 6), PartBegins("2"), CHANNEL, SKIPPED, (9,),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "between", [ServiceSeen("message 6", ""), Damage("line 1", "x"), ChannelSeen(ChannelRef(title="Другой"))]
)
def test_other_records_end_an_album(between: Record) -> None:
    told = list(join([CHANNEL, photo(5), between, photo(6)]))
    assert told[2] == between
    assert joined(CHANNEL, photo(5), between, photo(6)) == [(5,), (6,)]


def test_no_more_than_so_many_records_wait() -> None:
    records: list[Record | Message] = [photo(5), *(SKIPPED for _ in range(MOST_WAITING + 1)), photo(6)]
    told = join(records)
    assert isinstance(next(told), IncomingPost)
    assert [record for record in told if record == SKIPPED] == [SKIPPED] * (MOST_WAITING + 1)


def test_one_album_at_most_is_held_back() -> None:
    given_out: list[int] = []

    def messages() -> Iterator[Message]:
        for number in range(0, 100, 2):
            given_out.append(number)
            yield photo(number)

    for post in join(messages()):
        assert isinstance(post, IncomingPost)
        assert given_out[-1] <= post.message_ids[0] + 2


steps = st.tuples(st.sampled_from([0, 1, 1, 1, 2]), st.sampled_from([0, 0, 1, 2]), st.sampled_from(["", "", "Подпись"]))


@given(
    st.lists(st.one_of(steps, st.sampled_from([PartBegins("2"), SKIPPED, ServiceSeen("x", "y"), CHANNEL])), max_size=30)
)
def test_nothing_is_lost_and_the_order_stays(items: list[object]) -> None:
    number, seconds = 1, 0
    records: list[Record | Message] = []
    for item in items:
        if isinstance(item, tuple):
            number, seconds = number + item[0], seconds + item[1]
            records.append(photo(number, f"{item[2]}{number}" if item[2] else "", seconds, reactions={"👍": number}))
        else:
            records.append(item)  # type: ignore[arg-type]
    told = list(join(records))
    posts = [record for record in told if isinstance(record, IncomingPost)]
    messages = [record.post for record in records if isinstance(record, Message)]
    assert [n for post in posts for n in post.message_ids] == [post.message_ids[0] for post in messages]
    assert [post.text for post in posts if post.text.text] == [post.text for post in messages if post.text.text]
    assert sum((post.reactions or {}).get("👍", 0) for post in posts) == sum(post.message_ids[0] for post in messages)
    assert [r for r in told if not isinstance(r, IncomingPost)] == [r for r in records if not isinstance(r, Message)]
