"""Who asks, and where: what every service that answers a person is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.types import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """One person's question: its place, its time, and what may be shown there.

    `user_id`: None for an anonymous one (a group's admin who writes as the group, a channel). `now`: aware UTC.
    """

    chat_id: int
    user_id: int | None
    viewer: Viewer
    now: datetime

    @property
    def private(self) -> bool:
        """Whether he is alone with the bot: a private chat has its user's id."""
        return self.chat_id == self.user_id
