"""What stands in printed links, and what is read of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deep_links import (
    FingerprintLink,
    KeptSearchLink,
    PostLink,
    SearchLink,
    TopicLink,
    kept_search_payload,
    post_payload,
    read_payload,
    read_post,
    search_id,
    search_payload,
    start_url,
    topic_digest,
    topic_payload,
)
from core.identity import fingerprint
from core.richtext import RichText
from core.types import Channel, ChannelRef, Post, Visibility

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
COT = search_payload("кот") or ""


def post(*message_ids: int, telegram_id: int | None = None, username: str | None = None, identity: str = "") -> Post:
    channel = Channel(id=7, telegram_id=telegram_id, username=username, title="Тихий", visibility=Visibility.PUBLIC)
    return Post(
        id=1,
        channel=channel,
        text=RichText("Кот"),
        message_ids=message_ids,
        fingerprint=identity,
        stored_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_a_post_is_named_by_what_stays() -> None:
    assert post_payload(post(12, 13, telegram_id=1987654321, username="tihiy")) == "p_1987654321_12"
    assert post_payload(post(12, username="tihiy_2")) == "p_tihiy_2_12"
    assert post_payload(post(-12)) == "p_-7_-12"
    assert post_payload(post(identity=fingerprint("Кот", 3))) == f"f_{fingerprint('Кот', 0)[:32]}_3"


@pytest.mark.parametrize(
    ("payload", "link"),
    [
        ("p_1987654321_12", PostLink(message_id=12, ref=ChannelRef(telegram_id=1987654321))),
        ("p_tihiy_2_12", PostLink(message_id=12, ref=ChannelRef(username="tihiy_2"))),
        ("p_-7_-12", PostLink(message_id=-12, channel_id=7)),
        (f"f_{'0f' * 16}_3", FingerprintLink(f"{'0f' * 16}.3")),
        (topic_payload("кот"), TopicLink(topic_digest("кот"))),
        (COT, SearchLink("кот")),
        (kept_search_payload(search_id("кот")), KeptSearchLink(search_id("кот"))),
    ],
)
def test_what_is_printed_is_read(payload: str, link: object) -> None:
    assert PAYLOAD.fullmatch(payload)
    assert read_payload(payload) == link


@pytest.mark.parametrize(
    "payload",
    [
        "", "p", "p_", "p_tihiy", "p_tihiy_", "p__12", "p_0_12", "p_tihiy_12x", "p_12", "p_--7_1", "p tihiy 12",
        "p_tihiy_1234567890123456789", "p_1234567890123456789_1", "p_tihiy_12\n", "?start=p_tihiy_12", "p_кот_12",
        "f_", "f_0f_1", f"f_{'0f' * 16}", f"f_{'0F' * 16}_1", "t_", "t_кот", "t_abc", "q_", COT[:-1], COT[:-2],
        "q_0LrQvtGC", "q_____", "q_AA0LrQvtGC",
        f"{COT[:2]}AA{COT[4:]}", "s_", "s_abc", "s_0123456789abc", "saved", "hello", "x" * 65,
    ],
)  # fmt: skip
def test_what_is_forged_or_cut_means_nothing(payload: str) -> None:
    assert read_payload(payload) is None


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_a_query_comes_back_from_its_link(query: str) -> None:
    payload = search_payload(query)
    one_line = " ".join(query.split())
    if payload is None:
        assert not one_line or len(one_line.encode()) > 45
    else:
        assert PAYLOAD.fullmatch(payload)
        assert read_payload(payload) == SearchLink(one_line)


@given(st.text(max_size=70))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_payload(text)
    read_post(text)
    assert PAYLOAD.fullmatch(topic_payload(text))
    assert PAYLOAD.fullmatch(kept_search_payload(search_id(text)))


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        (" https://t.me/tihiy/12 ", PostLink(message_id=12, ref=ChannelRef(username="tihiy"))),
        ("t.me/s/tihiy/12", PostLink(message_id=12, ref=ChannelRef(username="tihiy"))),
        ("HTTPS://T.ME/Tihiy/12?single", PostLink(message_id=12, ref=ChannelRef(username="Tihiy"))),
        ("https://t.me/c/1987654321/12", PostLink(message_id=12, ref=ChannelRef(telegram_id=1987654321))),
        ("https://t.me/c/1987654321/5/12", PostLink(message_id=12, ref=ChannelRef(telegram_id=1987654321))),
        ("https://t.me/letopis_bot?start=p_tihiy_12", PostLink(message_id=12, ref=ChannelRef(username="tihiy"))),
        ("p_tihiy_12", PostLink(message_id=12, ref=ChannelRef(username="tihiy"))),
        (f"f_{'0f' * 16}_3", FingerprintLink(f"{'0f' * 16}.3")),
        ("https://t.me/tihiy", None),
        (f"https://t.me/letopis_bot?start={COT}", None),
        (COT, None),
        ("кот https://t.me/tihiy/12", None),
        ("https://example.com/tihiy/12", None),
        ("", None),
    ],
)
def test_a_post_is_meant_by_its_address_or_link_alone(typed: str, link: object) -> None:
    assert read_post(typed) == link


def test_a_link_opens_the_private_chat() -> None:
    assert start_url("letopis_bot", "p_tihiy_12") == "https://t.me/letopis_bot?start=p_tihiy_12"
