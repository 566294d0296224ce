"""The methods of the Bot API about messages, by lower-case name."""

from __future__ import annotations

from tests.telegram import answers, copying, editing
from tests.telegram.sending import Handler, send_document, send_message, send_photo

HANDLERS: dict[str, Handler] = {
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendphoto": send_photo,
    **copying.HANDLERS,
    **editing.HANDLERS,
    **answers.HANDLERS,
}
