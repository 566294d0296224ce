"""What all tests share: how hypothesis runs, and where the real data lies on machines that have it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# "ci" is the same run every time, on slow machines too; "search" looks for new counter-examples:
# HYPOTHESIS_PROFILE=search make pytest
settings.register_profile(
    "ci", max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", max_examples=2000, deadline=timedelta(seconds=2))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real channels' data beside the checkout; tests that need it are skipped where it is missing."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no real data beside the checkout")
    return folder


@pytest.fixture
def tgemu(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The package of a strict emulator of the Bot API server, where one lies beside the checkout."""
    folder = CHECKOUT.parent / "shared" / "tgemu"
    if not folder.is_dir():
        pytest.skip("no emulator beside the checkout")
    monkeypatch.syspath_prepend(str(folder))
    yield importlib.import_module("tgemu")
    for name in [name for name in sys.modules if name.partition(".")[0] == "tgemu"]:
        del sys.modules[name]
