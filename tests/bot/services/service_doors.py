"""Every door of the services that shows something to somebody, and how each is gone through: test_viewers_doors.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

from bot.app import Services
from bot.deep_links import FingerprintLink, PostLink, read_post, search_payload, topic_digest, topic_payload
from bot.services.admin import Admin, AdminCard, AdminPage, AdminWish
from bot.services.asking import Asker
from bot.services.browsing import Period
from bot.services.curation_steps import CurationSteps
from bot.services.likeness import Pointer
from bot.services.listings import MOST_POSTS, Listing, ListingKind, Page
from bot.services.media_sending import Copied, Copying
from bot.services.topic_finding import TopicFinding
from bot.services.ways import hidden_ways, ways_of
from bot.services.wholes import Wholes
from core.errors import NotFound
from core.facets import Facet, Narrowing
from core.types import Channel, Sort, Viewer, Visibility
from storage import bookmarks, facets
from storage.search_index import FoundPosts, SearchIndex
from tests.asked import asker_of
from tests.bot.services.curating import answered, begun, on_curation, pressed
from tests.storage.doors import FIRST_SECRET_ID, NOW

ASKED = (*range(1, 10), *range(FIRST_SECRET_ID, FIRST_SECRET_ID + 21))
QUERIES = (
    "кот", "бункер", "бункир", "кит", "криптонит", "кот криптонит", "кошак", "zanzibar", "timelin", "in:@podpolye кот",
    "in:@podpolye", "has:photo криптонит", "#тайник кот", "sort:top", "has:photo", "угасший", "маяк", "докерс",
    "варитсяя", '"криптонит хранится" кот', "крипто",
)  # fmt: skip
KEYS = ("общий", "дом", "тайник", "бункер")
CHANNELS = tuple(
    Channel(id=one, telegram_id=None, username=None, title=None, visibility=Visibility.PUBLIC) for one in (1, 6_660_666)
)
LINKS = (
    "p_tiho_101", "p_podpolye_770001", "p_1987654321_770002", "p_-6660666_770003", "p_tiho_201",
    *map(topic_payload, KEYS), *(search_payload(query) or "" for query in QUERIES),
)  # fmt: skip
NAMES = ("общее", "тайник", "тайни", "бункер", "схрон", "дом", "доме", "угасшее", "нет такой", "общее схрона")

FACETS = tuple(Facet)
SORTS = tuple(Sort)
VALUES = (
    (Facet.CHANNEL, "1"), (Facet.CHANNEL, "6660666"), (Facet.TOPIC, topic_digest("тайник")),
    (Facet.TOPIC, topic_digest("общий")), (Facet.YEAR, "2025"),
)  # fmt: skip

Through = Callable[[Services, Viewer], Awaitable[object]]


def by(viewer: Viewer) -> Asker:
    """Somebody who sees what the viewer sees."""
    return asker_of(viewer, now=NOW)


async def told(answer: Awaitable[object]) -> object:
    """What somebody is told: the answer, or that there is none."""
    try:
        found = await answer
    except NotFound as error:
        return str(error)
    return replace(found, took_s=0) if isinstance(found, FoundPosts) else found


def every(ask: Callable[[Services, Viewer, Any], Awaitable[object]], *asked: Any) -> Through:
    """Goes through a door once for each of what is asked."""

    async def through(services: Services, viewer: Viewer) -> object:
        return [await told(ask(services, viewer, one)) for one in asked]

    return through


def on_cards(ask: Callable[[Services, Viewer, str, int], Awaitable[object]]) -> Through:
    """Goes through a door with each card that the viewer was given, and each number on it."""

    async def through(services: Services, viewer: Viewer) -> object:
        await every(lambda services, viewer, query: services.searching.search(query, by(viewer)), *QUERIES)(
            services, viewer
        )
        await services.topic_lists.first_page(by(viewer))
        await services.randoms.show("", by(viewer))
        await services.randoms.show("общее", by(viewer))
        last = await services.browsing.last(99, by(viewer))
        await services.searching.similar(last.card_id, 0, by(viewer))
        cards = [f"card{number:04}" for number in range(1, len(QUERIES) + 7)]
        return [await told(ask(services, viewer, card, number)) for card in cards for number in range(5)]

    return through


async def _lines(services: Services, viewer: Viewer) -> object:
    """An archive that is read out is whole: deleted posts are marked, and left out of the comparison here."""
    every = [[line async for line in services.exporting.lines(viewer, channel)] for channel in (None, 1, 6_660_666)]
    return [[line for line in lines if not line["deleted"]] for lines in every]


async def _found(services: Services, viewer: Viewer, query: str) -> object:
    found = await services.searching.best(query, viewer, 9)
    listing = Listing(kind=ListingKind.SEARCH, post_ids=found.answer.post_ids, subject=query)
    return await services.listings.show_found(listing, found, by(viewer))


def on_pages(ask: Callable[[Services, Viewer, AdminWish], Awaitable[object]]) -> Through:
    """Goes through a door with every page that it has of all, and of each channel, after a guest has asked and read."""

    async def through(services: Services, viewer: Viewer) -> object:
        guest = by(Viewer(frozenset({1})))
        async with services.reading_log.kept():
            for query in ("кот", "бункер", "криптонит"):
                await services.searching.search(query, guest)
            for post_id in ASKED:
                services.reading_log.opened(post_id, guest)
        wishes = [AdminWish(page=page, channel_id=one) for page in AdminPage for one in (None, 1, 6_660_666)]
        told_all = [await told(ask(services, viewer, wish)) for wish in wishes]
        return [replace(one, size_bytes=None) if isinstance(one, AdminCard) else one for one in told_all]

    return through


async def _inline(services: Services, viewer: Viewer, query: str) -> object:
    """Every page, without what was typed."""
    found = [await services.inline.find(query, offset, by(viewer)) for offset in ("", f"1.{int(NOW.timestamp())}")]
    return [replace(one, query="", malformed=()) for one in found]


async def _saved(services: Services, viewer: Viewer) -> Page:
    """The list of one who has saved all that was ever asked for, as he sees it now."""
    asker = by(viewer)
    async with services.database.transaction() as connection:
        rows = await connection.execute_fetchall("SELECT id FROM posts ORDER BY id")
        for row in rows:
            await bookmarks.save(connection, asker.user_id or 0, row["id"], NOW)
    return await services.saving.page(asker)


async def _unsaved(services: Services, viewer: Viewer) -> object:
    card_id = (await _saved(services, viewer)).card_id
    return [await told(services.saving.remove(card_id, number, by(viewer))) for number in range(9)]


def post_link(payload: str) -> PostLink | FingerprintLink:
    link = read_post(payload)
    assert link is not None
    return link


async def _like(services: Services, viewer: Viewer, link: str) -> object:
    post = await services.linking.post(post_link(link), viewer)
    return None if post is None else await services.searching.similar_to(post, by(viewer))


async def _copied(chat: int | str, message_ids: Sequence[int]) -> Copied:
    return Copied(Copying.DONE, tuple(message_ids))


def _pointer(link: str) -> Pointer:
    post = read_post(link)
    return Pointer(links=(post,) if isinstance(post, PostLink) else ())


def listing(kind: ListingKind, *post_ids: int) -> Listing:
    return Listing(kind=kind, post_ids=post_ids)


async def _outlines(services: Services, viewer: Viewer, kind: ListingKind) -> object:
    asked = replace(listing(kind, *ASKED), subject="кот", scope="общий" if kind is ListingKind.TOPIC else "")
    index = SearchIndex(services.database.path)
    try:
        return await Wholes(services.database, index, UTC).outlines(asked, Narrowing(), by(viewer))
    finally:
        await index.close()


async def _ways(services: Services, viewer: Viewer, kind: ListingKind) -> object:
    async with services.database.reading() as connection:
        found = await facets.outlines(connection, viewer, ASKED)
        return await ways_of(connection, listing(kind, *ASKED), found, viewer, UTC)


async def _hidden_ways(services: Services, viewer: Viewer, kind: ListingKind) -> object:
    """Of a list as long as a card holds, the posts of which are one channel's."""
    async with services.database.reading() as connection:
        found = await facets.outlines(connection, viewer, ASKED[:1])
        return await hidden_ways(connection, listing(kind, *range(1, MOST_POSTS + 1)), found, viewer, UTC)


