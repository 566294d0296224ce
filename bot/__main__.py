"""The command line: `letopis`, the same as `python -m bot`."""

from __future__ import annotations

import sys

from bot.cli import build_cli
from bot.cli.failing import explained


def main() -> None:
    """Runs one command. Exit status: 0 done, 1 something to look at, 2 wrong usage."""
    with explained(sys.stderr):
        build_cli()()


if __name__ == "__main__":
    main()
