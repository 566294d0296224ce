"""Where the benchmark keeps what it downloads, makes and caches; nothing of it belongs into git."""

from __future__ import annotations

from pathlib import Path

BENCH = Path(__file__).parents[1]
CHECKOUT = BENCH.parent
DATA = BENCH / ".data"
CHANNELS = CHECKOUT.parent / "shared" / "data" / "channels"
"""Posts of real channels, one JSON list a file; see the licence beside them."""
RESULTS = "results"
"""The folder, inside the data folder, of what the report reads."""
