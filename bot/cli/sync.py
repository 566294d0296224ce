"""`letopis sync`: a public channel's posts from its web preview into the archive."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from bot.app import open_services
from bot.cli.failing import LOOK_AT_IT, explanation
from bot.cli.importing import Report
from bot.cli.report import print_report
from bot.cli.report_json import report_json
from bot.cli.starting import started
from bot.cli.talk import told
from bot.clock import utc_now
from bot.services.syncing import OnProgress, SyncProgress, SyncReport, SyncWish
from bot.settings import Settings
from core.errors import WrongUsage

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_LINK = re.compile(r"(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/(?:s/)?(?P<name>[^/?#]+)", re.IGNORECASE)
_NO_CHANNELS = frozenset({"joinchat", "addlist"})
"""Words that stand in links to private channels and folders where a username would."""


def sync(
    channel: Annotated[
        str, typer.Argument(metavar="@NAME|LINK", help="A public channel, as @name or as its t.me link.")
    ],
    *,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Read back to this date (2024-12-31) and no further.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read also what was read before: for edits and deletions of old posts.")
    ] = False,
    confirm_deletions: Annotated[
        bool,
        typer.Option("--confirm-deletions", help="The posts that are gone were deleted, however many they are."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Read a public channel's web preview into the archive, from the newest page back.

    Broken off, the next sync goes on. A channel that was read to its beginning is only brought up to date.
    """
    name = username_of(channel)
    settings = started()
    wish = SyncWish(since=_instant(since, settings.default_timezone) if since else None, again=again)
    try:
        with _shown_progress() as progress:
            report = asyncio.run(_sync(settings, name, wish, progress, confirm_deletions=confirm_deletions))
    except KeyboardInterrupt:
        told(f"Stopped. What was read is stored; letopis sync @{name} goes on from there.")
        raise
    if as_json:
        sys.stdout.write(json.dumps(_report_json(report), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_report(report, name)
    sys.stdout.flush()
    _tell_what_to_do(report, name)
    if report.error is not None or report.waiting:
        raise typer.Exit(LOOK_AT_IT)


def username_of(given: str) -> str:
    """The username in what a person wrote: @name, name, or a link to a public channel or to a post of it.

    Raises WrongUsage where there is none, as in a private channel's link.
    """
    link = _LINK.match(given.strip())
    name = link["name"] if link else given.strip().removeprefix("@")
    if not _USERNAME.fullmatch(name) or name.casefold() in _NO_CHANNELS:
        raise WrongUsage("error.channel_username", given=given)
    return name


def _instant(given: str, zone: tzinfo) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(given.strip()), time(), zone)
    except ValueError:
        raise WrongUsage("error.no_date", given=given) from None


async def _sync(
    settings: Settings, name: str, wish: SyncWish, progress: OnProgress | None, *, confirm_deletions: bool
) -> SyncReport:
    from bot.sources.preview_pages import PreviewPages  # noqa: PLC0415 - imports aiohttp, which other commands save

    async with open_services(settings.database_path) as services, PreviewPages(settings.preview_url) as pages:
        await services.upkeep.prepare()
        report = await services.syncing.sync(
            name, pages.page, wish, utc_now, progress=progress, confirm_deletions=confirm_deletions
        )
    error = explanation(report.error) if report.error else None
    read = replace(report.read, path=f"{settings.preview_url}/s/{name}", error=error)
    return replace(report, read=read)


def _report_json(report: SyncReport) -> dict[str, object]:
    return report_json(Report((report.read,))) | {
        "pages": report.pages,
        "deleted": report.deleted,
        "deletions_to_confirm": report.waiting,
        "complete": report.complete,
    }


def _print_report(report: SyncReport, name: str) -> None:
    if report.pages and not (report.read.posts or report.read.service):
        sys.stdout.write(f"@{name}: no posts found.\n")
    elif report.pages:
        print_report([report.read], dry_run=False)
    if report.deleted:
        sys.stdout.write(f"{_number(report.deleted, 'post')} marked as deleted: the preview shows them no more.\n")


def _tell_what_to_do(report: SyncReport, name: str) -> None:
    if report.error is not None:
        told(explanation(report.error))
        if report.pages:
            told(f"{_number(report.pages, 'page')} read and stored; letopis sync @{name} goes on from there.")
    if report.waiting:
        told(
            f"{_number(report.waiting, 'post')} of @{name} seem to be deleted: too many to believe it unasked. If they"
            f" are:\n  letopis sync --confirm-deletions @{name}"
        )


@contextmanager
def _shown_progress() -> Iterator[OnProgress | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("posts {task.fields[posts]}, pages {task.fields[pages]}, back to {task.fields[oldest]}"),
        BarColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("sync", total=None, posts=0, pages=0, oldest="-")

        def show(now: SyncProgress) -> None:
            if now.oldest is not None:
                bar.update(task, oldest=f"{now.oldest:%Y-%m-%d}")
            total = None if now.done is None else 1.0
            bar.update(task, completed=now.done or 0, total=total, posts=now.posts, pages=now.pages)

        yield show


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
