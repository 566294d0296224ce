"""What a person reads of a post, and so what it is searched for by: its text, then its poll's question and answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.richtext import RichText, concat
from core.types import IncomingPost


def read_text(post: IncomingPost) -> RichText:
    """The post's text, and below it the question and the answers of its poll, where it has one."""
    poll = poll_text(post.poll)
    if not poll:
        return post.text
    return concat(post.text, "\n\n", poll) if post.text.text.strip() else RichText(poll)


def plain_text(text: str, poll: Mapping[str, object] | None) -> str:
    """The same without formatting, of a post's text and its poll."""
    below = poll_text(poll)
    if not below:
        return text
    return f"{text}\n\n{below}" if text.strip() else below


def poll_text(poll: Mapping[str, object] | None) -> str:
    """The question, and a line for each answer; "" where there is no poll. Votes are no part of it."""
    if poll is None:
        return ""
    told = poll.get("options")
    options = told if isinstance(told, Iterable) and not isinstance(told, str) else ()
    answers = [_words_of(option.get("text")) for option in options if isinstance(option, Mapping)]
    return "\n".join([_words_of(poll.get("question")), *(f"• {answer}" for answer in answers if answer)]).strip()


def _words_of(told: object) -> str:
    return " ".join(told.split()) if isinstance(told, str) else ""
