"""`letopis chat`: the bot in the terminal, without a token and without a network."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_services
from bot.cli.importing import import_paths
from bot.cli.starting import started
from bot.cli.talk import told
from bot.services.importing import ImportWish
from bot.settings import Settings
from core.errors import WrongUsage
from core.types import Viewer

SAMPLE = "sample_channel.txt"


def chat(
    dump: Annotated[
        Path | None, typer.Option("--dump", help="Chat over this file instead of the archive; nothing is kept.")
    ] = None,
    *,
    sample: Annotated[bool, typer.Option("--sample", help="Chat over the bundled sample channel.")] = False,
    lang: Annotated[str | None, typer.Option("--lang", help="The language of your Telegram, such as ru or en.")] = None,
    as_guest: Annotated[bool, typer.Option("--as-guest", help="See what a stranger sees.")] = False,
) -> None:
    """Chat with the bot here; `#1` presses the first button. Without an archive, over the bundled sample channel."""
    if sample and dump is not None:
        raise WrongUsage("error.sample_or_dump")
    settings = started(least_level="ERROR")
    if sample:
        chat_over_sample(settings, lang=lang, as_guest=as_guest)
    elif dump is not None:
        chat_over(dump, settings, lang=lang, as_guest=as_guest)
    elif settings.database_path.exists() and asyncio.run(_holds_posts(settings.database_path)):
        talk(settings.database_path, settings, lang=lang, as_guest=as_guest)
    else:
        told(f"There are no posts in {settings.database_path} yet: this is the bundled sample channel.")
        chat_over_sample(settings, lang=lang, as_guest=as_guest)


def chat_over_sample(settings: Settings, *, lang: str | None = None, as_guest: bool = False) -> None:
    """The chat over the bundled sample channel."""
    with as_file(files("bot.console") / SAMPLE) as path:
        chat_over(path, settings, lang=lang, as_guest=as_guest)


def chat_over(dump: Path, settings: Settings, *, lang: str | None = None, as_guest: bool = False) -> None:
    """The chat over a file of posts, in an archive that is thrown away afterwards."""
    with _temporary_archive() as database_path:
        report = asyncio.run(import_paths(database_path, [dump], ImportWish()))
        for file in report.files:
            if file.error:
                told(f"{file.path}: {file.error}")
        if not report.posts:
            if not report.failed:
                told(f"{dump}: there is no post in it")
            raise typer.Exit(1)
        talk(database_path, settings, lang=lang, as_guest=as_guest)


def talk(database_path: Path, settings: Settings, *, lang: str | None, as_guest: bool) -> None:
    """The chat over an archive."""
    from bot.console.talking import talk_over  # noqa: PLC0415 - imports aiogram: 2.7 s that other commands save

    asyncio.run(talk_over(database_path, settings, lang or settings.default_language, as_guest=as_guest))


async def _holds_posts(database_path: Path) -> bool:
    async with open_services(database_path) as services:
        return (await services.browsing.holdings(Viewer.operator())).posts > 0


@contextmanager
def _temporary_archive() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="letopis-") as folder:
        yield Path(folder) / "letopis.db"
