"""`letopis import`: posts from files, folders and zips into the archive."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import LOOK_AT_IT, WRONG_USAGE
from bot.cli.importing import Report, import_paths, try_paths, why_ended
from bot.cli.meter import Meter, stopped_by_signals
from bot.cli.naming import METAVAR, channel_ref
from bot.cli.progress import shown_progress
from bot.cli.report import print_report
from bot.cli.report_json import report_json
from bot.cli.starting import started
from bot.cli.talk import told
from bot.services.importing import ImportWish
from core.types import Visibility

_SIGNALLED = 128
"""The exit status of a command that a signal ends is the signal's number above this."""

_NO_THREAD = "can't start new thread"
"""Python's words where there is no memory for a thread."""

_LONG_ID = re.compile("-100([0-9]+)")


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or zips; the format is detected.")],
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
    chat: Annotated[
        str | None, typer.Option("--chat", metavar="NAME|ID", help="Which channel of a whole account's export to take.")
    ] = None,
    visibility: Annotated[Visibility | None, typer.Option(help="Whom the channel is shown to.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Import posts into the archive. Importing the same file again changes nothing."""
    settings = started()
    wish = ImportWish(
        channel=channel_ref(channel) if channel else None,
        visibility=visibility,
        chat=_LONG_ID.sub(r"\1", chat) if chat and _LONG_ID.fullmatch(chat) else chat,
        zone=settings.default_timezone,
    )
    with shown_progress() as meter:
        report = _run(settings.database_path, paths, wish, meter, dry_run=dry_run)
    if as_json:
        sys.stdout.write(json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n")
    else:
        print_report(report.files[:-1] if report.ended else report.files, dry_run=dry_run)
    sys.stdout.flush()
    _end(report, meter, dry_run=dry_run)


def _run(database_path: Path, paths: list[Path], wish: ImportWish, meter: Meter, *, dry_run: bool) -> Report:
    out_of_memory = why_ended(MemoryError())  # later there may be no memory to say so
    try:
        return asyncio.run(_imported(database_path, paths, wish, meter, dry_run=dry_run))
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and _NO_THREAD not in str(error):
            raise
        return Report((), ended=out_of_memory)


async def _imported(database_path: Path, paths: list[Path], wish: ImportWish, meter: Meter, *, dry_run: bool) -> Report:
    with stopped_by_signals(meter):
        try:
            return await (try_paths if dry_run else import_paths)(database_path, paths, wish, meter)
        except asyncio.CancelledError:
            if meter.signal is None:
                raise
            return Report((), ended=why_ended(KeyboardInterrupt()))  # before the first file


def _end(report: Report, meter: Meter, *, dry_run: bool) -> None:
    """Says on stderr what is to be looked at, and ends the command with its status."""
    for file in report.files:
        if file.error and not (meter.signal and file.error == report.ended):
            told(f"{file.path}: {file.error}")
    if report.ended:
        happened = "interrupted" if meter.signal else report.ended if not report.files else "stopped"
        stored = f"{meter.posts} posts are stored; the same command goes on"
        told(f"{happened}: {'nothing was changed' if dry_run else stored}")
    if meter.signal is not None:
        raise typer.Exit(_SIGNALLED + meter.signal)
    if report.misused:
        raise typer.Exit(WRONG_USAGE)
    if report.failed:
        raise typer.Exit(LOOK_AT_IT)
