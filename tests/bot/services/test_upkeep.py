from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Services, open_services
from bot.services.cards import CARD_LIFE
from bot.services.importing import ImportWish
from bot.services.listings import Listing, ListingKind
from core.errors import NotFound
from core.types import Viewer
from tests.asked import asker_of
from tests.bot.cli.invented import FOREIGN, POSTS
from tests.core.formats.dump_writer import dump
from tests.sourced import source_of

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHAT = 7


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    async with open_services(tmp_path / "letopis.db") as opened:
        for posts in (POSTS, FOREIGN):
            await opened.importing.import_source(source_of(dump(*posts).encode(), "a.txt"), ImportWish(), NOW)
        yield opened


async def generation(services: Services) -> int:
    async with services.database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT generation FROM search_state")
    return int(next(iter(rows))[0])


async def test_preparing_leaves_an_index_of_this_program_alone(services: Services) -> None:
    before = await generation(services)
    await services.upkeep.prepare()
    assert await generation(services) == before


async def test_preparing_makes_an_index_of_another_normaliser_anew(services: Services) -> None:
    async with services.database.transaction() as connection:
        await connection.execute("UPDATE search_state SET normaliser = 'an older one'")
    await services.upkeep.prepare()
    found = await services.searching.best("тесто", Viewer.operator(), 5)
    assert [post.channel.username for post in found.posts] == ["kuhnya_doma"]
    before = await generation(services)
    await services.upkeep.prepare()
    assert await generation(services) == before


async def test_a_rebuild_tells_how_far_it_is(services: Services) -> None:
    told: list[tuple[int, int]] = []
    assert await services.upkeep.reindex(lambda done, total: told.append((done, total))) == 4
    assert told[-1] == (4, 4)


async def test_the_index_is_checked_against_the_posts(services: Services) -> None:
    assert (await services.upkeep.check_index()).ok
    async with services.database.transaction() as connection:
        await connection.execute("UPDATE posts SET deleted_at = 1 WHERE id = 1")
    assert (await services.upkeep.check_index()).left_over == 1


async def test_old_cards_are_forgotten(services: Services) -> None:
    listing = Listing(kind=ListingKind.LAST, post_ids=(1, 2))
    old = await services.listings.keep(listing, asker_of(Viewer.operator(), now=NOW))
    new = await services.listings.keep(listing, asker_of(Viewer.operator(), now=NOW + timedelta(days=1)))
    assert await services.upkeep.forget_old_cards(NOW + CARD_LIFE) == 0
    assert await services.upkeep.forget_old_cards(NOW + CARD_LIFE + timedelta(seconds=1)) == 1
    with pytest.raises(NotFound):
        await services.listings.load(old, asker_of(Viewer.operator()))
    assert await services.listings.load(new, asker_of(Viewer.operator())) == listing
