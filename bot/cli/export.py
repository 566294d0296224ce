"""`letopis export`: the archive as JSON Lines on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_services
from bot.cli.naming import METAVAR, named_channel
from bot.cli.starting import started
from core.types import Viewer


def export(
    channel: Annotated[str | None, typer.Option("--channel", metavar=METAVAR, help="Only this channel.")] = None,
) -> None:
    """Print every post as a JSON line."""
    settings = started()
    asyncio.run(_export(settings.database_path, channel))


async def _export(database_path: Path, channel: str | None) -> None:
    async with open_services(database_path) as services:
        channel_id = None if channel is None else (await named_channel(services.channel_list, channel)).id
        async for line in services.exporting.lines(Viewer.operator(), channel_id):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
