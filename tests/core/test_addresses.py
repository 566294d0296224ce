"""Which entity a link is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import link_entity


@pytest.mark.parametrize(
    ("text", "href", "entity"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1", ("url", None)),
        ("example.org", "http://example.org/", ("url", None)),
        ("example.org", "example.org", ("url", None)),
        ("Example.org/", "https://example.org", ("url", None)),
        ("example.org:8080/x", "https://example.org:8080/x", ("url", None)),
        ("https://пример.рф/кот", "https://xn--e1afmkfd.xn--p1ai/%D0%BA%D0%BE%D1%82", ("url", None)),
        ("xn--.org", "https://xn--.org/", ("url", None)),
        ("xn--\u0430.org", "https://xn--\u0430.org/", ("url", None)),
        ("tg://resolve?domain=a", "tg://resolve?domain=a", ("url", None)),
        ("читать", "https://example.org", ("text_link", "https://example.org")),
        ("https://example.org", "https://example.com", ("text_link", "https://example.com")),
        ("читать", " https://example.org ", ("text_link", "https://example.org")),
        ("читать", "example.org/a", ("text_link", "example.org/a")),
        ("читать", "example.org:80", ("text_link", "example.org:80")),
        ("читать", "tg://user?id=1", ("text_link", "tg://user?id=1")),
        ("@vector_notes", "https://t.me/vector_notes", ("mention", None)),
        ("@Vector_notes", "t.me/vector_notes/", ("mention", None)),
        ("@vector_notes", "https://telegram.me/vector_notes", ("mention", None)),
        ("@vector_notes", "https://t.me/other", ("text_link", "https://t.me/other")),
        ("@vector_notes", "https://t.me/vector_notes/5", ("text_link", "https://t.me/vector_notes/5")),
        ("a@example.org", "mailto:a@example.org", ("email", None)),
        ("написать", "mailto:a@example.org", ("text_link", "mailto:a@example.org")),
        ("+7 (900) 1", "tel:+79001", ("phone_number", None)),
        ("позвонить", "tel:+79001", ("text_link", "tel:+79001")),
        ("☪", "stickers/sticker (1).webp", None),
        ("☪", "../stickers/sticker.webp", None),
        ("☪", "(File not included. Change data exporting settings to download.)", None),
        ("5265", "5265", None),
        ("слово", "", None),
        ("слово", "  ", None),
        ("", "", None),
        ("пусто", "https:", None),
    ],
)
def test_the_words_and_the_address_tell_what_it_is(text: str, href: str, entity: tuple[str, str | None] | None) -> None:
    assert link_entity(text, href) == entity


@given(st.text(), st.text())
def test_no_link_raises(text: str, href: str) -> None:
    link_entity(text, href)
    link_entity(text, f"https://{href}")
