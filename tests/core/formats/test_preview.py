"""Preview pages: messages as t.me shows them, piece by piece."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.formats.preview import read_page
from core.formats.records import IncomingPost, ServiceSeen
from core.richtext import Entity, RichText
from tests.core.formats.preview_writer import album, emoji, message, page, part, photo, reactions, text, video, widget

SEEN_AT = datetime(2026, 11, 25, tzinfo=UTC)


def post_of(content: str, *, views: str = "746", meta: str = "", at: str = "2023-02-28T13:14:03") -> IncomingPost:
    """The post that a message with this content gives."""
    _, post = read_page(page(message(529, content, views=views, meta=meta, at=at)), SEEN_AT).records
    assert isinstance(post, IncomingPost)
    return post


def test_a_message_s_fields() -> None:
    post = post_of(text("Раз"), meta='<span class="tgme_widget_message_from_author" dir="auto">Анна</span>,&nbsp;')
    assert post == IncomingPost(
        text=RichText("Раз"),
        message_ids=(529,),
        published_at=datetime(2023, 2, 28, 13, 14, 3, tzinfo=UTC),
        seen_at=SEEN_AT,
        views=746,
        signature="Анна",
        source="preview",
    )


@pytest.mark.parametrize(
    ("at", "instant"),
    [
        ("2023-02-28T13:14:03+03:00", datetime(2023, 2, 28, 10, 14, 3, tzinfo=UTC)),
        ("2023-02-28T13:14:03", datetime(2023, 2, 28, 13, 14, 3, tzinfo=UTC)),
        ("0001-01-01T00:00:00+03:00", None),
        ("вчера", None),
        ("", None),
    ],
)
def test_times(at: str, instant: datetime | None) -> None:
    assert post_of("", at=at).published_at == instant


ASKING = "return confirm('Open this link?\\n\\n'+this.href);"
TWICE = f'<a href="https://a.org/?b=1&amp;amp;c=2" onclick="{ASKING}">да</a>'
SEARCH = "https://a.org/?q=%23x"


@pytest.mark.parametrize(
    ("html", "string", "entities"),
    [
        (f"<b>Раз</b><br/>{emoji('🚫')} два&#33;", "Раз\n🚫 два!", [Entity("bold", 0, 3)]),
        (f'<tg-emoji emoji-id="52">{emoji("🛡")}</tg-emoji>', "🛡", [Entity("custom_emoji", 0, 2, custom_emoji_id="52")]),
        ('<a href="?q=%23%D0%9F%D0%BE%D0%B8%D1%81%D0%BA">#Поиск</a>', "#Поиск", [Entity("hashtag", 0, 6)]),
        ('<a href="https://t.me/s/x?q=%23a">#a</a>', "#a", [Entity("hashtag", 0, 2)]),
        ('<a href="?q=%24TON">$TON</a>', "$TON", [Entity("cashtag", 0, 4)]),
        (f'<a href="{SEARCH}">слово</a>', "слово", [Entity("text_link", 0, 5, SEARCH)]),
        ('<a href="https://t.me/anna_news">@anna_news</a>', "@anna_news", [Entity("mention", 0, 10)]),
        (TWICE, "да", [Entity("text_link", 0, 2, "https://a.org/?b=1&c=2")]),
        ('<a href="https://a.org/?b&amp;c">https://a.org/?b&amp;c</a>', "https://a.org/?b&c", [Entity("url", 0, 18)]),
        ("<blockquote>a</blockquote>б", "aб", [Entity("blockquote", 0, 1)]),
        ("<blockquote expandable>а</blockquote>", "а", [Entity("expandable_blockquote", 0, 1)]),
        ("<tg-spoiler>а</tg-spoiler>", "а", [Entity("spoiler", 0, 1)]),
        ("<pre>a<br/>  b</pre><code>c</code>", "a\n  bc", [Entity("pre", 0, 5), Entity("code", 5, 1)]),
        ('да<span style="display: inline-block; width: 104px;"></span>', "да", []),
    ],
)
def test_texts(html: str, string: str, entities: list[Entity]) -> None:
    assert post_of(text(html)).text == RichText(string, tuple(entities))


HIDDEN = f'<div class="media_not_supported_cont">{text("нет")}</div>'
REPLY = part("text", "нет", "js-message_reply_text")


@pytest.mark.parametrize(
    "content",
    [
        text(text("да") + '<span style="width: 97px;"></span>'),
        f'<div class="media_supported_cont">{text("да")}</div>{HIDDEN}',
        part("reply", REPLY) + text("да"),
        text("да") + part("link_preview", photo() + text("нет")),
        text("да") + part("inline_button", "Кнопка"),
    ],
)
def test_a_text_is_read_once_and_nothing_that_is_not_the_message_s(content: str) -> None:
    post = post_of(content)
    assert (post.text, post.media) == (RichText("да"), ())


@pytest.mark.parametrize(
    ("href", "reply_to"),
    [
        ("https://t.me/vector_notes/5", 5),
        ("https://t.me/Vector_Notes/5?single", 5),
        ("https://t.me/other/5", None),
        ("https://example.org/vector_notes/5", None),
        ("", None),
    ],
)
def test_replies(href: str, reply_to: int | None) -> None:
    assert post_of(f'<a class="tgme_widget_message_reply" href="{href}">x</a>').reply_to == reply_to


@pytest.mark.parametrize(
    "name",
    [
        '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/x/1"><span dir="auto">Пул N3</span></a>',
        '<span class="tgme_widget_message_forwarded_from_name"><span dir="auto">Пул N3</span></span>',
        '<a class="tgme_widget_message_forwarded_from_name"><span dir="auto">Пул N3</span><i class="v"> ✔</i></a>',
        '<span class="tgme_widget_message_forwarded_from_name">Пул <b>N3</b></span>',
    ],
)
def test_forwards(name: str) -> None:
    content = f'<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;{name}</div>'
    assert post_of(content).forwarded_from == "Пул N3"


@pytest.mark.parametrize(
    ("views", "number", "exact"),
    [
        ("746", 746, True),
        ("69.6K", 69_600, False),
        ("1.28M", 1_280_000, False),
        ("2B", 2_000_000_000, False),
        ("1,234", 1_234, True),
        ("1.23", None, True),
        ("много", None, True),
        ("", None, True),
    ],
)
def test_views_are_exact_only_where_they_are_not_rounded(views: str, number: int | None, exact: bool) -> None:
    post = post_of("", views=views)
    assert (post.views, post.views_exact) == (number, exact)


@pytest.mark.parametrize(
    ("items", "counts", "exact"),
    [
        ([f'">{emoji("👍")}10', f'">{emoji("❤️")}3'], {"👍": 10, "❤": 3}, True),
        (
            ['"><tg-emoji emoji-id="5265077361648368841"></tg-emoji>69.6K'],
            {"custom:5265077361648368841": 69_600},
            False,
        ),
        (['"><tg-emoji></tg-emoji>2', '"><tg-emoji emoji-id="x"></tg-emoji>3'], {"custom:?": 5}, True),
        ([' tgme_reaction_paid"><i class="icon icon-telegram-stars"></i>6.28K'], {"paid": 6_280}, False),
        ([f'">{emoji("🤷‍♂️")}1', f'">{emoji("🤷‍♂")}2'], {"🤷‍♂": 3}, True),
        (['">5', f'">{emoji("👍")}'], None, True),
        ([], None, True),
    ],
)
def test_reactions(items: list[str], counts: dict[str, int] | None, exact: bool) -> None:
    post = post_of(text("да") + reactions(*items))
    assert (post.reactions, post.reactions_exact) == (counts, exact)


ICON = part("document_icon", more="accent_bg")
NOTE = part("document_icon", more="accent_bg audio")


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (photo(529), ("photo",)),
        (video(529), ("video",)),
        (video(529, duration=""), ("animation",)),
        (part("roundvideo_player", photo()), ("video_note",)),
        (part("voice_player", "<audio></audio>"), ("voice",)),
        (part("document_wrap", ICON), ("document",)),
        (part("document_wrap", NOTE), ("audio",)),
        (part("document_wrap"), ("document",)),
        (part("sticker_wrap", part("tgsticker_wrap"), "media_supported_cont"), ("sticker",)),
        (part("location_wrap", part("location")), ("location",)),
        (part("venue_wrap"), ("location",)),
        (part("contact_wrap"), ("contact",)),
        ('<div class="media_not_supported_cont">Please open Telegram to view this post</div>', ()),
    ],
)
def test_media(content: str, kinds: tuple[str, ...]) -> None:
    assert post_of(content).media == kinds


def test_an_album_is_one_post_with_all_its_ids() -> None:
    post = post_of(
        album(video(529, grouped=True), photo(530, grouped=True), photo(531, grouped=True)) + text("Подпись")
    )
    assert (post.message_ids, post.media, post.text.text) == ((529, 530, 531), ("video", "photo", "photo"), "Подпись")
    assert post_of(album(photo(), photo())).message_ids == (529,)


def test_an_album_s_item_of_another_channel_gives_no_id() -> None:
    assert post_of(photo(530).replace("vector_notes", "other")).message_ids == (529,)


@pytest.mark.parametrize(
    ("kind", "closed"), [("Anonymous Poll", False), ("Final Results", True), ("Anonymous Quiz", False), (None, None)]
)
def test_polls(kind: str | None, closed: bool | None) -> None:
    option = (
        '<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">{}</div>'
        '<div class="tgme_widget_message_poll_option_text">{}</div></div>'
    )
    question = '<div class="tgme_widget_message_poll_question">Что дальше?</div>'
    told = f'<div class="tgme_widget_message_poll_type">{kind}</div>' if kind else ""
    options = option.format("46%", "да") + option.format("x", "нет") + '<p class="tgme_widget_message_poll_option"></p>'
    post = post_of(
        f'<div class="tgme_widget_message_poll js-poll">{question}{told}{options}</div>'
        '<span class="tgme_widget_message_voters">1.2K</span>'
    )
    assert post.poll == {
        "question": "Что дальше?",
        "options": [
            {"text": "да", "votes": None, "percent": 46},
            {"text": "нет", "votes": None, "percent": None},
            {"text": "", "votes": None, "percent": None},
        ],
        "total_voters": 1200,
        "closed": closed,
    }


def test_an_empty_poll() -> None:
    poll = post_of('<div class="tgme_widget_message_poll"></div>').poll
    assert poll == {"question": "", "options": [], "total_voters": None, "closed": None}


def test_service_messages() -> None:
    pinned = '<a class="x">Заметки</a> pinned «<span class="tgme_widget_service_strong_text">Раз  два…</span>»'
    content = page(message(7, text(pinned), service=True, views=""), message(8, service=True))
    assert read_page(content, None).records[1:] == (
        ServiceSeen("message 7", "Заметки pinned «Раз два…»"),
        ServiceSeen("message 8", ""),
    )


@pytest.mark.parametrize(("label", "service"), [("Service message", True), ("This media is not supported", False)])
def test_a_widget_only_says_that_it_is_one(label: str, service: bool) -> None:
    content = (
        '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">'
        f'<div class="message_media_not_supported_label">{label}</div></div></div>'
    )
    *_, record = read_page(widget(message(7, content)), None).records
    assert isinstance(record, ServiceSeen) == service
    *_, record = read_page(widget(message(7, content + text("да"))), None).records
    assert isinstance(record, IncomingPost)
