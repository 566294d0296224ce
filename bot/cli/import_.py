"""`letopis import`: posts from files and folders into the archive."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.failing import LOOK_AT_IT
from bot.cli.importing import Report, import_paths
from bot.cli.naming import METAVAR, channel_ref
from bot.logs import configure_logging
from bot.services.importing import FileReport, ImportWish
from bot.services.importing import Progress as OnProgress
from bot.settings import load_settings
from core.types import Visibility

_SKIPPED_SHOWN = 10


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders; the format is detected.")],
    *,
    channel: Annotated[
        str | None, typer.Option("--channel", metavar=METAVAR, help="The channel that the posts are of.")
    ] = None,
    visibility: Annotated[Visibility | None, typer.Option(help="Whom the channel is shown to.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Import posts into the archive. Importing the same file again changes nothing."""
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format, sys.stderr, secrets=())
    wish = ImportWish(channel=channel_ref(channel) if channel else None, visibility=visibility, dry_run=dry_run)
    with _progress() as on_progress:
        report = asyncio.run(import_paths(settings.database_path, paths, wish, on_progress))
    if as_json:
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(report, Console(file=sys.stdout, highlight=False), dry_run=dry_run)
    for file in report.files:
        if file.error:
            sys.stderr.write(f"{file.path}: {file.error}\n")
    if report.failed:
        raise typer.Exit(LOOK_AT_IT)


@contextmanager
def _progress() -> Iterator[OnProgress | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("posts"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("posts", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print(report: Report, console: Console, *, dry_run: bool) -> None:
    table = Table(title="Would be imported" if dry_run else "Imported", title_justify="left")
    for name in ("file", "format", "channel"):
        table.add_column(name, overflow="fold")
    for name in ("posts", "new", "updated", "unchanged", "service", "skipped"):
        table.add_column(name, justify="right")
    for file in report.files:
        counts = (file.posts, file.new, file.updated, file.unchanged, file.service, len(file.skipped))
        channel = file.channel.name if file.channel else "-"
        table.add_row(Path(file.path).name, file.format or "-", channel, *(str(count) for count in counts))
    console.print(table)
    for file in report.files:
        _print_places(file, console)
        if file.channel and not dry_run:
            console.print(
                f"{file.channel.name} is shown to {_SHOWN_TO[file.channel.visibility]}; "
                f"`letopis channels {file.channel.name} --visibility ...` changes it."
            )


_SHOWN_TO = {Visibility.PUBLIC: "everybody", Visibility.MEMBERS: "its members alone"}


def _print_places(file: FileReport, console: Console) -> None:
    places = [*file.skipped, *file.uncertain]
    for place in places[:_SKIPPED_SHOWN]:
        console.print(f"  {Path(file.path).name}, {place.where}: {place.why}", markup=False)
    if len(places) > _SKIPPED_SHOWN:
        console.print(f"  ... and {len(places) - _SKIPPED_SHOWN} more; --json names them all")
