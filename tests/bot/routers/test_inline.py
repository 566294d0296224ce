"""The inline mode as somebody uses it who types @letopis_bot and words in any chat."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.richtext import RichText, styled, utf16_length
from core.types import IncomingPost, Visibility
from tests.bot.letopis import Letopis
from tests.telegram import DEFAULT_NOW

DAY = DEFAULT_NOW - timedelta(days=1)


def post(text: RichText | str, number: int, **more: object) -> IncomingPost:
    rich = text if isinstance(text, RichText) else RichText(text)
    details = {"message_ids": (number,), "published_at": DAY - timedelta(minutes=number), **more}
    return IncomingPost(text=rich, **details)  # type: ignore[arg-type]


@pytest.fixture
async def filled(empty: Letopis) -> Letopis:
    """An archive with a public channel and one of members."""
    await empty.store(
        post("Рыжий кот спит на печи\nИ видит сны про сметану #коты", 1),
        post("Кофе варится медленно, кот ждёт", 2, media=("photo",), reactions={"👍": 7}),
        post("Собака стережёт дом", 3, published_at=DAY - timedelta(days=900)),
    )
    await empty.store(post("Тайный кот в подвале", 9), username="tayno", title="Тайна", visibility=Visibility.MEMBERS)
    return empty


async def test_words_give_cards_that_post_the_text_with_a_link_to_the_original(filled: Letopis) -> None:
    anna = filled.user()
    answer = await anna.inline_query("кот", chat_type="supergroup")
    assert answer.titles == ["Рыжий кот спит на печи", "Кофе варится медленно, кот ждёт"]
    first, second = answer["results"]
    assert first["id"] == "p_svoi_1"
    assert first["description"] == "Для своих · 2026-03-01 · И видит сны про сметану #коты"
    assert second["description"] == "Для своих · 2026-03-01"
    assert answer.get("is_personal") is False
    assert answer["cache_time"] == 120
    assert answer.get("next_offset", "") == ""
    assert "button" not in answer
    card = await anna.choose(answer, 0, chat=filled.group(anna))
    assert card.rendered == (
        "Рыжий кот спит на печи\nИ видит сны про сметану #коты\n\n[↗ Для своих](https://t.me/svoi/1) · 2026-03-01"
    )
    assert [(button.label, button.url) for row in card.buttons for button in row] == [
        ("↗ Для своих", "https://t.me/svoi/1")
    ]


async def test_formatting_goes_with_the_text(empty: Letopis) -> None:
    await empty.store(post(styled("Жирный кот", "bold"), 1))
    anna = empty.user()
    card = await anna.choose(await anna.inline_query("жирный"))
    assert card.rendered.startswith("*Жирный кот*\n\n[↗ Для своих]")


async def test_an_empty_query_gives_the_newest(filled: Letopis) -> None:
    answer = await filled.user().inline_query("  ")
    assert answer.titles == ["Рыжий кот спит на печи", "Кофе варится медленно, кот ждёт", "Собака стережёт дом"]
    assert answer["cache_time"] == 10


@pytest.mark.parametrize("query", ["", "кот", "кот sort:new"])
async def test_pages_follow_each_other_though_posts_come_between(empty: Letopis, query: str) -> None:
    await empty.store(*(post(f"Кот номер {number}", number) for number in range(1, 46)))
    anna = empty.user()
    whole = [f"p_svoi_{number}" for number in range(1, 46)]
    pages = [await anna.inline_query(query)]
    while offset := pages[-1].get("next_offset"):
        empty.telegram.advance(seconds=1)
        await empty.store(post("Новый кот", 100 + len(pages), published_at=DEFAULT_NOW))
        pages.append(await anna.inline_query(query, offset))
    assert [len(page["results"]) for page in pages] == [20, 20, 5]
    ids = [result["id"] for page in pages for result in page["results"]]
    assert sorted(ids) == sorted(whole)
    if query != "кот":
        assert ids == whole
    empty.telegram.advance(seconds=1)
    assert "Новый кот" in (await anna.inline_query("")).titles


@pytest.mark.parametrize("offset", ["20", "x.1", "999.1772442000", "20.99999999999", "-1.5"])
async def test_a_foreign_offset_gives_nothing(filled: Letopis, offset: str) -> None:
    for query in ("", "кот"):
        answer = await filled.user().inline_query(query, offset)
        assert answer.titles == []
        assert "button" not in answer


async def test_a_long_post_is_cut_at_a_paragraph(empty: Letopis) -> None:
    paragraph = "Кот " * 200
    long = "\n\n".join(f"{number}. {paragraph.strip()}" for number in range(1, 9))
    await empty.store(post(long, 1))
    anna = empty.user()
    card = await anna.choose(await anna.inline_query("кот"))
    body, last = card.text.rsplit("\n\n", 1)
    assert last == "… ↗ Для своих · 2026-03-01"
    assert long.startswith(body + "\n\n")
    assert 3000 < utf16_length(card.text) <= 4096


async def test_many_entities_are_cut_too(empty: Letopis) -> None:
    lines = RichText("")
    for number in range(150):
        lines = lines if not lines.text else RichText(lines.text + "\n\n", lines.entities)
        word = styled(f"кот{number}", "bold")
        shift = utf16_length(lines.text)
        moved = tuple(one.placed(shift + one.offset, shift + one.end) for one in word.entities)
        lines = RichText(lines.text + word.text, (*lines.entities, *moved))
    await empty.store(post(lines, 1))
    anna = empty.user()
    card = await anna.choose(await anna.inline_query(""))
    assert len(card.entities) <= 100
    assert card.text.endswith("… ↗ Для своих · 2026-03-01")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("in:@svoi кот -кофе", ["Рыжий кот спит на печи"]),
        ("до:2024", ["Собака стережёт дом"]),
        ("after:2025 sort:new", ["Рыжий кот спит на печи", "Кофе варится медленно, кот ждёт"]),
        ("есть:фото", ["Кофе варится медленно, кот ждёт"]),
        ("#коты", ["Рыжий кот спит на печи"]),
        ("кот sort:top", ["Кофе варится медленно, кот ждёт", "Рыжий кот спит на печи"]),
    ],
)
async def test_filters_work(filled: Letopis, query: str, titles: list[str]) -> None:
    assert (await filled.user().inline_query(query)).titles == titles


@pytest.mark.parametrize(
    ("language", "label"), [("ru", "Показано по запросу «собака стережет»"), ("en", "Results for “собака стережет”")]
)
async def test_what_was_put_right_is_said_in_ones_own_language(filled: Letopis, language: str, label: str) -> None:
    anna = filled.user(language=language)
    answer = await anna.inline_query("сабака стережет")
    assert answer.titles == ["Собака стережёт дом"]
    assert answer["button"]["text"] == label
    assert answer["is_personal"] is True
    opened = await anna.start(answer["button"]["start_parameter"])
    assert "Собака стережёт дом" in opened.only.text


async def test_ones_choice_of_language_holds_inline(filled: Letopis) -> None:
    anna = filled.user(language="en")
    await anna.send("/language")
    await anna.tap("Русский")
    assert (await anna.inline_query("zzzz"))["button"]["text"] == "Ничего не нашлось. Что попробовать?"


async def test_results_are_the_same_in_every_language(filled: Letopis) -> None:
    answers = [await filled.user(language=language).inline_query("кот") for language in ("ru", "en", None)]
    assert answers[0]["results"] == answers[1]["results"] == answers[2]["results"]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("квантовая гравитация", "Ничего не нашлось. Что попробовать?"),
        ("🤖🤖", "Напишите, о чём был пост"),
        ("???", "Напишите, о чём был пост"),
        ("кот in:@nikto", "Ничего не нашлось. Что попробовать?"),
        ("ъ" * 256, "Ничего не нашлось. Что попробовать?"),
        ("p_svoi_77", "Такого поста здесь нет"),
        ("https://t.me/tayno/9", "Такого поста здесь нет"),
    ],
)
async def test_nothing_found_is_said_kindly_and_leads_to_help(filled: Letopis, query: str, label: str) -> None:
    anna = filled.user()
    answer = await anna.inline_query(query)
    assert answer.titles == []
    assert answer["button"]["text"] == label
    assert answer["is_personal"] is True
    assert (await anna.start(answer["button"]["start_parameter"])).only.text


async def test_a_filter_that_makes_no_sense_is_named(filled: Letopis) -> None:
    answer = await filled.user().inline_query("кот after:весна")
    assert answer["button"]["text"] == "Не понял фильтр «after:весна»"


async def test_an_empty_archive_says_so(empty: Letopis) -> None:
    answer = await empty.user().inline_query("")
    assert (answer.titles, answer["button"]["text"]) == ([], "Здесь пока нет постов")


async def test_members_posts_are_offered_to_nobody(filled: Letopis) -> None:
    for user in (filled.user(), filled.operator):
        for query in ("тайный", "подвал", "p_tayno_9", "in:@tayno", ""):
            assert "Тайный кот в подвале" not in (await user.inline_query(query)).titles


@pytest.mark.parametrize(
    "query", ["p_svoi_2", "https://t.me/svoi/2", "t.me/svoi/2?single", "https://t.me/letopis_bot?start=p_svoi_2"]
)
async def test_a_link_gives_exactly_its_post(filled: Letopis, query: str) -> None:
    answer = await filled.user().inline_query(query)
    assert [result["id"] for result in answer["results"]] == ["p_svoi_2"]


async def test_a_post_of_media_alone_has_a_title_and_its_preview(empty: Letopis) -> None:
    await empty.store(post("", 1, media=("photo",)), post("Кот", 2))
    answer = await empty.user().inline_query("")
    assert answer.titles == ["🖼 Для своих · 2026-03-01", "Кот"]
    assert answer.texts == ["🖼 ↗ Для своих · 2026-03-01", "Кот\n\n↗ Для своих · 2026-03-01"]
    previews = [result["input_message_content"]["link_preview_options"] for result in answer["results"]]
    assert previews == [{"is_disabled": False, "url": "https://t.me/svoi/1"}, {"is_disabled": True}]


async def test_a_post_without_a_public_address_links_to_itself_in_the_bot(empty: Letopis) -> None:
    await empty.store("Кот без адреса", username=None, title="Дамп")
    anna = empty.user()
    card = await anna.choose(await anna.inline_query("кот"))
    (button,) = card.buttons[0]
    assert button.url is not None
    assert button.url.startswith("https://t.me/letopis_bot?start=f_")
    assert "Кот без адреса" in (await anna.follow(button.url)).only.text
    again = await anna.inline_query(button.url)
    assert again.titles == ["Кот без адреса"]


async def test_a_chosen_card_is_no_search_in_the_private_chat(filled: Letopis) -> None:
    anna = filled.user()
    await anna.send("/start")
    mark = len(filled.telegram.world.events)
    await anna.choose(await anna.inline_query("кот"))
    assert filled.telegram.answers_since(mark, anna.chat).silent


async def test_the_chosen_post_and_its_query_are_counted(filled: Letopis) -> None:
    anna = filled.user()
    async with filled.services.reading_log.kept(flush_s=600):
        for query in ("к", "ко"):
            await anna.inline_query(query)
        await anna.choose(await anna.inline_query("p_svoi_1"))
        await anna.choose(await anna.inline_query("кот"), 1)
        await filled.services.reading_log.flush()
    async with filled.services.database.reading() as connection:
        asked = await connection.execute_fetchall("SELECT query FROM search_log")
        opened = await connection.execute_fetchall("SELECT post_id FROM openings ORDER BY post_id")
    assert [row["query"] for row in asked] == ["кот"]
    assert [row["post_id"] for row in opened] == [1, 2]


@pytest.mark.parametrize("result_id", ["p_svoi_77", "p_tayno_9", "что-то", "q_0LrQvtGC"])
async def test_a_forged_choice_counts_nothing(filled: Letopis, result_id: str) -> None:
    anna = filled.user()
    body = {"from": {"id": anna.id, "is_bot": False, "first_name": "А"}, "query": "кот", "result_id": result_id}
    async with filled.services.reading_log.kept(flush_s=600):
        await filled.telegram.bring(filled.telegram.world.new_update("chosen_inline_result", body))
        await filled.services.reading_log.flush()
    async with filled.services.database.reading() as connection:
        assert list(await connection.execute_fetchall("SELECT post_id FROM openings")) == []


async def test_an_answer_that_comes_too_late_is_no_event(filled: Letopis, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, find = filled.user(), filled.services.inline.find

    async def slow(*args: object) -> object:
        filled.telegram.advance(seconds=11)
        return await find(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(type(filled.services.inline), "find", lambda _, *args: slow(*args))
    assert await anna.inline_query("кот") == {}


async def test_of_quick_queries_the_last_is_answered(filled: Letopis) -> None:
    anna, other = filled.user(), filled.user("Борис")
    typed = ["к", "ко", "кот", "коты"]
    answers = await asyncio.gather(*(anna.inline_query(query) for query in typed), other.inline_query("собака"))
    assert answers[3].titles == ["Рыжий кот спит на печи", "Кофе варится медленно, кот ждёт"]
    assert answers[4].titles == ["Собака стережёт дом"]
    assert [bool(answer) for answer in answers[1:3]] == [False, False]
    assert (await anna.inline_query("кот")).titles


async def test_another_refusal_is_an_error(filled: Letopis) -> None:
    filled.telegram.world.faults.fail_next("answerInlineQuery", 400)
    await filled.user().inline_query("кот")
    assert [entry["event"] for entry in filled.take_troubles()] == ["update failed"]
