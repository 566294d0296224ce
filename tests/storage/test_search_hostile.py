"""Queries that nobody should type, over a file with some hundred posts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.search.query import MOST_WORDS
from tests.storage.hostile_archive import SCRIPTS, Archive, ask, opened


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    yield from opened(tmp_path_factory.mktemp("hostile") / "letopis.db")


@pytest.mark.parametrize(
    "query",
    [
        "",
        " " * 4096,
        "кот " * 1024,
        "я" * 4096,
        "x" * 4096,
        "кот" * 1365 + "к",
        " ".join(f"слово{number}" for number in range(2000)),
        " ".join(f"w{number}" for number in range(2000)),
        " ".join("абвгдежзиклмн"),
        " ".join("abcdefghijklm"),
        "?!.,;:()[]{}<>|&*^%$#@~`",
        "." * 4096,
        "-" * 4096,
        "-------",
        "- " * 2048,
        "#" * 4096,
        "# " * 2048,
        "#1" * 2048,
        "@" * 4096,
        '"' * 500,
        '"' * 501,
        '" ' * 500,
        '"кот" ' * 500,
        '"кот',
        'кот"',
        "«" * 2000,
        "«кот" * 1000,
        "„“”«»\"'" * 500,
        "“ " * 2048,
        "кот' OR '1'='1",
        'lemmas : "кот" NEAR(кот, 2) AND NOT * ^ + - {a b}:c',
        "NEAR AND OR NOT",
        "NEAR(кот пёс, 5)",
        "кот*",
        "^кот",
        "кот AND (пёс OR NOT дом)",
        "(((((((((кот",
        "кот))))))",
        "{lemmas forms} : кот",
        "-кот AND -пёс",
        "а" + "\u0301" * 4000,
        "\u0301" * 4096,
        "е\u0308ж " * 800,
        "\u200b\u202e\u2066кот\u2069\u202c",
        "к\u200bо\u200dт",
        "\u202eток\u202c \u200fקוט",
        "\ufeffкот\u00ad",
        "👨‍👩‍👧‍👦🏳️‍🌈❤" * 200,
        "кот👍пёс",
        "ქართული ენა 中文搜索 بحث עברית हिन्दी",
        "中" * 4096,
        "ﷺ ½ ⑴ ㎏ ℝ Ⅷ ⁿ ﬁ",
        "𝒳𝒴𝒵 𠀀𠀁 𐐀",
        "İstanbul ŉ ß ẞ",
        "\x00кот\x00",
        "".join(map(chr, range(32))) + "кот",
        "\x7f\x80\x9f",
        "\n\t\r кот \x0b\x0c\u2028\u2029",
        "-кот " * 800,
        "#лето " * 600,
        "after:2024 " * 300,
        "after:2024 before:2023 " * 100,
        "has:photo " * 400,
        "in:@tihiy " * 400,
        "in:@" * 1000,
        "sort:new sort:top " * 200,
        "has:кот " * 400,
        "до:завтра " * 400,
        "after:99999999999999999999",
        "after:9999-12-31 before:0001-01-01",
        "after:٢٠٢٤ кот",
        "in:\x00 has:\x00 #\x00",
        "in:%_' OR 1=1 --",
        'in:"§1"',
        "§1 §2 § ♯лето ÷ ÷мета‐обучение",
        "sch" * 13 + " " + " ".join(f"{letter}iya" * 13 for letter in "prstv"),
        " ".join("ейайойеререншен"[number:] * 3 for number in range(12)),
        "htrjvtylfwbb " * 300,
        "ююю бббб хъэжбю жэхъ",
        "кот-пёс_дом-" * 300,
        "_" * 4096,
        "c++" * 1000 + " C# .NET F#",
        "don't o'clock '''''" * 100,
        "https://t.me/tihiy/1?q=кот&x=%20#frag",
        "\ud800 кот \udfff",
        "in:\ud800 #\udfff -\ud800",
    ],
)
def test_an_answer_always(archive: Archive, query: str) -> None:
    ask(archive, query)


@pytest.mark.parametrize("text", SCRIPTS)
def test_words_of_other_scripts_are_found_as_they_are(archive: Archive, text: str) -> None:
    [post_id] = [number for number, known in archive.texts.items() if known == text]
    assert post_id in archive.search(text).post_ids
    for word in text.split():
        assert post_id in archive.search(word).post_ids
        assert archive.search(word).understood is None


def test_a_long_query_is_cut_to_its_first_words_and_that_is_told(archive: Archive) -> None:
    words = " ".join(f"слово{number}" for number in range(MOST_WORDS))
    assert archive.search(f"{words} ещё").cut
    assert not archive.search(words).cut
    assert archive.search("кот " * 2000).cut
    assert archive.search("я" * 41).cut
