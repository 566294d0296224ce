"""Deep links: followed in private and in groups, printed by cards, years later and by people who mean no good."""

from __future__ import annotations

import json

import pytest

from bot.deep_links import post_payload, search_payload, topic_payload
from bot.services.importing import ImportWish
from core.formats import letopis_jsonl
from core.richtext import RichText
from core.types import ChannelRef, IncomingPost, Viewer, Visibility
from storage import channels, posts
from tests.bot.letopis import Letopis
from tests.sourced import source_of
from tests.telegram import DEFAULT_NOW

NOTHING = "По этой ссылке ничего нет, или уже нет."
LONG = "как настроить резервное копирование и не забыть проверить"


@pytest.fixture
async def filled(empty: Letopis) -> Letopis:
    """An archive with an album, a topic and a channel of members."""
    texts = ["Рыжий кот спит", "Кофе и #сметана", "Пёс #сметана", "Ещё #сметана"]
    await empty.store(
        *(IncomingPost(text=RichText(text), message_ids=(10 * number,)) for number, text in enumerate(texts, 1)),
        IncomingPost(text=RichText("Альбом про луну"), message_ids=(51, 52), media=("photo", "photo")),
    )
    await empty.store(
        IncomingPost(text=RichText("Тайный кот"), message_ids=(9,)),
        username="tayno",
        title="Тайна",
        visibility=Visibility.MEMBERS,
    )
    return empty


@pytest.mark.parametrize("payload", ["p_svoi_51", "p_svoi_52", "p_SVOI_51"])
async def test_a_link_opens_its_post_for_one_who_never_started_the_bot(filled: Letopis, payload: str) -> None:
    card = (await filled.user().start(payload)).only
    assert card.text.startswith("Альбом про луну")
    assert "↩" not in "".join(card.labels)


async def test_a_post_opened_by_a_link_leads_on_and_back(filled: Letopis) -> None:
    anna = filled.user()
    await anna.start("p_svoi_20")
    await anna.tap("≈ Похожие")
    back = (await anna.tap("↩ К посту")).only
    assert back.text.startswith("Кофе и #сметана")


async def test_links_go_by_the_id_that_stays_when_the_name_changes(filled: Letopis) -> None:
    async with filled.services.database.transaction() as connection:
        channel = await channels.find(connection, ChannelRef(username="svoi"))
        assert channel is not None
        await channels.learn(connection, channel, ChannelRef(telegram_id=1987654321))
        (post,) = await posts.by_ids(connection, Viewer.operator(), [1])
        assert post_payload(post) == "p_1987654321_10"
        await channels.rename(connection, channel, ChannelRef(username="drugoy"))
    anna = filled.user()
    assert (await anna.start("p_1987654321_10")).only.text.startswith("Рыжий кот")
    assert (await anna.start("p_drugoy_10")).only.text.startswith("Рыжий кот")
    assert (await anna.start("p_svoi_10")).only.text.startswith(NOTHING)


async def test_a_link_of_a_post_without_ids_outlives_the_import_that_brings_them(empty: Letopis) -> None:
    await empty.store("Кот без номера", username=None, title="Дамп")
    async with empty.services.database.reading() as connection:
        (post,) = await posts.by_ids(connection, Viewer.operator(), [1])
    payload = post_payload(post)
    anna = empty.user()
    assert (await anna.start(payload)).only.text.startswith("Кот без номера")
    (line,) = [line async for line in empty.services.exporting.lines(Viewer.operator(), None)]
    richer = json.dumps({**line, "message_ids": [5]}).encode()
    await empty.services.importing.import_source(
        source_of(richer, "d.jsonl", letopis_jsonl.FORMAT), ImportWish(), DEFAULT_NOW
    )
    async with empty.services.database.reading() as connection:
        (post,) = await posts.by_ids(connection, Viewer.operator(), [1])
    assert post.message_ids == (5,)
    assert post_payload(post) == f"p_-{post.channel.id}_5"
    for printed in (payload, post_payload(post)):
        assert (await anna.start(printed)).only.text.startswith("Кот без номера")


async def test_a_topic_and_a_search_are_opened(filled: Letopis) -> None:
    anna = filled.user()
    topic = (await anna.send("/topic сметана")).only
    async with filled.services.database.reading() as connection:
        (row,) = await connection.execute_fetchall("SELECT key FROM topics")
    assert (await anna.start(topic_payload(row["key"]))).only.text == topic.text
    assert "Рыжий кот спит" in (await anna.start(search_payload("кот") or "")).only.text
    assert "ничего не нашлось" in (await anna.start(search_payload("жираф") or "")).only.text.casefold()


