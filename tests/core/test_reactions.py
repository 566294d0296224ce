from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reactions import ReactionLine, normal_emoji, parse_reaction_line, render_reaction_line

# What channels see most, and the hard ones: joiners, skin tones, flags of both makes, keycaps, one emoji that
# begins another, bare signs that are older than emoji.
EMOJI = [
    "👍", "👍🏽", "❤", "🔥", "❤‍🔥", "❤‍🩹", "✍", "🤷", "🤷‍♂", "🤷🏽‍♀", "👨‍💻", "👩🏿‍🚀",
    "👨‍👩‍👧‍👦", "🏳‍🌈", "🏴‍☠", "😮‍💨",
    "🇷🇺", "🇺🇦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1⃣", "#⃣", "0⃣", "☃", "🕊", "👁‍🗨", "👍❤", "🫡",
]  # fmt: skip

counted = st.dictionaries(st.sampled_from(EMOJI), st.integers(0, 999_999_999), min_size=1)


def counts(line: str) -> dict[str, int] | None:
    found = parse_reaction_line(line)
    return None if found is None else dict(found.counts)


# --- one emoji


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("❤️", "❤"),
        ("❤︎", "❤"),
        ("❤🔥", "❤‍🔥"),
        ("❤️🔥", "❤‍🔥"),
        ("❤️‍🔥", "❤‍🔥"),
        ("❤🩹", "❤‍🩹"),
        ("🤷♂", "🤷‍♂"),
        ("🤷🏽♀️", "🤷🏽‍♀"),
        ("👨💻", "👨‍💻"),
        ("👩🏿🚀", "👩🏿‍🚀"),
        ("🏳️🌈", "🏳‍🌈"),
        ("1️⃣", "1⃣"),
        ("👍🏽", "👍🏽"),
        ("🇷🇺", "🇷🇺"),
        ("👍❤", "👍❤"),
        ("и\u0306", "й"),
    ],
)
def test_normal_emoji(written: str, normal: str) -> None:
    assert normal_emoji(written) == normal


@given(st.lists(st.sampled_from([*EMOJI, "♂", "💻", "\ufe0f", "\u200d"]), max_size=5).map("".join) | st.text())
def test_normal_emoji_is_final_and_loses_only_selectors(written: str) -> None:
    normal = normal_emoji(written)

    assert normal_emoji(normal) == normal
    bare = unicodedata.normalize("NFC", written).replace("\ufe0e", "").replace("\ufe0f", "")
    assert normal.replace("\u200d", "") == bare.replace("\u200d", "")


# --- a line of them


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("👍16❤5🔥2", {"👍": 16, "❤": 5, "🔥": 2}),
        ("👍56❤14❤🔥8🔥7✍5🌚1", {"👍": 56, "❤": 14, "❤‍🔥": 8, "🔥": 7, "✍": 5, "🌚": 1}),
        ("👍 16  ❤️ 5\u00a0🔥 2 \n", {"👍": 16, "❤": 5, "🔥": 2}),
        ("👍1❤️2👍3❤4", {"👍": 4, "❤": 6}),
        ("🤷♂2🤷🏽‍♀️3👨💻1", {"🤷‍♂": 2, "🤷🏽‍♀": 3, "👨‍💻": 1}),
        ("👍🏽1👍2", {"👍🏽": 1, "👍": 2}),
        ("🇷🇺5🏴󠁧󠁢󠁥󠁮󠁧󠁿3", {"🇷🇺": 5, "🏴󠁧󠁢󠁥󠁮󠁧󠁿": 3}),
        ("1️⃣5 2⃣6", {"1⃣": 5, "2⃣": 6}),
        ("👍12️⃣3", {"👍": 1, "2⃣": 3}),
        ("👍❤5", {"👍❤": 5}),
        ("👍❤🔥5", {"👍❤‍🔥": 5}),
        ("👍0", {"👍": 0}),
    ],
)
def test_reaction_lines(line: str, expected: dict[str, int]) -> None:
    assert parse_reaction_line(line) == ReactionLine(expected)


