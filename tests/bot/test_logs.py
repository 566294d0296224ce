from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
import structlog
from pydantic import SecretStr

from bot.logs import REDACTED, configure_logging
from bot.settings import load_settings

SECRET = "AbCdEfGhIjKlMnOpQrStUvWxYz012345-_9"
TOKEN = f"123456789:{SECRET}"
OTHER_TOKEN = "987654321:" + "Z" * 35
FORMATS = pytest.mark.parametrize("fmt", ["console", "json"])


@pytest.fixture(autouse=True)
def logging_put_back() -> Iterator[None]:
    root, named = logging.getLogger(), [logging.getLogger(n) for n in ("aiogram.event", "aiosqlite", "apscheduler")]
    handlers, levels = root.handlers[:], [(logger, logger.level) for logger in [root, *named]]
    hooks = sys.excepthook, threading.excepthook
    yield
    root.handlers[:] = handlers
    for logger, level in levels:
        logger.setLevel(level)
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


class Log:
    """Everything that was written after `configure_logging`."""

    def __init__(self, fmt: str, level: str = "INFO", secrets: tuple[str, ...] = (TOKEN,)) -> None:
        logging.getLogger().handlers.clear()  # pytest's own would raise where a line cannot be made
        self.stream = io.StringIO()
        configure_logging(level, fmt, self.stream, secrets)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]


def test_a_json_line_is_one_object_with_its_values() -> None:
    log = Log("json")
    structlog.get_logger("letopis.test").info("post stored", channel_id=7, words="две строки\nздесь")
    [event] = log.events
    assert event.pop("timestamp")
    assert event == {
        "event": "post stored",
        "channel_id": 7,
        "words": "две строки\nздесь",
        "level": "info",
        "logger": "letopis.test",
    }


def test_a_console_line_is_for_reading() -> None:
    log = Log("console")
    structlog.get_logger("letopis.test").warning("post stored", channel_id=7)
    [line] = log.text.splitlines()
    assert "post stored" in line
    assert "channel_id=7" in line
    assert "warning" in line
    assert "\x1b" not in line


@FORMATS
def test_other_libraries_lines_take_the_same_path(fmt: str) -> None:
    log = Log(fmt)
    logging.getLogger("aiogram.dispatcher").info("Run polling for bot @%s id=%d", "letopis", 7)
    [line] = log.text.splitlines()
    assert "Run polling for bot @letopis id=7" in line
    assert "aiogram.dispatcher" in line


def test_values_bound_to_the_context_stand_in_every_line() -> None:
    log = Log("json")
    with structlog.contextvars.bound_contextvars(update_id=11):
        structlog.get_logger("letopis").info("answered")
        logging.getLogger("aiogram").warning("slow")
    assert [event["update_id"] for event in log.events] == [11, 11]


@FORMATS
def test_the_level_holds_for_both_kinds_of_loggers(fmt: str) -> None:
    log = Log(fmt, level="WARNING")
    structlog.get_logger("letopis").info("no")
    logging.getLogger("aiogram").info("no")
    assert log.text == ""


def test_libraries_that_would_flood_the_log_or_show_texts_are_held_back() -> None:
    log = Log("json", level="DEBUG")
    logging.getLogger("apscheduler.executors.default").info("Running job")
    logging.getLogger("aiogram.event").info("Update is handled")
    logging.getLogger("aiosqlite").debug("executing INSERT with a text")
    assert log.text == ""


def test_calling_it_again_replaces_what_was_set_before() -> None:
    first, second = Log("json"), Log("json")
    logging.getLogger("letopis").info("once")
    assert first.text == ""
    assert len(second.events) == 1


def log_an_exception_with_the_token_in_an_address() -> None:
    try:
        try:
            raise OSError(f"Cannot connect to https://api.example/bot{TOKEN}/getUpdates")
        except OSError as error:
            raise RuntimeError(f"while asking for {TOKEN!r}") from error
    except RuntimeError:
        structlog.get_logger("letopis").exception("request failed", url=f"https://x/bot{TOKEN.replace(':', '%3A')}/a")


