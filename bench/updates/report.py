"""The figures as Markdown tables. Pure."""

from __future__ import annotations

from bench.search.report import markdown
from bench.updates.people import MIX
from bench.updates.running import Measured, Times

RATE = 0.6
SLOWEST = 5.0
_MET = {True: "met", False: "not met"}


def tables(letopis: Measured, echo: Measured) -> dict[str, str]:
    """The name of each mark of the page -> the table that belongs there."""
    bots = {"letopis": letopis, "echo": echo}
    return {
        "updates": markdown(
            ["", "answers a second", "p50, ms", "p95, ms", "p99, ms"],
            [
                _row(f"{name}, {how}", times)
                for how, part in (("one alone", "idle"), ("in their own time", "paced"), ("all at once", "at_once"))
                for name, bot in bots.items()
                for times in (getattr(bot, part),)
            ],
        ),
        "costs": markdown(
            ["", "requests", "processor, ms an answer", "the server was busy"],
            [[name, f"{bot.calls:,}", f"{bot.cpu_ms:.2f}", f"{bot.server_share:.0%}"] for name, bot in bots.items()],
        ),
        "mix": markdown(
            ["", "of a hundred", "letopis", "echo"],
            [
                [kind, str(share), *(f"{bot.done.get(kind, 0):,}" for bot in bots.values())]
                for kind, share in MIX.items()
            ],
        ),
        "aims": markdown(["", "aim", "measured", ""], _aims(letopis, echo)),
    }


def _row(name: str, times: Times) -> list[str]:
    return [name, f"{times.a_second:,.0f}", *(f"{value:,.1f}" for value in (times.p50_ms, times.p95_ms, times.p99_ms))]


def _aims(letopis: Measured, echo: Measured) -> list[list[str]]:
    rate = letopis.at_once.a_second / echo.at_once.a_second
    paced, at_once = (times.p99_ms / letopis.idle.p50_ms for times in (letopis.paced, letopis.at_once))
    same = echo.at_once.p99_ms / echo.idle.p50_ms
    return [
        ["answers a second, against the echo bot", f"≥ {RATE}×", f"{rate:.2f}×", _MET[rate >= RATE]],
        ["p99 in their own time, against one alone", f"< {SLOWEST:.0f}×", f"{paced:.1f}×", _MET[paced < SLOWEST]],
        ["p99 all at once, against one alone", f"< {SLOWEST:.0f}×", f"{at_once:.0f}×", _MET[at_once < SLOWEST]],
        ["the same of the echo bot", "", f"{same:.0f}×", ""],
    ]
