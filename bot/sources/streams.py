"""The streams that are handed on: they say how far they are, and what is wrong in words."""

from __future__ import annotations

import errno
import io
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipExtFile, ZipInfo

Watch = Callable[[int], None]
"""Called with how many bytes of a source are read; what it raises ends the reading."""

_CHUNK_BYTES = 128 * 1024
_STEP_BYTES = 16 * 1024
"""Where a zip is damaged, not more than this is lost before it."""


def watched(stream: BinaryIO, before: int, watch: Watch | None) -> BinaryIO:
    """The stream, of which `watch` is told after every chunk; `before`: bytes of the source that went before it."""
    return stream if watch is None else _Watched(stream, before, watch).as_binary()


def unpacked(begin: Callable[[], ZipExtFile], member: ZipInfo) -> BinaryIO:
    """A file of a zip: all that can be unpacked, then what is wrong.

    `begin` opens zipfile's stream of it, without zipfile's own check.
    """
    return _Unpacked(begin, member).as_binary()


def failing(error: OSError) -> BinaryIO:
    """A stream that gives nothing but this error."""
    return _Failing(error).as_binary()


class _Stream(io.BufferedIOBase):
    """A stream of chunks. What came before an error is given before the error; to go back is to begin anew."""

    def __init__(self) -> None:
        self._chunk = b""
        self._at = 0
        self._given = 0
        self._error: OSError | None = None

    def next_chunk(self) -> bytes:
        """The next bytes, none at the end. Raises OSError."""
        raise NotImplementedError

    def begin_anew(self) -> None:
        """Lets the next chunk be the first one. Raises OSError."""
        raise NotImplementedError

    def as_binary(self) -> BinaryIO:
        return cast("BinaryIO", self)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Goes to a place that is counted from the beginning."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("only places counted from the beginning")
        if offset < self._given:
            self._chunk, self._at, self._given, self._error = b"", 0, 0, None
            self.begin_anew()
        while self._given < offset and self.read1(offset - self._given):
            pass
        return self._given

    def tell(self) -> int:
        """How many bytes are read."""
        return self._given

    def read(self, size: int | None = -1, /) -> bytes:
        """As many bytes, fewer only before the end and before an error."""
        most = -1 if size is None else size
        pieces: list[bytes] = []
        while most and (piece := self._piece(most, may_fail=not pieces)):
            pieces.append(piece)
            most -= len(piece) if most > 0 else 0
        return b"".join(pieces)

    def read1(self, size: int = -1, /) -> bytes:
        """Some bytes, as many as are at hand."""
        return self._piece(size, may_fail=True) if size else b""

    def peek(self, _size: int = 0, /) -> bytes:
        """The bytes at hand, which stay to be read."""
        self._fill(may_fail=True)
        return self._chunk[self._at :]

    def _piece(self, most: int, *, may_fail: bool) -> bytes:
        self._fill(may_fail=may_fail)
        end = len(self._chunk) if most < 0 else min(self._at + most, len(self._chunk))
        piece = self._chunk[self._at : end]
        self._at = end
        self._given += len(piece)
        return piece

    def _fill(self, *, may_fail: bool) -> None:
        if self._at < len(self._chunk):
            return
        self._chunk, self._at = b"", 0
        try:
            if self._error is None:
                self._chunk = self.next_chunk()
        except OSError as error:
            self._error = error
        if self._error is not None and may_fail:
            raise self._error


class _Watched(_Stream):
    """Tells how far it is."""

    def __init__(self, stream: BinaryIO, before: int, watch: Watch) -> None:
        super().__init__()
        self._stream = stream
        self._before = before
        self._read_bytes = before
        self._watch = watch

    def begin_anew(self) -> None:
        self._stream.seek(0)
        self._read_bytes = self._before

    def next_chunk(self) -> bytes:
        chunk = self._stream.read(_CHUNK_BYTES)
        self._read_bytes += len(chunk)
        self._watch(self._read_bytes)
        return chunk

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Unpacked(_Stream):
    """Checks the whole file when it has given all of it, not before its last piece as zipfile does."""

    def __init__(self, begin: Callable[[], ZipExtFile], member: ZipInfo) -> None:
        super().__init__()
        self._begin = begin
        self._stream = begin()
        self._member = member
        self._unpacked = 0
        self._checksum = 0

    def begin_anew(self) -> None:
        self._stream.close()
        self._stream = self._begin()
        self._unpacked = 0
        self._checksum = 0

    def next_chunk(self) -> bytes:
        try:
            chunk = self._stream.read1(_STEP_BYTES)
        except EOFError:
            raise OSError(errno.EIO, "the zip is cut off in it") from None
        except (BadZipFile, zlib.error):
            raise OSError(errno.EIO, "the zip is damaged in it") from None
        self._unpacked += len(chunk)
        self._checksum = zlib.crc32(chunk, self._checksum)
        if not chunk and self._unpacked < self._member.file_size:
            raise OSError(errno.EIO, "the zip is damaged in it: it is shorter than it should be")
        if not chunk and self._checksum != self._member.CRC:
            raise OSError(errno.EIO, "the zip is damaged in it: its checksum is wrong")
        return chunk

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Failing(_Stream):
    """Cannot be read."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._reason = error

    def next_chunk(self) -> bytes:
        raise self._reason
