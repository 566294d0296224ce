"""`letopis run` as a process of its own, for tests that play Telegram to it over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from tests.generated import CHECKOUT
from tests.telegram import TOKEN

PATIENCE_S = 30
SOON_S = 5
"""Within this time a stopped process must have ended."""


class Program:
    """A running process. `written` is all that it wrote."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.written = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.written += line.decode()

    async def ended(self, within_s: float = PATIENCE_S) -> int:
        """The exit status. Raises TimeoutError."""
        async with asyncio.timeout(within_s):
            status = await self.process.wait()
            await self._reading
        return status

    async def stopped(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tells it to stop: the exit status, which must come soon."""
        self.process.send_signal(number)
        return await self.ended(SOON_S)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Returns when the condition holds. Raises TimeoutError, with what the process wrote."""
        give_up_at_s = monotonic() + PATIENCE_S
        while not condition():
            if monotonic() > give_up_at_s or self.process.returncode is not None:
                raise TimeoutError(self.written)
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(
    url: str, database: Path, *arguments: str, token: str | None = TOKEN, admin_ids: str | None = None
) -> AsyncIterator[Program]:
    """Starts `letopis run` against the Bot API server at `url`; kills it at the end if it still lives."""
    known = ("BOT_TOKEN", "BOT_API_URL", "DATABASE_PATH", "ADMIN_IDS", "LOG_LEVEL", "LOG_FORMAT")
    env = {name: value for name, value in os.environ.items() if name not in known}
    env |= {"BOT_API_URL": url, "DATABASE_PATH": str(database), "PYTHONPATH": str(CHECKOUT), "LOG_LEVEL": "DEBUG"}
    if token is not None:
        env["BOT_TOKEN"] = token
    if admin_ids is not None:
        env["ADMIN_IDS"] = admin_ids
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *(arguments or ("run",)),
        cwd=database.parent, env=env, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    program = Program(process)
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
            await program.ended()
        assert TOKEN not in program.written
        assert TOKEN.partition(":")[2] not in program.written
        assert "Traceback" not in program.written, program.written
