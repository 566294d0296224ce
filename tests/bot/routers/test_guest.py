"""The bot as a guest: called by a mention in a group that it is no member of."""

from __future__ import annotations

import pytest

from core.richtext import RichText
from core.types import IncomingPost, Visibility
from tests.bot.letopis import Letopis
from tests.telegram import Chat, FakeUser


@pytest.fixture
async def filled(empty: Letopis) -> Letopis:
    await empty.store(
        IncomingPost(text=RichText("Рыжий кот спит"), message_ids=(1,)),
        IncomingPost(text=RichText("Кот варит кофе"), message_ids=(2,)),
    )
    await empty.store(
        IncomingPost(text=RichText("Тайный кот"), message_ids=(9,)),
        username="tayno",
        title="Тайна",
        visibility=Visibility.MEMBERS,
    )
    empty.telegram.world.guest_mode = True
    return empty


def strangers(letopis: Letopis, *members: FakeUser) -> Chat:
    """A group without the bot."""
    return letopis.telegram.group("Чужие", members, bot="left")


@pytest.mark.parametrize(
    "text", ["@letopis_bot кот", "кот @Letopis_Bot", "@letopis_bot, кот", "А что про кот, @letopis_bot?"]
)
async def test_a_call_is_answered_by_one_card(filled: Letopis, text: str) -> None:
    anna = filled.user()
    group = strangers(filled, anna)
    card = (await anna.send(text, chat=group)).only
    assert "](https://t.me/svoi/1)" in card.rendered
    assert "](https://t.me/svoi/2)" in card.rendered
    assert "Тайный" not in card.text
    assert card.labels == ("💬 Открыть в чате со мной",)
    opened = await anna.follow(anna.press("💬 Открыть в чате со мной", card))
    assert "Рыжий кот спит" in opened.only.text


async def test_the_caller_is_spoken_to_in_his_own_language(filled: Letopis) -> None:
    john = filled.user("John", "en")
    group = strangers(filled, john)
    assert "2 posts" in (await john.send("@letopis_bot кот", chat=group)).only.text
    await john.send("/language")
    await john.tap("Русский")
    assert "2 поста" in (await john.send("@letopis_bot кот", chat=group)).only.text


async def test_without_words_there_is_a_hint(filled: Letopis) -> None:
    anna = filled.user()
    card = (await anna.send("@letopis_bot", chat=strangers(filled, anna))).only
    assert card.text == "Напишите рядом с моим именем, о чём был пост, и я покажу самое подходящее."
    assert (await anna.follow(anna.press("💬 Открыть в чате со мной", card))).only.text.startswith("Привет!")


@pytest.mark.parametrize("query", ["жираф на луне", "🤖", "тайный", "ъ" * 3000])
async def test_nothing_found_is_said_kindly(filled: Letopis, query: str) -> None:
    anna = filled.user()
    card = (await anna.send(f"@letopis_bot {query}", chat=strangers(filled, anna))).only
    assert "ничего не нашлось" in card.text or "Рыжий" in card.text
    assert len(card.text) < 300
    assert (await anna.follow(anna.press("💬 Открыть в чате со мной", card))).only.text


async def test_a_post_without_an_address_is_linked_to_in_the_bot(filled: Letopis) -> None:
    await filled.store("Белка без адреса", username=None, title="Дамп")
    anna = filled.user()
    card = (await anna.send("@letopis_bot белка", chat=strangers(filled, anna))).only
    (url,) = [entity["url"] for entity in card.entities if entity["type"] == "text_link"]
    assert (await anna.follow(url)).only.text.startswith("Белка без адреса")


async def test_a_correction_is_said(filled: Letopis) -> None:
    anna = filled.user()
    card = (await anna.send("@letopis_bot рыжый", chat=strangers(filled, anna))).only
    assert "Рыжий кот спит" in card.text
    assert "«рыжий»" in card.text


async def test_an_answer_that_comes_too_late_is_no_event(filled: Letopis, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, best = filled.user(), filled.services.inline.best

    async def slow(*args: object) -> object:
        filled.telegram.advance(seconds=61)
        return await best(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(type(filled.services.inline), "best", lambda _, *args: slow(*args))
    assert (await anna.send("@letopis_bot кот", chat=strangers(filled, anna))).silent


async def test_another_refusal_is_an_error(filled: Letopis) -> None:
    anna = filled.user()
    filled.telegram.world.faults.fail_next("answerGuestQuery", 400)
    assert (await anna.send("@letopis_bot кот", chat=strangers(filled, anna))).silent
    assert [entry["event"] for entry in filled.take_troubles()] == ["update failed"]


async def test_a_message_without_a_query_to_answer_is_left_alone(filled: Letopis) -> None:
    anna = filled.user()
    group = strangers(filled, anna)
    body = {
        "message_id": 5,
        "date": filled.telegram.world.unix_now(),
        "chat": {"id": group.id, "type": "supergroup", "title": "Чужие"},
        "text": "@letopis_bot кот",
    }
    await filled.telegram.bring(filled.telegram.world.new_update("guest_message", body))
    assert filled.telegram.answers_since(0, group).silent


async def test_what_guests_look_for_is_counted(filled: Letopis) -> None:
    anna = filled.user()
    async with filled.services.reading_log.kept(flush_s=600):
        await anna.send("@letopis_bot кот", chat=strangers(filled, anna))
        await filled.services.reading_log.flush()
    async with filled.services.database.reading() as connection:
        rows = list(await connection.execute_fetchall("SELECT query FROM search_log"))
    assert [row["query"] for row in rows] == ["кот"]
