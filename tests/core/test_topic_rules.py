"""An author's rule: how a line is read, and which texts it takes."""

from __future__ import annotations

import pytest

from core.topics.rules import (
    LONGEST_NAME,
    LONGEST_TERM,
    MOST_TERMS,
    BadRule,
    Matcher,
    Rule,
    RuleFault,
    key_of_name,
    parse_name,
    parse_rule,
)


@pytest.mark.parametrize(
    ("line", "name", "terms"),
    [
        ("RL = reinforcement, policy gradient, #rl", "RL", ("reinforcement", "policy gradient", "#rl")),
        ("RL=reinforcement,policy   gradient;#rl", "RL", ("reinforcement", "policy gradient", "#rl")),
        ("«Домашний  сервер» = «резервная копия», “бэкап”", "Домашний сервер", ("резервная копия", "бэкап")),
        ("#рл = RL, rl, Rl, #RL, #rl", "#рл", ("RL", "#RL")),
        ("C++ = c++, шаблон", "C++", ("c++", "шаблон")),
        ("Формула = a=b, , ,", "Формула", ("a=b",)),
        ("ИИ = ИИ, ii", "ИИ", ("ИИ", "ii")),
        ("IT = IT, айти", "IT", ("IT", "айти")),
        ("Числа = 42, GPT-4", "Числа", ("42", "GPT-4")),
    ],
)
def test_a_line_is_read(line: str, name: str, terms: tuple[str, ...]) -> None:
    assert parse_rule(line) == Rule(name=name, terms=terms)


@pytest.mark.parametrize(
    ("line", "fault", "piece"),
    [
        ("RL reinforcement", RuleFault.NO_SIGN, "RL reinforcement"),
        ("", RuleFault.NO_SIGN, ""),
        (" = слово", RuleFault.NO_NAME, ""),
        ("🎉 = слово", RuleFault.NO_NAME, "🎉"),
        ("я" * (LONGEST_NAME + 1) + " = слово", RuleFault.LONG_NAME, str(LONGEST_NAME)),
        ("RL =", RuleFault.NO_TERMS, "RL"),
        ("RL = , ; «»", RuleFault.NO_TERMS, "RL"),
        ("RL = " + ", ".join(f"слово{number}" for number in range(MOST_TERMS + 1)), RuleFault.MANY_TERMS, "40"),
        ("RL = " + "я" * (LONGEST_TERM + 1), RuleFault.LONG_TERM, str(LONGEST_TERM)),
        ("RL = слово, !!!", RuleFault.WORDLESS, "!!!"),
        ("RL = #", RuleFault.WORDLESS, "#"),
        ("RL = #1", RuleFault.WORDLESS, "#1"),
        ("RL = #два слова", RuleFault.WORDLESS, "#два слова"),
        ("RL = слово, и", RuleFault.COMMON, "и"),
        ("RL = of the", RuleFault.COMMON, "of the"),
    ],
)
def test_a_line_that_is_no_rule(line: str, fault: RuleFault, piece: str) -> None:
    assert parse_rule(line) == BadRule(fault=fault, piece=piece)


def test_a_name() -> None:
    assert parse_name(" «Домашний\n сервер» ") == "Домашний сервер"
    assert parse_name("#кофе") == "#кофе"
    assert parse_name("!!!") == BadRule(fault=RuleFault.NO_NAME, piece="!!!")


def test_the_key_of_a_name_is_that_of_a_found_topic() -> None:
    assert key_of_name("Нейронные сети") == key_of_name("#нейронная_сеть") == "нейронный сеть"
    assert key_of_name("RL") == "rl"


@pytest.mark.parametrize(
    ("term", "taken", "left"),
    [
        ("сервер", ["Домашние серверы.", "О сервере", "#сервер стоит", "Веб-сервером"], ["Сервис", "серверный шкаф"]),
        ("человек", ["Люди говорят"], ["человеческий"]),
        ("ёлка", ["Елку поставили", "ёлки"], ["ель"]),
        ("биткоин", ["Цена биткоинов", "биткоином"], ["эфир"]),
        ("policy gradient", ["The policy gradients.", "Policy-gradient", "policy\u00a0gradient"], ["gradient policy"]),
        ("policy gradient", [], ["A policy. Gradient", "policy\ngradient", "policy of gradient"]),
        ("домашний сервер", ["О домашних серверах", "домашнем «сервере»"], ["сервер домашний"]),
        ("мета-обучение", ["Метаобучение", "мета-обучением", "мета обучение"], ["обучение", "мета"]),
        ("метаобучение", ["мета-обучение"], ["мета обучение"]),
        ("#rl", ["Про #RL и", "#rl"], ["rl", "#rl2", "RL"]),
        ("#нейронная_сеть", ["#нейронные_сети"], ["нейронная сеть"]),
        ("C++", ["На c++ быстрее", "С++"], ["C"]),
        ("IT", ["Работа в IT"], ["айти"]),
    ],
)
def test_what_a_term_takes(term: str, taken: list[str], left: list[str]) -> None:
    matcher = Matcher({"ключ": [term]})
    assert [text for text in (*taken, *left) if matcher.keys(text)] == taken


def test_a_text_belongs_to_all_topics_that_it_says() -> None:
    matcher = Matcher({"rl": ["reinforcement", "#rl"], "мозг": ["мозг", "нейрон"], "пусто": []})
    assert matcher.keys("Reinforcement learning в мозге #RL") == {"rl", "мозг"}
    assert matcher.keys("Нейроны") == {"мозг"}
    assert matcher.keys("Кофе") == set()
    assert matcher.keys("") == set()
