"""Who asks, for the tests of services."""

from __future__ import annotations

from datetime import datetime

from bot.services.asking import Asker
from core.types import Viewer
from tests.telegram import DEFAULT_NOW

CHAT = 77


def asker_of(viewer: Viewer, *, now: datetime = DEFAULT_NOW, chat_id: int = CHAT, user_id: int | None = CHAT) -> Asker:
    """Somebody alone with the bot who sees what the viewer sees."""
    return Asker(chat_id=chat_id, user_id=user_id, viewer=viewer, now=now)
