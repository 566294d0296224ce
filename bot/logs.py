"""Logging: structlog and the standard library through one set of processors, and no secret in any line.

Redaction works on the finished line, so that tracebacks, reprs and other libraries' lines pass through it too.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

import structlog

REDACTED = "[redacted]"
# A bot token as Telegram makes them, also as it looks inside a quoted address.
_TOKEN_SHAPE = re.compile(r"[0-9]+(?::|%3A)[A-Za-z0-9_-]{35}", re.IGNORECASE)

_SHORTEST_HALF = 8

# Libraries whose lower levels would flood the log (a line for each job, each update, each dictionary) or show what
# people wrote (each SQL statement with its parameters).
_LEAST_LEVEL = (
    ("aiogram.event", logging.WARNING),
    ("aiosqlite", logging.INFO),
    ("apscheduler", logging.WARNING),
    ("asyncio", logging.INFO),
    ("pymorphy3", logging.WARNING),
)


def configure_logging(level: str, fmt: str, stream: TextIO | None = None, secrets: Iterable[str] = ()) -> None:
    """Sends every log line, warning and uncaught exception to `stream` (stderr unless given); may be called again.

    `level` and `fmt` are values of the settings LOG_LEVEL and LOG_FORMAT. Each of `secrets`, and whatever has the
    shape of a bot token, is replaced by "[redacted]" wherever it stands.
    """
    out = sys.stderr if stream is None else stream
    handler = _Handler(out)
    handler.setFormatter(_RedactingFormatter(_renderers(fmt, colours=out.isatty()), secrets))
    root = logging.getLogger()
    for old in [known for known in root.handlers if isinstance(known, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name, least in _LEAST_LEVEL:
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared_processors(),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Renders a line, then takes the secrets out of it."""

    def __init__(self, renderers: list[structlog.typing.Processor], secrets: Iterable[str]) -> None:
        super().__init__(processors=renderers, foreign_pre_chain=_shared_processors())
        known = sorted({part for secret in secrets for part in _telling_parts(secret)}, key=len, reverse=True)
        self._secret = re.compile("|".join([_TOKEN_SHAPE.pattern, *map(re.escape, known)]), re.IGNORECASE)

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        return self._secret.sub(REDACTED, super().format(record))


class _Handler(logging.StreamHandler[TextIO]):
    """Says that a line could not be written without showing it: the standard way prints its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """Names the place of the log call and the kind of the error alone."""
        kind = sys.exc_info()[0]
        what = kind.__name__ if kind else "an error"
        try:
            self.stream.write(f"A log line of {record.pathname}:{record.lineno} could not be written: {what}\n")
        except (OSError, ValueError):  # the stream itself is gone
            return


def _telling_parts(secret: str) -> tuple[str, ...]:
    """A secret, also as it looks inside a quoted address, and of a bot token its second half too: the first is public.

    A half as short as a word is none of a real token, and would black out words and break JSON.
    """
    half = secret.partition(":")[2]
    halves = {half} if len(half) >= _SHORTEST_HALF else set()
    return tuple(part for part in {secret, secret.replace(":", "%3A"), *halves} if part)


def _shared_processors() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _renderers(fmt: str, *, colours: bool) -> list[structlog.typing.Processor]:
    """Plain tracebacks in both formats: the pretty ones show local variables and break lines inside a token."""
    if fmt == "json":
        last: list[structlog.typing.Processor] = [
            structlog.processors.EventRenamer("event"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    else:
        last = [
            structlog.dev.ConsoleRenderer(
                colors=colours, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
            )
        ]
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("letopis").critical("uncaught exception", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
