from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Words, choose_language, error_text, is_named, languages, words_of
from bot.i18n.template import TemplateError, parse_template
from core.errors import DatabaseNewer, LetopisError, NotFound
from core.richtext import Entity, RichText, styled

TOML = '''
greeting = "Hello, <b>{name}</b>!"
plain = "Nothing in it"
page = """
First line
Second line
"""

[search]
found = { one = "{count} post", other = "<i>{count} posts</i> for {query}" }
'''
RUSSIAN = """
[posts]
found = { one = "{count} запись", few = "{count} записи", many = "{count} записей", other = "{count} записи" }
"""
ENGLISH = Words("en", TOML)


def test_a_message_is_filled_in() -> None:
    assert ENGLISH.plain("plain") == "Nothing in it"
    assert ENGLISH.text("greeting", name="Anna") == RichText("Hello, Anna!", (Entity("bold", 7, 4),))


def test_the_line_breaks_around_a_text_do_not_belong_to_it() -> None:
    assert ENGLISH.plain("page") == "First line\nSecond line"


def test_an_empty_value_leaves_no_empty_entity() -> None:
    assert ENGLISH.text("greeting", name="") == RichText("Hello, !")


def test_offsets_count_in_utf16() -> None:
    assert ENGLISH.text("greeting", name="🦊🦊").entities == (Entity("bold", 7, 4),)


def test_a_rich_value_keeps_its_entities_in_their_place() -> None:
    found = ENGLISH.text("search.found", count=2, query=styled("🦊 fox", "code"))
    assert found.text == "2 posts for 🦊 fox"
    assert found.entities == (Entity("italic", 0, 7), Entity("code", 12, 6))


@given(st.text())
def test_a_value_is_never_read_as_markup(value: str) -> None:
    assert ENGLISH.plain("greeting", name=value) == f"Hello, {value}!"
    assert {entity.type for entity in ENGLISH.text("greeting", name=value).entities} <= {"bold"}


def test_plural_forms_follow_the_language() -> None:
    russian = Words("ru", RUSSIAN)
    assert [russian.plain("posts.found", count=count) for count in (0, 1, 2, 5, 11, 21, 24, 111, 1000)] == [
        "0 записей", "1 запись", "2 записи", "5 записей", "11 записей", "21 запись", "24 записи", "111 записей",
        "1\N{NO-BREAK SPACE}000 записей",
    ]  # fmt: skip
    assert ENGLISH.plain("search.found", count=1) == "1 post"


def test_a_form_that_is_missing_is_replaced_by_the_general_one() -> None:
    assert Words("ru", 'posts = { other = "{count}" }').plain("posts", count=5) == "5"


def test_what_the_message_does_not_name_is_ignored_and_what_it_lacks_is_an_error() -> None:
    assert ENGLISH.plain("plain", name="Anna") == "Nothing in it"
    for key, params in [("greeting", {}), ("search.found", {"query": "x"}), ("no.such", {})]:
        with pytest.raises(KeyError):
            ENGLISH.plain(key, **params)


def test_names_are_all_parameters_of_all_forms() -> None:
    assert ENGLISH.messages["search.found"].names == {"count", "query"}
    assert ENGLISH.messages["plain"].names == frozenset()
    assert Words("en", 'new = { one = "a post", other = "posts" }').messages["new"].names == {"count"}


@pytest.mark.parametrize(
    ("typed", "named"),
    [("search", True), ("Поиск", True), ("  SEARCH ", True), ("", False), ("search поиск", False), (", ", False)],
)
def test_a_name_counts_in_every_language(typed: str, named: bool) -> None:
    assert is_named(typed, "help.typed.search") is named


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert words_of("en").number(12345) == "12,345"
    assert words_of("ru").number(12345) == "12\N{NO-BREAK SPACE}345"
    assert words_of("en").number(9.5) == "9.5"
    assert words_of("ru").number(9.5) == "9,5"
    assert words_of("en").percent(0.256) == "26%"
    assert words_of("ru").percent(0.256) == "26\N{NO-BREAK SPACE}%"


