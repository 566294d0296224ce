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
LANGUAGE = "en"
"""The command line speaks English, as its --help does."""


@contextmanager
def explained(stderr: TextIO) -> Iterator[None]:
    """Turns Letopis' errors, and those of writing the output, into a line and an exit status.

    A reader that went away (`| head`) and Ctrl-C are Typer's to handle: it ends with 1 and 130, and says nothing.
    """
    try:
        yield
    except LetopisError as error:
        stderr.write(f"{explanation(error)}\n")
        sys.exit(WRONG_USAGE if isinstance(error, WrongUsage) else LOOK_AT_IT)
    except OSError as error:
        stderr.write(f"{error.filename or 'The output'}: {error.strerror or error}\n")
        # What stdout still holds would fail again at the end of the process, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(LOOK_AT_IT)


def explanation(error: LetopisError) -> str:
    """An error in the words of the command line."""
    return error_text(words_of(LANGUAGE), error).text
