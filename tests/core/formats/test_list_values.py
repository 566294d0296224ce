"""How the values of lists are written: names, times, counts, reactions; and that no value makes a reading raise."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.lists.counts import Count, count, message_id
from core.formats.lists.entities import entities
from core.formats.lists.instants import Instant, instant
from core.formats.lists.media import media
from core.formats.lists.names import Role, layout_of, plain_name
from core.formats.lists.polls import poll
from core.formats.lists.reactions import Reactions, reactions
from core.formats.lists.texts import forward_name, text_of

MOSCOW = timezone(timedelta(hours=3))
MORNING = datetime(2022, 2, 15, 6, 33, 36, tzinfo=UTC)
MIDNIGHT = datetime(2022, 2, 15, tzinfo=UTC)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "value",
    [
        1644906816, 1644906816.0, "1644906816", "1644906816.0", 1644906816000, "1644906816000000",
        "2022-02-15T06:33:36+00:00", "2022-02-15 06:33:36Z", "2022-02-15T09:33:36+03:00", "2022-02-15 06:33:36 UTC",
        "2022-02-15 09:33:36 UTC+03:00", "2022-02-15 9:33:36 +0300", "15.02.2022 09:33:36 UTC+03:00",
        "15.02.2022, 06:33:36 GMT", "2022/2/15 6:33:36 Z", "Tue, 15 Feb 2022 06:33:36 +0000",
        {"$date": "2022-02-15T06:33:36Z"}, {"$date": 1644906816000}, " 2022-02-15T06:33:36.000Z ",
    ],
)  # fmt: skip
def test_a_time_with_its_zone(value: object) -> None:
    assert instant(value, MOSCOW) == Instant(MORNING, zone_known=True)


@pytest.mark.parametrize(
    "value",
    [
        "2022-02-15T09:33:36",
        "2022-02-15 09:33:36",
        "2022-2-15 9:33:36",
        "15.02.2022 09:33:36",
        "2022/02/15 09:33:36",
        "20220215093336",
    ],
)
def test_a_time_without_one_is_of_the_zone_that_is_given(value: object) -> None:
    assert instant(value, MOSCOW) == Instant(MORNING, zone_known=False)


@pytest.mark.parametrize("value", ["2022-02-15", "15.2.2022", "20220215", "2022/02/15"])
def test_a_date_alone(value: str) -> None:
    assert instant(value, UTC) == Instant(MIDNIGHT, zone_known=False)


@pytest.mark.parametrize("value", ["2022-02-15", "15.02.2022"])
def test_a_date_and_a_time_of_day_beside_it(value: str) -> None:
    assert instant(value, MOSCOW, "09:33:36") == Instant(MORNING, zone_known=False)
    assert instant(value, MOSCOW, "09:33:36+03:00") == Instant(MORNING, zone_known=True)
    assert instant(value, UTC, "утром") == Instant(MIDNIGHT, zone_known=False)


@pytest.mark.parametrize(
    "value",
    [
        None, "", " ", True, 5, -1644906816, 10**18, float("nan"), float("inf"), "вчера", "02/03/2022", "32.01.2022",
        "2022-02-30", "20229999", "0001-01-01T00:00:00", "9999-12-31T23:59:59-23:00", [], {}, "9" * 400, "2022-02-15x",
    ],
)  # fmt: skip
def test_no_time(value: object) -> None:
    assert instant(value, MOSCOW) is None


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (12, Count(12)),
        (0, Count(0)),
        ("12", Count(12)),
        (12.0, Count(12)),
        ("12.0", Count(12)),
        ("1,234", Count(1234)),
        ("1\u00a0234 567", Count(1234567)),
        ("1.2K", Count(1200, exact=False)),
        ("3м", Count(3_000_000, exact=False)),
        ("69,6 k", Count(69_600, exact=False)),
        (-1, None),
        (True, None),
        (1.5, None),
        ("1.5", None),
        ("", None),
        ("много", None),
        (2**53, None),
        ("9" * 16, None),
        (float("nan"), None),
        ("²", None),
        (None, None),
        ([1], None),
    ],
)
def test_counts(value: object, told: Count | None) -> None:
    assert count(value) == told


@pytest.mark.parametrize(
    ("value", "told"), [(5, 5), ("5", 5), ("5.0", 5), (0, None), (-5, None), (2**31, None), ("1K", None), ("a-5", None)]
)
def test_message_ids(value: object, told: int | None) -> None:
    assert message_id(value) == told


@pytest.mark.parametrize(
    ("value", "counts"),
    [
        ({"👍": 16, "❤️": "5", "x": 3, "🔥": "?"}, {"👍": 16, "❤": 5}),
        (
            [{"emoji": "👍", "count": 1}, {"emoticon": "👍", "total_count": 2}, {"reaction": "❤", "count": 3}],
            {"👍": 3, "❤": 3},
        ),
        ({"results": [{"reaction": {"_": "ReactionEmoji", "emoticon": "❤️‍🔥"}, "count": 2}]}, {"❤\u200d🔥": 2}),
        (
            [{"reaction": {"_": "ReactionCustomEmoji", "document_id": 5368324170671202286}, "count": 1}],
            {"custom:5368324170671202286": 1},
        ),
        (
            [{"type": {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"}, "total_count": 1}],
            {"custom:5368324170671202286": 1},
        ),
        (
            [
                {"type": {"type": "emoji", "emoji": "👍"}, "total_count": 4},
                {"type": {"type": "paid"}, "total_count": 9},
            ],
            {"👍": 4, "paid": 9},
        ),
        (
            [{"document_id": "stickers/a.webp", "count": 2}, {"document_id": "stickers/b.webp", "count": 3}],
            {"custom:?": 5},
        ),
        ("👍16❤5", {"👍": 16, "❤": 5}),
        ("👍 16, ❤: 5", {"👍": 16, "❤": 5}),
        ('{"👍": 16}', {"👍": 16}),
        ("{'👍': 16, '❤': 5}", {"👍": 16, "❤": 5}),
        ("👍👍❤️ 👍", {"👍": 3, "❤": 1}),
        ({}, {}),
        ([], {}),
        ("[" * 50_000, None),
        ("👍" * 10_001, None),
        ("нравится", None),
        ("", None),
        (17, None),
        (None, None),
    ],
)
def test_reactions(value: object, counts: dict[str, int] | None) -> None:
    told = reactions(value)
    assert (None if told is None else told.counts) == counts


def test_rounded_reactions() -> None:
    assert reactions("👍1.2K") == reactions({"👍": "1.2K"}) == Reactions({"👍": 1200}, exact=False)


@pytest.mark.parametrize("name", ["message_id", "Message ID", "messageId", "message-id", " MESSAGE_ID ", "MessageId"])
def test_a_name_in_any_spelling(name: str) -> None:
    assert plain_name(name) == "message_id"
    assert layout_of((name,)).roles == {Role.ID: (name,)}


def test_names_are_believed_in_their_order_not_in_that_of_the_row() -> None:
    roles = layout_of(("id", "date", "unix_timestamp", "message_id", "Текст", "stars")).roles
    assert roles[Role.INSTANT] == ("unix_timestamp", "date")
    assert roles[Role.ID] == ("message_id", "id")
    assert roles[Role.TEXT] == ("Текст",)


@given(anything, st.sampled_from([UTC, MOSCOW]))
def test_no_value_makes_a_reading_raise(value: object, zone: tzinfo) -> None:
    for read in (count, message_id, reactions, poll, text_of, forward_name, lambda item: list(entities(item))):
        read(value)
    instant(value, zone, value)
    assert all(isinstance(kind, str) for name in ("media", "photo") for kind in media(name, value))
    reactions(json.dumps(value))
