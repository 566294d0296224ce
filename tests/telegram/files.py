"""Files that users send and the bot can fetch."""

from __future__ import annotations

from tests.telegram.model import JSON, Answers, Document
from tests.telegram.user import FakeUser


async def send_file(user: FakeUser, name: str | None, data: bytes, caption: str = "", **fields: object) -> Answers:
    """Send a file in private; `fields` are further ones of Message, such as forward_origin."""
    document: JSON = {**user._file(), "file_size": len(data)}
    user.telegram.world.files[document["file_id"]] = Document(name or "", data)
    if name is not None:
        document["file_name"] = name
    return await user._say({"document": document, **({"caption": caption} if caption else {}), **fields}, None)
