from __future__ import annotations

import io

from core.formats.rewound import head_of, rewound


def test_a_stream_gives_its_beginning_again() -> None:
    for size in (-1, 1, 2, 3, 100):
        stream = io.BytesIO(b"abcdef")
        again = rewound(stream.read(2), stream)
        assert again.readable()
        assert b"".join(iter(lambda again=again, size=size: again.read(size), b"")) == b"abcdef"  # type: ignore[misc]


def test_a_beginning_that_comes_in_pieces() -> None:
    class Pieces(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 3))

    assert head_of(Pieces(b"abcdefgh")) == b"abcdefgh"
