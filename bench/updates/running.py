"""Runs a bot as a process of its own, and people at it: all at once, as people write, and one alone."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from bench.search.footprint.archive_copy import copied
from bench.search.measure import quantile
from bench.search.places import CHECKOUT
from bench.updates.people import TAPS, Step, button_for, plans
from bench.updates.telegram import TOKEN, Telegram, Waiting

PATIENCE_S = 120.0
GROUPS = 20
_FIRST_USER = 1_000_000


@dataclass(frozen=True, slots=True)
class Times:
    """From update to answer, in milliseconds; `a_second`: answers."""

    answers: int
    a_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What one bot did. `at_once`: everybody acts again as soon as he is answered; `paced`: everybody takes his time.

    `idle`: one update at a time. `cpu_ms`: of the bot's processor time for an answer, `server_share`: how busy the
    server's process was while all came at once; both of that part. `done`: how many updates of each kind there were.
    """

    at_once: Times
    paced: Times
    idle: Times
    cpu_ms: float
    server_share: float
    calls: int
    done: dict[str, int] = field(default_factory=dict)


class Crowd:
    """People at one server; each does the next thing of his plan when he is answered, and has thought for a while."""

    def __init__(self, telegram: Telegram, think_s: float = 0.0, seed: int = 7) -> None:
        self.took_ms: list[float] = []
        self.done: Counter[str] = Counter()
        self._telegram = telegram
        self._think_s = think_s
        self._rng = Random(seed)

    async def live(self, plans_: Sequence[Sequence[Step]]) -> Times:
        """Everybody goes through his plan."""
        begun = perf_counter()
        await asyncio.gather(*(self._person(_FIRST_USER + number, plan) for number, plan in enumerate(plans_)))
        seconds = perf_counter() - begun
        shares = [quantile(self.took_ms, share) for share in (0.5, 0.95, 0.99)]
        return Times(len(self.took_ms), len(self.took_ms) / seconds, *shares)

    async def alone(self, plan: Sequence[Step]) -> Times:
        """One after another, by one person."""
        return await self.live([plan])

    async def _person(self, user_id: int, plan: Sequence[Step]) -> None:
        card: Waiting | None = None
        for step in plan:
            if self._think_s:
                await asyncio.sleep(self._rng.expovariate(1 / self._think_s))
            waiting = self._act(user_id, step, card)
            async with asyncio.timeout(PATIENCE_S):
                self.took_ms.append(await waiting.took_s() * 1000)
            if step.kind not in ("group search", "inline"):
                card = waiting

    def _act(self, user_id: int, step: Step, card: Waiting | None) -> Waiting:
        data = button_for(step.kind, card.keyboard) if card and step.kind in TAPS else None
        if data is not None and card is not None:
            self.done[step.kind] += 1
            return self._telegram.taps(user_id, card, data)
        self.done["search" if step.kind in TAPS else step.kind] += 1
        if step.kind == "inline":
            return self._telegram.types(user_id, step.words)
        group_id = -1_000_000_000_000 - user_id % GROUPS if step.kind == "group search" else None
        return self._telegram.says(user_id, step.text, group_id)


async def measured(
    command: Sequence[str], archive: Path, queries: Sequence[str], people: int, updates: int, think_s: float
) -> Measured:
    """Everything about one bot; `command` may name "{url}". It writes into a copy of the archive."""
    with copied(archive) as copy:
        async with Telegram() as telegram, _running(command, telegram.url, copy) as pid:
            await Crowd(telegram).live(plans(20, 100, queries, seed=1))  # warm
            idle = await Crowd(telegram).alone(plans(1, max(20, updates // 10), queries, seed=2)[0])
            paced = await Crowd(telegram, think_s).live(plans(people, updates, queries, seed=3))
            crowd, calls = Crowd(telegram), telegram.calls
            cpu_s, own_s, begun = _cpu_s(pid), _cpu_s(os.getpid()), perf_counter()
            at_once = await crowd.live(plans(people, updates, queries, seed=4))
            seconds = perf_counter() - begun
            return Measured(
                at_once,
                paced,
                idle,
                cpu_ms=(_cpu_s(pid) - cpu_s) * 1000 / at_once.answers,
                server_share=(_cpu_s(os.getpid()) - own_s) / seconds,
                calls=telegram.calls - calls,
                done=dict(crowd.done),
            )


@asynccontextmanager
async def _running(command: Sequence[str], url: str, archive: Path) -> AsyncIterator[int]:
    """A bot as a process, as its pid; it is ended at the end. What it writes goes nowhere."""
    env = os.environ | {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "DATABASE_PATH": str(archive)}
    env |= {"PYTHONPATH": str(CHECKOUT), "LOG_LEVEL": "ERROR"}
    quiet = asyncio.subprocess.DEVNULL
    filled = [part.format(url=url) for part in command]
    # Beside the archive, so that no .env of the checkout is read.
    process = await asyncio.create_subprocess_exec(
        *filled, cwd=archive.parent, env=env, stdin=quiet, stdout=quiet, stderr=quiet
    )
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _cpu_s(pid: int) -> float:
    """The processor time of a process, its threads included. Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def letopis_command() -> list[str]:
    """The command line of `letopis run`."""
    return [sys.executable, "-m", "bot", "run"]


def echo_command() -> list[str]:
    """The command line of the echo bot."""
    return [sys.executable, "-m", "bench.updates.echo_bot", "{url}", TOKEN]
