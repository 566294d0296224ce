"""Cards: what the buttons of a message mean, kept under a short id, so that they work after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.services.asking import Asker
from core.errors import NotFound
from storage import button_state
from storage.button_state import ButtonState
from storage.database import Database

CARD_LIFE = timedelta(days=30)

_Waiting = tuple[ButtonState, datetime, asyncio.Future[Exception | None]]


def _tell(batch: Sequence[_Waiting], error: Exception | None) -> None:
    for _, _, stored in batch:
        if not stored.done():
            stored.set_result(error)


class Cards:
    """The one keeper of button state. `new_id` makes short ids that nobody can guess."""

    def __init__(self, database: Database, new_id: Callable[[], str]) -> None:
        self._database = database
        self._new_id = new_id
        self._waiting: list[_Waiting] = []
        self._one_batch = asyncio.Lock()

    async def keep(
        self,
        kind: str,
        payload: Mapping[str, Any],
        asker: Asker,
        *,
        card_id: str | None = None,
        personal: bool = False,
    ) -> str:
        """Keeps a card of JSON values for the asker's chat, in place of the one of that id; returns its id.

        `personal`: its buttons answer the asker alone; an anonymous asker's answer everybody, for nobody could tap it.
        """
        state = ButtonState(
            id=card_id or self._new_id(),
            chat_id=asker.chat_id,
            kind=kind,
            payload=dict(payload),
            owner_id=asker.user_id,
            personal=personal and asker.user_id is not None,
        )
        await self._save(state, asker.now)
        return state.id

    async def _save(self, state: ButtonState, now: datetime) -> None:
        """Stores a card, and in the same transaction all that came while another one was under way.

        So many answers at once wait for few commits, and one alone as long as ever.
        """
        mine: _Waiting = (state, now, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        async with self._one_batch:
            if mine[2].done():  # somebody has stored it together with his own
                if error := mine[2].result():
                    raise error
                return
            batch, self._waiting = self._waiting, []
            try:
                async with self._database.transaction() as connection:
                    await button_state.save_all(connection, [(state, now) for state, now, _ in batch])
            except Exception as error:
                _tell(batch, error)
                raise
            except BaseException:  # this answer is given up, not the others'
                self._waiting = [waiting for waiting in batch if waiting is not mine] + self._waiting
                raise
            _tell(batch, None)

    async def load(self, card_id: str, kinds: Collection[str], asker: Asker) -> ButtonState:
        """The card of one of these kinds in the asker's chat.

        Raises NotFound where it is forgotten or none of them, and where it is another one's own.
        """
        async with self._database.reading() as connection:
            state = await button_state.load(connection, card_id, asker.chat_id)
        if state is None or state.kind not in kinds:
            raise NotFound("error.card_gone")
        if state.personal and state.owner_id != asker.user_id:
            raise NotFound("error.not_yours")
        return state

    async def forget_old(self, now: datetime) -> int:
        """Forgets the cards that are older than 30 days; returns how many."""
        async with self._database.transaction() as connection:
            return await button_state.forget_older(connection, now - CARD_LIFE)
