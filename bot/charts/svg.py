"""The few pieces of SVG that the pictures are made of. Lengths are pixels of the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape

from bot.charts.face import FAMILY, face

BOLD = 600
REGULAR = 400

Point = tuple[float, float]


class Colour(StrEnum):
    """Quiet ones, on paper that glares neither in a light client nor in a dark one."""

    PAPER = "#FAF9F6"
    INK = "#22303C"
    MUTED = "#6B7884"
    GUIDE = "#E3E0D9"
    POSTS = "#7FA9CC"
    MOST_POSTS = "#2D6A9F"
    REACTIONS = "#C4693F"
    TOPICS = "#6FA394"


@dataclass(frozen=True, slots=True)
class Box:
    """A place in the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


def picture(width: float, height: float, pieces: Iterable[str]) -> str:
    """The pieces on paper, as a document."""
    size = f'width="{width:g}" height="{height:g}"'
    paper = f'<rect {size} fill="{Colour.PAPER}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}">{paper}{"".join(pieces)}</svg>'


def words(
    at: Point, text: str, size: float, colour: Colour = Colour.INK, *, weight: int = REGULAR, anchor: str = "start"
) -> str:
    """A line of text, without what the font lacks; `at`: on its base line, where it begins, or what `anchor` says."""
    drawn = escape(face(weight).drawable(text))
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{colour}"'
        f' text-anchor="{anchor}">{drawn}</text>'
    )


def bar(box: Box, colour: Colour, radius: float, *, lying: bool = False) -> str:
    """A bar that stands on the lower edge of its box, or lies at its left edge; its end is rounded."""
    round_ = min(radius, box.width / 2, box.height)
    if lying:
        round_ = min(radius, box.height / 2, box.width)
        outline = (
            f"M{box.left:.1f} {box.top:.1f}H{box.right - round_:.1f}q{round_:.1f} 0 {round_:.1f} {round_:.1f}"
            f"V{box.bottom - round_:.1f}q0 {round_:.1f} {-round_:.1f} {round_:.1f}H{box.left:.1f}Z"
        )
    else:
        outline = (
            f"M{box.left:.1f} {box.bottom:.1f}V{box.top + round_:.1f}q0 {-round_:.1f} {round_:.1f} {-round_:.1f}"
            f"H{box.right - round_:.1f}q{round_:.1f} 0 {round_:.1f} {round_:.1f}V{box.bottom:.1f}Z"
        )
    return f'<path d="{outline}" fill="{colour}"/>'


def rule(start: Point, end: Point, colour: Colour, width: float) -> str:
    """A straight line."""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{colour}"'
        f' stroke-width="{width:g}"/>'
    )


def course(points: Sequence[Point], colour: Colour, width: float) -> str:
    """A line from point to point."""
    return (
        f'<path d="{_through(points)}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"'
        ' stroke-linecap="round"/>'
    )


def area(points: Sequence[Point], bottom: float, colour: Colour) -> str:
    """What lies between a line from point to point and the height `bottom`, faintly."""
    outline = f"{_through(points)}L{points[-1][0]:.1f} {bottom:.1f}L{points[0][0]:.1f} {bottom:.1f}Z"
    return f'<path d="{outline}" fill="{colour}" fill-opacity="0.14"/>'


def dot(at: Point, colour: Colour, radius: float) -> str:
    """A filled circle."""
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" fill="{colour}"/>'


def _through(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
