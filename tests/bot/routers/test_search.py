"""/search, and plain text in a private chat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.richtext import RichText
from core.types import IncomingPost
from tests.bot.letopis import Letopis
from tests.telegram import FakeUser


def first_title(text: str) -> str:
    return next(line for line in text.split("\n") if line.startswith("1. "))


@pytest.mark.parametrize("typed", ["/search резервная копия", "резервная копия", "/search@letopis_bot резервная копия"])
async def test_a_page_of_what_was_found(anna: FakeUser, typed: str) -> None:
    card = (await anna.send(typed)).only
    lines = card.rendered.split("\n")
    assert lines[:3] == ["🔎 *резервная копия* · 7 постов", "", lines[2]]
    assert lines[2] == "1. *__Резервная копия__, которую никто не разворачивал*"
    assert "*резервную* *копию*" in lines[3]
    assert lines[4] == "❤ 98"
    assert card.keyboard[:3] == (("1", "2", "3", "4", "5"), ("1/2", "›"), ("✓ Подходящие", "Любимые"))


async def test_in_english(john: FakeUser) -> None:
    card = (await john.send("/search docker")).only
    assert card.rendered.startswith("🔎 *docker* · ")
    assert " posts" in card.text
    assert "❤ " in card.text
    await john.tap("1")
    assert "↩ Back to the list" in john.last.labels


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("/search кофемолкой", "Кофемолка как встраиваемая система"),
        ("/search маяке", "Маяк"),
        ("/search кофемлока", "Кофемолка как встраиваемая система"),
        ("/search vfzr", "Маяк"),
        ("/search SQLITE, которого!", "SQLite, которого хватает"),
        ("/search «3-2-1»", "Правило 3-2-1 без занудства"),
    ],
)
async def test_sloppy_queries(anna: FakeUser, typed: str, title: str) -> None:
    assert title in first_title((await anna.send(typed)).only.text + "\n1. ")


async def test_a_typo_is_named(anna: FakeUser) -> None:
    lines = (await anna.send("резервной копеи")).only.text.split("\n")
    assert lines[0].startswith("🔎 резервной копеи · ")
    assert lines[1] == "Показаны результаты по «резервной копии»."


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("ru", "Что искать? Напишите слова после команды: `/search слова`"),
        ("en", "What to search for? Write words after the command: `/search words`"),
    ],
)
async def test_an_empty_query_gets_a_hint(letopis: Letopis, language: str, hint: str) -> None:
    reader = letopis.user("Читатель", language)
    assert (await reader.send("/search")).only.rendered == hint
    assert (await reader.send("/search   ")).only.rendered == hint
    assert (await reader.send("/search", chat=letopis.group(reader))).only.rendered == hint


async def test_the_longest_query(anna: FakeUser) -> None:
    words = "сервер кофе диск маяк копия ошибка запрос таблица вода время день ночь окно чай"
    card = (await anna.send((words + " ") * 50)).only
    assert "Запрос длинный: я искал по первым двенадцати разным словам." in card.text
    assert card.text.split(" · ")[0].endswith("…")
    nonsense = (await anna.send("щ" * 4096)).only
    assert nonsense.text.split("\n")[0] == f"По запросу «{'щ' * 59}…» ничего не нашлось."


@pytest.mark.parametrize(
    "query",
    [
        'сервер" OR 1=1 --',
        "NEAR(сервер диск, 5)",
        'title:"сервер"*',
        "сервер AND NOT диск",
        "(сервер",
        "сер* ^вер",
        "'; DROP TABLE posts; --",
        "<b>сервер</b>",
        "*сервер* _диск_ `",
        "{query}",
    ],
)
async def test_syntax_of_any_kind_is_just_text(anna: FakeUser, query: str) -> None:
    card = (await anna.send(query)).only
    assert query in card.text
    assert (await anna.send(f"/search {query}")).only.text == card.text


@pytest.mark.parametrize("query", ["🔥", "👍🏽❤️‍🔥", "…", "!?", "\u200b", "́"])
async def test_no_word_at_all_offers_topics(anna: FakeUser, query: str) -> None:
    card = (await anna.send(query)).only
    assert card.text == "Здесь нет слов для поиска. Напишите, о чём был пост.\nЗато есть темы:"
    assert [label.partition(" ")[0] for label in card.labels] == ["📚"] * 4
    assert (await anna.tap("📚 #sqlite · 7")).only.text.startswith("📚 #sqlite · 7 постов")
    assert "#sqlite · 7" in (await anna.tap("↩ Темы")).only.labels


async def test_nothing_found_offers_near_words_that_work(anna: FakeUser) -> None:
    card = (await anna.send("кофта")).only
    assert card.text == "По запросу «кофта» ничего не нашлось.\nПопробуйте похожее слово или тему:"
    words = [label for label in card.labels if label.startswith("🔎 ")]
    assert words
    for word in words:
        found = (await anna.tap(word, card)).only
        assert (found.kind, found.message_id) == ("edit", card.message_id)
        assert found.text.startswith(f"{word} · ")


async def test_a_near_topic_is_offered(empty: Letopis) -> None:
    await empty.store(*(f"Пост {word} #фотографирование" for word in "ель дуб".split()), "Раз #чай", "Два #чай")
    anna = empty.user()
    card = (await anna.send("щука")).only
    assert card.text == "По запросу «щука» ничего не нашлось.\nЗато есть темы:"
    assert set(card.labels) == {"📚 #фотографирование · 2", "📚 #чай · 2"}
    assert (await anna.tap("📚 #чай · 2")).only.text.startswith("📚 #чай · 2 поста")


async def test_nothing_found_in_an_empty_archive(empty: Letopis) -> None:
    card = (await empty.user("John", "en").send("anything")).only
    assert (card.text, card.keyboard) == ("Nothing was found for “anything”.", ())


async def test_a_group_is_answered_with_a_reply(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(anna)
    card = (await anna.send("/search@letopis_bot сервер", chat=group)).only
    assert card.reply_to is not None
    assert card.keyboard[:2] == (("1", "2", "3", "4", "5"), ("1/2", "›"))
    boris = letopis.user("Борис")
    group.members[boris.id] = "member"
    assert "2/2" in (await boris.tap("›", card)).only.labels
    assert (await anna.send("/search@other_bot сервер", chat=group)).silent


async def test_a_topic_of_a_forum_gets_its_answer(letopis: Letopis, anna: FakeUser) -> None:
    forum = letopis.telegram.group("Форум", [anna], forum=True)
    thread = letopis.telegram.topic(forum, "Книги")
    assert (await anna.send("/search сервер", chat=forum, thread=thread)).only.thread_id == thread


async def test_dates_addresses_and_untitled_posts(empty: Letopis) -> None:
    await empty.store(
        IncomingPost(
            text=RichText("Яблоки\nСорта яблок, которые дожили до весны."),
            has_title=True,
            message_ids=(41,),
            published_at=datetime(2024, 3, 4, 20, 0, tzinfo=UTC),
            reactions={"👍": 1200, "❤": 34},
        ),
        IncomingPost(text=RichText("Ещё яблоки, без названия и без реакций."), message_ids=(42,)),
        username="sadovnik",
    )
    card = (await empty.user().send("яблоки")).only
    first, second = card.rendered.split("\n\n")[1:]
    assert first == (
        "1. [*__Яблоки__*](https://t.me/sadovnik/41)\n"
        "Сорта *яблок*, которые дожили до весны.\n"
        "5 мар. 2024\N{NARROW NO-BREAK SPACE}г. · ❤ 1,2\N{NO-BREAK SPACE}тыс."
    )
    assert second == "2. [*Ещё **__яблоки__, без названия и без реакций.*](https://t.me/sadovnik/42)"
