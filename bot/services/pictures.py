"""Pictures, drawn by a process of its own, one after another, and remembered for who asks for the same one again.

What draws takes memory that it would not give back, so it lives for one picture: docs/decisions/0013-pictures.md. It is
remembered in memory alone, under a hash of what is drawn, which holds every number and every word of it: a picture is
never out of date, and never another reader's.
"""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256

import structlog

from bot.services.child_process import Finished, run_child
from bot.settings import child_environment

MOST_BYTES = 64 << 20
MOST_S = 20.0
MOST_WAITING = 8
"""Different pictures that are drawn or wait for it. Who asks for one more gets none."""

MOST_KEPT = 64
"""Of 100 KB each until Telegram has them, of 100 bytes then."""

DRAW = (sys.executable, "-m", "bot.charts.rasterize")

_PNG = b"\x89PNG\r\n\x1a\n"
_SAID_LOGGED = 500

_log = structlog.get_logger(__name__)


class Pictures:
    """Turns SVG into PNG. `command`: what does it, from stdin to stdout, within `most_s`."""

    def __init__(self, command: Sequence[str] = DRAW, *, most_s: float = MOST_S) -> None:
        self._command = tuple(command)
        self._most_s = most_s
        self._one = asyncio.Lock()
        self._drawing: dict[str, asyncio.Task[bytes | None]] = {}
        self._kept: OrderedDict[str, bytes | str] = OrderedDict()

    async def drawn(self, svg: str) -> bytes | str | None:
        """The picture as a PNG, or as the file_id that `sent` told; None, and a line in the log, where it fails."""
        key = _key(svg)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        task = self._drawing.get(key)
        if task is None:
            if len(self._drawing) >= MOST_WAITING:
                _log.warning("picture not drawn", why="too many wait")
                return None
            task = asyncio.create_task(self._draw(key, svg))
            self._drawing[key] = task
            task.add_done_callback(lambda _: self._drawing.pop(key))
        return await asyncio.shield(task)

    def sent(self, svg: str, file_id: str) -> None:
        """Telegram has the picture under this name now, and it need not be sent to it again; "": it told none."""
        if file_id:
            self._keep(_key(svg), file_id)

    def forget(self, svg: str) -> None:
        """Telegram did not take the picture: the next one who asks for it gets it drawn anew."""
        self._kept.pop(_key(svg), None)

    async def stop(self) -> None:
        """Ends what is being drawn: the bot goes."""
        tasks = tuple(self._drawing.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _draw(self, key: str, svg: str) -> bytes | None:
        async with self._one:
            try:
                finished = await run_child(
                    self._command,
                    child_environment(),
                    most_bytes=MOST_BYTES,
                    most_s=self._most_s,
                    given=svg.encode("utf-8"),
                )
            except OSError as error:
                _log.warning("picture not drawn", why=str(error))
                return None
        if finished.status != 0 or not finished.data.startswith(_PNG):
            _log.warning("picture not drawn", **_told(finished))
            return None
        self._keep(key, finished.data)
        return finished.data

    def _keep(self, key: str, picture: bytes | str) -> None:
        self._kept[key] = picture
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _key(svg: str) -> str:
    return sha256(svg.encode("utf-8")).hexdigest()


def _told(finished: Finished) -> dict[str, object]:
    why = "time" if finished.timed_out else "failed"
    return {"why": why, "status": finished.status, "said": finished.err.strip()[-_SAID_LOGGED:]}
