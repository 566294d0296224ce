"""A program of our own in a process of its own: within limits of memory and time, and gone when we go."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LEAST_URGENT = 10
_FIRST_TO_GO = "1000"
"""Where memory ends for all, the system ends this process before the bot."""

_ENDING_S = 0.7
"""What it gets to end by itself when we must go; after it ran too long, ten times as much."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How it ended: its exit status (negative: the signal that ended it) and what it wrote; `data`: to stdout."""

    status: int
    data: bytes
    err: str
    timed_out: bool = False

    @property
    def out(self) -> str:
        """What it wrote to stdout, as text."""
        return self.data.decode("utf-8", "replace")


async def run_child(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    most_bytes: int,
    most_s: float,
    given: bytes | None = None,
) -> Finished:
    """Runs a command to its end, at low priority; cancelled, it ends it first. Raises OSError where it cannot begin.

    `most_bytes`: of its own memory (RLIMIT_DATA; on Linux alone). After `most_s` it is told to end, and then ended.
    `given`: what it reads from stdin; None: nothing.
    """
    stdin = DEVNULL if given is None else PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=stdin, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
    )
    _limit(process.pid, most_bytes)
    reading = asyncio.create_task(process.communicate(given))
    try:
        done, _ = await asyncio.wait({reading}, timeout=most_s)
        if not done:
            await _end(process, reading, 10 * _ENDING_S)
        out, err = await reading
    finally:
        if process.returncode is None:
            await _end(process, reading, _ENDING_S)
    return Finished(process.returncode or 0, out, err.decode("utf-8", "replace"), timed_out=not done)


def _limit(pid: int, most_bytes: int) -> None:
    if sys.platform != "linux":
        return
    with suppress(OSError):  # it has ended already
        resource.prlimit(pid, resource.RLIMIT_DATA, (most_bytes, most_bytes))
        os.setpriority(os.PRIO_PROCESS, pid, _LEAST_URGENT)
        Path(f"/proc/{pid}/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")


async def _end(process: Process, reading: asyncio.Task[tuple[bytes, bytes]], patience_s: float) -> None:
    """Tells it to end, and ends it when it does not; returns when it is gone."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait({reading}, timeout=patience_s)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await asyncio.wait({reading})
