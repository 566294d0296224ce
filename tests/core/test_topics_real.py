"""Topics of real channels: a reader would know them by these words."""

from __future__ import annotations

import json
from pathlib import Path

from core.formats import text_dump
from core.formats.records import IncomingPost
from core.topics import find_topics


def names(texts: list[str]) -> list[str]:
    return [topic.name for topic in find_topics(enumerate(texts))]


def test_a_small_channel_about_machine_learning(shared_data: Path) -> None:
    with (shared_data / "knowledge_accumulator.txt").open("rb") as stream:
        texts = [record.text.text for record in text_dump.parse(stream) if isinstance(record, IncomingPost)]
    found = names(texts)
    assert {"RL", "LLM", "REINFORCE", "сознание", "интеллект", "мозг", "рекомендательная система"} <= set(found)
    assert 12 <= len(found) <= 24


def test_a_news_channel_about_science(shared_data: Path) -> None:
    rows = json.loads((shared_data / "channels" / "1001000724666_messages.json").read_text("utf-8"))
    found = names([row["text"] for row in rows if row["text"]])
    assert {"астрономы", "астероид", "космос", "мозг", "черная дыра", "Марс", "Луна"} <= set(found)
    assert not {"год", "человек", "исследование", "результат", "время", "новость"} & set(found)
    assert len(found) <= 24


def test_a_channel_for_programmers_with_hashtags(shared_data: Path) -> None:
    rows = json.loads((shared_data / "channels" / "1001044298783_messages.json").read_text("utf-8"))
    found = names([row["text"] for row in rows if row["text"]])
    assert {"#python", "#linux", "#вакансии", "программирование", "разработчик"} <= set(found)
    assert len([name for name in found if not name.startswith("#")]) <= 24
