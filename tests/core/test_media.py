"""What of a post's media can be handed on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.media import copied_messages, counted_media
from core.richtext import RichText
from core.types import Channel, Post, Visibility

KNOWN = Channel(id=1, telegram_id=7, username=None, title="К", visibility=Visibility.PUBLIC)
UNKNOWN = Channel(id=1, telegram_id=None, username=None, title="К", visibility=Visibility.PUBLIC)


def post(media: tuple[str, ...], *message_ids: int, channel: Channel = KNOWN) -> Post:
    return Post(
        id=1,
        channel=channel,
        fingerprint="",
        stored_at=datetime(2026, 1, 1, tzinfo=UTC),
        text=RichText("текст"),
        message_ids=message_ids,
        media=media,
    )


@pytest.mark.parametrize(
    ("told", "copied"),
    [
        (post(("photo",), 5), (5,)),
        (post(("photo", "video", "photo"), 5, 6, 7), (5, 6, 7)),
        (post(("invoice", "photo"), 5, 6), (5, 6)),
        (post((), 5), ()),
        (post(("giveaway",), 5), ()),
        (post(("paid_media",), 5), ()),
        (post(("photo",)), ()),
        (post(("photo",), -5), ()),
        (post(("photo",), 5, channel=UNKNOWN), ()),
        (post(("photo",) * 120, *range(1, 121)), tuple(range(1, 101))),
    ],
)
def test_the_messages_that_bring_the_media(told: Post, copied: tuple[int, ...]) -> None:
    assert copied_messages(told) == copied


def test_media_are_counted_by_kind() -> None:
    assert counted_media(post(("photo", "video", "photo", "invoice"), 1)) == {"photo": 2, "video": 1}
