"""What the writer of dumps writes, the parser reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.records import ChannelSeen, IncomingPost, ServiceSeen, Skipped
from core.types import ChannelRef
from tests.core.formats.dump_writer import Code, Written, block, dump, line
from tests.core.formats.reading import code_of, posts_of, read
from tests.core.formats.written_posts import FORMULAS, ONE_LINER, POSTS, VECTORS, written_posts


@pytest.mark.parametrize("written", POSTS)
def test_one_post_is_restored(written: Written) -> None:
    (post,) = posts_of(dump(written))
    assert post.text.text == written.text
    assert code_of(post) == written.code
    assert post.reactions == written.reactions
    assert (post.source, post.cut_off, post.message_ids) == ("text-dump", False, ())


@given(st.sampled_from([None, "vector_notes"]).flatmap(lambda handle: st.lists(written_posts(handle), max_size=5)))
def test_whatever_is_written_is_read_back(written: list[Written]) -> None:
    posts = posts_of(dump(*written) or "\n")
    assert [post.text.text for post in posts] == [post.text for post in written]
    assert [code_of(post) for post in posts] == [post.code for post in written]
    assert [post.reactions for post in posts] == [post.reactions for post in written]
    assert not any(post.cut_off for post in posts)


@given(st.lists(written_posts("vector_notes"), min_size=1, max_size=3))
def test_line_ends_blank_lines_and_a_byte_order_mark_change_nothing(written: list[Written]) -> None:
    text = dump(*written)
    assert read("\ufeff" + text.replace("\n", "  \r\n \r\n\r\n") + "\r\n") == read(text.replace("\n", "\n\n\n"))


def test_the_channel_comes_first_and_again_with_its_title() -> None:
    records = read(dump(VECTORS, FORMULAS))
    assert records[0] == ChannelSeen(ChannelRef(username="vector_notes"))
    assert records[-2:] == [
        ServiceSeen("line 27", "Заметки о векторах pinned «Две формулы про внимание Обычное…»"),
        ChannelSeen(ChannelRef(username="vector_notes", title="Заметки о векторах")),
    ]


def test_a_dump_that_names_no_channel() -> None:
    assert [type(record) for record in read(dump(ONE_LINER))] == [IncomingPost]


def test_another_channel_s_handle_is_text() -> None:
    guest = Written(
        (line("Советую соседний канал"), line("Там пишут про базы данных:"), line("@database_notes")), {"👍": 1}
    )
    posts = posts_of(dump(guest, VECTORS, FORMULAS))
    assert posts[0].text.text == guest.text
    assert "@" not in posts[1].text.text + posts[2].text.text


def test_a_handle_that_appears_late_is_seen_late() -> None:
    records = read(dump(*[ONE_LINER] * 40, VECTORS))
    assert records[40] == ChannelSeen(ChannelRef(username="vector_notes"))
    assert isinstance(records[41], IncomingPost)
    assert records[41].text.text == VECTORS.text


@pytest.mark.parametrize("handle_in", ["AB", "A", "B"])
def test_a_handle_is_left_out_where_one_copy_has_lost_it(handle_in: str) -> None:
    copies = ["Индекс строится ночью", "Утром он готов"]
    lines = ["Про индекс"]
    for copy in "AB":
        lines += copies + (["@vector_notes"] if copy in handle_in else [])
    posts = posts_of("\n".join([dump(VECTORS, FORMULAS), *lines, "👍4"]))
    assert posts[-1].text.text == "Про индекс\nИндекс строится ночью\nУтром он готов"
    assert code_of(posts[-1]) == []


def test_an_at_sign_alone_is_no_handle() -> None:
    written = Written((line("Как зовут этот знак"), line("@")), {"👍": 1})
    assert [post.text.text for post in posts_of(dump(written))] == [written.text]


def test_a_handle_alone_is_a_text() -> None:
    assert [post.text.text for post in posts_of("@vector_notes\n👍1")] == ["@vector_notes"]


def test_a_handle_may_be_spelled_in_capitals() -> None:
    posts = posts_of(dump(VECTORS, FORMULAS).replace("@vector_notes", "@Vector_Notes", 2))
    assert not any("@" in post.text.text for post in posts)


def test_a_title_is_a_short_first_line_of_several() -> None:
    assert [post.title for post in posts_of(dump(VECTORS, ONE_LINER))] == ["Зачем векторам индекс", None]
    long_line = Written((line("Очень долго рассказываю, " * 5), line("к чему веду.")), {"👍": 1})
    (post,) = posts_of(dump(long_line))
    assert post.title is None


def test_rounded_reactions_are_marked() -> None:
    (post,) = posts_of("Пост\n👍1.2K❤5")
    assert (post.reactions, post.reactions_exact) == ({"👍": 1200, "❤": 5}, False)


@pytest.mark.parametrize("text", ["", "\ufeff\n", "\x01\n", "\u3000\n"])
def test_reactions_without_a_text_are_skipped(text: str) -> None:
    skipped, post = read(f"{text}👍1\nПост\n👍2")
    assert isinstance(skipped, Skipped)
    assert skipped.why == "reactions without a text"
    assert isinstance(post, IncomingPost)


def test_digits_or_emoji_alone_are_text() -> None:
    (post,) = posts_of("Считаем\n2024\n🎉🎉\n2024\n🎉🎉\n👍2")
    assert post.text.text == "Считаем\n2024\n🎉🎉"


def test_a_title_can_hold_code() -> None:
    written = Written(
        (line("Про ", Code("faiss"), " и не только"), line("Это библиотека.")), {"👍": 2}, handle="vector_notes"
    )
    (post,) = posts_of(dump(written))
    assert (post.text.text, code_of(post)) == (written.text, [("code", "faiss")])
    assert post.title == "Про faiss и не только"


def test_code_that_starts_with_a_cyrillic_letter_is_one_word() -> None:
    written = Written((line("Термин"), line("Такой термин, как ", Code("вектор"), ", перегружен.")), {"👍": 2})
    (post,) = posts_of(dump(written))
    assert (post.text.text, code_of(post)) == (written.text, [("code", "вектор")])


def test_code_is_put_back_without_a_blank_where_none_was() -> None:
    written = Written((line("Две скобки"), line("Вызов (", Code("fit(x)"), ") ничего не вернёт.")), {"👍": 2})
    (post,) = posts_of(dump(written))
    assert post.text.text == written.text


def test_code_behind_an_emoji_counts_in_utf16_units() -> None:
    written = Written(
        (line("🔥 Заголовок 🔥"), line("Запускаем 🚀 ", Code("make run"), " и ждём."), line("Всё")), {"👍": 2}
    )
    (post,) = posts_of(dump(written))
    assert code_of(post) == [("code", "make run")]


def test_a_block_of_several_lines_is_one_block() -> None:
    written = Written(
        (line("Пример"), line("Цикл:"), block("for x in data:"), block("    fit(x)"), line("И всё.")), {"👍": 2}
    )
    (post,) = posts_of(dump(written))
    assert (post.text.text, code_of(post)) == (written.text, [("pre", "for x in data:\n    fit(x)")])


def test_lines_that_repeat_stay_as_often_as_they_stood() -> None:
    refrain = ("Снова поиск", "Куплет первый", "Снова поиск", "Куплет второй", "Снова поиск")
    written = Written((line("Песня"), *map(line, refrain)), {"👍": 2})
    (post,) = posts_of(dump(written))
    assert post.text.text == written.text


@pytest.mark.parametrize(
    ("a", "b", "whole"),
    [
        (
            "много интересногопро поиск и индексы",
            "много интересного про поиск и индексы",
            "много интересного про поиск и индексы",
        ),
        ("Запускаем, смотрим и чиним", "Запускаем fit(x), смотрим и чиним", "Запускаем fit(x), смотрим и чиним"),
        ("Долгая фраза, которая во второй копии цела", "Долгая фраза", "Долгая фраза, которая во второй копии цела"),
        ("Итак", "Итак, продолжение есть только здесь", "Итак, продолжение есть только здесь"),
    ],
)
def test_of_two_damaged_lines_the_fuller_one_stays(a: str, b: str, whole: str) -> None:
    (post,) = posts_of(f"Заголовок\n{a}\nКонец у обеих копий\n{b}\nКонец у обеих копий\n👍2")
    assert post.text.text == f"Заголовок\n{whole}\nКонец у обеих копий"


def test_a_line_that_only_one_copy_has_is_kept() -> None:
    (post,) = posts_of("Заголовок\nОбщее начало\nТолько в первой копии\nОбщий конец\nОбщее начало\nОбщий конец\n👍2")
    assert post.text.text == "Заголовок\nОбщее начало\nТолько в первой копии\nОбщий конец"
    assert not post.text.entities


def test_a_line_that_begins_like_another_one_again_and_again() -> None:
    """The search for the other line's beginning is given up; nothing is lost by it."""
    a, b = "ля " * 30 + "до", "Припев: " + "ля " * 60 + "ми"
    (post,) = posts_of(f"Песня\nКуплет\n{a}\nКонец у обеих копий\nКуплет\n{b}\nКонец у обеих копий\n👍2")
    assert a in post.text.text
    assert b in post.text.text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Заметки pinned «Первый пост…»", "Заметки"),
        ("Заметки pinned a photo", "Заметки"),
        ("Заметки закрепил(а) «Первый пост»", "Заметки"),
        ("Заметки закрепил фото", "Заметки"),
        ("Channel name was changed to «Заметки о поиске»", "Заметки о поиске"),
        ("Название канала изменено на «Заметки»", "Заметки"),
        ("Channel created", None),
        ("Канал создан", None),
        ("Channel photo updated", None),
        ("Live stream finished (2 hours)", None),
    ],
)
def test_service_lines_stand_between_posts(text: str, title: str | None) -> None:
    records = read(f"{text}\nПост\n👍2\n{text}\n{text}\nЕщё пост\n❤1")
    assert [record.text for record in records if isinstance(record, ServiceSeen)] == [text] * 3
    assert [record.ref.title for record in records if isinstance(record, ChannelSeen)] == ([title] if title else [])
    assert [post.text.text for post in posts_of(f"Пост\n{text}\n👍2")] == [f"Пост\n{text}"]


@pytest.mark.parametrize(
    "text", ["Вася pinned", "Channel created a lot of noise", "Я закрепил велосипед у входа", "x pinned «" + "я" * 1000]
)
def test_sentences_are_no_service_lines(text: str) -> None:
    assert [post.text.text for post in posts_of(f"{text}\n👍2")] == [text]
