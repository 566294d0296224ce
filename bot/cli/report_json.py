"""The report of an import as `--json` prints it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.importing import Report
from bot.services.importing import FileReport
from core.types import Skipped


def report_json(report: Report) -> dict[str, object]:
    """What came of each file, and of all together; `error` where the import ended before its end."""
    shown: dict[str, object] = {
        "files": [_file_json(file) for file in report.files],
        "posts": report.posts,
        "new": sum(file.new for file in report.files),
        "updated": sum(file.updated for file in report.files),
        "unchanged": sum(file.unchanged for file in report.files),
    }
    return shown | ({"error": report.ended} if report.ended else {})


def _file_json(file: FileReport) -> dict[str, object]:
    channel = file.channel
    shown: dict[str, object] = {
        "path": file.path,
        "format": file.format,
        "channel": channel.name if channel else None,
        "title": channel.title if channel else None,
        "visibility": channel.visibility if channel else None,
        "posts": file.posts,
        "new": file.new,
        "updated": file.updated,
        "unchanged": file.unchanged,
        "service": file.service,
        "skipped": _places(file.skipped),
        "uncertain": _places(file.uncertain),
    }
    seldom: dict[str, object] = {
        "skipped_more": file.skipped_more,
        "channels": [one.name for one in file.channels] if channel is None else [],
        "chats": [{"id": chat.id, "name": chat.name, "kind": chat.kind} for chat in file.chats],
        "alike": [one.name for one in file.alike],
        "notes": list(file.notes),
        "error": file.error,
    }
    return shown | {name: value for name, value in seldom.items() if value}


def _places(places: Sequence[Skipped]) -> list[dict[str, str]]:
    return [{"where": place.where, "why": place.why} for place in places]