def test_months_and_days_stand_by_themselves() -> None:
    english, russian = words_of("en"), words_of("ru")
    march, may = date(2024, 3, 5), date(2024, 5, 5)
    assert (english.month(march), english.day(march)) == ("March 2024", "Mar 5")
    assert english.month(march, year=False) == "Mar"
    assert (russian.month(march), russian.month(may)) == ("март 2024", "май 2024")
    assert [russian.month(march, year=False), russian.day(march), russian.day(may)] == ["март", "5 мар", "5 мая"]


def test_dates_are_the_readers_own() -> None:
    instant, moscow = datetime(2024, 3, 4, 22, 30, tzinfo=UTC), ZoneInfo("Europe/Moscow")
    assert words_of("en").date(instant) == "Mar 4, 2024"
    assert words_of("en", moscow).date(instant) == "Mar 5, 2024"
    assert words_of("ru", moscow).date(instant).split() == ["5", "мар.", "2024", "г."]


@pytest.mark.parametrize(
    ("source", "text", "types"),
    [
        ("<b>a<i>b</i></b>c", "abc", {"bold", "italic"}),
        ("<code>/search</code> words", "/search words", {"code"}),
        ("a << b {{name}} > c", "a < b {name} > c", set()),
        ("<<b>", "<b>", set()),
        ("", "", set()),
    ],
)
def test_templates(source: str, text: str, types: set[str]) -> None:
    rich = parse_template(source).fill({})
    assert rich.text == text
    assert {entity.type for entity in rich.entities} == types


@pytest.mark.parametrize(
    "source",
    [
        "<u>x</u>",
        "<b>x",
        "x</b>",
        "<b><i>x</b></i>",
        "a < b",
        "{",
        "}",
        "{Name}",
        "{a.b}",
        "{}",
        "<b >x</b>",
        "<a href=''>",
    ],
)
def test_wrong_templates(source: str) -> None:
    with pytest.raises(TemplateError):
        parse_template(source)


@given(st.text())
def test_any_text_can_be_written_as_a_template(text: str) -> None:
    source = text.replace("<", "<<").replace("{", "{{").replace("}", "}}")
    assert parse_template(source).fill({}) == RichText(text)


@given(st.text(alphabet="<>/bicode{}nam "))
def test_a_template_is_read_or_refused_with_its_own_error(source: str) -> None:
    try:
        template = parse_template(source)
    except TemplateError:
        return
    template.fill({name: RichText("x") for name in template.names})


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("[a", "language file en"),
        ('[a]\nb = "<u>x</u>"', "a.b"),
        ("a = 5", "a is neither"),
        ('a = { other = "x", several = "y" }', "a.several"),
        ('a = { other = "x", one = 1 }', "a.one"),
        ('a = { other = "{" }', "a.other"),
    ],
)
def test_a_wrong_file_says_where(toml: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Words("en", toml)


def test_a_file_must_be_named_after_a_language() -> None:
    with pytest.raises(ValueError, match="language file klingon"):
        Words("klingon", "")


def test_the_language_is_the_one_chosen_then_the_users_then_the_default() -> None:
    assert choose_language("en", "ru", "en") == "ru"
    assert choose_language("en-US", None, "ru") == "en"
    assert choose_language("RU", None, "en") == "ru"
    assert choose_language("de", None, "ru") == "ru"
    assert choose_language(None, None, "en") == "en"
    assert choose_language("en", "a language that was removed", "ru") == "en"
    assert choose_language("", "", "ru") == "ru"


def test_languages_are_the_files_and_name_themselves() -> None:
    assert {"en", "ru"} <= set(languages())
    assert [words_of(language).plain("language.name") for language in ("en", "ru")] == ["English", "Русский"]


def test_an_error_is_told_in_the_readers_language() -> None:
    error = DatabaseNewer(path="a.db", found=9, known=1)
    assert "a.db" in error_text(words_of("en"), error).text
    assert error_text(words_of("en"), NotFound()) != error_text(words_of("ru"), NotFound())
    assert error_text(words_of("en"), LetopisError()).text
