from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import StorageError
from core.types import ChannelRef
from storage import offers
from storage.database import Database
from storage.offers import Offer, OfferState
from tests.storage.making import STORED_AT

LATER = STORED_AT + timedelta(hours=1)
REF = ChannelRef(telegram_id=77, username="tihiy", title="Тихий")


async def test_the_operators_are_asked_once(database: Database) -> None:
    async with database.transaction() as connection:
        assert await offers.of(connection, 77) is None
        assert await offers.ask(connection, REF, 5, "Анна", STORED_AT)
        assert not await offers.ask(connection, REF, 6, "Борис", LATER)
        assert await offers.of(connection, 77) == Offer(
            telegram_id=77,
            title="Тихий",
            username="tihiy",
            offered_by=5,
            offered_by_name="Анна",
            state=OfferState.ASKED,
            asked_at=STORED_AT,
            dropped=0,
            dropped_at=None,
        )


async def test_dropped_posts_are_counted_whether_asked_or_not(database: Database) -> None:
    async with database.transaction() as connection:
        assert await offers.drop(connection, ChannelRef(telegram_id=77, title="Старый"), STORED_AT) == 1
        offer = await offers.of(connection, 77)
        assert offer is not None
        assert (offer.state, offer.asked_at, offer.offered_by) == (OfferState.UNASKED, None, None)
        assert await offers.ask(connection, REF, None, None, LATER)
        assert await offers.drop(connection, ChannelRef(telegram_id=77, username="new"), LATER) == 2
        [offer] = await offers.all_offers(connection)
        assert (offer.state, offer.asked_at, offer.title, offer.username) == (OfferState.ASKED, LATER, "Тихий", "new")
        assert (offer.dropped, offer.dropped_at) == (2, LATER)


@pytest.mark.parametrize(("accepted", "state"), [(True, OfferState.ACCEPTED), (False, OfferState.REFUSED)])
async def test_an_answer_stays_and_the_last_one_counts(database: Database, accepted: bool, state: OfferState) -> None:
    async with database.transaction() as connection:
        await offers.decide(connection, 77, accepted)
        assert await offers.all_offers(connection) == []
        await offers.ask(connection, REF, 5, "Анна", STORED_AT)
        await offers.decide(connection, 77, not accepted)
        await offers.decide(connection, 77, accepted)
        assert not await offers.ask(connection, REF, 5, "Анна", LATER)
        await offers.drop(connection, REF, LATER)
        offer = await offers.of(connection, 77)
        assert offer is not None
        assert (offer.state, offer.dropped) == (state, 1)


async def test_offers_come_by_their_ids(database: Database) -> None:
    async with database.transaction() as connection:
        for telegram_id in (9, 7, 8):
            await offers.ask(connection, ChannelRef(telegram_id=telegram_id), 5, None, STORED_AT)
        assert [offer.telegram_id for offer in await offers.all_offers(connection)] == [7, 8, 9]


async def test_an_id_of_the_bot_api_is_refused(database: Database) -> None:
    with pytest.raises(StorageError):
        async with database.transaction() as connection:
            await offers.drop(connection, ChannelRef(telegram_id=-10077), STORED_AT)
