"""A stream whose beginning was looked at."""

from __future__ import annotations

from io import RawIOBase
from typing import BinaryIO, cast

from core.formats.encodings import HEAD_BYTES


def head_of(stream: BinaryIO) -> bytes:
    """The first `HEAD_BYTES` bytes of a stream at its beginning, fewer only where it has no more."""
    head = b""
    while len(head) < HEAD_BYTES:
        chunk = stream.read(HEAD_BYTES - len(head))
        if not chunk:
            break
        head += chunk
    return head


def rewound(head: bytes, stream: BinaryIO) -> BinaryIO:
    """The stream as if `head` had not been read from it; it can be read once, and that is all."""
    return cast("BinaryIO", _Rewound(head, stream))


class _Rewound(RawIOBase):
    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if not self._head:
            return self._stream.read(size)
        piece = self._head if size < 0 else self._head[:size]
        self._head = self._head[len(piece) :]
        return piece + self._stream.read() if size < 0 else piece
