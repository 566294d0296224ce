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

from bot.cli.failing import LOOK_AT_IT
from bot.cli.importing import import_paths, try_paths
from bot.cli.naming import METAVAR, channel_ref
from bot.cli.report import report_lines
from bot.cli.starting import started
from bot.cli.talk import told
from bot.services.importing import ImportWish
from bot.services.importing import Progress as OnProgress
from core.types import Visibility


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders; the format is detected.")],
    *,
    channel: Annotated[
        str | None,
        typer.Option(
            "--channel",
            metavar=METAVAR,
            help="The channel that the posts are of. Without it: the one that the file tells, else the one that holds"
            " its posts already, else the one that has the file's name as its title.",
        ),
    ] = None,
    visibility: Annotated[Visibility | None, typer.Option(help="Whom the channel is shown to.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Import posts into the archive. Importing the same file again changes nothing."""
    settings = started()
    wish = ImportWish(channel=channel_ref(channel) if channel else None, visibility=visibility)
    run = try_paths if dry_run else import_paths
    with _progress() as on_progress:
        report = asyncio.run(run(settings.database_path, paths, wish, on_progress))
    if as_json:
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in report_lines(report.files, dry_run=dry_run))
    sys.stdout.flush()
    for file in report.files:
        if file.error:
            told(f"{file.path}: {file.error}")
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
