"""Posts as they are heard: stored, changed, joined, pinned, counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.services.live import NOTHING
from core.live import PostHeard, ReactionsHeard, ServiceHeard
from core.richtext import RichText
from core.types import IncomingPost, Visibility
from storage import archive
from tests.bot.services.hearing import (
    NEWS,
    NOW,
    OPERATOR,
    Ear,
    edited,
    forwarded,
    heard,
    hearing,
    told,
)


@pytest.fixture
async def ear(tmp_path: Path) -> AsyncIterator[Ear]:
    async with hearing(tmp_path) as opened:
        yield opened


def reactions(message_id: int, counts: dict[str, int], minutes: int = 60) -> ReactionsHeard:
    counted = IncomingPost(
        text=RichText(), message_ids=(message_id,), reactions=counts, changed_at=NOW + timedelta(minutes=minutes)
    )
    return ReactionsHeard(NEWS, counted)


async def test_a_post_is_stored_and_found(ear: Ear) -> None:
    channel = await ear.know()
    assert await ear.hear(heard("Чай остыл", 5)) == [NOTHING]
    (post,) = await ear.posts()
    assert (post.channel.id, post.message_ids, post.source) == (channel.id, (5,), "live")
    assert post.url == "https://t.me/novosti/5"
    assert await ear.found("чая") == [(5,)]


async def test_heard_twice_it_is_one(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("Чай остыл", 5), heard("Чай остыл", 5))
    assert len(await ear.posts()) == 1


async def test_an_edit_replaces_the_text(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("Чай остыл", 5), edited("Кофе остыл", 5))
    (post,) = await ear.posts()
    assert post.text.text == "Кофе остыл"
    assert post.edited_at == NOW + timedelta(minutes=6)
    assert (await ear.found("чай"), await ear.found("кофе")) == ([], [(5,)])


async def test_the_later_edit_counts_in_whatever_order_they_come(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("раз", 5), edited("три", 5, 90), edited("два", 5, 30), heard("раз", 5))
    assert [post.text.text for post in await ear.posts()] == ["три"]


async def test_an_edit_of_a_post_that_never_came_is_a_post(ear: Ear) -> None:
    await ear.know()
    await ear.hear(edited("Чай остыл", 5))
    assert await ear.found("чай") == [(5,)]


async def test_an_edit_finds_the_post_of_a_text_dump(ear: Ear) -> None:
    channel = await ear.know()
    text = "Чай остыл, пока мы говорили о погоде и о том, куда поехать летом"
    async with ear.database.transaction() as connection:
        dumped = IncomingPost(text=RichText(text), reactions={"👍": 7}, source="text-dump")
        await archive.store(connection, channel.id, [("x.0", dumped)], (), NOW)
    await ear.hear(edited(text, 5))
    (post,) = await ear.posts()
    assert (post.message_ids, post.reactions) == ((5,), {"👍": 7})


async def test_the_parts_of_an_album_are_one_post(ear: Ear) -> None:
    await ear.know()
    texts = {5: "", 6: "Виды города", 7: ""}
    await ear.hear(*(heard(text, number, media=("photo",), album="77") for number, text in texts.items()))
    (post,) = await ear.posts()
    assert (post.message_ids, post.media, post.text.text) == ((5, 6, 7), ("photo",) * 3, "Виды города")
    assert await ear.found("виды") == [(5, 6, 7)]


async def test_reactions(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("Чай остыл", 5), reactions(5, {"👍": 3}), reactions(5, {"👍": 2, "❤": 1}, minutes=70))
    (post,) = await ear.posts()
    assert (post.reactions, post.reactions_exact, post.text.text) == ({"👍": 2, "❤": 1}, True, "Чай остыл")
    await ear.hear(reactions(5, {}, minutes=80))
    assert [post.reactions for post in await ear.posts()] == [{}]
    assert [post.edited_at for post in await ear.posts()] == [None]


async def test_reactions_to_what_is_not_known(ear: Ear) -> None:
    assert await ear.hear(reactions(5, {"👍": 3})) == [NOTHING]
    await ear.know()
    assert await ear.hear(reactions(5, {"👍": 3})) == [NOTHING]
    assert await ear.posts() == []


async def test_pins(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("раз", 5), heard("два", 6), ServiceHeard(channel=NEWS, message_id=7, pins=5))
    assert [post.pinned for post in await ear.posts()] == [True, False]
    pinned = told("старое", 2, pinned=True)
    await ear.hear(ServiceHeard(channel=NEWS, message_id=8, pins=2, pinned=pinned))
    assert [(post.text.text, post.pinned) for post in await ear.posts()][2] == ("старое", True)


async def test_service_messages_leave_no_hole(ear: Ear) -> None:
    await ear.know()
    applied = await ear.hear(heard("раз", 5), ServiceHeard(channel=NEWS, message_id=6), heard("два", 7))
    assert applied == [NOTHING] * 3


async def test_what_cannot_be_read_is_logged(ear: Ear) -> None:
    await ear.know()
    with capture_logs() as logged:
        await ear.hear(ServiceHeard(channel=NEWS, message_id=6, unread=("hologram",)))
    assert [entry["fields"] for entry in logged] == [["hologram"]]


async def test_a_forwarded_post(ear: Ear) -> None:
    (applied,) = await ear.hear(forwarded("старое", 5))
    assert applied.forward is not None
    assert (applied.forward.is_new, applied.forward.chat_id) == (True, OPERATOR)
    (post,) = await ear.posts()
    assert (post.message_ids, post.published_at) == ((5,), NOW + timedelta(minutes=5))
    (channel,) = await ear.channels()
    assert (channel.accepted, channel.bot_is_admin, channel.visibility) == (True, False, Visibility.PUBLIC)
    (again,) = await ear.hear(forwarded("старое", 5))
    assert again.forward == replace(applied.forward, is_new=False)


async def test_a_forward_undoes_no_edit(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("было", 5), edited("стало", 5), forwarded("было", 5))
    assert [post.text.text for post in await ear.posts()] == ["стало"]


async def test_a_forwarded_album(ear: Ear) -> None:
    await ear.hear(*(forwarded("подпись" * (number == 5), number, album="99") for number in (5, 6, 7)))
    assert [(post.message_ids, post.text.text) for post in await ear.posts()] == [((5, 6, 7), "подпись")]


async def test_a_forward_keeps_the_album_id_of_the_channel(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("виды", 5, album="77"), forwarded("виды", 5, album="99"), heard("", 6, album="77"))
    assert [(post.message_ids, post.album_id) for post in await ear.posts()] == [((5, 6), "77")]


async def test_a_forward_finds_the_post_of_a_text_dump(ear: Ear) -> None:
    channel = await ear.know()
    text = "Чай остыл, пока мы говорили о погоде и о том, куда поехать летом"
    async with ear.database.transaction() as connection:
        await archive.store(connection, channel.id, [("x.0", IncomingPost(text=RichText(text)))], (), NOW)
    (applied,) = await ear.hear(forwarded(text, 5))
    assert applied.forward is not None
    assert not applied.forward.is_new
    assert [post.message_ids for post in await ear.posts()] == [(5,)]


async def test_a_deleted_post_that_is_heard_of_comes_back(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("Чай остыл", 5))
    (post,) = await ear.posts()
    async with ear.database.transaction() as connection:
        await archive.mark_deleted(connection, [post.id], NOW)
    assert await ear.found("чай") == []
    await ear.hear(PostHeard(NEWS, told("Чай остыл", 5, edited_s=9), is_edit=True))
    assert await ear.found("чай") == [(5,)]


async def test_a_caption_that_its_author_takes_away_is_gone(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("Мой адрес", 5, media=("photo",)), edited("", 5, media=("photo",)))
    (post,) = await ear.posts()
    assert (post.text.text, post.media) == ("", ("photo",))
    assert await ear.found("адрес") == []
    await ear.hear(heard("Мой адрес", 5, media=("photo",)))
    assert await ear.found("адрес") == []


async def test_a_poll_is_found_by_its_question_and_its_answers(ear: Ear) -> None:
    await ear.know()
    poll = {"question": "Что пьём утром?", "options": [{"text": "Какао", "votes": 0}, {"text": "Кефир", "votes": 0}]}
    assert await ear.found("утром") == []  # the words that are known are read now, and followed from here on
    await ear.hear(heard("", 5, poll=poll))
    assert await ear.found("утром") == [(5,)]
    assert await ear.found("кефир есть:опрос") == [(5,)]
    voted = poll | {"options": [{"text": "Какао", "votes": 7}, {"text": "Ряженка", "votes": 1}]}
    await ear.hear(edited("", 5, poll=voted))
    assert await ear.found("ряженка") == [(5,)]
    assert await ear.found("кефир") == []
