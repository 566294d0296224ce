"""One measurement in a process of its own, so that its peak of memory is its own."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds, the highest resident memory of the process in MB (and what it was before the work), and posts."""

    seconds: float
    peak_mb: float
    before_mb: float
    posts: int


def main(what: str, format_: str, folder: str, archive: str) -> None:
    """Does what it is told and prints what it took as JSON."""
    if what == "read":
        from bench.importing.peers import READERS  # noqa: PLC0415 - what is not measured is not loaded

        before, begun = _peak_mb(), perf_counter()
        READERS[format_](Path(folder))
        spent = Spent(perf_counter() - begun, _peak_mb(), before, 0)
    elif what == "insert":
        from bench.importing.peers import insert_s  # noqa: PLC0415

        spent = Spent(insert_s(Path(archive), Path(folder) / "bare.db"), _peak_mb(), 0, 0)
    else:
        spent = asyncio.run(_imported(Path(folder), Path(archive), indexed=what == "indexed"))
    print(json.dumps(asdict(spent)))


async def _imported(folder: Path, archive: Path, *, indexed: bool) -> Spent:
    from bot.app import open_services  # noqa: PLC0415
    from bot.services.import_run import ImportRun  # noqa: PLC0415
    from bot.services.importing import ImportWish  # noqa: PLC0415
    from bot.services.taking import Taking  # noqa: PLC0415
    from bot.sources.files import sources_of  # noqa: PLC0415
    from core.formats.format import Source  # noqa: PLC0415

    posts = 0
    async with open_services(archive) as services:
        before, begun = _peak_mb(), perf_counter()
        for source in sources_of([folder]):
            if not isinstance(source, Source):
                raise SystemExit(f"refused: {source}")
            if indexed:
                reports = await services.importing.import_source(source, ImportWish(), NOW)
            else:
                taking = Taking(services.database, indexed=False)
                run = ImportRun(services.database, taking, source, ImportWish(), NOW, None)
                await run.go()
                reports = run.reports()
            posts += sum(report.new for report in reports)
        return Spent(perf_counter() - begun, _peak_mb(), before, posts)


def _peak_mb() -> float:
    """The highest resident memory of this very process; getrusage would tell that of the parent, where it had more."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
