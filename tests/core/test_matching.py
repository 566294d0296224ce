from __future__ import annotations

import random

import pytest

from core.identity import Sighting, fingerprint, sightings
from core.matching import Evidence, Known, Match, begins, match
from core.richtext import RichText
from core.types import IncomingPost

LONG = (
    "Обучаем reranker на логах поиска. Сначала кажется, что кликов хватит, потом выясняется, что половина из них про "
    "погоду, а вторая про котов. Честная разметка дороже, зато её не надо объяснять на каждой встрече с редакцией. "
    "Мы разметили 500 запросов за 3 недели и теперь знаем, чего хотим."
)
EDITED = LONG.replace("Честная", "Аккуратная")


def seen(*texts: str, cut: bool = False, ids: tuple[int, ...] = ()) -> list[Sighting]:
    return list(sightings(IncomingPost(text=RichText(text), cut_off=cut, message_ids=ids) for text in texts))


def known(post_id: int, text: str, *, first: str | None = None, cut: bool = False, ids: tuple[int, ...] = ()) -> Known:
    """`first`: the text at first sight, where it was another one."""
    return Known(
        id=post_id,
        fingerprint=fingerprint(text if first is None else first, 0),
        text=text,
        cut_off=cut,
        message_ids=ids,
    )


def new(evidence: Evidence = Evidence.NEW, *rivals: int) -> Match:
    return Match(known_id=None, evidence=evidence, rivals=rivals)


def found(post_id: int, evidence: Evidence) -> Match:
    return Match(known_id=post_id, evidence=evidence)


def test_nothing_known_all_new() -> None:
    assert match(seen("Пост", LONG), []) == [new(), new()]
    assert match([], [known(1, LONG)]) == []


def test_the_same_file_again_is_found_by_its_fingerprints() -> None:
    posts = seen("Доброе утро!", LONG, "доброе утро")
    stored = [Known(id=i, fingerprint=post.fingerprint, text=post.text) for i, post in enumerate(posts, 1)]
    assert match(posts, stored[::-1]) == [found(i, Evidence.FINGERPRINT) for i in (1, 2, 3)]


def test_one_more_equal_text_is_a_new_post() -> None:
    assert match(seen("Доброе утро", "Доброе утро!"), [known(1, "Доброе утро")]) == [
        found(1, Evidence.FINGERPRINT),
        new(),
    ]


def test_a_fingerprint_stays_when_the_text_was_edited_since() -> None:
    stored = [known(1, "Совсем другой текст теперь", first=LONG)]
    assert match(seen(LONG), stored) == [found(1, Evidence.FINGERPRINT)]
    assert match(seen("Совсем другой текст теперь!"), stored) == [found(1, Evidence.SAME_TEXT)]


def test_a_message_id_is_the_strongest_evidence() -> None:
    stored = [known(1, LONG), known(2, "Фото", ids=(10, 11, 12)), known(3, "Другой пост", ids=(13,))]
    assert match(seen(LONG, ids=(12,)), stored) == [found(2, Evidence.MESSAGE_ID)]
    assert match(seen("Одно", "Другое", ids=(11, 12)), stored) == [found(2, Evidence.MESSAGE_ID)] * 2


def test_two_message_ids_are_two_posts_though_their_texts_are_equal() -> None:
    assert match(seen(LONG, ids=(2,)), [known(1, LONG, ids=(1,))]) == [new()]
    assert match(seen(EDITED, ids=(2,)), [known(1, LONG, ids=(1,))]) == [new()]


