"""Topics of real channels: a reader would know them by these words."""

from __future__ import annotations

import json
from pathlib import Path

from core.formats import text_dump
from core.formats.records import IncomingPost
from core.topics import find_topics


def names(texts: list[str], *own_names: str) -> list[str]:
    return [topic.name for topic in find_topics(enumerate(texts), own_names)]


def texts_of(shared_data: Path, channel: int) -> list[str]:
    rows = json.loads((shared_data / "channels" / f"{channel}_messages.json").read_text("utf-8"))
    return [row["text"] for row in rows if row["text"]]


def test_a_small_channel_about_machine_learning(shared_data: Path) -> None:
    with (shared_data / "knowledge_accumulator.txt").open("rb") as stream:
        texts = [record.text.text for record in text_dump.parse(stream) if isinstance(record, IncomingPost)]
    found = names(texts)
    assert {"RL", "LLM", "REINFORCE", "сознание", "интеллект", "мозг", "рекомендательная система"} <= set(found)
    assert 12 <= len(found) <= 24


def test_a_news_channel_about_science(shared_data: Path) -> None:
    found = names(texts_of(shared_data, 1001000724666), "Naked Science", "nakedscience")
    assert {"астрономы", "астероид", "космос", "мозг", "черная дыра", "Марс", "Луна"} <= set(found)
    assert {"искусственный интеллект", "Солнечная система"} <= set(found)
    left_out = {"год", "человек", "исследование", "результат", "время", "новость", "ученые", "поиск", "Naked Science"}
    assert not left_out & set(found)
    assert len(found) <= 24


def test_a_channel_for_programmers_with_hashtags(shared_data: Path) -> None:
    found = find_topics(enumerate(texts_of(shared_data, 1001044298783)))
    by_name = {topic.name: topic for topic in found}
    assert {"#python", "#linux", "#вакансии", "разработчик", "программирование"} <= by_name.keys() | {
        alias for topic in found for alias in topic.aliases
    }
    assert {"AI", "искусственный интеллект"} <= set(by_name["#ии"].aliases)
    assert len([name for name in by_name if not name.startswith("#")]) <= 24


def test_a_channel_about_a_city(shared_data: Path) -> None:
    """Not the city of its title, not who says it, from where, and how to send it in."""
    found = set(names(texts_of(shared_data, 1001125816841), "Москва с огоньком", "moscowtop"))
    assert {"пожар", "полиция", "метро", "ДТП", "МЧС", "ВДНХ", "Подмосковье"} <= found
    assert not {"Москва", "новость", "врачи", "водитель", "шоссе", "городской округ", "парка"} & found


def test_a_channel_that_spells_its_abbreviations_out(shared_data: Path) -> None:
    found = {topic.name: topic for topic in find_topics(enumerate(texts_of(shared_data, 1001394050290)))}
    assert found["ВСУ"].aliases == ("Вооруженные силы Украины",)
    assert {"РФ", "Российская Федерация"} == set(found["Россия"].aliases)
    assert len(found["Россия"].post_ids) > 300
