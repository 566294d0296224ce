"""A piece of HTML as rich text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import link_entity
from core.formats.markup import Attributes, Writer, rich_text, tokens, words
from core.formats.pages import parse_html
from core.richtext import Entity, RichText, concat, styled, trim
from tests.core.formats.desktop_pages import escaped


def link(text: str, attributes: Attributes) -> tuple[str, str | None] | None:
    return link_entity(text, attributes.get("href") or "")


def read(html: str) -> RichText:
    body = parse_html(html.encode())
    assert body is not None
    return rich_text(body, link)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<b>да</b>", "bold"),
        ("<strong>да</strong>", "bold"),
        ("<i>да</i>", "italic"),
        ("<em>да</em>", "italic"),
        ("<u>да</u>", "underline"),
        ("<ins>да</ins>", "underline"),
        ("<s>да</s>", "strikethrough"),
        ("<del>да</del>", "strikethrough"),
        ("<strike>да</strike>", "strikethrough"),
        ("<code>да</code>", "code"),
        ("<pre>да</pre>", "pre"),
        ("<pre><code class='language-python'>да</code></pre>", "pre"),
        ("<blockquote>да</blockquote>", "blockquote"),
        ("<blockquote expandable>да</blockquote>", "expandable_blockquote"),
        ("<tg-spoiler>да</tg-spoiler>", "spoiler"),
        ("<span class='tg-spoiler'>да</span>", "spoiler"),
        ("<span class='spoiler hidden'><span aria-hidden='true'>да</span></span>", "spoiler"),
    ],
)
def test_a_tag_is_formatting(html: str, kind: str) -> None:
    assert read(f"👍 {html}!") == concat("👍 ", styled("да", kind), "!")


@pytest.mark.parametrize(
    "html",
    [
        "<span>да</span>",
        "<mark>да</mark>",
        "<a>да</a>",
        "<a href=''>да</a>",
        "<div>д<!-- нет -->а</div>",
        "<tg-emoji>да</tg-emoji>",
        "<tg-emoji emoji-id='x'>да</tg-emoji>",
        "<b></b>да<code></code>",
        "да<script>alert(1)</script><style>b {}</style><svg><text>нет</text></svg>",
        "<font color=red>да</font>",
    ],
)
def test_other_tags_are_seen_through(html: str) -> None:
    assert read(html) == RichText("да")


def test_an_emoji_s_picture_is_the_emoji_alone() -> None:
    html = "<b>да <i class='emoji' style='x'><b>🚫</b></i></b> <i class='emoji'><b>🔥</b></i>"
    assert read(html) == RichText("да 🚫 🔥", (Entity("bold", 0, 5),))


def test_a_custom_emoji_keeps_its_number() -> None:
    html = "<tg-emoji emoji-id='5265077361648368841'><i class='emoji'><b>🛡</b></i></tg-emoji>!"
    assert read(html) == concat(styled("🛡", "custom_emoji", custom_emoji_id="5265077361648368841"), "!")


def test_formatting_in_formatting() -> None:
    html = "<blockquote><b>а <i>б</i> <a href='https://example.org/?a=1&amp;b=2'>в</a></b></blockquote>"
    assert read(html) == RichText(
        "а б в",
        (
            Entity("blockquote", 0, 5),
            Entity("bold", 0, 5),
            Entity("italic", 2, 1),
            Entity("text_link", 4, 1, url="https://example.org/?a=1&b=2"),
        ),
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("\n   а<br>б<br/>в  \n  ", "а\nб\nв"),
        ("а  б&nbsp;\u00a0в", "а  б\u00a0\u00a0в"),
        ("длинная строка\n        разорвана", "длинная строка разорвана"),
        ("а \t\r\n\n  б", "а б"),
        ("<pre>а\n  б</pre>", "а\n  б"),
        ("<pre>а<br>  б</pre>в\nг", "а\n  бв г"),
        ("&lt;b&gt; &amp;amp; &#33;&#39;&#036;&quot;&laquo;", "<b> &amp; !'$\"«"),
        ("а&#x0D;<br>&#x01;б", "а\r\n\x01б"),
        ("<br><br>", ""),
        ("", ""),
    ],
)
def test_line_ends_blanks_and_entities(html: str, text: str) -> None:
    assert read(html).text == text


def test_what_is_trimmed_takes_its_formatting_along() -> None:
    assert read("<b> \n</b><i> а <br></i><u> </u>") == RichText("а", (Entity("italic", 0, 1),))


def test_tags_in_a_thousand_tags_are_text() -> None:
    assert read(f"{'<b>' * 400}а<br>б{'</b>' * 400}").text == "аб"
    assert read(f"{'<span>' * 150}<b>а</b>") == styled("а", "bold")


def test_names_and_labels() -> None:
    assert words(" Заметки \n о  поиске ") == "Заметки о поиске"
    assert words(" \n") is None
    assert words("") is None
    assert words(None) is None
    body = parse_html(b"<p class=' a b\t'></p><p></p>")
    assert body is not None
    assert [tokens(node) for node in body.iter()] == [["a", "b"], []]


def test_nothing_is_marked_where_nothing_was_written() -> None:
    writer = Writer(link)
    writer.mark("bold", 0)
    writer.add("а")
    assert writer.finished() == RichText("а")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\n"), max_size=30))
def test_a_text_comes_back(text: str) -> None:
    assert read(f"<b>{escaped(text)}</b>") == trim(styled(text, "bold"))


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from("<b> </b> <a <i> </p> <p> <pre> x <table> &# ".split())).map("".join)
)
def test_no_html_makes_it_raise(html: str) -> None:
    body = parse_html(html.encode("utf-8", "replace"))
    if body is not None:
        rich_text(body, link)
