"""Zips for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.bot.sources.looking import found

Content = Mapping[str, str | bytes]
NUMBERS = "P" + "".join(f"{number}\n" for number in range(50_000))


def pack(path: Path, content: Content, compression: int = ZIP_DEFLATED) -> Path:
    with ZipFile(path, "w", compression) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def why(path: Path) -> str:
    """Why a zip, or the only file in it, is refused."""
    [(kind, text)] = found(path, root=path.parent)
    assert kind == "refused"
    assert isinstance(text, str)
    return text.removeprefix(f"{path.name}: ")
