"""From the standard input to the bot and back, line by line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.app import open_services
from bot.clock import utc_now
from bot.console.chat import ConsoleChat
from bot.console.screen import TerminalScreen
from bot.console.session import CHAT_ID
from bot.dispatching import build_dispatcher
from bot.middlewares.journal import Journal
from bot.services.viewers import Viewers
from bot.settings import Settings

_PROMPT = "> "


async def talk_over(database_path: Path, settings: Settings, language: str, *, as_guest: bool) -> None:
    """Greets as /start does, then answers line after line until the input ends."""
    async with open_services(database_path, zone=settings.default_timezone) as services:
        await services.upkeep.prepare()
        viewers = Viewers(services.database, () if as_guest else (CHAT_ID,))
        dispatcher = build_dispatcher(
            services, viewers, Journal(), settings.default_language, settings.default_timezone, utc_now
        )
        nice = sys.stdin.isatty() and sys.stdout.isatty()
        chat = ConsoleChat(
            dispatcher, TerminalScreen(sys.stdout, nice=nice), utc_now, language, settings.default_language
        )
        read_line = _typed_line if nice else _piped_line
        if nice:
            await chat.say("/start")
        # The loop has nothing else to do meanwhile, and a thread that reads could not be stopped by Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        while (line := _or_none(read_line)) is not None:
            await chat.say(line)


def _typed_line() -> str:
    with suppress(ImportError):  # not every Python has it
        import readline  # noqa: F401, PLC0415 - gives input() its history and its arrow keys

    return input(_PROMPT)


def _piped_line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _or_none(read_line: Callable[[], str]) -> str | None:
    try:
        return read_line()
    except EOFError:
        return None
