from __future__ import annotations

from itertools import accumulate

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from core.richtext import Entity, RichText, concat, pages, split, styled
from core.richtext.normal import DEEPEST, as_telegram_counts
from tests.core.rich_texts import formats, rich_texts, texts, units

unit_limits = st.integers(2, 40)
entity_limits = st.integers(DEEPEST, 12)


def pieces_of(text: str, limit: int) -> list[str]:
    return [piece.text for piece in split(RichText(text), limit)]


@given(rich_texts(), unit_limits, entity_limits)
def test_joined_again_the_pieces_are_the_whole(rich: RichText, max_units: int, max_entities: int) -> None:
    pieces = split(rich, max_units, max_entities)

    assert "".join(piece.text for piece in pieces) == rich.text
    assert [here for piece in pieces for here in formats(piece)] == formats(rich)
    assert formats(concat(*pieces)) == formats(rich)


@given(rich_texts(), unit_limits, entity_limits)
def test_every_piece_keeps_both_limits(rich: RichText, max_units: int, max_entities: int) -> None:
    for piece in split(rich, max_units, max_entities):
        assert 0 < units(piece.text) <= max_units
        assert len(piece.entities) <= len(as_telegram_counts(piece.entities)) <= max_entities


@given(texts, unit_limits)
def test_a_cluster_is_cut_only_where_it_is_longer_than_a_piece(text: str, limit: int) -> None:
    clusters = [found.group() for found in regex.finditer(r"\X", text)]
    starts = [0, *accumulate(len(cluster) for cluster in clusters)]
    inside_long = {
        place
        for start, cluster in zip(starts, clusters, strict=False)
        if units(cluster) > limit
        for place in range(start, start + len(cluster))
    }

    cuts = accumulate(len(piece) for piece in pieces_of(text, limit))

    assert set(cuts) <= set(starts) | inside_long


@given(rich_texts())
def test_what_fits_stays_in_one_piece(rich: RichText) -> None:
    assert split(rich) == ((rich,) if rich.text else ())


@given(rich_texts(), unit_limits, entity_limits)
def test_pages_are_the_pieces_without_blank_ends(rich: RichText, max_units: int, max_entities: int) -> None:
    shown = pages(rich, max_units, max_entities)

    assert all(page.text and page.text == page.text.strip() for page in shown)
    assert all(units(page.text) <= max_units for page in shown)
    assert "".join("".join(page.text.split()) for page in shown) == "".join(rich.text.split())


def test_a_blank_line_is_preferred_to_a_line_break() -> None:
    assert pieces_of("один два.\n\nтри\nчетыре пять", 20) == ["один два.\n\n", "три\nчетыре пять"]
    assert pieces_of("один два.\r\n \r\nтри\r\nчетыре пять", 20) == ["один два.\r\n \r\n", "три\r\nчетыре пять"]


def test_then_a_line_break_then_a_sentence_then_a_word() -> None:
    assert pieces_of("один два.\nтри. Четыре пять", 20) == ["один два.\n", "три. Четыре пять"]
    assert pieces_of("Один, два. Три четыре пять", 20) == ["Один, два. ", "Три четыре пять"]
    assert pieces_of("(Один, два!») Три четыре пять", 20) == ["(Один, два!») ", "Три четыре пять"]
    assert pieces_of("один два три четыре пять", 20) == ["один два три четыре ", "пять"]


def test_an_abbreviation_ends_no_sentence() -> None:
    assert pieces_of("слова и т. е. другие слова", 20) == ["слова и т. е. другие", " слова"]


def test_a_word_longer_than_a_piece_is_cut_between_clusters() -> None:
    assert pieces_of("ё́" * 12, 10) == ["ё́" * 5, "ё́" * 5, "ё́" * 2]
    assert pieces_of("👨‍👩‍👧‍👦" * 3, 25) == ["👨‍👩‍👧‍👦" * 2, "👨‍👩‍👧‍👦"]
    assert pieces_of("🇷🇺" * 3, 10) == ["🇷🇺" * 2, "🇷🇺"]


