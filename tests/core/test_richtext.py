from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.richtext import (
    Entity,
    RichText,
    concat,
    entity_from_json,
    entity_to_json,
    overlay,
    slice_,
    styled,
    trim,
)
from core.richtext.entities import CODE, QUOTES, STYLES
from tests.core.rich_texts import (
    LINK,
    SOLID,
    bold,
    code,
    formats,
    kinds,
    link,
    of,
    quote,
    rich_texts,
    texts,
    units,
)

# --- operations


@given(st.lists(rich_texts() | texts, max_size=4))
def test_concat_keeps_text_and_formatting(parts: list[RichText | str]) -> None:
    whole = concat(*parts)

    each = [RichText(part) if isinstance(part, str) else part for part in parts]
    assert whole.text == "".join(part.text for part in each)
    assert formats(whole) == [here for part in each for here in formats(part)]


@given(rich_texts(), rich_texts(), rich_texts())
def test_concat_is_associative(one: RichText, two: RichText, three: RichText) -> None:
    assert concat(one, concat(two, three)) == concat(concat(one, two), three) == concat(one, two, three)
    assert concat(one, "") == concat("", one) == concat(one) == one


@given(rich_texts(), st.data())
def test_slice_is_what_the_bytes_say(rich: RichText, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(rich.text)))
    end = data.draw(st.integers(start, len(rich.text)))
    first, behind = units(rich.text[:start]), units(rich.text[:end])

    part = slice_(rich, first, behind)

    assert (
        part.text == rich.text.encode("utf-16-le")[first * 2 : behind * 2].decode("utf-16-le") == rich.text[start:end]
    )
    assert formats(part) == formats(rich)[first:behind]


@given(rich_texts(), st.integers(-3, 90))
def test_two_slices_are_the_whole_wherever_the_cut_is(rich: RichText, cut: int) -> None:
    left, right = slice_(rich, 0, cut), slice_(rich, cut)

    assert left.text + right.text == rich.text
    assert formats(left) + formats(right) == formats(rich)


def test_slice_takes_offsets_inside_a_pair_and_beyond_the_ends() -> None:
    rich = RichText("a👍b", (bold(1, 3),))

    assert slice_(rich, 2) == RichText("👍b", (bold(0, 2),))
    assert slice_(rich, 0, 2) == RichText("a")
    assert slice_(rich, -7, 99) == rich
    assert slice_(rich, 3, 1) == RichText()


@given(rich_texts())
def test_trim_strips_both_ends(rich: RichText) -> None:
    trimmed = trim(rich)
    first = units(rich.text[: len(rich.text) - len(rich.text.lstrip())]) if trimmed.text else 0

    assert trimmed.text == rich.text.strip()
    assert formats(trimmed) == formats(rich)[first : first + units(trimmed.text)]


def test_trim_clips_entities_and_drops_those_on_blanks() -> None:
    rich = RichText(" \n👍 a \n ", (bold(0, 2), Entity("italic", 1, 3), code(5, 8)))

    assert trim(rich) == RichText("👍 a", (Entity("italic", 0, 2), code(3, 4)))
    assert trim(RichText(" \n ", (bold(0, 3),))) == RichText()


@given(rich_texts(), kinds, st.data())
def test_overlay_leaves_what_stands(rich: RichText, kind: Entity, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(rich.text)))
    end = data.draw(st.integers(start, len(rich.text)))
    first, behind = units(rich.text[:start]), units(rich.text[:end])

    result = overlay(rich, kind.placed(first, behind))

    assert result.text == rich.text
    for unit, (before, after) in enumerate(zip(formats(rich), formats(result), strict=True)):
        laid = {kind} if first <= unit < behind and may_stand(kind, before) else set[Entity]()
        kept = before - of(before, *STYLES) if laid and kind.type in CODE else before
        assert after == kept | laid


def may_stand(kind: Entity, before: frozenset[Entity]) -> bool:
    """Whether a character with this formatting can take on more of this kind."""
    if kind.type in STYLES:
        return not of(before, *CODE)
    rivals = QUOTES if kind.type in QUOTES else SOLID
    return of(before, *rivals) <= {kind}


def test_overlay_goes_around_code() -> None:
    rich = concat("вызов ", styled("f(x)", "code"), " тут")

    assert overlay(rich, bold(0, 14)).entities == (bold(0, 6), code(6, 10), bold(10, 14))
    assert overlay(rich, link(0, 14)).entities == (link(0, 6), code(6, 10), link(10, 14))
    assert overlay(rich, quote(0, 14)).entities == (quote(0, 14), code(6, 10))


def test_overlay_takes_several_and_they_merge() -> None:
    rich = styled("abcdef", "bold")

    assert overlay(rich, [bold(0, 3), Entity("italic", 0, 2), Entity("italic", 1, 3)]).entities == (
        bold(0, 6),
        Entity("italic", 0, 4),
    )
    assert overlay(rich, []) == rich
    with pytest.raises(ValueError, match="outside"):
        overlay(rich, bold(0, 7))


@given(texts)
def test_styled_covers_the_whole_text(text: str) -> None:
    assert styled(text, "bold") == RichText(text, (bold(0, units(text)),) if text else ())


def test_styled_takes_the_fields_of_its_type() -> None:
    assert styled("👍", "text_link", url=LINK).entities == (link(0, 2),)
    assert styled("x", "pre", language="python").entities == (Entity("pre", 0, 1, language="python"),)


# --- JSON


@given(kinds, st.integers(0, 9), st.integers(1, 9))
def test_json_round_trip(kind: Entity, start: int, length: int) -> None:
    entity = kind.placed(start, start + length)

    assert entity_from_json(entity_to_json(entity)) == entity


def test_json_has_the_bot_apis_shape() -> None:
    assert entity_to_json(bold(1, 3)) == {"type": "bold", "offset": 1, "length": 2}
    assert entity_to_json(link(0, 2)) == {"type": "text_link", "offset": 0, "length": 2, "url": LINK}
    mention = {"type": "text_mention", "offset": 0, "length": 2, "user": {"id": 7}}
    assert entity_to_json(Entity("text_mention", 0, 2, user_id=7)) == mention
    assert entity_from_json({**mention, "user": {"id": 7, "is_bot": False, "first_name": "Анна"}}).user_id == 7


def test_foreign_json_fields_of_a_wrong_kind_count_as_absent() -> None:
    item = {
        "type": "pre",
        "offset": 0,
        "length": 2,
        "language": "",
        "url": 5,
        "user": "Анна",
        "unix_time": True,
        "new": 1,
    }

    assert entity_from_json(item) == Entity("pre", 0, 2)


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"type": "bold", "offset": 0},
        {"type": "bold", "offset": "0", "length": 1},
        {"type": 1, "offset": 0, "length": 1},
    ],
)
def test_json_without_type_or_range_is_refused(item: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs a type"):
        entity_from_json(item)
