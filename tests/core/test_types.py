from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.errors import DatabaseBusy, LetopisError, NotFound
from core.richtext import RichText
from core.types import Channel, Post, Viewer, Visibility


def channel(telegram_id: int | None = None, username: str | None = None, title: str | None = None) -> Channel:
    return Channel(id=3, telegram_id=telegram_id, username=username, title=title, visibility=Visibility.PUBLIC)


def post(
    of: Channel, message_ids: tuple[int, ...] = (), text: str = "Заголовок\nТекст", *, titled: bool = True
) -> Post:
    return Post(
        id=1,
        channel=of,
        fingerprint="f.0",
        stored_at=datetime(2024, 1, 1, tzinfo=UTC),
        text=RichText(text),
        message_ids=message_ids,
        has_title=titled,
    )


@pytest.mark.parametrize(
    ("known", "name"),
    [
        (channel(5, "handle", "Title"), "handle"),
        (channel(5, None, "Title"), "5"),
        (channel(None, None, "Title"), "Title"),
        (channel(), "3"),
    ],
)
def test_a_channel_is_called_by_its_username_else_its_id_else_its_title(known: Channel, name: str) -> None:
    assert known.name == name


def test_links_are_right() -> None:
    assert post(channel(5, "handle"), (7, 8)).url == "https://t.me/handle/7"
    assert post(channel(5), (7,)).url == "https://t.me/c/5/7"
    assert post(channel(title="T"), (7,)).url is None
    assert post(channel(5, "handle")).url is None


def test_a_title_is_the_first_line_where_the_post_has_one() -> None:
    assert post(channel()).title == "Заголовок"
    assert post(channel(), titled=False).title is None


def test_an_album_goes_by_its_first_message() -> None:
    assert post(channel(), (4, 5, 6)).message_id == 4
    assert post(channel()).message_id is None
    assert post(channel()).reactions_total == 0


def test_a_viewer_sees_his_channels_and_the_operator_sees_all() -> None:
    assert Viewer.operator().may_see(9)
    assert Viewer(frozenset({1})).may_see(1)
    assert not Viewer(frozenset({1})).may_see(9)


def test_an_error_says_its_key_and_parameters() -> None:
    assert str(NotFound()) == "error.not_found"
    assert str(NotFound("error.card_gone")) == "error.card_gone"
    assert str(DatabaseBusy(reason="locked")) == "error.database_busy (reason=locked)"
    assert issubclass(DatabaseBusy, LetopisError)
