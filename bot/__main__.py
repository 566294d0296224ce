"""The command line: `letopis`, the same as `python -m bot`."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from bot.cli import build_cli
from bot.cli.failing import explained


def main() -> None:
    """Runs one command. Exit status: 0 done, 1 something to look at, 2 wrong usage."""
    _speak_utf8()
    with explained(sys.stderr):
        build_cli()()


def _speak_utf8() -> None:
    """Makes the standard streams UTF-8 in every locale, and foreign bytes no error: JSON is UTF-8 by its standard."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
