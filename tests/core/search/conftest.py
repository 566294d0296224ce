from __future__ import annotations

import pytest

from tests.core.search.memory_index import ARCHIVE, MemoryIndex


@pytest.fixture(scope="session")
def index() -> MemoryIndex:
    return MemoryIndex(*ARCHIVE)
