"""Filters typed into a search: what they find, how one that makes no sense or leaves nothing is told, and the help."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.i18n import languages, words_of
from core.richtext import RichText
from core.search.syntax import find_filters
from core.types import IncomingPost
from tests.bot.letopis import Letopis
from tests.telegram import FakeUser

MALFORMED = "Не понял фильтр «после:вчера», поэтому искал его как слова. Как пишутся фильтры: `/help search`"


def post(number: int, text: str, year: int, **known: object) -> IncomingPost:
    at = datetime(year, 5, 1, tzinfo=UTC)
    return IncomingPost(text=RichText(text), message_ids=(number,), published_at=at, **known)  # type: ignore[arg-type]


@pytest.fixture
async def garden(empty: Letopis) -> Letopis:
    """Four posts on apples, of three years; one has a photo, one a hashtag."""
    await empty.store(
        post(1, "Яблоки зимой лежат в погребе.", 2022, reactions={"👍": 5}),
        post(2, "Зелёные яблоки и пирог.", 2023, media=("photo",)),
        post(3, "Пирог, а яблоки отдельно. #кухня", 2024),
        post(4, "Яблоки сушёные.", 2024, reactions={"👍": 9}),
        username="sadovnik",
    )
    return empty


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("яблоки после:2024", {3, 4}),
        ("яблоки до:2023", {1}),
        ("яблоки after:2023 before:2024", {2}),
        ("яблоки -пирог", {1, 4}),
        ("яблоки -пироги -#кухня", {1, 4}),
        ("яблоки #кухня", {3}),
        ("#кухня", {3}),
        ("яблоки есть:фото", {2}),
        ("has:photo", {2}),
        ('"зелёные яблоки"', {2}),
        ("яблоки в:@sadovnik", {1, 2, 3, 4}),
        ("/search яблоки после:2024 -пирог", {4}),
    ],
)
async def test_filters_narrow(garden: Letopis, typed: str, found: set[int]) -> None:
    card = (await garden.user().send(typed)).only
    assert {int(number) for number in re.findall(r"t\.me/sadovnik/(\d+)", card.rendered)} == found


@pytest.mark.parametrize(
    ("typed", "order"),
    [("яблоки сорт:новые", [4, 3, 2, 1]), ("яблоки sort:top", [4, 1, 3, 2]), ("sort:new", [4, 3, 2, 1])],
)
async def test_a_sort(garden: Letopis, typed: str, order: list[int]) -> None:
    card = (await garden.user().send(typed)).only
    assert [int(number) for number in re.findall(r"t\.me/sadovnik/(\d+)", card.rendered)] == order


async def test_a_filter_that_makes_no_sense_is_told_kindly(garden: Letopis) -> None:
    found = (await garden.user().send("яблоки после:вчера")).only
    assert MALFORMED in found.rendered.split("\n")
    nothing = (await garden.user().send("щука после:вчера")).only
    assert nothing.rendered.split("\n")[:2] == ["По запросу «щука после:вчера» ничего не нашлось.", MALFORMED]


@pytest.mark.parametrize(
    ("typed", "line", "button", "heading"),
    [
        ("яблоки после:2030", "Без «после:2030» нашлось бы.", "Без «после:2030»", "🔎 яблоки · 4 поста"),
        ("пирог -яблоки", "Без «-яблоки» нашлось бы.", "Без «-яблоки»", "🔎 пирог · 2 поста"),
        ('"пирог яблоки"', "Без кавычек нашлось бы.", "🔎 пирог яблоки", "🔎 пирог яблоки · 2 поста"),
        (
            "яблоки после:2030 есть:опрос",
            "Просто по словам, без фильтров, нашлось бы.",
            "🔎 яблоки",
            "🔎 яблоки · 4 поста",
        ),
        ("«пирог яблоки»", "Без кавычек нашлось бы.", "🔎 пирог яблоки", "🔎 пирог яблоки · 2 поста"),
        ("#яблоки", "Просто по словам, без фильтров, нашлось бы.", "🔎 яблоки", "🔎 яблоки · 4 поста"),
    ],
)
async def test_the_filter_that_left_nothing_is_named_and_a_tap_drops_it(
    garden: Letopis, typed: str, line: str, button: str, heading: str
) -> None:
    anna = garden.user()
    card = (await anna.send(typed)).only
    echoed = typed.replace("«", '"').replace("»", '"')
    assert card.text == f"По запросу «{echoed}» ничего не нашлось.\n{line}"
    assert card.labels == (button,)
    found = (await anna.tap(button)).only
    assert (found.kind, found.message_id) == ("edit", card.message_id)
    assert found.text.split("\n")[0] == heading


async def test_two_filters_that_contradict_each_other(garden: Letopis) -> None:
    john = garden.user("John", "en")
    card = (await john.send("яблоки after:2024 before:2024")).only
    assert card.text.split("\n")[1] == "Something would be found without any one of these: “after:2024”, “before:2024”."
    assert card.keyboard == (("Without “after:2024”",), ("Without “before:2024”",))
    assert (await john.tap("Without “before:2024”")).only.text.startswith("🔎 яблоки after:2024 · 2 posts")


@pytest.mark.parametrize("typed", ["после:2030", "есть:опрос", "#щука", "щука после:2030", '"щука"'])
async def test_where_nothing_else_is_left_to_search_for_nothing_is_offered(garden: Letopis, typed: str) -> None:
    card = (await garden.user().send(typed)).only
    assert card.text == f"По запросу «{typed}» ничего не нашлось.\nЗато есть темы:"
    assert all(label.startswith("📚 ") for label in card.labels)


async def test_dates_begin_in_the_zone_of_the_settings(empty: Letopis) -> None:
    hours = [datetime(2024, 2, 29, hour, 0, tzinfo=UTC) for hour in (13, 15)]  # around midnight in Vladivostok
    await empty.store(*(IncomingPost(text=RichText("Полночь"), published_at=hour) for hour in hours))
    assert "1 пост" in (await empty.user().send("полночь до:2024-03")).only.text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("typed", ["/help search", "/help поиск", "/HELP  Search", "/help@letopis_bot search"])
async def test_the_help_of_the_search(letopis: Letopis, language: str, typed: str) -> None:
    reader = letopis.user("Читатель", language)
    assert (await reader.send(typed)).only.text == words_of(language).plain("help.search")
    assert (await reader.send(typed, chat=letopis.group(reader))).only.text == words_of(language).plain("help.search")


async def test_the_help_of_anything_else_is_the_help(anna: FakeUser) -> None:
    general = (await anna.send("/help")).only
    assert (await anna.send("/help кофе")).only.rendered == general.rendered
    assert "`/help search`" in general.rendered


@pytest.mark.parametrize("language", languages())
def test_every_example_of_the_help_is_a_filter(language: str) -> None:
    text = words_of(language).text("help.search")
    examples = [
        text.text.encode("utf-16-le")[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
        for entity in text.entities
        if entity.type == "code"
    ]
    assert len(examples) >= 10
    for example in examples:
        found = list(find_filters(example, UTC))
        assert found, example
        assert all(one.filters or one.sort for one in found), example
    for key in ("after:", "before:", "in:", "has:", "sort:"):
        assert key in words_of("en").plain("help.search")
        assert key in words_of("ru").plain("help.search")
