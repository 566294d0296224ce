"""The report of an import as people read it: lines that no narrow terminal breaks up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bot.cli.naming import argument, shown
from bot.services.importing import FileReport
from core.types import Channel, Visibility

_PLACES_SHOWN = 10
_SHOWN_TO = {Visibility.PUBLIC: "everybody", Visibility.MEMBERS: "its members alone"}
_OTHER = {Visibility.PUBLIC: Visibility.MEMBERS, Visibility.MEMBERS: Visibility.PUBLIC}


def report_lines(files: Sequence[FileReport], *, dry_run: bool) -> Iterator[str]:
    """What came of each file, of all of them together, and whom the posts that are new are shown to.

    A file that gave nothing but an error is left out: the error is told elsewhere.
    """
    told = [file for file in files if file.posts or file.service or not file.error]
    if dry_run and told:
        yield "Nothing was changed. An import would do this:"
    for file in told:
        yield from _file_lines(file)
    if len(told) > 1:
        yield f"{len(told)} files, {_counts(told)}"
    if not dry_run:
        for channel in _channels_with_news(told):
            yield f"{shown(channel)} is shown to {_SHOWN_TO[channel.visibility]}. To change that:"
            yield f"  letopis channels --visibility {_OTHER[channel.visibility]} {argument(channel)}"


def _file_lines(file: FileReport) -> Iterator[str]:
    into = f" into {shown(file.channel)}" if file.channel else ""
    yield f"{PurePath(file.path).name} ({file.format}){into}"
    yield f"  {_counts([file])}"
    places = [("skipped", place) for place in file.skipped] + [("uncertain", place) for place in file.uncertain]
    for kind, place in places[:_PLACES_SHOWN]:
        yield f"  {kind}: {place.where}: {place.why}"
    if len(places) > _PLACES_SHOWN:
        yield f"  ... and {len(places) - _PLACES_SHOWN} more; --json names them all"


def _counts(files: Sequence[FileReport]) -> str:
    """Such as: 20 posts: 18 new, 2 unchanged; 1 service message. What there is none of is left out."""
    decided = {
        "new": sum(file.new for file in files),
        "updated": sum(file.updated for file in files),
        "unchanged": sum(file.unchanged for file in files),
    }
    read = _number(sum(file.posts for file in files), "post")
    details = ", ".join(f"{count} {name}" for name, count in decided.items() if count)
    beside = [
        _number(count, name)
        for name, count in (
            ("service message", sum(file.service for file in files)),
            ("skipped piece", sum(len(file.skipped) for file in files)),
        )
        if count
    ]
    return "; ".join([f"{read}: {details}" if details else read, *beside])


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _channels_with_news(files: Sequence[FileReport]) -> list[Channel]:
    """The channels that have new posts, each once, as they are after the last file."""
    return list({file.channel.id: file.channel for file in files if file.channel and file.new}.values())
