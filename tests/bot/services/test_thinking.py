from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from time import monotonic

import pytest

from bot.services.thinking import think

LONG = """
import asyncio, time
from bot.services.thinking import think
async def main():
    task = asyncio.create_task(think(lambda: time.sleep(60)))
    await asyncio.sleep(0.1)
    task.cancel()
asyncio.run(main())
"""


async def test_it_gives_what_the_work_gives_while_the_loop_turns() -> None:
    go_on = threading.Event()
    thinking = asyncio.create_task(think(lambda: go_on.wait(10)))
    await asyncio.sleep(0.01)
    assert not thinking.done()
    go_on.set()
    assert await thinking is True


async def test_it_raises_what_the_work_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        await think(lambda: 1 // 0)


async def test_work_that_nobody_waits_for_any_more_ends_quietly() -> None:
    go_on, ended = threading.Event(), threading.Event()

    def work() -> None:
        go_on.wait(10)
        ended.set()

    thinking = asyncio.create_task(think(work))
    await asyncio.sleep(0.01)
    thinking.cancel()
    go_on.set()
    await asyncio.to_thread(ended.wait, 10)
    with pytest.raises(asyncio.CancelledError):
        await thinking


def test_the_end_of_a_process_does_not_wait_for_it() -> None:
    begun = monotonic()
    subprocess.run([sys.executable, "-c", LONG], check=True, timeout=30)
    assert monotonic() - begun < 30
