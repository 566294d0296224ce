from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.cli.running import CommandLine


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)
