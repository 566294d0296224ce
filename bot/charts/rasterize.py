"""`python -m bot.charts.rasterize`: reads an SVG from stdin and writes it to stdout as a PNG, with the bundled font.

A process of its own, because what draws keeps its memory: the bot never imports it.
"""

from __future__ import annotations

import sys

import resvg_py

from bot.charts.face import FAMILY, file_of
from bot.charts.svg import BOLD, REGULAR


def rasterized(svg: str) -> bytes:
    """The picture as a PNG. Raises ValueError for what is no SVG."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(file_of(weight)) for weight in (REGULAR, BOLD)],
        font_family=FAMILY,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(rasterized(sys.stdin.buffer.read().decode("utf-8")))
