from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.richtext import (
    ENTITY_TYPES,
    Entity,
    RichText,
    concat,
    slice_,
)
from core.richtext.entities import QUOTES, STYLES, UNSTYLED
from core.richtext.normal import as_telegram_counts
from tests.core.rich_texts import (
    SOLID,
    bold,
    code,
    entities_over,
    formats,
    link,
    of,
    quote,
    rich_texts,
    texts,
    unit_formats,
    units,
)

# --- the normal form


@given(st.data(), texts)
def test_entities_are_sorted_and_on_whole_characters(data: st.DataObject, text: str) -> None:
    rich = RichText(text, tuple(data.draw(entities_over(text))))

    assert rich.text == text
    assert all(one.offset <= two.offset for one, two in pairwise(rich.entities))
    encoded = text.encode("utf-16-le")
    for entity in rich.entities:
        assert entity.length > 0
        assert encoded[entity.offset * 2 : entity.end * 2].decode("utf-16-le")  # strict: raises for half a pair


@given(st.data(), texts)
def test_each_character_keeps_what_telegram_lets_it_have(data: st.DataObject, text: str) -> None:
    given_entities = data.draw(entities_over(text))
    rich = RichText(text, tuple(given_entities))

    for asked, got in zip(unit_formats(given_entities, units(text)), formats(rich), strict=True):
        assert got <= asked
        assert len(of(got, *QUOTES)) == min(1, len(of(asked, *QUOTES)))
        assert len(of(got, *SOLID)) == min(1, len(of(asked, *SOLID)))
        assert of(got, *STYLES) == (set() if of(got, *UNSTYLED) else of(asked, *STYLES))


@given(rich_texts())
def test_code_links_and_quotes_do_not_cross(rich: RichText) -> None:
    solids = [entity for entity in rich.entities if entity.type in SOLID]
    quotes = [entity for entity in rich.entities if entity.type in QUOTES]

    for row in (solids, quotes):
        assert all(one.end <= two.offset for one, two in pairwise(row))
    for solid in solids:
        for other in quotes:
            apart = solid.end <= other.offset or other.end <= solid.offset
            assert apart or (other.offset <= solid.offset and solid.end <= other.end)


@given(rich_texts())
def test_normal_form_is_final(rich: RichText) -> None:
    assert RichText(rich.text, tuple(reversed(rich.entities))) == rich
    assert RichText.clean(rich.text, rich.entities) == rich


def test_touching_and_overlapping_styles_become_one() -> None:
    assert RichText("abcdefgh", (bold(5, 8), bold(0, 5))).entities == (bold(0, 8),)
    assert RichText("abcdefgh", (bold(2, 4), bold(0, 5), bold(4, 8))).entities == (bold(0, 8),)


def test_touching_code_links_and_quotes_stay_two_and_overlapping_ones_become_one() -> None:
    for kind in (code, link, quote):
        assert RichText("abcdefgh", (kind(0, 5), kind(5, 8))).entities == (kind(0, 5), kind(5, 8))
        assert RichText("abcdefgh", (kind(0, 5), kind(3, 8))).entities == (kind(0, 8),)


def test_code_takes_styles_off_and_stands_in_quotes() -> None:
    rich = RichText("abcdefgh", (bold(0, 8), code(2, 4), quote(0, 8)))

    assert rich.entities == (quote(0, 8), bold(0, 2), code(2, 4), bold(4, 8))


def test_code_is_cut_at_a_quotes_border() -> None:
    assert RichText("abcdefgh", (code(2, 6), quote(0, 4))).entities == (quote(0, 4), code(2, 4), code(4, 6))


def test_the_earlier_and_then_the_longer_one_wins() -> None:
    assert RichText("abcdefgh", (code(2, 8), link(0, 4))).entities == (link(0, 4), code(4, 8))
    assert RichText("abcdefgh", (code(0, 4), link(0, 8))).entities == (link(0, 8),)


def test_a_style_is_counted_as_telegram_cuts_it() -> None:
    rich = RichText("abcdefghij", (bold(0, 10), link(3, 6)))
    assert as_telegram_counts(rich.entities) == [bold(0, 3), bold(3, 6), bold(6, 10), link(3, 6)]

    italic = Entity("italic", 3, 5)
    crossing = RichText("abcdefgh", (bold(0, 5), italic))
    assert as_telegram_counts(crossing.entities) == [bold(0, 3), bold(3, 5), italic]


# --- what is refused, and what is repaired


@pytest.mark.parametrize(
    "entity",
    [
        bold(0, 5),
        bold(-1, 2),
        bold(3, 1),
        bold(0, 2),  # the first half of 👍
        bold(2, 4),  # the second half
        Entity("itallic", 0, 1),
        Entity("text_link", 0, 1),
        Entity("text_mention", 0, 1),
        Entity("custom_emoji", 0, 1),
        Entity("date_time", 0, 1),
    ],
)
def test_a_wrong_entity_is_refused(entity: Entity) -> None:
    with pytest.raises(ValueError, match=r"entity"):
        RichText("a👍b", (entity,))


def test_an_entity_that_covers_nothing_is_left_out() -> None:
    assert RichText("ab", (bold(1, 1),)) == RichText("ab")
    assert RichText("", (bold(0, 0),)) == RichText()


def test_clean_repairs_what_others_write() -> None:
    found = [
        bold(-5, 1),
        Entity("italic", 2, 1),  # from the middle of 👍: outwards
        Entity("underline", 1, 1),  # up to the middle of 👍
        code(3, 99),
        Entity("spoiler", 7, 3),
        Entity("strikethrough", 3, -2),
        Entity("itallic", 0, 1),
        Entity("text_link", 0, 1),
    ]

    assert RichText.clean("a👍b", found).entities == (
        bold(0, 1),
        Entity("italic", 1, 2),
        Entity("underline", 1, 2),
        code(3, 4),
    )


@given(texts, st.lists(st.builds(Entity, st.sampled_from([*ENTITY_TYPES, "?"]), st.integers(), st.integers())))
def test_clean_takes_whatever_comes(text: str, entities: list[Entity]) -> None:
    rich = RichText.clean(text, entities)

    assert rich.text == text
    assert RichText(rich.text, rich.entities) == rich


def test_half_a_pair_in_the_text_stays_as_it_is() -> None:
    broken = "a\ud83d\ude00b\ud83d"
    rich = RichText.clean(broken, [bold(0, 5)])

    assert concat(slice_(rich, 0, 2), slice_(rich, 2)).text == broken
    assert rich.entities == (bold(0, 5),)
