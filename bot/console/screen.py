"""How a message looks in the terminal: nicely on a TTY, as plain text in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from core.richtext import Entity, RichText, Utf16Index

_STYLES = {
    "bold": "bold", "italic": "italic", "underline": "underline", "strikethrough": "strike", "spoiler": "dim",
    "code": "cyan", "pre": "cyan", "blockquote": "dim", "expandable_blockquote": "dim",
}  # fmt: skip
_MARKS = {"bold": "*", "italic": "_", "code": "`", "pre": "`"}


class TerminalScreen:
    """Writes messages one after another to a stream."""

    def __init__(self, stream: TextIO, *, nice: bool) -> None:
        self._stream = stream
        self._console = Console(file=stream, highlight=False) if nice else None

    def show(self, text: RichText, rows: Sequence[Sequence[str]]) -> None:
        """A message with its keyboard; the buttons are numbered through all rows, `#1` presses the first."""
        numbers = iter(range(1, 1 + sum(len(row) for row in rows)))
        keyboard = ["  ".join(f"[{next(numbers)}] {label}" for label in row) for row in rows]
        if self._console is None:
            self._stream.write("\n".join([marked(text), *keyboard]) + "\n\n")
            self._stream.flush()
        else:
            body = Text("\n").join([coloured(text), *(Text(line, style="bold blue") for line in keyboard)])
            self._console.print(Panel(body, border_style="dim"))

    def notify(self, text: str) -> None:
        """A notification over the chat."""
        if self._console is None:
            self._stream.write(f"({text})\n\n")
            self._stream.flush()
        else:
            self._console.print(Text(text, style="yellow"))


def marked(text: RichText) -> str:
    """Plain text with *bold*, _italic_ and `code` as people write them in a pipe."""
    cuts: dict[int, str] = {}
    for start, end, entity in _spans(text):
        mark = _MARKS.get(entity.type, "")
        cuts[start] = cuts.get(start, "") + mark
        cuts[end] = mark + cuts.get(end, "")
    pieces, before = [], 0
    for position in sorted(cuts):
        pieces += [text.text[before:position], cuts[position]]
        before = position
    return "".join([*pieces, text.text[before:]])


def coloured(text: RichText) -> Text:
    """The text in the terminal's own styles, links clickable."""
    shown = Text(text.text)
    for start, end, entity in _spans(text):
        style = f"link {entity.url}" if entity.url else _STYLES.get(entity.type, "")
        shown.stylize(style, start, end)
    return shown


def _spans(text: RichText) -> Iterator[tuple[int, int, Entity]]:
    index = Utf16Index(text.text)
    for entity in text.entities:
        start, end = index.range_to_characters(entity.offset, entity.end)
        yield start, end, entity
