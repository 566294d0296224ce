"""`letopis check`: is everything well, and what to do where it is not."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_services
from bot.cli.failing import LOOK_AT_IT, explanation
from bot.cli.naming import handle
from bot.cli.starting import started
from bot.cli.talk import told
from bot.services.syncing import SyncState
from core.errors import DatabaseBusy, DatabaseNewer, StorageError
from core.types import Channel, Viewer, Visibility
from storage.search_upkeep import IndexCheck

_IMPORT = "letopis import brings posts in"
_BACKUP = "put a backup in its place"
_REINDEX = "letopis reindex builds it anew"


class Status(StrEnum):
    """How well it is; a warning mends itself or can wait."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `advice`: what to do, "" where nothing is to be done."""

    name: str
    status: Status
    detail: str
    advice: str = ""


def check(*, as_json: Annotated[bool, typer.Option("--json", help="Print the checks as JSON.")] = False) -> None:
    """Check the archive; exit with 1 where there is something to look at."""
    settings = started()
    if settings.database_path.exists():
        checks = asyncio.run(_checks(settings.database_path, settings.admin_ids))
    else:
        checks = [Check("database", Status.WARNING, f"there is no {settings.database_path} yet", _IMPORT)]
    well = [one for one in checks if one.status is Status.OK]
    if as_json:
        shown = {"checks": [asdict(one) for one in checks]}
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for one in well for line in _lines(one))
    sys.stdout.flush()
    for one in checks:
        if one not in well:
            told("\n".join(_lines(one)))
    if len(well) < len(checks):
        raise typer.Exit(LOOK_AT_IT)


async def _checks(database_path: Path, operator_ids: Collection[int]) -> list[Check]:
    try:
        async with open_services(database_path) as services:
            holdings = await services.browsing.holdings(Viewer.operator())
            database = _of_database(database_path, holdings.posts, len(holdings.channels))
            if damage := await services.upkeep.check_database():
                database = Check("database", Status.ERROR, f"{database_path} is damaged: {damage}", _BACKUP)
            index = _of_index(await services.upkeep.check_index())
            members = [
                _of_members(one, operator_ids) for one in holdings.channels if one.visibility is Visibility.MEMBERS
            ]
            return [database, index, *members, *map(_of_preview, await services.syncing.states())]
    except StorageError as error:
        return [Check("database", Status.ERROR, explanation(error), _advice(error))]


def _advice(error: StorageError) -> str:
    match error:
        case DatabaseNewer():
            return "run the version that wrote it"
        case DatabaseBusy():
            return "try again, or stop the process that holds it"
        case _:
            return f"see that the disk has room and the file can be written; if it is damaged, {_BACKUP}"


def _of_database(path: Path, posts: int, channels: int) -> Check:
    if not posts:
        return Check("database", Status.WARNING, f"there are no posts in {path} yet", _IMPORT)
    return Check("database", Status.OK, f"{path}: {_number(posts, 'post')} of {_number(channels, 'channel')}")


def _of_index(found: IndexCheck) -> Check:
    if found.ok:
        return Check("search index", Status.OK, f"fits {_number(found.posts, 'post')}, word by word")
    wrong = [
        text
        for count, text in (
            (found.missing, f"{_number(found.missing, 'post')} missing"),
            (found.left_over, f"{_number(found.left_over, 'post')} too many"),
            (found.wrong_words, f"{_number(found.wrong_words, 'word')} counted wrongly"),
        )
        if count
    ]
    if found.damage:
        return Check("search index", Status.ERROR, "; ".join([f"damaged: {found.damage}", *wrong]), _REINDEX)
    if found.outdated:
        detail = "; ".join(["made by another version, or being built at this moment", *wrong])
        return Check("search index", Status.WARNING, detail, f"{_REINDEX}; the bot does that by itself when it starts")
    return Check("search index", Status.ERROR, "; ".join(wrong), _REINDEX)


def _of_members(channel: Channel, operator_ids: Collection[int]) -> Check:
    """Whom a channel of members is shown to. To fewer than its members is no fault: perhaps it is meant so."""
    name = f"channel {handle(channel)}"
    if channel.bot_is_admin:
        return Check(name, Status.OK, "shown to its members: the bot is an administrator there")
    whom = "the operators (ADMIN_IDS) alone" if operator_ids else "nobody, for ADMIN_IDS is empty too"
    advice = f"make the bot its administrator, or: letopis channels --visibility public {handle(channel)}"
    return Check(name, Status.OK, f"shown to {whom}: the bot is no administrator there", advice)


def _of_preview(state: SyncState) -> Check:
    name = f"preview of {handle(state.channel)}"
    last = f"last read {state.synced_at:%Y-%m-%d %H:%M} UTC" if state.synced_at else "never read to its end"
    if state.channel.username is None:
        return Check(name, Status.WARNING, f"{last}; nobody knows its username now", "letopis sync @NAME, as it is now")
    sync, named = "letopis sync", f"@{state.channel.username}"
    if state.problem is not None:
        return Check(name, Status.WARNING, f"{last}; then: {explanation(state.problem)}", f"{sync} {named} tries again")
    if state.waiting:
        detail = f"{last}; {_number(state.waiting, 'post')} seem to be deleted, too many to believe it unasked"
        return Check(name, Status.WARNING, detail, f"if they are: {sync} --confirm-deletions {named}")
    if not state.complete:
        return Check(name, Status.WARNING, f"{last}; older posts are still to be read", f"{sync} {named} goes on")
    return Check(name, Status.OK, last)


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _lines(shown: Check) -> list[str]:
    """Its status, name and detail in a line, and what to do in another."""
    lines = [f"{shown.status:<8}{shown.name}: {shown.detail}"]
    return [*lines, f"{'':<8}{shown.advice}"] if shown.advice else lines
