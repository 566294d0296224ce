"""`letopis channels`: lists the channels, changes whom one is shown to, joins two that are one."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.app import Services, open_services
from bot.cli.naming import METAVAR, OWN_NUMBER, named_channel, shown
from bot.cli.report import PIPE_WIDTH, printable
from bot.cli.starting import started
from bot.cli.talk import told
from bot.clock import utc_now
from bot.settings import Settings
from core.errors import WrongUsage
from core.types import Viewer, Visibility


def channels(
    channel: Annotated[str | None, typer.Argument(metavar=METAVAR, help="Only this channel.")] = None,
    *,
    visibility: Annotated[Visibility | None, typer.Option(help="Whom to show it to.")] = None,
    join: Annotated[
        tuple[str, str] | None,
        typer.Option("--join", metavar="FROM INTO", help="Two channels are one: FROM becomes a part of INTO."),
    ] = None,
) -> None:
    """List the channels of the archive; change whom one is shown to, or join two that are one."""
    if visibility is not None and channel is None:
        raise WrongUsage("error.which_channel")
    if join is not None and channel is not None:
        raise WrongUsage("error.join_or_channel")
    settings = started()
    asyncio.run(_joined(settings, *join) if join else _listed(settings, channel, visibility))


async def _joined(settings: Settings, gone: str, kept: str) -> None:
    async with open_services(settings.database_path) as services:
        from_channel = await named_channel(services.channel_list, gone)
        into_channel = await named_channel(services.channel_list, kept)
        report = await services.channel_joining.join(from_channel, into_channel, utc_now())
        told(
            f"{shown(from_channel)} is a part of {shown(into_channel)} now: {_posts(report.posts_moved)} moved,"
            f" {_posts(report.posts_joined)} joined with the same in {shown(into_channel)}."
        )
        await _print_table(services, Viewer(frozenset({into_channel.id})))


async def _listed(settings: Settings, named: str | None, visibility: Visibility | None) -> None:
    async with open_services(settings.database_path) as services:
        viewer = Viewer.operator()
        if named is not None:
            channel = await named_channel(services.channel_list, named)
            viewer = Viewer(frozenset({channel.id}))
            if visibility is not None:
                await services.channel_list.show_to(channel, visibility)
        await _print_table(services, viewer)


async def _print_table(services: Services, viewer: Viewer) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("channel", no_wrap=True)
    table.add_column("title", overflow="fold")
    for heading in ("Telegram id", "shown to", "posts"):
        table.add_column(heading, no_wrap=True, justify="right" if heading == "posts" else "left")
    for channel, posts in await services.channel_list.all(viewer):
        name = f"@{channel.username}" if channel.username else f"{OWN_NUMBER}{channel.id}"
        cells = (name, channel.title, channel.telegram_id, channel.visibility, posts)
        table.add_row(*("-" if cell is None else printable(str(cell)) for cell in cells))
    # In a pipe nothing is folded, whatever its terminal; titles are foreign text, so they are no markup.
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False).print(table)


def _posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count} posts"
