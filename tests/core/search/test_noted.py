"""How a search is written into the log."""

from __future__ import annotations

import pytest

from core.search.noted import noted


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Кофе", "кофе"),
        ("  кофе?  ", "кофе"),
        ("Ещё   Ёлка!", "еще елка"),
        ("мета-обучение и GPT-4", "мета обучение и gpt 4"),
        ("C++ или C#", "cpp или csharp"),
        ('"Точная фраза" кофе', '"точная фраза" кофе'),
        ("Кофе -капсулы после:2024-03-01 sort:new", "кофе -капсулы после:2024-03-01 sort:new"),
        ("#Кофе утром", "#кофе утром"),
        ("in:@svoi кофе", "in:@svoi кофе"),
        ("итоги 2023 2024 2025", "итоги 2023 2024 2025"),
        ("итоги 2023–2024", "итоги 2023 2024"),
        ("итоги 2023-2024", "итоги 2023 2024"),
        ("1984", "1984"),
        ("кофе за 500 рублей", "кофе за 500 рублей"),
        ("когда:завтра", "когда завтра"),
        ("Qwen2.5-72B-Instruct", "qwen2 5 72b instruct"),
    ],
)
def test_what_is_kept(typed: str, kept: str) -> None:
    assert noted(typed, found=True) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "позвони +7 (914) 123-45-67",
        "8 914 123 45 67",
        "79141234567",
        "-79141234567 кофе",
        '"8 914 123 45 67" кофе',
        "123-45-67",
        "родился 12.03.1987 в Уссурийске",
        "родился 1987-03-12",
        "4276 1234 5678 9012",
        "код 48151",
        "anna@example.org",
        "напиши @anna_ivanova",
        "https://example.org/?token=abc",
        "t.me/anna",
        "www.example.org",
        "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
        "sk-proj-abc123DEF456ghi789",
        "",
        "🙈 !!!",
        "sort:top",
        "слово " * 30,
        "раз два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать",
    ],
)
def test_what_is_not_kept(typed: str) -> None:
    assert noted(typed, found=True) is None


def test_what_was_not_found_in_a_channel_that_it_names_is_not_kept() -> None:
    assert noted("in:@somebody кофе", found=False) is None
    assert noted("кофе after:2024", found=False) == "кофе after:2024"