def test_a_cluster_longer_than_a_piece_is_cut_between_characters() -> None:
    assert pieces_of("a" + "\u0301" * 9 + "b", 5) == ["a" + "\u0301" * 4, "\u0301" * 5, "b"]
    assert pieces_of("👍🏽👍🏽", 3) == ["👍", "🏽", "👍", "🏽"]


def test_a_short_title_does_not_make_a_piece_of_its_own() -> None:
    first, second = pieces_of("Имя\n" + "слово " * 10, 40)

    assert first.startswith("Имя\nслово")
    assert second.strip()


def test_a_word_is_kept_whole_even_where_the_piece_stays_short() -> None:
    assert pieces_of("да " + "х" * 18 + " нет", 20) == ["да ", "х" * 18 + " ", "нет"]


def test_blanks_at_the_limit_do_not_cost_the_last_word() -> None:
    assert pieces_of("пять слов\n\nещё слова", 9) == ["пять слов", "\n\nещё ", "слова"]
    assert pieces_of("пять слов\r\n\r\nещё", 10)[0] == "пять слов"


def test_a_mark_on_a_blank_stays_with_it() -> None:
    assert pieces_of("слово  \u0301слово", 9) == ["слово ", " \u0301слово"]
    assert pieces_of("слово \u0301слово", 9) == ["слово", " \u0301слово"]
    assert pieces_of("слово\u0600 \u0301слово", 9) == ["слово\u0600 \u0301с", "лово"]


def test_a_long_run_of_blanks_makes_no_page() -> None:
    rich = RichText("да" + " " * 30 + "нет")

    assert len(split(rich, 10)) == 4
    assert pages(rich, 10) == (RichText("да"), RichText("нет"))
    assert pages(RichText(" \n ")) == ()


def test_an_entity_that_crosses_goes_on_in_the_next_piece() -> None:
    rich = concat(styled("один два три", "bold"), " ", styled("f(x)", "code"))

    assert split(rich, 8) == (
        RichText("один два", (Entity("bold", 0, 8),)),
        RichText(" три ", (Entity("bold", 0, 4),)),
        RichText("f(x)", (Entity("code", 0, 4),)),
    )


def test_entities_over_the_limit_make_a_new_piece() -> None:
    rich = concat(*(part for number in range(150) for part in (styled(f"#{number}", "hashtag"), " ")))

    first, second = split(rich)

    assert len(first.entities) == 100
    assert len(second.entities) == 50
    assert first.text.endswith("#99 ")


def test_styles_cut_by_links_are_counted_as_telegram_counts_them() -> None:
    links = concat(*(part for _ in range(40) for part in (styled("тут", "text_link", url="https://example.org/"), " ")))
    rich = concat(RichText(links.text, (*links.entities, Entity("bold", 0, units(links.text)))))

    # With each link stand two pieces of bold text, its own and the one behind it; a piece ends at a blank.
    assert len(rich.entities) == 41
    assert [len(as_telegram_counts(piece.entities)) for piece in split(rich)] == [99, 21]


def test_a_huge_hostile_text_is_split() -> None:
    text = "\u0301a. \n👍" * 15_000
    rich = RichText(text, tuple(Entity("code", start, 1) for start in range(1, 7 * 15_000, 7)))

    pieces = split(rich)

    assert "".join(piece.text for piece in pieces) == text
    assert sum(len(piece.entities) for piece in pieces) == 15_000


@pytest.mark.parametrize(("max_units", "max_entities"), [(1, 100), (4096, DEEPEST - 1), (0, 0)])
def test_limits_that_no_character_fits_are_refused(max_units: int, max_entities: int) -> None:
    with pytest.raises(ValueError, match="limits too small"):
        split(RichText("a"), max_units, max_entities)
