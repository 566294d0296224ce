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
from bot.services.groups import Groups
from bot.services.importing import Importing
from bot.services.inline import Inline
from bot.services.languages import Languages
from bot.services.likeness import Likeness
from bot.services.linking import Linking
from bot.services.listings import Listings
from bot.services.media_sending import MediaSending
from bot.services.narrowing import Narrowings
from bot.services.on_this_day import OnThisDay
from bot.services.pictures import Pictures
from bot.services.randoms import Randoms
from bot.services.reading_log import ReadingLog
from bot.services.saving import Saving
from bot.services.searching import Searching
from bot.services.stats import Statistics
from bot.services.syncing import Syncing
from bot.services.taking import Taking
from bot.services.topic_finding import TopicFinding
from bot.services.topic_lists import TopicLists
from bot.services.upkeep import Upkeep
from bot.services.wholes import Wholes
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
    narrowings: Narrowings
    topic_lists: TopicLists
    randoms: Randoms
    browsing: Browsing
    saving: Saving
    looking_back: OnThisDay
    media_sending: MediaSending
    likeness: Likeness
    statistics: Statistics
    pictures: Pictures
    chat_languages: Languages
    groups: Groups
    linking: Linking
    inline: Inline
    channel_list: ChannelList
    channel_joining: ChannelJoining
    taking: Taking
    importing: Importing
    document_import: DocumentImport
    syncing: Syncing
    exporting: Exporting
    upkeep: Upkeep
    reading_log: ReadingLog
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
            services = _services(database, index, rng or Random(secrets.randbits(64)), new_id, zone)
            try:
                yield services
            finally:
                await services.pictures.stop()
        finally:
            await index.close()
    finally:
        await database.close()


def _services(database: Database, index: SearchIndex, rng: Random, new_id: Callable[[], str], zone: tzinfo) -> Services:
    cards = Cards(database, new_id)
    wholes = Wholes(database, index, zone)
    listings = Listings(database, index, cards, wholes)
    topic_finding = TopicFinding(database)
    taking = Taking(database)
    reading_log = ReadingLog(database)
    topic_lists = TopicLists(database, listings, cards)
    searching = Searching(database, index, listings, cards, zone, reading_log)
    linking = Linking(database, listings, searching, topic_lists, reading_log)
    return Services(
        cards=cards,
        searching=searching,
        listings=listings,
        narrowings=Narrowings(database, index, listings, wholes),
        topic_lists=topic_lists,
        randoms=Randoms(database, listings, topic_lists, reading_log, rng),
        browsing=Browsing(database, listings),
        saving=Saving(database, listings),
        looking_back=OnThisDay(database, listings, zone),
        media_sending=MediaSending(database, listings, cards),
        likeness=Likeness(database, cards, linking, searching),
        statistics=Statistics(database, zone),
        pictures=Pictures(),
        chat_languages=Languages(database),
        groups=Groups(database),
        linking=linking,
        inline=Inline(database, index, linking, zone, reading_log),
        channel_list=ChannelList(database),
        channel_joining=ChannelJoining(database, topic_finding),
        taking=taking,
        importing=Importing(database, taking, topic_finding),
        document_import=DocumentImport(database.path),
        syncing=Syncing(database, taking, topic_finding),
        exporting=Exporting(database),
        upkeep=Upkeep(database, topic_finding, cards, reading_log),
        reading_log=reading_log,
        database=database,
    )
