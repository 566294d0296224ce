"""Cards: what the buttons of a message mean, kept under a short id, so that they work after a restart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.services.asking import Asker
from core.errors import NotFound
from storage import button_state
from storage.button_state import ButtonState
from storage.database import Database

CARD_LIFE = timedelta(days=30)


class Cards:
    """The one keeper of button state. `new_id` makes short ids that nobody can guess."""

    def __init__(self, database: Database, new_id: Callable[[], str]) -> None:
        self._database = database
        self._new_id = new_id

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
        async with self._database.transaction() as connection:
            await button_state.save(connection, state, asker.now)
        return state.id

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