DOORS: dict[str, Through] = {
    "admin.Admin.show": on_pages(lambda s, v, wish: Admin(s.database).show(wish, v, NOW)),
    "admin.Admin.table": on_pages(lambda s, v, wish: Admin(s.database).table(wish, v, NOW)),
    "browsing.Browsing.holdings": every(lambda s, v, _: s.browsing.holdings(v), 0),
    "browsing.Browsing.last": every(lambda s, v, most: s.browsing.last(most, by(v)), 1, 99),
    "browsing.Browsing.top": every(lambda s, v, period: s.browsing.top(period, by(v)), *Period),
    "channel_list.ChannelList.all": every(lambda s, v, _: s.channel_list.all(v), 0),
    "exporting.Exporting.lines": _lines,
    "inline.Inline.find": every(_inline, "", *QUERIES, *LINKS),
    "inline.Inline.best": every(lambda s, v, query: s.inline.best(query, by(v)), *QUERIES),
    "linking.Linking.open": every(lambda s, v, link: s.linking.open(link, by(v)), *LINKS),
    "linking.Linking.post": every(lambda s, v, link: s.linking.post(post_link(link), v), *LINKS[:5]),
    "likeness.Likeness.similar": every(lambda s, v, link: s.likeness.similar(_pointer(link), by(v)), *LINKS[:5]),
    "media_sending.MediaSending.send": on_cards(
        lambda s, v, card, number: s.media_sending.send(card, number, by(v), _copied)
    ),
    "on_this_day.OnThisDay.show": every(
        lambda s, v, days: s.looking_back.show(replace(by(v), now=NOW + timedelta(days=days))), 0, 345, 364, 350
    ),
    "saving.Saving.page": _saved,
    "saving.Saving.toggle": on_cards(lambda s, v, card, number: s.saving.toggle(card, number, by(v))),
    "saving.Saving.save": on_cards(lambda s, v, card, number: s.saving.save(card, number, by(v))),
    "saving.Saving.remove": _unsaved,
    "searching.Searching.similar_to": every(_like, *LINKS[:5]),
    "listings.Listings.load": on_cards(lambda s, v, card, _: s.listings.load(card, by(v))),
    "listings.Listings.show": every(
        lambda s, v, kind: s.listings.show(listing(kind, *reversed(ASKED)), by(v)), *ListingKind
    ),
    "listings.Listings.show_found": every(_found, *QUERIES),
    "listings.Listings.page": on_cards(lambda s, v, card, number: s.listings.page(card, number, by(v))),
    "listings.Listings.show_post": every(
        lambda s, v, post_id: s.listings.show_post(listing(ListingKind.RANDOM, post_id), by(v)), *ASKED
    ),
    "listings.Listings.open": on_cards(lambda s, v, card, number: s.listings.open(card, number, by(v))),
    "listings.Listings.readable": on_cards(lambda s, v, card, _: s.listings.readable(card, by(v))),
    "narrowing.Narrowings.choices": on_cards(
        lambda s, v, card, number: s.narrowings.choices(card, FACETS[number % 3], 0, 0, by(v))
    ),
    "narrowing.Narrowings.narrow": on_cards(
        lambda s, v, card, number: s.narrowings.narrow(card, *VALUES[number], by(v))
    ),
    "narrowing.Narrowings.sort": on_cards(lambda s, v, card, number: s.narrowings.sort(card, SORTS[number % 3], by(v))),
    "wholes.Wholes.outlines": every(_outlines, *ListingKind),
    "ways.ways_of": every(_ways, *ListingKind),
    "ways.hidden_ways": every(_hidden_ways, *ListingKind),
    "randoms.Randoms.show": every(lambda s, v, name: s.randoms.show(name, by(v)), *[""] * 12, *NAMES),
    "randoms.Randoms.another": on_cards(lambda s, v, card, _: s.randoms.another(card, by(v))),
    "searching.Searching.search": every(lambda s, v, query: s.searching.search(query, by(v)), *QUERIES),
    "searching.Searching.best": every(lambda s, v, query: s.searching.best(query, v, 9), *QUERIES),
    "searching.Searching.search_as_typed": on_cards(lambda s, v, c, _: s.searching.search_as_typed(c, by(v))),
    "searching.Searching.search_better": on_cards(lambda s, v, card, _: s.searching.search_better(card, by(v))),
    "searching.Searching.try_instead": on_cards(lambda s, v, card, n: s.searching.try_instead(card, n, by(v))),
    "searching.Searching.similar": on_cards(lambda s, v, card, number: s.searching.similar(card, number, by(v))),
    "stats.Statistics.of": every(
        lambda s, v, name: s.statistics.of(name, v), "", "@tiho", "podpolye", "Подполье", "под", "1987654321"
    ),
    "curation.Curation.begin": on_curation(begun),
    "curation.Curation.press": on_curation(pressed),
    "curation.Curation.answer": on_curation(answered),
    "curation_steps.CurationSteps.topics": every(
        lambda s, v, one: CurationSteps(s.database, TopicFinding(s.database)).topics(one, v), *CHANNELS
    ),
    "topic_lists.TopicLists.first_page": every(lambda s, v, _: s.topic_lists.first_page(by(v)), 0),
    "topic_lists.TopicLists.page": on_cards(lambda s, v, card, number: s.topic_lists.page(card, number, by(v))),
    "topic_lists.TopicLists.open": every(lambda s, v, name: s.topic_lists.open(name, by(v)), *NAMES),
    "topic_lists.TopicLists.open_linked": every(
        lambda s, v, key: s.topic_lists.open_linked(topic_digest(key), by(v)), *KEYS
    ),
    "topic_lists.TopicLists.open_at": on_cards(lambda s, v, c, n: s.topic_lists.open_at(c, n, by(v))),
    "topic_lists.TopicLists.choose": every(lambda s, v, name: s.topic_lists.choose(name, by(v)), *NAMES),
}


COUNTING = {
    "browsing.Browsing.holdings", "saving.Saving.save", "wholes.Wholes.outlines", "ways.ways_of", "ways.hidden_ways",
}  # fmt: skip
"""Doors that say how many or whether, and no word of a post."""

WITHOUT_POSTS = {
    "asking.Asker.__init__", "cards.Cards.keep", "cards.Cards.load", "listings.Listings.keep",
    "marks.marks_of", "marks.still_saved",
    "curation.Curation.may", "curation.Curation.expect", "curation.Curation.expects",
    "inline.Inline.turn", "inline.Inline.chosen", "linking.Linking.payload_of",
}  # fmt: skip
"""What takes an asker and shows no post: the record itself, what the cards keep of it, what is counted."""
