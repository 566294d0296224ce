from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bench.search import corpus, passages
from bench.search.extract import HEADING, dictionary_blocks, fortunes, html_blocks, roff_blocks
from bench.search.remix import remixed
from tests.bench.invented import docs

PAGE = """<html><head><title>Нет</title></head><body><header>Нет</header><h1>Глава</h1>
<p>Первый <b>абзац</b>,&nbsp;в две
строки.</p><ul><li>Пункт</li></ul><script>нет()</script></body></html>"""

MANUAL = r""".\" нет
.TH ls 1
.SH ИМЯ
ls \- список
.PP
Опция \fB\-\-all\fP \(em
все.
.TS
нет
.TE
.TP
.B \-l
длинный
"""


def test_html_gives_its_blocks() -> None:
    assert html_blocks(PAGE) == [f"{HEADING}Глава", "Первый абзац, в две строки.", "Пункт"]


def test_a_manual_page_gives_its_blocks() -> None:
    assert roff_blocks(MANUAL) == [f"{HEADING}ИМЯ", "ls - список", "Опция --all — все.", "-l длинный"]


def test_fortunes_are_pieces_of_their_own() -> None:
    assert fortunes("Раз.\n%\nДва,\nтри.\n%\n") == [f"{HEADING}Раз.", f"{HEADING}Два,\nтри."]


def test_a_dictionary_gives_its_entries() -> None:
    assert dictionary_blocks("acme\n   [x] _n.\n   1) вершина\nacne\n   прыщи\n") == [
        "acme [x] n. 1) вершина",
        "acne прыщи",
    ]


@given(st.lists(st.text("аб. \f", max_size=400), max_size=30), st.integers(0, 99))
def test_passages_are_of_a_post_s_length(blocks: list[str], seed: int) -> None:
    for text in passages.passages(blocks, Random(seed)):
        assert len(text) <= passages.LONGEST


def test_passages_lose_nothing() -> None:
    blocks = [f"Предложение номер {number}. Оно кончается здесь." for number in range(90)]
    assert "\n".join(passages.passages(blocks, Random(1))) == "\n".join(blocks)


def test_only_russian_is_wanted() -> None:
    assert passages.is_wanted("Проверьте docker перед выпуском новой версии, это важно для всех")
    assert not passages.is_wanted("Check the docker image before you release a new version, это важно")
    assert not passages.is_wanted("Коротко")


def test_texts_of_the_same_beginning_count_once() -> None:
    long = "Одно и то же начало, которое длится больше восьмидесяти букв, чтобы считаться тем же самым, правда"
    texts = [f"{long}: раз", f"{long.upper()} — два", "Другое"]
    assert list(passages.distinct(texts, set())) == [texts[0], texts[2]]


def test_the_order_is_fixed_and_samples_are_nested() -> None:
    found = [(doc.source, doc.text) for doc in docs()]
    whole = corpus.in_order(found, 64)
    assert whole == corpus.in_order(found, 64)
    assert corpus.in_order(found, 10) == whole[:10]
    assert [doc.id for doc in whole] == list(range(1, len(whole) + 1))
    assert {doc.is_real for doc in whole} == {True, False}


def test_remixed_posts_are_made_of_the_corpus() -> None:
    more = list(remixed(docs(), 20))
    assert [doc.id for doc in more] == list(range(65, 85))
    assert more == list(remixed(docs(), 20))
    everything = " ".join(doc.text for doc in docs())
    assert all(doc.text.split()[0] in everything for doc in more)
