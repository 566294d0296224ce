"""What Telegram's refusals to copy mean: the channel's post cannot be had, or this chat does not take it."""

from __future__ import annotations

import pytest

from bot.copying import refusal_of
from bot.services.media_sending import Copying


@pytest.mark.parametrize(
    ("description", "outcome"),
    [
        ("Bad Request: chat not found", Copying.REFUSED),
        ("Bad Request: There are no messages to forward", Copying.REFUSED),
        ("Bad Request: message has protected content and can't be forwarded", Copying.REFUSED),
        ("Forbidden: bot is not a member of the channel chat", Copying.REFUSED),
        ("Forbidden: bot was kicked from the channel chat", Copying.REFUSED),
        ("Bad Request: CHAT_FORWARDS_RESTRICTED", Copying.REFUSED),
        ("Bad Request: not enough rights to send photos to the chat", Copying.NOT_HERE),
        ("Bad Request: have no rights to send a message", Copying.NOT_HERE),
        ("Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", Copying.NOT_HERE),
        ("Bad Request: TOPIC_CLOSED", Copying.NOT_HERE),
        ("Forbidden: bot was kicked from the supergroup chat", Copying.NOT_HERE),
        ("Forbidden: bot was blocked by the user", Copying.NOT_HERE),
    ],
)
def test_what_a_refusal_is_about(description: str, outcome: Copying) -> None:
    assert refusal_of(description) is outcome
