"""`letopis channels`: lists the channels, and changes whom one is shown to."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.app import open_services
from bot.cli.naming import METAVAR, channel_ref
from bot.logs import configure_logging
from bot.settings import Settings, load_settings
from core.errors import WrongUsage
from core.types import Viewer, Visibility


def channels(
    channel: Annotated[str | None, typer.Argument(metavar=METAVAR, help="One channel.")] = None,
    *,
    visibility: Annotated[Visibility | None, typer.Option(help="Whom to show it to.")] = None,
) -> None:
    """List the channels of the archive; with --visibility, change whom one is shown to."""
    if visibility is not None and channel is None:
        raise WrongUsage("error.which_channel")
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format, sys.stderr, secrets=())
    asyncio.run(_channels(settings, channel, visibility))


async def _channels(settings: Settings, named: str | None, visibility: Visibility | None) -> None:
    async with open_services(settings.database_path) as services:
        viewer = Viewer.operator()
        if named is not None:
            channel = await services.channel_list.named(channel_ref(named))
            viewer = Viewer(frozenset({channel.id}))
            if visibility is not None:
                await services.channel_list.show_to(channel, visibility)
        table = Table()
        for heading in ("channel", "title", "Telegram id", "shown to", "posts"):
            table.add_column(heading, overflow="fold")
        for channel, posts in await services.channel_list.all(viewer):
            cells = (channel.username, channel.title, channel.telegram_id, channel.visibility, posts)
            table.add_row(*("-" if cell is None else str(cell) for cell in cells))
        Console(file=sys.stdout, highlight=False).print(table)
