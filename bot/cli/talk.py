"""What a command says beside its data: talk goes to stderr."""

from __future__ import annotations

import sys


def told(line: str) -> None:
    """One line of talk."""
    sys.stderr.write(f"{line}\n")
