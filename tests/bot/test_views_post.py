"""How a post looks: its text untouched, what is known of it below, the ways on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import words_of
from bot.services.listings import Listing, ListingKind, Marks, OpenedPost
from bot.views.post import post_screen, whole_post
from core.richtext import Entity, RichText, entity_to_json, utf16_length
from core.types import Channel, Post, Visibility
from tests.telegram import check_text, render

RU, EN = words_of("ru", ZoneInfo("Asia/Vladivostok")), words_of("en")
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
UNMARKED = Marks()
CHANNEL = Channel(id=1, telegram_id=7, username="svoi", title="Для своих", visibility=Visibility.PUBLIC)


def post(
    text: str | RichText = "Текст",
    *,
    channel: Channel = CHANNEL,
    reactions: dict[str, int] | None = None,
    published_at: datetime | None = None,
    **more: Any,
) -> Post:
    return Post(
        id=1,
        channel=channel,
        fingerprint="x",
        stored_at=NOW,
        text=text if isinstance(text, RichText) else RichText(text),
        reactions=reactions,
        published_at=published_at,
        **more,
    )


def opened(
    shown: Post, kind: ListingKind = ListingKind.SEARCH, subject: str = "", marks: Marks = UNMARKED
) -> OpenedPost:
    listing = Listing(kind=kind, post_ids=(1, 2, 3), subject=subject)
    return OpenedPost(card_id="card", listing=listing, index=7, page_number=1, post=shown, marks=marks)


def labels(shown: OpenedPost) -> list[list[str]]:
    return [[button.label for button in row] for row in post_screen(shown, 0, RU, private=True).rows]


def shown(screen_text: RichText) -> str:
    return render(screen_text.text, [_json(entity) for entity in screen_text.entities])


def _json(entity: Entity) -> dict[str, object]:
    return entity_to_json(entity)


@pytest.mark.parametrize(
    ("known", "footer"),
    [
        (post(), "Для своих"),
        (post(reactions={}), "Для своих"),
        (post(reactions={"👍": 1}), "👍 1 · Для своих"),
        (post(reactions={"❤": 2, "👍": 1200}), "👍 1\N{NO-BREAK SPACE}200 ❤ 2 · Для своих"),
        (
            post(reactions=dict(zip("👍❤🔥🎉😁🤔👏🙏", range(9, 1, -1), strict=True))),
            "👍 9 ❤ 8 🔥 7 🎉 6 😁 5 🤔 4 +5 · Для своих",
        ),
        (post(published_at=NOW), "3 мар. 2026\N{NARROW NO-BREAK SPACE}г. · Для своих"),
        (post(published_at=NOW, edited_at=NOW), "3 мар. 2026\N{NARROW NO-BREAK SPACE}г. · изменён · Для своих"),
        (post(views=1234), "👁 1\N{NO-BREAK SPACE}234 · Для своих"),
        (post(views=0), "Для своих"),
        (post(signature="Ира"), "Для своих · Ира"),
        (post(forwarded_from="Соседи", reactions={"👍": 1}), "Переслано: Соседи\n👍 1 · Для своих"),
        (post(reactions={"paid": 3, "custom:5368": 2, "👍": 1}), "⭐ 3 👍 1 +2 · Для своих"),
        (post(reactions={"custom:5368": 2}), "2 реакции · Для своих"),
        (
            post(channel=Channel(id=1, telegram_id=None, username="svoi", title=None, visibility=Visibility.PUBLIC)),
            "@svoi",
        ),
    ],
)
def test_what_is_known_stands_below_the_text(known: Post, footer: str) -> None:
    screen = post_screen(opened(known), 0, RU, private=True)
    assert shown(screen.text) == f"Текст\n\n{footer}"


def test_nothing_known_is_nothing_said() -> None:
    nameless = Channel(id=1, telegram_id=5, username=None, title=None, visibility=Visibility.PUBLIC)
    assert post_screen(opened(post(channel=nameless)), 0, RU, private=True).text == RichText("Текст")
    assert whole_post(post(channel=nameless), RU)[0].text == RichText("Текст")


def test_the_text_keeps_its_formatting() -> None:
    text = RichText("жир код", (Entity("bold", 0, 3), Entity("code", 4, 3)))
    screen = post_screen(opened(post(text)), 0, RU, private=True)
    assert shown(screen.text).startswith("*жир* `код`\n\n")
    assert screen.link_preview


def test_the_ways_on() -> None:
    on = [["≈ Похожие", "☆ Сохранить"], ["↗ Поделиться", "↩ К списку"], ["💬 Открыть в чате со мной"]]
    assert labels(opened(post())) == on
    assert labels(opened(post(message_ids=(7,)), ListingKind.LAST)) == [["Открыть в канале"], *on]
    assert labels(opened(post(), ListingKind.RANDOM))[1] == ["↗ Поделиться", "🎲 Ещё"]
    assert labels(opened(post(), ListingKind.RANDOM, "чай"))[1] == ["↗ Поделиться", "🎲 Ещё: чай"]
    assert labels(opened(post(), ListingKind.RANDOM, "я" * 99))[1:3] == [["↗ Поделиться"], [f"🎲 Ещё: {'я' * 39}…"]]
    assert labels(opened(post(), ListingKind.LINK))[1] == ["↗ Поделиться"]
    screen = post_screen(opened(post(message_ids=(7, 8))), 0, EN, private=True)
    assert [[(button.label, button.data, button.url) for button in row] for row in screen.rows] == [
        [("Open in the channel", None, "https://t.me/svoi/7")],
        [("≈ Similar", "s:card:7", None), ("☆ Save", "v:card:7:0", None)],
        [("↗ Share", None, None), ("↩ Back to the list", "p:card:1", None)],
        [("💬 Open in a chat with me", None, None)],
    ]
    assert [button.switch_inline for button in screen.rows[2]] == ["p_7_7", None]
    assert screen.rows[3][0].start == "p_7_7"


def test_a_post_that_not_everybody_may_see_is_shared_with_nobody() -> None:
    for_members = replace(CHANNEL, visibility=Visibility.MEMBERS)
    assert labels(opened(post(channel=for_members)))[1] == ["↩ К списку"]


def test_a_saved_post_has_a_full_star() -> None:
    assert labels(opened(post(), marks=Marks(saved=True)))[0] == ["≈ Похожие", "★ Сохранено"]


@pytest.mark.parametrize(
    ("media", "label"),
    [
        (("photo",), "🖼 Фото"),
        (("photo", "photo"), "🖼 Фото (2)"),
        (("video",) * 3, "🎬 Видео (3)"),
        (("photo", "video"), "🖼 Вложения (2)"),
        (("document",), "📎 Файл"),
        (("something_new",), "🖼 Вложения"),
        (("photo", "giveaway"), "🖼 Фото"),
    ],
)
def test_media_are_called_what_they_are(media: tuple[str, ...], label: str) -> None:
    known = post(media=media, message_ids=(7,))
    row = post_screen(opened(known), 1, RU, private=True).rows[0]
    assert [(button.label, button.data) for button in row] == [(label, "m:card:7:0"), ("Открыть в канале", None)]
    refused = post_screen(opened(known, marks=Marks(refused=True)), 0, RU, private=True).rows[0][0]
    assert (refused.label, refused.url, refused.data) == (label, "https://t.me/svoi/7", None)


def test_media_that_nobody_may_copy_have_no_button() -> None:
    assert labels(opened(post(media=("giveaway",), message_ids=(7,))))[0] == ["Открыть в канале"]


def test_a_post_without_words_is_like_no_other_and_called_by_its_media() -> None:
    screen = post_screen(opened(post("\n", message_ids=(7, 8), media=("photo", "photo"))), 0, RU, private=True)
    assert screen.text.text == "🖼 Фото (2)\n\nДля своих"
    assert [button.label for button in screen.rows[1]] == ["☆ Сохранить"]


def test_every_kind_of_formatting_is_kept() -> None:
    kinds: dict[str, dict[str, Any]] = {
        "blockquote": {}, "expandable_blockquote": {}, "pre": {"language": "python"}, "code": {}, "bold": {},
        "text_link": {"url": "https://a.example/"}, "text_mention": {"user_id": 5}, "date_time": {"unix_time": 5},
        "custom_emoji": {"custom_emoji_id": "536"}, "italic": {}, "underline": {}, "strikethrough": {}, "spoiler": {},
    }  # fmt: skip
    text = "".join(f"{'🙂' if kind == 'custom_emoji' else 'аб'}\n" for kind in kinds)
    entities = [Entity(kind, 3 * place, 2, **fields) for place, (kind, fields) in enumerate(kinds.items())]
    screen = post_screen(opened(post(RichText(text, tuple(entities)))), 0, RU, private=True)
    kept = [entity for entity in screen.text.entities if entity.offset < len(text)]
    assert [entity.type for entity in kept] == list(kinds)
    assert check_text(screen.text.text, [_json(entity) for entity in screen.text.entities]) == []


@pytest.mark.parametrize(
    ("kind", "fields"), [("expandable_blockquote", {}), ("pre", {"language": "python"}), ("spoiler", {})]
)
def test_formatting_goes_on_in_the_next_part(kind: str, fields: dict[str, Any]) -> None:
    text = "x = 1\n" * 1400
    long = post(RichText(text, (Entity(kind, 0, len(text), **fields),)))
    for part in range(3):
        first = post_screen(opened(long), part, RU, private=True).text.entities[0]
        assert (first.type, first.offset, first.language) == (kind, 0, fields.get("language"))


@pytest.mark.parametrize("private", [True, False])
def test_a_long_post_in_parts_each_within_a_message(private: bool) -> None:
    paragraphs = [f"{number}. " + "слово 🎉 " * 60 for number in range(30)]
    long = post("\n".join(paragraph.strip() for paragraph in paragraphs), reactions={"👍": 3})
    screens = [post_screen(opened(long), part, RU, private=private) for part in range(5)]
    assert [utf16_length(screen.text.text) <= 4096 for screen in screens] == [True] * 5
    numbers = [[button.label for button in screen.rows[0]] for screen in screens]
    assert numbers == [["1/5", "›"], ["‹", "2/5", "›"], ["‹", "3/5", "›"], ["‹", "4/5", "›"], ["‹", "5/5"]]
    for screen in screens:
        assert screen.text.text.endswith("🎉\n\n👍 3 · Для своих")
        assert check_text(screen.text.text, [_json(entity) for entity in screen.text.entities]) == []
        whole = [button.label for row in screen.rows for button in row if button.label == "Весь пост сразу"]
        assert whole == (["Весь пост сразу"] if private else [])
    messages = whole_post(long, RU)
    assert [message.text.text.endswith("👍 3 · Для своих") for message in messages] == [False] * 4 + [True]
    assert all(not message.rows for message in messages)


def test_more_formatting_than_a_message_holds_makes_parts() -> None:
    text = "аб " * 250
    many = RichText(text, tuple(Entity("bold", 3 * number, 2) for number in range(250)))
    screens = [post_screen(opened(post(many)), part, RU, private=True) for part in range(3)]
    assert [screen.rows[0][-1].label for screen in screens] == ["›", "›", "3/3"]
    for screen in screens:
        assert check_text(screen.text.text, [_json(entity) for entity in screen.text.entities]) == []


def test_a_post_without_a_word() -> None:
    assert post_screen(opened(post("")), 0, RU, private=True).text.text == "…\n\nДля своих"
    assert [message.text.text for message in whole_post(post(" \n "), RU)] == ["…\n\nДля своих"]
