"""Filters and sorts over the real index, with words and without, for the operator and for a restricted viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.richtext import Entity, RichText
from core.types import Channel, IncomingPost, Viewer
from storage.database import Database
from storage.search_index import SearchIndex
from tests.storage.indexing import OPERATOR, edit, found, publish, publish_posts
from tests.storage.making import make_channel


def post(
    text: str,
    *entities: Entity,
    day: int | None = None,
    likes: int = 0,
    media: tuple[str, ...] = (),
    poll: dict[str, object] | None = None,
) -> IncomingPost:
    return IncomingPost(
        text=RichText(text, entities),
        published_at=None if day is None else datetime(2024, 3, day, tzinfo=UTC),
        reactions={"👍": likes},
        media=media,
        poll=poll,
        source="test",
    )


MINE = (
    post("Белый кот #лето", day=1, likes=3, media=("photo",)),  # 1
    post("Смотри код белого кота", Entity("code", 7, 3), day=2, likes=9),  # 2
    post("Рыжий кот https://kot.example/", day=3, media=("document", "video")),  # 3
    post("Кот без даты #Лето_Красное", Entity("text_link", 0, 3, url="https://a.example/"), likes=5),  # 4
    post("Пёс и дом, опрос", day=4, likes=1, poll={"question": "Да?"}),  # 5
    post("Анимация с котом", Entity("pre", 0, 8), day=5, media=("animation",)),  # 6
)
OTHERS = (
    post("Кот из другого канала #лето", day=6, likes=50, media=("photo", "video_note")),  # 7
    post("Белый кот чужой без даты", poll={"question": "Кот?"}),  # 8
)
EVERYBODY: tuple[tuple[str, set[int]], ...] = (
    ("кот has:photo", {1, 7}),
    ("has:photo", {1, 7}),
    ("кот есть:видео", {3, 6, 7}),
    ("has:video", {3, 6, 7}),
    ("кот has:link", {3, 4}),
    ("есть:ссылка", {3, 4}),
    ("кот has:code", {2, 6}),
    ("has:code", {2, 6}),
    ("кот has:poll", {8}),
    ("есть:опрос", {5, 8}),
    ("кот has:photo has:video", {7}),
    ("has:photo has:code", set()),
    ("кот after:2024-03-03", {3, 6, 7}),
    ("after:2024-03-03", {3, 5, 6, 7}),
    ("кот до:03.2024", set()),
    ("кот before:03.03.2024", {1, 2}),
    ("before:2024-03-03", {1, 2}),
    ("кот after:2024-03-02 before:2024-03-04", {2, 3}),
    ("кот #лето", {1, 7}),
    ("#ЛЕТО", {1, 7}),
    ("#лето_красное", {4}),
    ("кот -#лето", {2, 3, 4, 6, 8}),
    ("-#лето", {2, 3, 4, 5, 6, 8}),
    ("-#лето -#лето_красное -пес has:link", {3}),
    ("кот -белый", {3, 4, 6, 7}),
    ("-белая", {3, 4, 5, 6, 7}),
    ("-белый -рыжий кот has:video", {6, 7}),
    ("-кот -пес", set()),
    ('"белый кот"', {1, 8}),
    ('"белого кота"', {2}),
    ('кот "без даты"', {4, 8}),
    ('"без даты" has:poll', {8}),
    ('"белый кот" -#лето', {8}),
    ('"белый кот" "без даты"', {8}),
    ("кот in:@moy", {1, 2, 3, 4, 6}),
    ("in:MOY", {1, 2, 3, 4, 5, 6}),
    ("в:@chuzhoy", {7, 8}),
    ("кот in:@chuzhoy has:photo", {7}),
    ("кот in:@moy in:@chuzhoy", set()),
    ("кот in:@nikto", set()),
    ("in:12345", {7, 8}),
    ("в: @moy has: link", {3, 4}),
    ('in:"личный"', {1, 2, 3, 4, 5, 6}),
    ("в:личный", {1, 2, 3, 4, 5, 6}),
    ("in:@moy в:личный -белый has:link", {3, 4}),
)


@dataclass(frozen=True, slots=True)
class Archive:
    """Two channels; posts by the numbers that stand behind them above, from 1."""

    mine: Channel
    ids: tuple[int, ...]

    def numbers(self, post_ids: tuple[int, ...]) -> list[int]:
        return [self.ids.index(post_id) + 1 for post_id in post_ids]


@pytest.fixture
async def archive(database: Database) -> Archive:
    mine, other = await make_channel(database, "Moy"), await make_channel(database, "chuzhoy")
    async with database.transaction() as connection:
        await connection.execute("UPDATE channels SET title = 'Личный' WHERE id = ?", (mine.id,))
        await connection.execute("UPDATE channels SET telegram_id = 12345 WHERE id = ?", (other.id,))
    stored = await publish_posts(database, mine, *MINE) + await publish_posts(database, other, *OTHERS)
    return Archive(mine, tuple(one.post_id for one in stored))


@pytest.mark.parametrize(("query", "expected"), EVERYBODY)
async def test_filters_for_the_operator_and_for_a_restricted_viewer(
    index: SearchIndex, archive: Archive, query: str, expected: set[int]
) -> None:
    everything = archive.numbers(await found(index, query))
    assert len(everything) == len(set(everything))
    assert set(everything) == expected
    guest = Viewer(frozenset({archive.mine.id}))
    assert set(archive.numbers(await found(index, query, guest))) == {number for number in expected if number <= 6}
    assert await found(index, query, Viewer(frozenset())) == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort:new", [7, 6, 5, 3, 2, 1, 8, 4]),
        ("кот sort:new", [7, 6, 3, 2, 1, 8, 4]),
        ("кот сорт:новые -#лето", [6, 3, 2, 8, 4]),
        ("sort:top", [7, 2, 4, 1, 5, 6, 3, 8]),
        ("кот sort:top", [7, 2, 4, 1, 6, 3, 8]),
        ("сорт:лучшие кот in:@moy", [2, 4, 1, 6, 3]),
        ("has:link", [3, 4]),
        ("-рыжий has:video", [7, 6]),
        ('"белый кот" sort:new', [1, 8]),
        ('"белый кот" sort:top', [1, 8]),
        ("рыжий дом sort:new", [5, 3]),
        ("рыжий дом sort:top", [5, 3]),
    ],
)
async def test_sorts_have_undated_posts_last_and_the_later_of_equals_first(
    index: SearchIndex, archive: Archive, query: str, expected: list[int]
) -> None:
    assert archive.numbers(await found(index, query)) == expected
    guest = Viewer(frozenset({archive.mine.id}))
    mine = archive.numbers(await found(index, query, guest))
    assert mine == [number for number in expected if number <= 6]


async def test_dates_begin_in_the_readers_zone(database: Database, index: SearchIndex, channel: Channel) -> None:
    evening = datetime(2024, 3, 14, 22, tzinfo=UTC)
    await publish_posts(database, channel, IncomingPost(text=RichText("кот"), published_at=evening, source="test"))
    for query, zone, expected in (
        ("кот after:2024-03-15", None, 0),
        ("кот after:2024-03-15", "Europe/Moscow", 1),
        ("before:2024-03-15", "Europe/Moscow", 0),
        ("before:2024-03-15", None, 1),
    ):
        reply = await index.search(query, OPERATOR, zone=ZoneInfo(zone) if zone else UTC)
        assert len(reply.answer.post_ids) == expected


async def test_the_filter_that_empties_the_result_is_named(index: SearchIndex, archive: Archive) -> None:
    guest = Viewer(frozenset({archive.mine.id}))
    for query, viewer, emptied_by in (
        ("кот after:2030", OPERATOR, ("after:2030",)),
        ("кот has:poll", guest, ("has:poll",)),
        ("кот -#лето has:photo", guest, ("-#лето", "has:photo")),
        ("кот in:@chuzhoy", guest, ("in:@chuzhoy",)),
        ("белый in:@nikto #лето", OPERATOR, ("in:@nikto",)),
        ('"рыжего кота"', OPERATOR, ('"рыжего кота"',)),
        ('"кот белый" has:photo', OPERATOR, ('"кот белый"',)),
        ("has:poll before:2024-03-04", OPERATOR, ("has:poll", "before:2024-03-04")),
        ("бегемот has:poll", OPERATOR, ()),
        ("has:poll has:photo has:code", OPERATOR, ()),
    ):
        answer = (await index.search(query, viewer)).answer
        assert (answer.post_ids, answer.emptied_by) == ((), emptied_by), query


async def test_a_phrase_is_found_among_very_many_posts_that_have_its_words(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    texts = [f"белые коты номер {number}" if number % 3 else f"белый кот номер {number}" for number in range(240)]
    posts = await publish(database, channel, *texts)
    expected = {one.post_id for one in posts if one.text.startswith("белый кот")}
    for query in ('"белый кот"', '"белый кот" номер'):
        assert set(await found(index, query)) == expected
    assert await found(index, '"белые коты номер 7"') == (posts[7].post_id,)


async def test_function_words_in_phrases_count(database: Database, index: SearchIndex, channel: Channel) -> None:
    first, second, third = await publish(
        database, channel, "Быть или не быть", "Быть, не быть или", "и в дождь, и в снег; не для всех"
    )
    assert await found(index, '"или не быть"') == (first.post_id,)
    assert set(await found(index, '"не быть"')) == {first.post_id, second.post_id}
    assert await found(index, '"и в"') == (third.post_id,)
    assert await found(index, '"не для"') == (third.post_id,)
    assert set(await found(index, "-для")) == {first.post_id, second.post_id}


async def test_filters_follow_edits(database: Database, index: SearchIndex, channel: Channel) -> None:
    (cat,) = await publish(database, channel, "Кот #лето")
    assert await found(index, "#лето") == (cat.post_id,)
    await edit(database, cat, "Кот #зима")
    assert await found(index, "#лето") == ()
    assert await found(index, "кот -#лето") == (cat.post_id,)
    assert await found(index, "кот #зима") == (cat.post_id,)
