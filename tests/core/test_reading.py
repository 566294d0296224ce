"""What is read of a post with a poll."""

from __future__ import annotations

import pytest

from core.reading import plain_text, poll_text, read_text
from core.richtext import Entity, RichText
from core.types import IncomingPost

POLL = {"question": "Чай или\nкофе?", "options": [{"text": "Чай", "votes": 3}, {"text": "Кофе", "votes": None}]}
WORDS = "Чай или кофе?\n• Чай\n• Кофе"


def test_a_post_without_a_poll_is_its_text() -> None:
    text = RichText("Чай", (Entity(type="bold", offset=0, length=3),))
    assert read_text(IncomingPost(text=text)) is text
    assert plain_text("Чай", None) == "Чай"


def test_a_poll_is_its_question_and_its_answers() -> None:
    assert read_text(IncomingPost(text=RichText(), poll=POLL)).text == WORDS
    assert plain_text(" ", POLL) == WORDS


def test_a_poll_stands_below_the_text() -> None:
    text = RichText("Утро", (Entity(type="bold", offset=0, length=4),))
    read = read_text(IncomingPost(text=text, poll=POLL))
    assert (read.text, read.entities) == (f"Утро\n\n{WORDS}", text.entities)
    assert plain_text("Утро", POLL) == read.text


@pytest.mark.parametrize(
    "poll", [{}, {"question": None}, {"question": 5, "options": "да"}, {"options": [None, {"text": None}, "нет"]}]
)
def test_an_odd_poll_says_nothing(poll: dict[str, object]) -> None:
    assert poll_text(poll) == ""
    assert plain_text("Утро", poll) == "Утро"
