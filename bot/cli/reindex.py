"""`letopis reindex`: derived data anew from the posts."""

from __future__ import annotations

import asyncio
import sys

from rich.console import Console
from rich.progress import Progress

from bot.app import open_services
from bot.cli.starting import started
from bot.cli.talk import told
from bot.settings import Settings


def reindex() -> None:
    """Build the search index and the topics anew."""
    settings = started()
    asyncio.run(_reindex(settings))


async def _reindex(settings: Settings) -> None:
    async with open_services(settings.database_path) as services:
        with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("posts", total=None)
            count = await services.upkeep.reindex(lambda done, total: bar.update(task, completed=done, total=total))
    told(f"{count} posts indexed")
