"""Doubles of Telegram for the tests: in the process behind aiogram's session, or a Bot API server over HTTP."""

from tests.telegram.channels import FakeChannel
from tests.telegram.http_server import BotApiServer
from tests.telegram.model import Answers, ApiError, Button, Card, Chat, Document, Notification, Violation
from tests.telegram.parser import check_text
from tests.telegram.render import render
from tests.telegram.session import FakeSession
from tests.telegram.user import FakeTelegram, FakeUser
from tests.telegram.world import DEFAULT_NOW, TOKEN, World

__all__ = [
    "DEFAULT_NOW",
    "TOKEN",
    "Answers",
    "ApiError",
    "BotApiServer",
    "Button",
    "Card",
    "Chat",
    "Document",
    "FakeChannel",
    "FakeSession",
    "FakeTelegram",
    "FakeUser",
    "Notification",
    "Violation",
    "World",
    "check_text",
    "render",
]
