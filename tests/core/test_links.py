from __future__ import annotations

import pytest

from core.links import links_of
from core.richtext import Entity, RichText


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Без ссылок, даже http, https:// и https://...", ()),
        (
            "Тут (https://a.example/x), там: HTTPS://B.example/?q=1#y.",
            ("HTTPS://B.example/?q=1#y", "https://a.example/x"),
        ),
        ("https://ru.example/Сервер_(компьютер)", ("https://ru.example/Сервер_(компьютер)",)),
        ("«https://a.example»\nhttps://a.example…", ("https://a.example",)),
    ],
)
def test_addresses_in_the_text(text: str, links: tuple[str, ...]) -> None:
    assert links_of(RichText(text)) == links


def test_addresses_behind_the_text() -> None:
    text = RichText(
        "Тут и https://a.example", (Entity("text_link", 0, 3, url="https://b.example/"), Entity("bold", 0, 3))
    )
    assert links_of(text) == ("https://a.example", "https://b.example/")