@pytest.mark.parametrize(
    ("number", "count", "exact"),
    [
        ("1.2K", 1_200, False),
        ("1,2К", 1_200, False),  # a Cyrillic letter
        ("69.6K", 69_600, False),
        ("12K", 12_000, False),
        ("1.234M", 1_234_000, False),
        ("2М", 2_000_000, False),
        ("1,234", 1_234, True),
        ("1.234", 1_234, True),
    ],
)
def test_rounded_and_grouped_counts(number: str, count: int, exact: bool) -> None:
    assert parse_reaction_line(f"❤3👍{number}") == ReactionLine({"❤": 3, "👍": count}, exact)


@pytest.mark.parametrize(
    "line",
    [
        "",
        " \n",
        "2023",
        "1) text",
        "100%",
        "#1",
        "🔥",
        "👍🔥❤",
        "5 👍",
        "5 👍 6",
        "👍 5 раз",
        "🔥 8 причин уйти",
        "текст 👍5",
        "👍5❤",
        "👍5, ❤6",
        "👍-5",
        "👍+5",
        "👍5K+",
        "🗓 15.03",
        "🗓 15.03.2024",
        "⏰ 19:00",
        "© 2023",
        "™5",
        "☎ 88005553535",
        "👍👍👍👍👍3",
        "🎉🎉🎉 2024",
        "👍1234.567",
        "👍٣",
        "👍５",
        "🇷5",
        "🏽5",
        "5⃣",
        ":)5",
    ],
)
def test_lines_that_are_text(line: str) -> None:
    assert parse_reaction_line(line) is None


@given(counted)
def test_what_is_rendered_is_read_back(reactions: dict[str, int]) -> None:
    line = render_reaction_line(reactions)

    assert parse_reaction_line(line) == ReactionLine(reactions)
    assert "\n" not in line


@given(counted)
def test_a_line_that_lost_its_joiners_says_the_same(reactions: dict[str, int]) -> None:
    families = {emoji: count for emoji, count in reactions.items() if "👧" not in emoji}
    if families:
        assert counts(render_reaction_line(families).replace("\u200d", "")) == families


@given(st.lists(st.sampled_from([*EMOJI, "1", "9.5K", " ", "\u200d", "\ufe0f", "♂", "а"]), max_size=9).map("".join))
def test_a_line_is_all_reactions_or_text(line: str) -> None:
    found = parse_reaction_line(line)

    if found is not None:
        assert parse_reaction_line(render_reaction_line(found.counts)) == ReactionLine(found.counts)


def test_rendered_as_channels_write_it() -> None:
    assert render_reaction_line({"👍": 16, "❤": 5, "🔥": 2}) == "👍16❤5🔥2"
    assert render_reaction_line({"1⃣": 5, "2⃣": 6}) == "1⃣5 2⃣6"


@pytest.mark.parametrize(
    "reactions",
    [
        {},
        {"👍": -1},
        {"👍": 10**9},
        {"": 1},
        {"custom:123": 1},
        {"❤️": 1},
        {"❤🔥": 1},
        {"👍👍": 1},
        {"👍 ": 1},
        {"1": 1},
    ],
)
def test_what_no_line_can_say_is_refused(reactions: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no"):
        render_reaction_line(reactions)


@pytest.mark.parametrize(
    "line",
    [
        "👍" * 1_000_000,
        "👍 " * 500_000,
        "👍" + " " * 1_000_000 + "х",
        "👍" + "1" * 1_000_000,
        "1" * 1_000_000,
        "👨‍" * 500_000,
        "🇷" * 1_000_000,
        "👍1 " * 30_000 + "х",
        "👍1" + "\ufe0f" * 1_000_000,
        "👍" + "\U000e0067" * 1_000_000,
    ],
    ids=range(10),
)
def test_huge_hostile_lines_are_text(line: str) -> None:
    assert parse_reaction_line(line) is None


def test_a_huge_line_of_reactions_is_summed() -> None:
    assert counts("👍1" * 30_000) == {"👍": 30_000}
