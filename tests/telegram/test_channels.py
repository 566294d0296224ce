"""The double's channels tell the bot what Telegram would tell it."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.types import Update

from tests.telegram import FakeChannel, FakeTelegram

KINDS = ["message", "channel_post", "edited_channel_post", "message_reaction_count", "my_chat_member", "chat_member"]


class Heard:
    """A channel, and what waits for the bot; every update is one that aiogram can read."""

    def __init__(self) -> None:
        self.telegram = FakeTelegram()
        self.telegram.world.updates.allow(KINDS)
        self.anna = self.telegram.user("Анна")
        self.channel = FakeChannel(self.telegram, "Новости", owner=self.anna, username="novosti")

    def take(self) -> list[dict[str, Any]]:
        waiting = self.telegram.world.updates.take(0, 100)
        self.telegram.world.updates.clear()
        for update in waiting:
            assert Update.model_validate(update).event_type in KINDS
        return waiting


@pytest.fixture
def heard() -> Heard:
    return Heard()


async def test_posts_and_edits(heard: Heard) -> None:
    first = await heard.channel.post("Чай #утро", author_signature="Анна")
    answer = await heard.channel.post("подпись", kind="video", reply_to=first)
    heard.telegram.advance(minutes=1)
    await heard.channel.edit(first, "Кофе")
    await heard.channel.edit(answer, "")
    one, two, edited, bare = (update.popitem()[1] for update in heard.take())
    assert one["sender_chat"] == one["chat"]
    assert (one["entities"][0]["type"], one["author_signature"], "from" in one) == ("hashtag", "Анна", False)
    assert (two["caption"], two["reply_to_message"]["message_id"]) == ("подпись", first)
    assert (edited["text"], edited["edit_date"] - edited["date"], edited["message_id"]) == ("Кофе", 60, first)
    assert "caption" not in bare


async def test_an_album(heard: Heard) -> None:
    ids = await heard.channel.album(["photo", "video"], "виды")
    parts = [update["channel_post"] for update in heard.take()]
    assert ids == [1, 2]
    assert len({part["media_group_id"] for part in parts}) == 1
    assert [part.get("caption") for part in parts] == ["виды", None]


async def test_reactions_pins_and_new_names(heard: Heard) -> None:
    post = await heard.channel.post("Чай")
    await heard.channel.react(post, {"👍": 3})
    await heard.channel.pin(post)
    await heard.channel.rename("Вести")
    _, reacted, pinned, renamed = heard.take()
    assert reacted["message_reaction_count"]["reactions"][0]["total_count"] == 3
    assert pinned["channel_post"]["pinned_message"]["message_id"] == post
    assert (renamed["channel_post"]["message_id"], renamed["channel_post"]["chat"]["title"]) == (3, "Вести")


async def test_a_bot_that_is_no_administrator_hears_nothing(heard: Heard) -> None:
    await heard.channel.remove_bot()
    await heard.channel.post("Чай")
    heard.channel.pass_over(2)
    await heard.channel.set_member(heard.telegram.user("Иван"), "member")
    await heard.channel.add_bot()
    assert await heard.channel.post("Кофе") == 4
    assert [next(name for name in update if name != "update_id") for update in heard.take()] == [
        "my_chat_member",
        "my_chat_member",
        "channel_post",
    ]


async def test_members_come_and_go(heard: Heard) -> None:
    ivan = heard.telegram.user("Иван")
    await heard.channel.set_member(ivan, "member")
    await heard.channel.set_member(ivan, "left")
    statuses = [update["chat_member"]["new_chat_member"]["status"] for update in heard.take()]
    assert statuses == ["member", "left"]


async def test_forwards(heard: Heard) -> None:
    single = await heard.channel.post("Чай", author_signature="Анна")
    ids = await heard.channel.album(["photo", "photo"])
    heard.take()
    await heard.channel.forward(heard.anna, single, *ids)
    one, two, three = (update["message"] for update in heard.take())
    assert one["forward_origin"]["message_id"] == single
    assert one["forward_origin"]["author_signature"] == "Анна"
    assert "author_signature" not in one
    album = heard.channel.chat.messages[ids[0]].content["media_group_id"]
    assert two["media_group_id"] == three["media_group_id"] != album
    assert heard.channel.telegram_id == -heard.channel.chat.id - 10**12
