"""Doubles of Telegram for the tests: in the process behind aiogram's session, or a Bot API server over HTTP."""

from tests.telegram.channels import FakeChannel
from tests.telegram.http_server import BotApiServer
from tests.telegram.inline import InlineAnswer
from tests.telegram.model import ApiError, Chat
from tests.telegram.parser import check_text
from tests.telegram.records import Answers, Button, Card, Document, Notification, Violation
from tests.telegram.render import render
from tests.telegram.session import FakeSession
from tests.telegram.telegram import FakeTelegram
from tests.telegram.user import FakeUser
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
    "InlineAnswer",
    "Notification",
    "Violation",
    "World",
    "check_text",
    "render",
]
