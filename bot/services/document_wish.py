"""What an operator writes under a file that he sends to be imported, and what that file is called."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from core.errors import WrongUsage
from core.types import Visibility

_OPTIONS = ("--channel", "--chat", "--visibility")
_CHANNEL = re.compile(r"@[A-Za-z]\w{3,31}|-?[0-9]{5,18}", re.ASCII)
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LONGEST_BYTES = 200
_NO_NAME = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWish:
    """The options of `letopis import` that a caption can hold."""

    channel: str | None = None
    chat: str | None = None
    visibility: str | None = None

    def options(self) -> Iterator[str]:
        """As the command takes them."""
        for name, value in (("channel", self.channel), ("chat", self.chat), ("visibility", self.visibility)):
            if value is not None:
                yield f"--{name}={value}"


def wish_of(caption: str | None) -> DocumentWish:
    """A caption's wish: options of the command, or a channel's @name or id alone; any other text says nothing.

    Raises WrongUsage for options that the command would not take.
    """
    caption = (caption or "").strip().replace("\N{EM DASH}", "--")  # as phones write two minus signs
    if _CHANNEL.fullmatch(caption):
        return DocumentWish(channel=caption)
    if not caption.startswith("--"):
        return DocumentWish()
    try:
        pieces = shlex.split(caption)
    except ValueError:  # a quotation mark that is never closed
        raise WrongUsage("document.usage") from None
    return _of_options(pieces)


def _of_options(pieces: list[str]) -> DocumentWish:
    wish = DocumentWish()
    waiting = iter(pieces)
    for piece in waiting:
        name, equals, value = piece.partition("=")
        value = value if equals else next(waiting, "")
        if name not in _OPTIONS or not value or (name == "--visibility" and value not in set(Visibility)):
            raise WrongUsage("document.usage")
        wish = replace(wish, **{name.removeprefix("--"): value})
    return wish


def safe_name(name: str | None) -> str:
    """A file's name as it can be written to the disk: without folders, of a bearable length, never hidden."""
    name = PurePosixPath(_UNFIT.sub("_", name or "").replace("\\", "/")).name.lstrip(". ")
    suffix = PurePosixPath(name).suffix[:20]
    stem = name.removesuffix(suffix).encode()[: _LONGEST_BYTES - len(suffix.encode())].decode(errors="ignore")
    return f"{stem}{suffix}" if stem else _NO_NAME
