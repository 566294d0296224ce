"""Rich messages in Telegram Desktop's HTML, and that the JSON of them gives the same."""

from __future__ import annotations

import json

import pytest

from core import rich_message
from core.richtext import Entity, RichText
from tests.core.formats.test_desktop_html import post_of

Case = tuple[str, object, str, tuple[Entity, ...], tuple[str, ...]]


def plain(text: str) -> dict[str, object]:
    return {"type": "plain", "text": text}


def block(kind: str, tag: str, content: str, class_: str = "x") -> str:
    return f'\n    <{tag} class="rich_block {class_}" data-rich-kind="{kind}">\n{content}\n    </{tag}>\n'


CARD = """
     <div class="media_wrap clearfix">
      <div class="media media_photo"><div class="body"><div class="title bold">
Photo
      </div></div></div>
     </div>
"""
CASES: dict[str, Case] = {
    "paragraphs": (
        block("heading", "h2", "Заголовок 🔥") + block("paragraph", "p", " раз <strong>два</strong> три<br>четыре "),
        [
            {"type": "heading", "level": 2, "text": plain("Заголовок 🔥")},
            {
                "type": "paragraph",
                "text": {
                    "type": "concat",
                    "text": [plain(" раз "), {"type": "bold", "text": plain("два")}, plain(" три\nчетыре ")],
                },
            },
        ],
        "Заголовок 🔥\n раз два три\nчетыре",
        (Entity("bold", 0, 12), Entity("bold", 18, 3)),
        (),
    ),
    "code": (
        block("paragraph", "p", "a") + '<pre class="rich_block rich_code"><code>for x:\n    y\n</code></pre>',
        [{"type": "paragraph", "text": plain("a")}, {"type": "code", "text": plain("for x:\n    y"), "language": ""}],
        "a\nfor x:\n    y",
        (Entity("pre", 2, 12),),
        (),
    ),
    "lists": (
        '<ul class="rich_block">\n<li>\n<span class="rich_task_marker">☑</span><span>раз</span>\n   </li>\n'
        '<li>\n<span class="rich_order_marker">7.</span><div>' + block("paragraph", "p", "два") + "</div></li></ul>",
        [
            {
                "type": "list",
                "items": [
                    {"task_state": "checked", "content": "text", "text": plain("раз")},
                    {"num": "7.", "content": "blocks", "blocks": [{"type": "paragraph", "text": plain("два")}]},
                ],
            }
        ],
        "раз\nдва",
        (),
        (),
    ),
    "tables": (
        (
            '<div class="rich_block rich_table_wrap"><table class="rich_table"><caption>\nИтоги\n</caption><tbody><tr>'
            "<th>\na\n   </th><th>\n</th><td>\nb\n</td></tr><tr><td></td></tr>"
            "<tr><td>\nc\n</td></tr></tbody></table></div>"
        ),
        [
            {
                "type": "table",
                "title": plain("Итоги"),
                "rows": [
                    {"cells": [{"text": plain("a")}, {"text": plain("")}, {"text": plain("b")}]},
                    {"cells": [{"header": False}]},
                    {"cells": [{"text": plain("c")}]},
                ],
            }
        ],
        "Итоги\na | b\nc",
        (),
        (),
    ),
    "quotes": (
        (
            '\n<blockquote class="rich_block rich_quote">\n<div class="rich_quote_body">\nцитата\n</div>\n'
            '<cite class="rich_quote_caption">\nавтор\n</cite></blockquote>\n'
            '<aside class="rich_block rich_pullquote"><div class="rich_quote_body">\nвынос\n</div></aside>'
        ),
        [
            {
                "type": "quote",
                "content": "text",
                "text": plain("цитата"),
                "caption": plain("автор"),
                "pullquote": False,
            },
            {"type": "quote", "content": "text", "text": plain("вынос"), "caption": plain(""), "pullquote": True},
        ],
        "цитата\nавтор\nвынос",
        (Entity("blockquote", 0, 6),),
        (),
    ),
    "media": (
        block(
            "photo", "figure", CARD + '<figcaption><div>\nподпись\n</div><cite class="c">\nАнна\n</cite></figcaption>'
        )
        + block("video", "figure", CARD)
        + block("file", "figure", CARD)
        + block("input-map", "figure", CARD)
        + block("embed", "figure", CARD),
        [
            {"type": "photo", "caption": {"text": plain("подпись"), "credit": plain("Анна")}},
            {"type": "video", "caption": {"text": plain(""), "credit": plain("")}},
            {"type": "file"},
            {"type": "input_map"},
            {"type": "embed", "url": "https://example.org"},
        ],
        "подпись\nАнна",
        (),
        ("photo", "video", "document", "location"),
    ),
    "around": (
        (
            '<address class="rich_block"><time>01.01.2023</time></address>'
            '<address class="rich_block">\nАнна \u2022 <time data-date="1">01.01.2023</time>\n   </address>'
            '<div class="rich_block rich_button_row"><div>кнопка</div></div><hr class="rich_block"/>'
            '<section class="rich_block"><div class="rich_related_title">\nЕщё\n</div>'
            '<article class="rich_related_article">статья</article></section>'
            '<details class="rich_block"><summary>\nсуть\n</summary><div>\nвсё\n</div></details>'
            '<div class="rich_block rich_math_display" dir="ltr">x^2</div>'
            '<span class="rich_inline_fallback">Unsupported rich text</span>'
        ),
        [
            {"type": "author_date", "author": plain("Анна"), "date": "2023-01-01T00:00:00"},
            {"type": "button_row", "buttons": [{"text": plain("кнопка"), "button": {"type": "callback"}}]},
            {"type": "divider"},
            {"type": "related_articles", "title": plain("Ещё"), "articles": [{"title": "статья", "url": "x"}]},
            {"type": "details", "title": plain("суть"), "blocks": [{"type": "paragraph", "text": plain("всё")}]},
            {"type": "math", "formula": "x^2"},
        ],
        "Анна\nЕщё\nсуть\nвсё\nx^2",
        (),
        (),
    ),
    "inline": (
        block(
            "paragraph",
            "p",
            '<a href="https://example.org">тут</a> <span class="rich_button rich_button_inline">жми</span>'
            '<a class="rich_button rich_button_inline" href="https://example.org/b">!</a> '
            '<time class="rich_formatted_date" datetime="x">завтра</time> <sub>2</sub>'
            '<a href="" data-tag="a" onclick="return ShowHashtag(this.dataset.tag)">#а</a>'
            '<span class="rich_custom_emoji" data-document-id="5"><a href="stickers/a.webp">☪</a></span>',
        ),
        [
            {
                "type": "paragraph",
                "text": {
                    "type": "concat",
                    "text": [
                        {"type": "text_link", "href": "https://example.org", "text": plain("тут")},
                        plain(" "),
                        {"type": "button", "text": plain("жми"), "button": {"type": "callback"}},
                        {
                            "type": "button",
                            "text": plain("!"),
                            "button": {"type": "url", "url": "https://example.org/b"},
                        },
                        plain(" "),
                        {"type": "formatted_date", "text": plain("завтра"), "date": "2023-01-01T00:00:00"},
                        plain(" "),
                        {"type": "subscript", "text": plain("2")},
                        {"type": "hashtag", "text": plain("#а")},
                        {"type": "custom_emoji", "text": "☪", "document_id": "stickers/a.webp"},
                    ],
                },
            }
        ],
        "тут жми! завтра 2#а☪",
        (Entity("text_link", 0, 3, url="https://example.org"), Entity("hashtag", 17, 2)),
        (),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_blocks_are_lines(case: Case) -> None:
    html, _, text, entities, media = case
    post = post_of(f'\n   <div class="text rich_message" dir="auto">{html}</div>')
    assert post.text == RichText(text, entities)
    assert post.media == media


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_json_of_it_is_the_same(case: Case) -> None:
    _, blocks, text, entities, media = case
    tree = json.loads(json.dumps({"rtl": False, "part": False, "blocks": blocks}))
    found = rich_message.rich_text(tree)
    assert (found.text.strip(), found.entities, rich_message.media_kinds(tree)) == (text, entities, media)
