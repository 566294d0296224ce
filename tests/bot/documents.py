"""Documents sent to the bot, and what their imports would report."""

from __future__ import annotations

import json
import sys
from typing import Any

from bot.services.document_import import DocumentImport
from tests.bot.letopis import Letopis
from tests.telegram.files import send_file

REPORT = {"files": [], "posts": 0, "new": 0, "updated": 0, "unchanged": 0}
FILE = {
    "path": "/x/a.txt",
    "format": "text-dump",
    "channel": "tihie_zametki",
    "title": "Тихие заметки",
    "visibility": "public",
    **dict.fromkeys(("posts", "new", "updated", "unchanged", "service"), 0),
    "skipped": [],
    "uncertain": [],
}


def script(letopis: Letopis, code: str, **limits: float) -> DocumentImport:
    """Lets the bot run this code in the place of the command."""
    command = (sys.executable, "-c", f"import json, os, signal, sys, time\npath = sys.argv[-1]\n{code}")
    made = DocumentImport(letopis.path, command, **limits)  # type: ignore[arg-type]
    letopis.dispatcher.workflow_data["document_import"] = made
    return made


def reporting(*files: dict[str, Any], then: str = "") -> str:
    return f"print({json.dumps({**REPORT, 'files': [{**FILE, **file} for file in files]})!r})\n{then}"


async def told(letopis: Letopis, *files: dict[str, Any], then: str = "") -> str:
    """The bot's last words on a file of which the process reports this."""
    script(letopis, reporting(*files, then=then))
    answers = await send_file(letopis.operator, "a.txt", b"x")
    assert [card.kind for card in answers] == ["message", "edit"]
    return answers[1].rendered
