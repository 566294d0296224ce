"""`letopis channels`: lists the channels, and changes whom one is shown to."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.app import open_services
from bot.cli.naming import METAVAR, readings
from bot.cli.starting import started
from bot.settings import Settings
from core.errors import WrongUsage
from core.types import Viewer, Visibility

_PIPE_WIDTH = 1000


def channels(
    channel: Annotated[str | None, typer.Argument(metavar=METAVAR, help="Only this channel.")] = None,
    *,
    visibility: Annotated[Visibility | None, typer.Option(help="Whom to show it to.")] = None,
) -> None:
    """List the channels of the archive; with --visibility, change whom one is shown to."""
    if visibility is not None and channel is None:
        raise WrongUsage("error.which_channel")
    settings = started()
    asyncio.run(_channels(settings, channel, visibility))


async def _channels(settings: Settings, named: str | None, visibility: Visibility | None) -> None:
    async with open_services(settings.database_path) as services:
        viewer = Viewer.operator()
        if named is not None:
            channel = await services.channel_list.named(*readings(named))
            viewer = Viewer(frozenset({channel.id}))
            if visibility is not None:
                await services.channel_list.show_to(channel, visibility)
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("channel", no_wrap=True)
        table.add_column("title", overflow="fold")
        for heading in ("Telegram id", "shown to", "posts"):
            table.add_column(heading, no_wrap=True, justify="right" if heading == "posts" else "left")
        for channel, posts in await services.channel_list.all(viewer):
            username = f"@{channel.username}" if channel.username else None
            cells = (username, channel.title, channel.telegram_id, channel.visibility, posts)
            table.add_row(*("-" if cell is None else str(cell) for cell in cells))
        # In a pipe nothing is folded, whatever its terminal; titles are foreign text, so they are no markup.
        width = None if sys.stdout.isatty() else _PIPE_WIDTH
        Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False).print(table)
