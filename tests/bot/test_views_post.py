"""How a post looks: its text untouched, what is known of it below, the ways on."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import words_of
from bot.services.listings import Listing, ListingKind, OpenedPost
from bot.views.post import facts, post_screen, whole_post
from core.richtext import Entity, RichText, utf16_length
from core.types import Channel, Post, Visibility
from tests.telegram import check_text, render

RU, EN = words_of("ru", ZoneInfo("Asia/Vladivostok")), words_of("en")
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
CHANNEL = Channel(id=1, telegram_id=7, username="svoi", title="Для своих", visibility=Visibility.PUBLIC)


def post(
    text: str | RichText = "Текст",
    *,
    channel: Channel = CHANNEL,
    reactions: dict[str, int] | None = None,
    published_at: datetime | None = None,
    message_ids: tuple[int, ...] = (),
) -> Post:
    return Post(
        id=1,
        channel=channel,
        fingerprint="x",
        stored_at=NOW,
        text=text if isinstance(text, RichText) else RichText(text),
        reactions=reactions,
        published_at=published_at,
        message_ids=message_ids,
    )


def opened(shown: Post, kind: ListingKind = ListingKind.SEARCH, subject: str = "") -> OpenedPost:
    listing = Listing(kind=kind, post_ids=(1, 2, 3), subject=subject)
    return OpenedPost(card_id="card", listing=listing, index=7, page_number=1, post=shown)


def shown(screen_text: RichText) -> str:
    return render(screen_text.text, [_json(entity) for entity in screen_text.entities])


def _json(entity: Entity) -> dict[str, object]:
    fields = {"type": entity.type, "offset": entity.offset, "length": entity.length, "url": entity.url}
    return {name: value for name, value in fields.items() if value is not None}


@pytest.mark.parametrize(
    ("known", "footer"),
    [
        (post(), "_Для своих_"),
        (post(reactions={}), "_Для своих_"),
        (post(reactions={"👍": 1}), "_👍 1 · Для своих_"),
        (post(reactions={"❤": 2, "👍": 1200}), "_👍 1\N{NO-BREAK SPACE}200 ❤ 2 · Для своих_"),
        (
            post(reactions=dict(zip("👍❤🔥🎉😁🤔👏🙏", range(9, 1, -1), strict=True))),
            "_👍 9 ❤ 8 🔥 7 🎉 6 😁 5 🤔 4 +5 · Для своих_",
        ),
        (post(published_at=NOW), "_3 мар. 2026\N{NARROW NO-BREAK SPACE}г. · Для своих_"),
        (
            post(channel=Channel(id=1, telegram_id=None, username="svoi", title=None, visibility=Visibility.PUBLIC)),
            "_@svoi_",
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
    def labels(kind: ListingKind, subject: str = "", *, message_ids: tuple[int, ...] = ()) -> list[list[str]]:
        screen = post_screen(opened(post(message_ids=message_ids), kind, subject), 0, RU, private=True)
        return [[button.label for button in row] for row in screen.rows]

    assert labels(ListingKind.SEARCH) == [["≈ Похожие"], ["↩ К списку"]]
    assert labels(ListingKind.LAST, message_ids=(7,)) == [["≈ Похожие", "Открыть в канале"], ["↩ К списку"]]
    assert labels(ListingKind.RANDOM) == [["≈ Похожие"], ["🎲 Ещё"]]
    assert labels(ListingKind.RANDOM, "чай") == [["≈ Похожие"], ["🎲 Ещё: чай"]]
    assert labels(ListingKind.RANDOM, "я" * 99)[-1] == [f"🎲 Ещё: {'я' * 39}…"]
    screen = post_screen(opened(post(message_ids=(7, 8))), 0, EN, private=True)
    assert [[(button.label, button.data, button.url) for button in row] for row in screen.rows] == [
        [("≈ Similar", "s:card:7", None), ("Open in the channel", None, "https://t.me/svoi/7")],
        [("↩ Back to the list", "p:card:1", None)],
    ]


def test_a_post_without_words_is_like_no_other() -> None:
    screen = post_screen(opened(post("\n", message_ids=(7,))), 0, RU, private=True)
    assert [[button.label for button in row] for row in screen.rows] == [["Открыть в канале"], ["↩ К списку"]]


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


@pytest.mark.parametrize(
    ("known", "line"),
    [
        (post(), ""),
        (post(reactions={"👍": 2}), "2 реакции"),
        (post(reactions={"👍": 1000, "❤": 21}), "1\N{NO-BREAK SPACE}021 реакция"),
        (post(reactions={"👍": 5}, published_at=NOW), "5 реакций · 3 мар. 2026"),
    ],
)
def test_what_is_known_in_a_line(known: Post, line: str) -> None:
    assert facts(known, RU).startswith(line)
    assert bool(facts(known, RU)) == bool(line)