@pytest.mark.parametrize("ids", [((5,), ()), ((), (5,))])
def test_a_post_without_ids_joins_one_with_ids_by_its_text(ids: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    ours, theirs = ids
    assert match(seen(LONG, ids=ours), [known(1, LONG, ids=theirs)]) == [found(1, Evidence.FINGERPRINT)]
    assert match(seen(EDITED, ids=ours), [known(1, LONG, ids=theirs)]) == [found(1, Evidence.ALIKE)]


def test_posts_without_a_text_join_only_where_neither_has_ids() -> None:
    assert match(seen("", ids=(5,)), [known(1, "")]) == [new()]
    assert match(seen(""), [known(1, "", ids=(5,))]) == [new()]
    assert match(seen(""), [known(1, "")]) == [found(1, Evidence.FINGERPRINT)]
    assert match(seen("", ""), [known(1, "", first="Было")]) == [new(), new()]


def test_an_edited_post_is_found() -> None:
    assert match(seen("Вступление", EDITED, "Конец"), [known(1, LONG)]) == [new(), found(1, Evidence.ALIKE), new()]


@pytest.mark.parametrize(
    "other",
    [
        LONG.replace("500", "501"),  # another number
        LONG + LONG[:30],  # a tenth longer
        LONG.replace("погоду, а вторая про котов", "рекламу, а третья про доставку суши"),  # too different
        "".join(random.Random(3).sample(LONG, len(LONG))),
    ],
)
def test_another_post_is_not(other: str) -> None:
    assert match(seen(other), [known(1, LONG)]) == [new()]


def test_a_post_like_two_stored_ones_is_new_and_named() -> None:
    stored = [known(7, LONG), known(3, LONG.replace("редакцией", "редактором"))]
    assert match(seen(EDITED), stored) == [new(Evidence.UNCERTAIN, 3, 7)]


def test_two_posts_like_one_stored_one_are_both_new_and_named() -> None:
    twins = seen(EDITED, LONG.replace("редакцией", "редактором"))
    assert match(twins, [known(7, LONG)]) == [new(Evidence.UNCERTAIN, 7)] * 2


def test_a_stored_post_that_is_taken_is_no_rival() -> None:
    stored = [known(1, LONG), known(2, EDITED)]
    posts = seen(LONG, EDITED.replace("каждой", "любой"))
    assert match(posts, stored) == [found(1, Evidence.FINGERPRINT), found(2, Evidence.ALIKE)]


def test_two_stored_posts_with_the_same_text_now() -> None:
    stored = [known(1, LONG, first="Раз"), known(2, LONG, first="Два")]
    assert match(seen(LONG), stored) == [new(Evidence.UNCERTAIN, 1, 2)]


CUT_TEXT = "Зачем векторам индекс\nПолный перебор хорош, пока векторов мало"
WHOLE_TEXT = f"{CUT_TEXT}, а дальше нужен HNSW.\nНастройка одна."


@pytest.mark.parametrize("text", [CUT_TEXT, CUT_TEXT[:30], CUT_TEXT[:-3], "Зач", WHOLE_TEXT])
def test_a_cut_off_post_is_the_whole_one_it_begins(text: str) -> None:
    by = Evidence.FINGERPRINT if text == WHOLE_TEXT else Evidence.CUT_OFF
    assert match(seen("Другой пост", WHOLE_TEXT), [known(4, text, cut=True)]) == [new(), found(4, by)]
    assert match(seen(text, cut=True), [known(4, WHOLE_TEXT), known(5, LONG)]) == [found(4, by)]


def test_a_cut_off_post_cut_off_again_elsewhere() -> None:
    assert match(seen(CUT_TEXT[:40], cut=True), [known(4, CUT_TEXT, cut=True)]) == [found(4, Evidence.CUT_OFF)]
    assert match(seen(CUT_TEXT, cut=True), [known(4, CUT_TEXT[:40], cut=True)]) == [found(4, Evidence.CUT_OFF)]


def test_a_beginning_of_several_is_uncertain() -> None:
    stored = [known(4, WHOLE_TEXT), known(5, f"{CUT_TEXT} или нет")]
    assert match(seen(CUT_TEXT, cut=True), stored) == [new(Evidence.UNCERTAIN, 4, 5)]
    assert (
        match(seen(WHOLE_TEXT, f"{CUT_TEXT} или нет"), [known(6, CUT_TEXT, cut=True)])
        == [new(Evidence.UNCERTAIN, 6)] * 2
    )


def test_a_whole_post_that_begins_another_is_not_that_one() -> None:
    assert match(seen(CUT_TEXT), [known(4, WHOLE_TEXT)]) == [new()]


@pytest.mark.parametrize(
    ("cut", "whole", "answer"),
    [
        ("Пост\nБерём вектор\nи мат", "Пост\nБерём вектор `W`, растим\nи матрицу", True),
        ("Пост\nБерём вектор\nи мат", "Пост и ещё слово\nБерём вектор `W`\nи матрицу", True),
        ("Пост\nи матрицу\nБерём", "Пост\nБерём вектор\nи матрицу", False),
        ("Пост", "Не пост", False),
        ("Пост\nстрока", "Пост", False),
        ("Пост\n👍\n", "Пост", True),
        ("👍", "Пост", False),
        ("", "Пост", False),
    ],
)
def test_begins(cut: str, whole: str, answer: bool) -> None:
    assert begins(cut, whole) is answer


def test_twenty_thousand_posts_against_as_many() -> None:
    rng = random.Random(4)
    words = [
        f"{start}{end}" for start in ("по", "ве", "за", "мо", "ин", "гра") for end in ("иск", "ктор", "прос", "дель")
    ]
    texts = [" ".join(rng.choices(words, k=rng.randrange(20, 120))) + f" {rng.randrange(3000)}" for _ in range(20_000)]
    stored = [known(i, text) for i, text in enumerate(texts)]
    answers = match(seen(*(f"{text} ещё" for text in texts)), stored)
    assert sum(answer.known_id == i for i, answer in enumerate(answers)) == 20_000
