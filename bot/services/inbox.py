"""The inbox: updates that change the archive are written down before Telegram forgets them, then applied in order."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.incoming import live_event
from bot.services.live import Applied, Live
from core.errors import DatabaseBusy, DatabaseUnusable
from storage import inbox
from storage.database import Database
from storage.inbox import InboxUpdate

_log = structlog.get_logger(__name__)

_AT_A_TIME = 100
_KNOWN = 1_000
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0


@dataclass(frozen=True, slots=True)
class Kept:
    """An update that is to be kept: `kind` is the name of the field of Update, `body` the object in it, as JSON."""

    update_id: int
    kind: str
    body: Mapping[str, object]


class Inbox:
    """Keeps updates and applies them.

    `applied` is called with what each applied update leaves to tell. `first_pause_s`: after trouble, before the next
    try; it doubles from one to the next.
    """

    def __init__(
        self,
        database: Database,
        live: Live,
        clock: Callable[[], datetime],
        applied: Callable[[Applied], None],
        *,
        first_pause_s: float = _FIRST_PAUSE_S,
    ) -> None:
        self._database = database
        self._live = live
        self._clock = clock
        self._applied = applied
        self._first_pause_s = first_pause_s
        self._woken = asyncio.Event()
        self._known: OrderedDict[int, None] = OrderedDict()
        self._untried: set[int] = set()
        self._progress = asyncio.Event()

    async def keep(self, updates: Sequence[Kept]) -> None:
        """Writes updates down, in one transaction; from then on none is lost. One that comes again is known.

        Raises StorageError and its kinds: then they are not to be confirmed.
        """
        fresh = [update for update in updates if update.update_id not in self._known]
        if not fresh:
            return
        rows = [
            InboxUpdate(
                update_id=update.update_id,
                kind=update.kind,
                payload=json.dumps(update.body, separators=(",", ":")),
            )
            for update in fresh
        ]
        async with self._database.transaction() as connection:
            await inbox.keep(connection, rows, self._clock())
        self._known.update(dict.fromkeys(update.update_id for update in fresh))
        self._untried.update(update.update_id for update in fresh)
        while len(self._known) > _KNOWN:
            self._known.popitem(last=False)
        self._woken.set()

    async def caught_up(self, longest_s: float) -> None:
        """Returns when what is kept now was applied, or tried; or after this time."""
        before = frozenset(self._untried)
        with suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                while before & self._untried:
                    self._progress.clear()
                    await self._progress.wait()

    async def run(self) -> None:
        """Applies what waits, and then what is kept, until it is cancelled: an update half applied is applied again."""
        pause_s = self._first_pause_s
        while True:
            self._woken.clear()
            if await self._went_well():
                pause_s = self._first_pause_s
                await self._woken.wait()
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    async def _went_well(self) -> bool:
        """Applies all that waits, each once; False where something is left to be tried again."""
        try:
            return await self._apply_waiting()
        except (DatabaseBusy, DatabaseUnusable) as error:  # no update's fault
            _log.warning("the archive cannot be changed: updates wait", error=str(error))
            return False
        except Exception:  # noqa: BLE001 - nobody else would apply what comes after
            _log.error("updates wait", exc_info=True)
            return False

    async def _apply_waiting(self) -> bool:
        failed: set[int] = set()
        while True:
            async with self._database.reading() as connection:
                waiting = await inbox.waiting(connection, _AT_A_TIME + len(failed))
            untried = [update for update in waiting if update.update_id not in failed]
            if not untried:
                return not waiting
            for update in untried:
                if not await self._apply(update):
                    failed.add(update.update_id)
                self._untried.discard(update.update_id)
                self._progress.set()

    async def _apply(self, update: InboxUpdate) -> bool:
        """Whether the update was applied; one that fails too often is set aside."""
        try:
            event = live_event(update.kind, json.loads(update.payload))
            applied = await self._live.apply(event, self._clock()) if event is not None else None
        except (DatabaseBusy, DatabaseUnusable):
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one update, the others go on
            await self._failed(update, error)
            return False
        async with self._database.transaction() as connection:
            await inbox.done(connection, update.update_id)
        if applied is not None:
            self._applied(applied)
        return True

    async def _failed(self, update: InboxUpdate, error: Exception) -> None:
        async with self._database.transaction() as connection:
            is_set_aside = await inbox.failed(connection, update.update_id, type(error).__name__)
        ids = {"update_id": update.update_id, "kind": update.kind}
        if is_set_aside:
            _log.error("update not applied: it is set aside", **ids, exc_info=error)
        else:
            _log.warning("update not applied: it is tried again", **ids, error=type(error).__name__)
