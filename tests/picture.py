"""The README's picture: a real conversation with the bot in the terminal, over the bundled sample channel."""

from __future__ import annotations

import asyncio
import io
import itertools
import tempfile
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from random import Random

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from bot.app import open_services
from bot.console.chat import ConsoleChat
from bot.console.screen import TerminalScreen
from bot.console.session import CHAT_ID
from bot.dispatching import build_dispatcher
from bot.middlewares.journal import Journal
from bot.services.importing import ImportWish
from bot.services.viewers import Viewers
from bot.settings import load_settings
from tests.sourced import source_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LINES = ("кофе варонка", "#1", "/topics")
WIDTH = 88
THEME = TerminalTheme(
    (23, 33, 43),
    (228, 236, 242),
    [(36, 47, 61), (235, 110, 110), (120, 200, 140), (230, 190, 110), (98, 177, 246), (190, 150, 230), (110, 200, 220)],
    [(90, 110, 130)] * 7,
)
# Without the web font of rich's own frame: the picture needs nothing from elsewhere.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-family: sans-serif; font-size: 16px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def conversation_svg() -> str:
    """The picture as SVG text; the same every time while the answers are the same."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_talk(Path(folder) / "letopis.db", console))
    picture = console.export_svg(title="letopis chat", theme=THEME, code_format=FRAME, unique_id="letopis")
    return "\n".join(line.rstrip() for line in picture.splitlines()) + "\n"


async def _talk(database_path: Path, console: Console) -> None:
    settings = load_settings(env={}, env_file=None)
    numbers = itertools.count()
    async with open_services(database_path, rng=Random(1), new_id=lambda: str(next(numbers))) as services:
        sample = source_of((files("bot.console") / "sample_channel.txt").read_bytes(), "sample")
        await services.importing.import_source(sample, ImportWish(), NOW)
        viewers = Viewers(services.database, (CHAT_ID,))
        dispatcher = build_dispatcher(services, viewers, Journal(), "ru", settings.default_timezone, lambda: NOW)
        screen = TerminalScreen(io.StringIO(), nice=True)
        screen._console = console
        chat = ConsoleChat(dispatcher, screen, lambda: NOW, "ru", "ru")
        for line in LINES:
            console.print(Text(f"> {line}", style="bold green"))
            await chat.say(line)
