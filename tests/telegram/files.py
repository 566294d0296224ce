"""Files: those that users send and the bot can fetch, and those that the bot sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.telegram.model import JSON, Upload, bad_request
from tests.telegram.records import Answers, Document

if TYPE_CHECKING:
    from tests.telegram.user import FakeUser
    from tests.telegram.world import World

MAX_UPLOAD_BYTES = 50 << 20
MAX_PHOTO_BYTES = 10 << 20
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


async def send_file(user: FakeUser, name: str | None, data: bytes, caption: str = "", **fields: object) -> Answers:
    """Send a file in private; `fields` are further ones of Message, such as forward_origin."""
    document: JSON = {**user.new_file(), "file_size": len(data)}
    user.telegram.world.files[document["file_id"]] = Document(name or "", data)
    if name is not None:
        document["file_name"] = name
    return await user.say({"document": document, **({"caption": caption} if caption else {}), **fields}, None)


def outgoing_file(world: World, kind: str, wanted: str, files: Mapping[str, Upload]) -> JSON:
    """The content of a message with a file that comes with the request ("attach://name") or is known by its id.

    Raises ApiError for an empty or too big one, for a photo that is no picture, and for an unknown id.
    """
    upload = files.get(wanted.removeprefix("attach://"))
    file_id = wanted
    if upload is not None:
        _check_upload(kind, upload)
        file_id = f"file-{world.new_id()}"
        world.files[file_id] = Document(upload.name, upload.data, kind)
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    body: JSON = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(file.data)}
    if kind == "photo":
        return {"photo": [{**body, "width": 90, "height": 90}]}
    return {kind: {**body, "file_name": file.name}}


def _check_upload(kind: str, upload: Upload) -> None:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > (MAX_PHOTO_BYTES if kind == "photo" else MAX_UPLOAD_BYTES):
        raise bad_request(f"file of size {len(upload.data)} bytes is too big for a {kind}")
    if kind == "photo" and not upload.data.startswith(_PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
