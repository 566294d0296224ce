"""The piece of a file that is looked at: what lies before it is forgotten, what lies behind it not yet read."""

from __future__ import annotations

from typing import BinaryIO

CHUNK = 256 * 1024
"""Bytes that are read at a time, at least."""


class Window:
    """`buffer[position:]` is what is still to be looked at; `passed` bytes of the file lie before the buffer."""

    __slots__ = ("_stream", "buffer", "passed", "position")

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.buffer = b""
        self.position = 0
        self.passed = 0

    @property
    def offset(self) -> int:
        """The position in the file."""
        return self.passed + self.position

    def more(self) -> bool:
        """Forget what lies before the position and read on; False at the file's end.

        It reads as much as it keeps, so that looking at all of it again after each time costs twice its size at most.
        """
        kept = self.buffer[self.position :]
        chunk = self._stream.read(max(CHUNK, len(kept)))
        self.passed += self.position
        self.position = 0
        self.buffer = kept + chunk if chunk else kept
        return bool(chunk)
