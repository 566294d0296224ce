"""/stats: a picture with numbers below it, words alone where there is nothing to draw or the drawing fails."""

from __future__ import annotations

import sys
from datetime import timedelta

from bot.services.pictures import Pictures
from core.richtext import RichText
from core.types import IncomingPost, Visibility
from tests.bot.charts.png import read_png
from tests.bot.letopis import Letopis
from tests.telegram import DEFAULT_NOW, Card, FakeUser


async def fill(letopis: Letopis, title: str = "Лесные заметки", username: str = "les", posts: int = 20) -> None:
    """Posts of the last two years, the newest two days ago."""
    await letopis.store(
        *(
            IncomingPost(
                text=RichText(f"Заметка {number} #лес" if number % 2 else f"Заметка {number}"),
                published_at=DEFAULT_NOW - timedelta(days=2 + 40 * number),
                reactions={"👍": number},
            )
            for number in range(posts)
        ),
        title=title,
        username=username,
    )


def draw_with(letopis: Letopis, code: str) -> None:
    """From now on that code draws."""
    letopis.dispatcher["pictures"] = Pictures((sys.executable, "-c", code))


def picture(card: Card) -> bytes:
    assert card.media == "photo"
    assert card.document is not None
    return card.document.data


async def test_a_picture_with_the_numbers_below(empty: Letopis) -> None:
    await fill(empty)
    card = (await empty.user().send("/stats")).only
    assert card.rendered.split("\n")[:3] == [
        "📊 *Лесные заметки*",
        "*20 постов* · 30 янв. 2024\N{NARROW NO-BREAK SPACE}г. – 28 февр. 2026\N{NARROW NO-BREAK SPACE}г.",
        "190 реакций, в среднем 9,5 на пост.",
    ]
    drawn = read_png(picture(card))
    assert drawn.width == 1080
    assert len(drawn.colours()) > 50


async def test_each_language_has_a_picture_of_its_own_that_is_sent_to_telegram_once(empty: Letopis) -> None:
    await fill(empty)
    anna, maria, john = empty.user(), empty.user("Мария"), empty.user("John", "en")
    russian, english = (await anna.send("/stats")).only, (await john.send("/stats@letopis_bot")).only
    assert picture(russian) != picture(english)
    assert "20 posts" in english.text
    draw_with_nothing(empty)
    again = (await maria.send("/stats")).only
    assert (again.media, again.text) == ("photo", russian.text)


def draw_with_nothing(letopis: Letopis) -> None:
    """What draws fails from now on; what was drawn is remembered."""
    letopis.services.pictures._command = (sys.executable, "-c", "raise SystemExit(1)")


async def test_new_posts_make_a_new_picture(empty: Letopis) -> None:
    await fill(empty)
    anna = empty.user()
    first = picture((await anna.send("/stats")).only)
    await empty.store(IncomingPost(text=RichText("новый"), published_at=DEFAULT_NOW), username="les")
    assert picture((await anna.send("/stats")).only) != first


async def test_in_a_group_it_answers_the_question(empty: Letopis) -> None:
    await fill(empty)
    anna = empty.user()
    group = empty.group(anna)
    answers = await anna.send("/stats", chat=group)
    assert answers.only.media == "photo"
    assert answers.only.reply_to is not None


async def test_one_channel_of_several(empty: Letopis) -> None:
    await fill(empty)
    await fill(empty, "Морские заметки", "more", 3)
    anna = empty.user()
    assert (await anna.send("/stats")).only.text.startswith("📊 2 канала\n23 поста")
    assert (await anna.send("/stats @more")).only.text.startswith("📊 Морские заметки\n3 поста")
    assert (await anna.send("/stats лесные")).only.text.startswith("📊 Лесные заметки\n20 постов")
    assert (await anna.send("/stats заметки")).only.text.startswith("📊 2 канала\n23 поста")
    assert (await anna.send("/stats горы")).only.text == "Такого канала в архиве нет."


async def test_a_channel_that_is_not_shown_is_like_one_that_is_not_there(empty: Letopis) -> None:
    await fill(empty)
    await fill(empty, "Тайные заметки", "taino", 3)
    await empty.show_to("taino", Visibility.MEMBERS)
    anna = empty.user()
    assert (await anna.send("/stats")).only.text.startswith("📊 Лесные заметки\n20 постов")
    for typed in ("/stats @taino", "/stats тайные"):
        assert (await anna.send(typed)).only.text == "Такого канала в архиве нет."
    assert (await empty.operator.send("/stats")).only.text.startswith("📊 2 канала\n23 поста")


async def test_undated_posts_have_topics_to_show(letopis: Letopis, anna: FakeUser) -> None:
    card = (await anna.send("/stats")).only
    assert card.media == "photo"
    assert "Когда они вышли, неизвестно" in card.text


async def test_without_posts_there_are_words_alone(empty: Letopis) -> None:
    card = (await empty.user().send("/stats")).only
    assert (card.media, card.text) == ("", "Постов пока нет, считать нечего.")
    assert (await empty.user("John", "en").send("/stats")).only.text.startswith("There are no posts yet")


async def test_where_nothing_can_be_drawn_there_are_words_alone(empty: Letopis) -> None:
    await empty.store("один", "два")
    card = (await empty.user().send("/stats")).only
    assert card.media == ""
    assert card.text.split("\n")[0:2] == ["📊 Для своих", "2 поста"]


async def test_where_the_drawing_fails_the_words_come_alone(empty: Letopis) -> None:
    await fill(empty)
    draw_with(empty, "raise SystemExit(1)")
    card = (await empty.user().send("/stats")).only
    assert card.media == ""
    assert card.text.startswith("📊 Лесные заметки")
    assert [trouble["event"] for trouble in empty.take_troubles()] == ["picture not drawn"]


async def test_a_group_that_forbids_pictures_gets_the_words(empty: Letopis) -> None:
    await fill(empty)
    anna = empty.user()
    group = empty.group(anna)
    group.forbidden.add("photos")
    card = (await anna.send("/stats", chat=group)).only
    assert card.media == ""
    assert card.text.startswith("📊 Лесные заметки")
    assert [trouble["event"] for trouble in empty.take_troubles()] == ["picture not taken"]
    assert (await anna.send("/stats")).only.media == "photo"
