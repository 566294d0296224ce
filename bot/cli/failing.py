"""How a command fails: one clear line on stderr and an exit status, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.i18n import error_text, words_of
from core.errors import LetopisError, WrongUsage

LOOK_AT_IT = 1
WRONG_USAGE = 2
INTERRUPTED = 130
LANGUAGE = "en"
"""The command line speaks English, as its --help does."""


@contextmanager
def explained(stderr: TextIO) -> Iterator[None]:
    """Turns Letopis' errors into a line and an exit status."""
    try:
        yield
    except LetopisError as error:
        stderr.write(f"{explanation(error)}\n")
        sys.exit(WRONG_USAGE if isinstance(error, WrongUsage) else LOOK_AT_IT)
    except KeyboardInterrupt:
        stderr.write("Stopped.\n")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has gone (`| head`); closing stdout again at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(LOOK_AT_IT)


def explanation(error: LetopisError) -> str:
    """An error in the words of the command line."""
    return error_text(words_of(LANGUAGE), error).text