def log_the_token_as_argument() -> None:
    logging.getLogger("aiogram").warning("token %s, %r, in a mapping %s", TOKEN, TOKEN.encode(), {"token": TOKEN})
    structlog.get_logger("letopis").warning("positional %s", TOKEN, token=TOKEN, nested={"a": [TOKEN]}, half=SECRET)


def log_another_bots_token() -> None:
    logging.getLogger("aiogram").warning("a token nobody told us of: %s", OTHER_TOKEN)


def log_a_repr_of_settings() -> None:
    settings = load_settings({"BOT_TOKEN": TOKEN}, None)
    structlog.get_logger("letopis").warning(f"settings {settings}", settings=settings, secret=SecretStr(TOKEN))


def log_with_a_stack() -> None:
    structlog.get_logger("letopis").warning(f"here {TOKEN}", stack_info=True)


def warn_with_the_token() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"deprecated in {TOKEN}", stacklevel=1)


def log_arguments_that_do_not_fit() -> None:
    logging.getLogger("aiogram").warning("%d updates", TOKEN)


def raise_uncaught() -> None:
    try:
        raise ValueError(TOKEN)
    except ValueError:
        sys.excepthook(*sys.exc_info())


def raise_uncaught_in_a_thread() -> None:
    def work() -> None:
        raise ValueError(TOKEN)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


LEAKS = [
    log_an_exception_with_the_token_in_an_address,
    log_the_token_as_argument,
    log_another_bots_token,
    log_a_repr_of_settings,
    log_with_a_stack,
    warn_with_the_token,
    log_arguments_that_do_not_fit,
    raise_uncaught,
    raise_uncaught_in_a_thread,
]


@FORMATS
@pytest.mark.parametrize("leak", LEAKS)
def test_the_token_is_in_no_line(fmt: str, leak: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(fmt)
    leak()
    console = capsys.readouterr()
    assert log.text
    assert not [secret for secret in (SECRET, OTHER_TOKEN) if secret in log.text + console.out + console.err]


def test_a_traceback_stays_readable() -> None:
    log = Log("json")
    log_an_exception_with_the_token_in_an_address()
    [event] = log.events
    trace = str(event["exception"])
    assert f"Cannot connect to https://api.example/bot{REDACTED}/getUpdates" in trace
    assert "RuntimeError" in trace
    assert "log_an_exception_with_the_token_in_an_address" in trace


def test_a_line_that_cannot_be_made_says_where() -> None:
    log = Log("json")
    log_arguments_that_do_not_fit()
    assert "test_logs.py" in log.text
    assert "TypeError" in log.text


def test_a_stream_that_is_gone_raises_nothing() -> None:
    log = Log("json")
    log.stream.close()
    logging.getLogger("letopis").info("to nobody")


def test_other_secrets_are_taken_out_too() -> None:
    log = Log("json", secrets=("a.webhook+secret", "", "a.webhook"))
    logging.getLogger("letopis").info("got a.webhook+secret and a+webhook")
    assert log.events[0]["event"] == f"got {REDACTED} and a+webhook"


@pytest.mark.parametrize("token", ["1:a", "42:in-a-test", "4200000042:letopis-in-a-test"])
def test_a_short_token_is_taken_out_and_costs_no_other_word(token: str) -> None:
    log = Log("json", secrets=(token,))
    quoted = token.replace(":", "%3A")
    structlog.get_logger("letopis").warning("a warning", of=token, at=f"https://x/bot{token}/a", quoted=f"bot{quoted}")
    [event] = log.events
    assert event["event"] == "a warning"
    assert (event["of"], event["quoted"]) == (REDACTED, f"bot{REDACTED}")
    assert not [form for form in (token, quoted) if form in log.text]


def test_an_interrupt_from_the_keyboard_is_no_log_line(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log("json")
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert log.text == ""
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_stderr_is_the_stream_unless_one_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json")
    logging.getLogger("letopis").info("here")
    assert json.loads(capsys.readouterr().err)["event"] == "here"
