"""The process that draws: PNG of the right size, with something on it, in the bundled font."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.charts.rasterize import rasterized
from bot.charts.svg import Colour, picture
from bot.charts.svg import words as line
from bot.i18n import words_of
from bot.views.stats import stats_drawing
from tests.bot.charts.numbers import day, stats
from tests.bot.charts.png import Png, read_png

CHECKOUT = Path(__file__).resolve().parents[3]


def run(svg: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bot.charts.rasterize"]
    return subprocess.run(command, input=svg, capture_output=True, cwd=CHECKOUT, check=False)


def lettering(text: str, weight: int) -> Png:
    return read_png(rasterized(picture(200, 80, [line((10, 60), text, 40, weight=weight)])))


def ink(drawn: Png) -> int:
    return sum(count for colour, count in drawn.colours().items() if colour != Colour.PAPER)


def test_the_picture_is_a_png_with_every_panel_on_it() -> None:
    found = stats(day(2019, 3, 1), day(2024, 3, 31), about=["один", "два", "три"])
    svg = stats_drawing(found, words_of("ru"))
    assert svg is not None
    ran = run(svg.encode())
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert len(ran.stdout) < 250_000
    drawn = read_png(ran.stdout)
    assert (drawn.width, drawn.height) == (1080, 1136)
    colours = drawn.colours()
    for colour in (Colour.PAPER, Colour.POSTS, Colour.MOST_POSTS, Colour.REACTIONS, Colour.TOPICS, Colour.GUIDE):
        assert colours[colour] > 500, colour
    assert drawn.colours(0, 120)[Colour.INK] > 1000  # the title


@pytest.mark.parametrize("weight", [400, 600])
def test_letters_are_the_bundled_fonts(weight: int) -> None:
    assert ink(lettering("Жш", weight)) > ink(lettering("Ж", weight)) > 100
    assert lettering("Ж", 400).rows != lettering("Ж", 600).rows
    assert ink(lettering("日", weight)) == 0  # no box in its place


@pytest.mark.parametrize("svg", [b"", b"no svg", b"<svg>", b"\xff"])
def test_what_is_no_picture_fails(svg: bytes) -> None:
    ran = run(svg)
    assert ran.returncode != 0
    assert ran.stdout == b""
    assert b"Error" in ran.stderr


def test_the_bot_itself_does_not_load_what_draws() -> None:
    code = "import sys, bot.dispatching, bot.polling; print('resvg_py' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=CHECKOUT, check=True)
    assert ran.stdout.strip() == "False"
