"""Cards of posts that are hard to show: the richest ones, and one without a word."""

from __future__ import annotations

import pytest

from core.richtext import RichText
from core.types import IncomingPost
from tests.bot.letopis import Letopis


@pytest.mark.parametrize(
    ("title", "word", "query"),
    [
        ("Очень длинное название", "а б", "/search а б"),
        ("🎉🎉🎉🎉🎉🎉🎉", "🎉🎉", "/last 200"),
        ("а", "а", "а " * 2000),
    ],
)
async def test_the_richest_page_fits_into_one_message(empty: Letopis, title: str, word: str, query: str) -> None:
    await empty.store(
        *(
            IncomingPost(
                text=RichText(f"{f'{title} ' * 100}{number}\n{f'{word} ' * 400}"),
                has_title=True,
                message_ids=(number,),
                published_at=empty.telegram.world.now,
                reactions={"🎉": 10**9},
            )
            for number in range(1, 7)
        ),
        title="🎉" * 128,
    )
    anna = empty.user()
    listing = (await anna.send(query)).only
    assert listing.keyboard[0] == ("1", "2", "3", "4", "5")
    assert len(listing.entities) <= 100
    await anna.tap("1")


async def test_a_post_of_media_alone_can_be_listed_and_opened(empty: Letopis) -> None:
    await empty.store(IncomingPost(text=RichText(""), message_ids=(7,), media=("photo",)))
    anna = empty.user()
    listing = (await anna.send("/last")).only
    assert listing.keyboard == (("1",),)
    assert (await anna.tap("1")).only.text.strip()
