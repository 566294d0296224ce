"""The composition root: opens the archive, builds the services over it, closes everything in the right order."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from random import Random

from bot.services.browsing import Browsing
from bot.services.cards import Cards
from bot.services.channel_joining import ChannelJoining
from bot.services.channel_list import ChannelList
from bot.services.document_import import DocumentImport
from bot.services.exporting import Exporting
from bot.services.importing import Importing
from bot.services.languages import Languages
from bot.services.listings import Listings
from bot.services.randoms import Randoms
from bot.services.searching import Searching
from bot.services.syncing import Syncing
from bot.services.taking import Taking
from bot.services.topic_finding import TopicFinding
from bot.services.topic_lists import TopicLists
from bot.services.upkeep import Upkeep
from storage.database import Database
from storage.search_index import SearchIndex

_CARD_ID_BYTES = 9
"""72 bits: 12 characters of callback data, and nobody guesses another chat's card."""


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case over one open archive."""

    cards: Cards
    searching: Searching
    listings: Listings
    topic_lists: TopicLists
    randoms: Randoms
    browsing: Browsing
    chat_languages: Languages
    channel_list: ChannelList
    channel_joining: ChannelJoining
    taking: Taking
    importing: Importing
    document_import: DocumentImport
    syncing: Syncing
    exporting: Exporting
    upkeep: Upkeep
    database: Database


def new_card_id() -> str:
    """A short id that nobody can guess."""
    return secrets.token_urlsafe(_CARD_ID_BYTES)


@asynccontextmanager
async def open_services(
    database_path: Path,
    *,
    zone: tzinfo = UTC,
    rng: Random | None = None,
    new_id: Callable[[], str] = new_card_id,
) -> AsyncIterator[Services]:
    """Opens the archive (made where it is missing, brought up to date where it is old) and closes it at the end.

    `zone`: in which the dates that people type begin. Raises StorageError and its kinds.
    """
    database = await Database.open(database_path)
    try:
        index = SearchIndex(database_path)
        try:
            yield _services(database, index, rng or Random(secrets.randbits(64)), new_id, zone)
        finally:
            await index.close()
    finally:
        await database.close()


def _services(database: Database, index: SearchIndex, rng: Random, new_id: Callable[[], str], zone: tzinfo) -> Services:
    cards = Cards(database, new_id)
    listings = Listings(database, index, cards)
    topic_finding = TopicFinding(database)
    taking = Taking(database)
    topic_lists = TopicLists(database, listings, cards)
    return Services(
        cards=cards,
        searching=Searching(database, index, listings, cards, zone),
        listings=listings,
        topic_lists=topic_lists,
        randoms=Randoms(database, listings, topic_lists, rng),
        browsing=Browsing(database, listings),
        chat_languages=Languages(database),
        channel_list=ChannelList(database),
        channel_joining=ChannelJoining(database, topic_finding),
        taking=taking,
        importing=Importing(database, taking, topic_finding),
        document_import=DocumentImport(database.path),
        syncing=Syncing(database, taking, topic_finding),
        exporting=Exporting(database),
        upkeep=Upkeep(database, topic_finding, cards),
        database=database,
    )
