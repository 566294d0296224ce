"""The load benchmark in small: its people, its bots, its page. No times are judged."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

from bench.updates import __main__ as bench
from bench.updates.archive import archive_of
from bench.updates.people import MIX, Step, button_for, plans
from bench.updates.running import Measured, Times, echo_command, letopis_command, measured
from tests.bench.invented import docs

QUERIES = ["docker", "сервера", "надёжная запись"]
KEYBOARD = [
    [{"text": "1", "callback_data": "o:1"}, {"text": "#кофе · 3", "callback_data": "t:1"}],
    [{"text": "›", "callback_data": "p:1"}, {"text": "↗", "url": "https://t.me/x"}],
]


def test_plans_hold_the_mix() -> None:
    made = plans(200, 2000, QUERIES)
    kinds = Counter(step.kind for plan in made for step in plan)
    assert kinds == {kind: share * 20 for kind, share in MIX.items()}
    assert {plan[0].kind for plan in made} == {"search"}
    assert made == plans(200, 2000, QUERIES)
    assert sum(MIX.values()) == 100


def test_what_is_written_and_tapped() -> None:
    assert [Step(kind, "чай").text for kind in ("search", "group search", "top")] == ["чай", "/search чай", "/top"]
    assert [button_for(kind, KEYBOARD) for kind in ("next page", "open post", "open topic")] == ["p:1", "o:1", "t:1"]
    assert button_for("next page", KEYBOARD[:1]) == "o:1"
    assert button_for("next page", []) is None


@pytest.mark.parametrize("command", [echo_command(), letopis_command()], ids=["echo", "letopis"])
async def test_a_bot_is_measured(command: list[str], tmp_path: Path) -> None:
    archive = await bench_archive(tmp_path)
    found = await measured(command, archive, QUERIES, people=5, updates=40, think_s=0.01)
    assert (found.at_once.answers, found.paced.answers, found.idle.answers) == (40, 40, 20)
    assert sum(found.done.values()) == 40
    assert found.calls >= 40


async def bench_archive(folder: Path) -> Path:
    return await asyncio.to_thread(archive_of, docs(), folder, lambda _: None)


def test_the_report_fills_the_page(tmp_path: Path) -> None:
    times = Times(answers=10, a_second=100, p50_ms=1, p95_ms=2, p99_ms=3)
    kept = asdict(Measured(times, times, times, cpu_ms=1, server_share=0.5, calls=12, done={"search": 10}))
    (tmp_path / bench.RESULTS).write_text(json.dumps({"letopis": kept, "echo": kept}), encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- bench:aims -->\n<!-- /bench:aims -->\nBehind\n", encoding="utf-8")
    for _ in range(2):
        bench.main(["--data", str(tmp_path), "report", str(page)])
    lines = page.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("Before", "Behind")
    assert "| answers a second, against the echo bot | ≥ 0.6× | 1.00× | met |" in lines
