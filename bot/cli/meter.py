"""How far an import is, and how it is stopped: by Ctrl-C or SIGTERM, between two reads or two batches."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from core.formats.format import Source

_PATIENCE_S = 1.0
"""After a signal: then what neither reads nor stores is cancelled, too."""


class Meter:
    """What is read and done so far, of all sources together. `on_change` is called whenever that has grown."""

    def __init__(self, on_change: Callable[[Meter], None] | None = None) -> None:
        self.posts = 0
        self.posts_before = 0
        """Of the sources before this one."""
        self.read_bytes = 0
        self.size_bytes = 0
        self.signal: signal.Signals | None = None
        """What has stopped the import."""
        self._on_change = on_change
        self._ends = False
        self._bytes_before = 0
        self._source_bytes = 0

    def expect(self, sources: Iterable[Source]) -> None:
        """So much is to be read."""
        self.size_bytes = sum(source.size_bytes or 0 for source in sources)

    def begin(self, source: Source) -> None:
        """The next source's turn."""
        self.posts_before = self.posts
        self._bytes_before += self._source_bytes
        self._source_bytes = source.size_bytes or 0
        self._read_to(self._bytes_before)

    def read(self, source_bytes: int) -> None:
        """So much of the source is read. Raises KeyboardInterrupt where the import is to stop."""
        if self.signal is not None:
            raise KeyboardInterrupt
        self._read_to(self._bytes_before + source_bytes)

    def progress(self, posts: int, source_bytes: int, _size_bytes: int | None) -> None:
        """So many posts of the source are done. Raises KeyboardInterrupt where the import is to stop."""
        self.posts = self.posts_before + posts
        self.read(source_bytes)

    def end(self) -> None:
        """The import ends, one way or another: nothing needs to be cancelled any more."""
        self._ends = True

    def cancel_later(self, task: asyncio.Task[object], delay_s: float) -> None:
        """Cancels the import if it has not begun to end by then."""
        asyncio.get_running_loop().call_later(delay_s, lambda: None if self._ends else task.cancel())

    def _read_to(self, read_bytes: int) -> None:
        self.read_bytes = max(self.read_bytes, read_bytes)  # a source may be read a second time, to compare it
        if self._on_change is not None:
            self._on_change(self)


@contextmanager
def stopped_by_signals(meter: Meter) -> Iterator[None]:
    """SIGINT and SIGTERM let the running task end at the next good moment; a second one cancels it at once."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def stop(number: int, _frame: FrameType | None) -> None:
        again = meter.signal is not None
        meter.signal = signal.Signals(number)
        if task is not None:
            loop.call_soon_threadsafe(meter.cancel_later, task, 0 if again else _PATIENCE_S)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
