"""The bar of an import on a terminal: posts and how many a second, bytes, the time that is left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Column

from bot.cli.meter import Meter


@contextmanager
def shown_progress() -> Iterator[Meter]:
    """The meter of an import, with a bar on stderr where that is a terminal; in a pipe there is none."""
    if not sys.stderr.isatty():
        yield Meter()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[posts]} posts, {task.fields[rate]}/s", table_column=Column(no_wrap=True)),
        BarColumn(bar_width=None),
        DownloadColumn(binary_units=True, table_column=Column(no_wrap=True)),
        TimeRemainingColumn(table_column=Column(no_wrap=True)),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("import", total=None, posts=0, rate=0)
        began_s = monotonic()

        def show(meter: Meter) -> None:
            rate = round(meter.posts / max(monotonic() - began_s, 0.001))
            bar.update(
                task, completed=meter.read_bytes, total=meter.size_bytes or None, posts=meter.posts, rate=rate
            )  # fmt: skip

        yield Meter(show)
