"""The memory and the start of the running bot over an archive, against those of a bare echo bot.

Both are processes of their own that talk to the same small server. Linux only: memory is PSS, the process's own pages
and its share of shared ones, as /proc/<pid>/smaps_rollup tells.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.search.footprint.telegram import TOKEN, Telegram
from bench.search.places import CHECKOUT

PATIENCE_S = 120.0
AT_ONCE = 20
"""Messages that wait for an answer at the same time."""
_SETTLE_S = 1.0


@dataclass(frozen=True, slots=True)
class Cost:
    """`pss_mb`: megabytes (2^20) after all messages; `first_answer_s`: from the start to the first one's answer."""

    pss_mb: float
    first_answer_s: float


def letopis_command() -> list[str]:
    """The command line of `letopis run`."""
    return [sys.executable, "-m", "bot", "run"]


def echo_command(url: str) -> list[str]:
    """The command line of the echo bot."""
    return [sys.executable, "-m", "bench.search.footprint.echo_bot", url, TOKEN]


async def costs(archive: Path, messages: Sequence[str], starts: int) -> dict[str, Cost]:
    """The costs of "letopis" and of "echo"; `archive` is an absolute path.

    Each is started `starts` times; the median start counts.
    """
    return {name: await _cost(name, archive, messages, starts) for name in ("letopis", "echo")}


async def _cost(name: str, archive: Path, messages: Sequence[str], starts: int) -> Cost:
    times = []
    pss_mb = 0.0
    for number in range(starts):
        async with Telegram() as telegram:
            await telegram.say(messages[0])
            begun = perf_counter()
            async with _running(name, telegram.url, archive) as pid, asyncio.timeout(PATIENCE_S):
                times.append(await telegram.answered(1) - begun)
                if number == starts - 1:
                    await _converse(telegram, messages[1:])
                    await asyncio.sleep(_SETTLE_S)
                    pss_mb = pss_mb_of(pid)
    return Cost(pss_mb, median(times))


async def _converse(telegram: Telegram, messages: Sequence[str]) -> None:
    for start in range(0, len(messages), AT_ONCE):
        for message in messages[start : start + AT_ONCE]:
            await telegram.say(message)
        await telegram.answered(1 + min(start + AT_ONCE, len(messages)))


@asynccontextmanager
async def _running(name: str, url: str, archive: Path) -> AsyncIterator[int]:
    """A bot as a process, as its pid; it is ended at the end. What it writes goes nowhere."""
    command = letopis_command() if name == "letopis" else echo_command(url)
    env = os.environ | {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "DATABASE_PATH": str(archive)}
    env |= {"PYTHONPATH": str(CHECKOUT), "LOG_LEVEL": "ERROR"}
    quiet = asyncio.subprocess.DEVNULL
    # Beside the archive, so that no .env of the checkout is read.
    process = await asyncio.create_subprocess_exec(
        *command, cwd=archive.parent, env=env, stdin=quiet, stdout=quiet, stderr=quiet
    )
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def pss_mb_of(pid: int) -> float:
    """The PSS of a process in megabytes. Raises OSError where there is no such process, or no /proc."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    (line,) = (line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024