@pytest.mark.parametrize(
    "payload",
    [
        "p_svoi_77", "p_nikto_10", "p_tayno_9", "p_1_1", "p_-77_1", "p_-2_9", f"f_{'0' * 32}_0", "t_0123456789ab",
        "s_0123456789ab", "q_AA0LrQvtGC", "p_svoi_", "что-то", "x", "p_svoi_99999999999999999999",
    ],
)  # fmt: skip
async def test_what_is_missing_hidden_forged_or_cut_is_answered_alike(filled: Letopis, payload: str) -> None:
    anna = filled.user()
    greeting = (await anna.send("/start")).only
    answered = (await anna.send(f"/start {payload}")).only
    assert answered.text == f"{NOTHING}\n\n{greeting.text}"
    group = filled.group(anna)
    assert (await anna.send(f"/start@letopis_bot {payload}", chat=group)).only.text.startswith(NOTHING)


async def test_the_greeting_has_a_link_of_its_own(filled: Letopis) -> None:
    anna = filled.user()
    assert (await anna.start("hello")).only.text == (await anna.send("/start")).only.text


async def test_a_member_opens_his_channels_post_by_its_link(filled: Letopis) -> None:
    assert (await filled.operator.start("p_tayno_9")).only.text.startswith("Тайный кот")


async def test_in_a_group_a_search_leads_into_the_private_chat(filled: Letopis) -> None:
    anna = filled.user()
    group = filled.group(anna)
    await anna.send("/search кот", chat=group)
    assert "🔗 Ссылка" not in anna.last.labels
    private = (await anna.follow(anna.press("💬 Открыть в чате со мной"))).only
    assert "Рыжий кот спит" in private.text
    assert "💬 Открыть в чате со мной" not in private.labels


async def test_in_a_group_a_post_and_a_topic_lead_into_the_private_chat(filled: Letopis) -> None:
    anna = filled.user()
    group = filled.group(anna)
    await anna.send("/topic сметана", chat=group)
    topic = anna.press("💬 Открыть в чате со мной")
    await anna.tap("1", chat=group)
    post = anna.press("💬 Открыть в чате со мной")
    opened = [(await anna.follow(url)).only.text for url in (topic, post)]
    assert "сметана" in opened[0]
    assert opened[1].startswith("Кофе и #сметана") or "#сметана" in opened[1]


async def test_a_long_search_is_kept_for_its_link(filled: Letopis) -> None:
    await filled.store(IncomingPost(text=RichText(LONG), message_ids=(60,)))
    anna = filled.user()
    group = filled.group(anna)
    await anna.send(f"/search {LONG}", chat=group)
    await anna.tap("💬 Открыть в чате со мной")
    (query,) = filled.telegram.world.callbacks.values()
    assert query.answer is not None
    url = query.answer["url"]
    assert LONG in (await anna.follow(url)).only.text
    await filled.restart()
    filled.telegram.advance(days=400)
    assert LONG in (await filled.user("Борис").follow(url)).only.text


async def test_in_private_a_card_says_its_link(filled: Letopis) -> None:
    anna = filled.user()
    for line in ("/search кот", "/topic сметана", f"/search {LONG} кот"):
        card = (await anna.send(line)).only
        said = (await anna.tap("🔗 Ссылка")).only
        first, url = said.text.split("\n")
        assert first == "Кто откроет эту ссылку, увидит то же самое:"
        assert (await anna.follow(url)).only.text == card.text


async def test_other_cards_have_no_link(filled: Letopis) -> None:
    anna = filled.user()
    card = (await anna.send("/last")).only
    assert "🔗 Ссылка" not in card.labels
    forged = await anna.tap_data(f"k:{filled_card(card.buttons[0][0].data)}", card)
    assert forged.notification is not None
    assert forged.notification.text == "Эта карточка устарела. Спросите ещё раз."


def filled_card(data: str | None) -> str:
    assert data is not None
    return data.split(":")[1]


async def test_the_link_of_a_topic_holds_after_the_topics_are_found_anew(filled: Letopis) -> None:
    anna = filled.user()
    await anna.send("/topic сметана")
    url = (await anna.tap("🔗 Ссылка")).only.text.split("\n")[1]
    await filled.store(IncomingPost(text=RichText("И снова #сметана"), message_ids=(70,)))
    filled.telegram.advance(days=31)
    assert "сметана" in (await anna.follow(url)).only.text


async def test_opening_by_a_link_is_counted(filled: Letopis) -> None:
    async with filled.services.reading_log.kept(flush_s=600):
        await filled.user().start("p_svoi_10")
        await filled.services.reading_log.flush()
    async with filled.services.database.reading() as connection:
        rows = list(await connection.execute_fetchall("SELECT post_id FROM openings"))
    assert [row["post_id"] for row in rows] == [1]
