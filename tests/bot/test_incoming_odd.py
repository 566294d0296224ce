"""Updates that are not posts, and updates that no Telegram should send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Update
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import is_forwarded_post, live_event
from core.live import BotMembership, MemberChanged, PostHeard, ReactionsHeard
from core.types import ChannelRef
from tests.bot.test_incoming import CHAT, DATE, FILE, PHOTO, REF, forward, message

KINDS = ("channel_post", "edited_channel_post", "message_reaction_count", "my_chat_member", "chat_member", "message")


def reaction(count: object, **type_: Any) -> dict[str, Any]:
    return {"type": type_, "total_count": count}


def counted(*reactions: dict[str, Any]) -> dict[str, Any]:
    return {"chat": CHAT, "message_id": 7, "date": DATE, "reactions": list(reactions)}


def test_reaction_counts() -> None:
    heard = live_event(
        "message_reaction_count",
        counted(
            reaction(3, type="emoji", emoji="❤️"),
            reaction(2, type="emoji", emoji="❤"),
            reaction(4, type="custom_emoji", custom_emoji_id="123"),
            reaction(5, type="custom_emoji"),
            reaction(6, type="paid"),
            reaction(0, type="emoji", emoji="👍"),
            reaction(1, type="emoji"),
            reaction(1, type="telepathy"),
            reaction(None, type="paid"),
        ),
    )
    assert isinstance(heard, ReactionsHeard)
    assert heard.channel == REF
    told = heard.counts
    assert told.reactions == {"❤": 5, "custom:123": 4, "custom:?": 5, "paid": 6}
    assert (told.message_ids, told.text.text, told.reactions_exact) == ((7,), "", True)
    assert (told.changed_at, told.published_at) == (datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), None)


def test_all_reactions_taken_back() -> None:
    heard = live_event("message_reaction_count", counted())
    assert isinstance(heard, ReactionsHeard)
    assert heard.counts.reactions == {}


def changed(status: str, **more: Any) -> dict[str, Any]:
    user = {"id": 5, "is_bot": True, "first_name": "Бот"}
    by = {"id": 42, "is_bot": False, "first_name": "Ольга", "last_name": "О."}
    return {
        "chat": CHAT,
        "from": by,
        "date": DATE,
        "old_chat_member": {"status": "left", "user": user},
        "new_chat_member": {"status": status, "user": user, **more},
    }


@pytest.mark.parametrize(
    ("status", "is_admin"), [("administrator", True), ("creator", True), ("left", False), ("kicked", False)]
)
def test_what_the_bot_is(status: str, is_admin: bool) -> None:
    expected = BotMembership(channel=REF, is_admin=is_admin, by=42, by_name="Ольга О.")
    assert live_event("my_chat_member", changed(status)) == expected


def test_what_somebody_is() -> None:
    assert live_event("chat_member", changed("member")) == MemberChanged(
        channel=REF, user_id=5, status="member", is_member=False
    )
    assert live_event("chat_member", changed("restricted", is_member=True)) == MemberChanged(
        channel=REF, user_id=5, status="restricted", is_member=True
    )


WHOLE: dict[str, dict[str, Any]] = {
    "channel_post": message(
        text="слово", caption="подпись", photo=PHOTO, poll={"question": "?", "options": [{"text": "да"}]},
        entities=[{"type": "bold", "offset": 0, "length": 2}], dice={"emoji": "🎲"}, document=FILE,
        checklist={"title": "x", "tasks": [{"text": "y"}]}, rich_message={"blocks": [{"type": "paragraph"}]},
        pinned_message=message(text="слово"), forward_origin={"type": "user", "sender_user": {"first_name": "А"}},
        reply_to_message=message(text="слово"), edit_date=DATE, media_group_id="1", author_signature="А",
    ),
    "edited_channel_post": message(text="слово", edit_date=DATE),
    "message_reaction_count": counted(reaction(3, type="emoji", emoji="❤")),
    "my_chat_member": changed("administrator"),
    "chat_member": changed("restricted", is_member=True),
    "message": forward(text="слово"),
}  # fmt: skip
WRONG: list[Any] = [None, 0, -1, 10**30, 1.5, True, "", "слово", [], {}, [None], [[]], {"id": "x"}]


def spoilt(whole: Any) -> Any:
    """The same with, at each place in turn, something wrong or nothing at all."""
    if isinstance(whole, dict):
        for name, value in whole.items():
            yield {key: kept for key, kept in whole.items() if key != name}
            yield from ({**whole, name: wrong} for wrong in WRONG)
            yield from ({**whole, name: inner} for inner in spoilt(value))
    elif isinstance(whole, list):
        for number, value in enumerate(whole):
            yield from ([*whole[:number], inner, *whole[number + 1 :]] for inner in (*WRONG, *spoilt(value)))


@pytest.mark.parametrize("kind", KINDS)
def test_something_is_missing_or_wrong(kind: str) -> None:
    assert live_event(kind, WHOLE[kind]) is not None
    for body in spoilt(WHOLE[kind]):
        live_event(kind, body)
        is_forwarded_post(body)
        for other in KINDS:
            live_event(other, body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*WHOLE["channel_post"], "id", "type", "text", "offset", "length"]), inner)
    ),
    max_leaves=30,
)


@given(st.sampled_from(KINDS), JSON)
def test_anything_at_all(kind: str, body: Any) -> None:
    content = body if isinstance(body, dict) else {"text": body}
    live_event(kind, content)
    live_event(kind, message(**{name: value for name, value in content.items() if name != "chat"}))


def test_other_kinds_tell_nothing() -> None:
    assert live_event("poll", {"id": "1"}) is None
    assert live_event("channel_post", message(text="слово", chat={"id": -1000000000001, "type": "supergroup"})) is None
    assert live_event("channel_post", message(text="слово", message_id=0)) is None


def test_a_time_beyond_all_times_is_none() -> None:
    heard = live_event("channel_post", message(text="слово", date=10**15))
    assert isinstance(heard, PostHeard)
    assert heard.post.published_at is None


READ_BY_AIOGRAM = {
    **{kind: WHOLE[kind] for kind in ("edited_channel_post", "message_reaction_count", "message")},
    "channel_post": message(
        text="слово", entities=[{"type": "bold", "offset": 0, "length": 2}], edit_date=DATE, author_signature="А",
        rich_message={"blocks": [{"type": "paragraph", "text": ["а", {"type": "bold", "text": "б"}]}]},
        forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "Некто"}, hologram={"depth": 3},
    ),
    "my_chat_member": changed("kicked", until_date=0),
    "chat_member": changed("member"),
}  # fmt: skip


@pytest.mark.parametrize("kind", READ_BY_AIOGRAM)
def test_what_aiogram_has_read_is_written_as_telegram_wrote_it(kind: str) -> None:
    """The inbox keeps what aiogram writes of an update that it has read."""
    update = Update.model_validate({"update_id": 1, kind: READ_BY_AIOGRAM[kind]})
    written = update.model_dump(mode="json", by_alias=True, exclude_unset=True)
    event = live_event(kind, written[kind])
    assert event is not None
    assert event == live_event(kind, READ_BY_AIOGRAM[kind])


def test_the_bare_id() -> None:
    heard = live_event("channel_post", message(text="слово", chat={"id": -1000000000001, "type": "channel"}))
    assert isinstance(heard, PostHeard)
    assert heard.channel == ChannelRef(telegram_id=1)
