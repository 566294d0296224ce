"""What a process that imports a file says of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedChat:
    """A channel of a whole account's export."""

    id: int | None
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFile:
    """A file of the report. `channel` is what a person calls it; `skipped` counts pieces."""

    path: str
    channel: str | None
    visibility: str | None
    posts: int
    new: int
    updated: int
    unchanged: int
    skipped: int
    error: str | None
    chats: tuple[OfferedChat, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReport:
    """What came of a document. `ended`: in which way the import did not come to its end; `said`: its last words."""

    files: tuple[ReportedFile, ...] = ()
    ended: str | None = None
    said: str | None = None

    @property
    def chats(self) -> tuple[OfferedChat, ...]:
        """The channels that are offered, of which nothing was taken yet."""
        return tuple(chat for file in self.files if not file.posts for chat in file.chats)


def read_report(written: str) -> tuple[ReportedFile, ...]:
    """The files of a report that `letopis import --json` wrote. Raises ValueError for anything else."""
    try:
        return tuple(map(_file, json.loads(written)["files"]))
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError("not a report") from error


def _file(told: Mapping[str, Any]) -> ReportedFile:
    return ReportedFile(
        path=str(told["path"]),
        channel=told["title"] or told["channel"] or ", ".join(map(str, told.get("channels", ()))) or None,
        visibility=told["visibility"],
        posts=int(told["posts"]),
        new=int(told["new"]),
        updated=int(told["updated"]),
        unchanged=int(told["unchanged"]),
        skipped=len(told["skipped"]) + int(told.get("skipped_more", 0)),
        error=told.get("error"),
        chats=tuple(
            OfferedChat(id=chat["id"], name=chat["name"] or str(chat["id"]), kind=chat["kind"])
            for chat in told.get("chats", ())
        ),
        notes=tuple(map(str, told.get("notes", ()))),
    )
