"""What the bot finds where it does not see who reads: inline, in any chat, and as a guest of a group that calls it.

It answers from what everybody may see; who asks changes nothing in what is found.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from bot.deep_links import FingerprintLink, PostLink, read_payload, read_post
from bot.services.asking import Asker
from bot.services.linking import Linking
from bot.services.listing import Ways
from bot.services.listings import MOST_POSTS, PAGE_SIZE, Entry, Listing, ListingKind, Page
from bot.services.loosening import is_filtered
from bot.services.reading_log import ReadingLog
from core.reading import read_text
from core.types import Highlighted, Post, SearchAnswer
from storage import posts
from storage.database import Database
from storage.search_index import FoundPosts, SearchIndex

INLINE_PAGE = 20
"""Posts that one answer brings."""

_OFFSET = re.compile(r"(\d{1,3})\.(\d{1,11})")
_SHOWN = tuple[tuple[Highlighted, Highlighted], ...]


class Lack(StrEnum):
    """Why there is nothing."""

    NO_POSTS = "no_posts"
    NO_SUCH_POST = "no_such_post"
    WORDLESS = "wordless"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class InlinePost:
    """A post with its title and snippet."""

    post: Post
    title: Highlighted
    snippet: Highlighted


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineAnswer:
    """One page of what a query finds. `next_offset`: what to ask with for the page behind it; "" at the end.

    `newest`: the query was empty. `lack`: why there are no posts, where there are none. `understood` and `malformed` as
    in core.types.SearchAnswer.
    """

    query: str
    posts: tuple[InlinePost, ...] = ()
    next_offset: str = ""
    newest: bool = False
    lack: Lack | None = None
    understood: str | None = None
    malformed: tuple[str, ...] = ()


class Inline:
    """Asks the index and keeps nothing, but for the log of what was opened. `zone`: as in Searching."""

    def __init__(
        self, database: Database, index: SearchIndex, linking: Linking, zone: tzinfo, reading_log: ReadingLog
    ) -> None:
        self._database = database
        self._index = index
        self._linking = linking
        self._zone = zone
        self._reading_log = reading_log
        self._typing: dict[int, str] = {}
        self._turns: dict[int, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, query_id: str, asker: Asker) -> AsyncIterator[bool]:
        """Lets the queries of one who types come one after another; gives whether this one is still the last."""
        typist = asker.chat_id
        self._typing[typist] = query_id
        async with self._turns.setdefault(typist, asyncio.Lock()):
            is_last = self._typing[typist] == query_id
            try:
                yield is_last
            finally:
                if self._typing[typist] == query_id:  # nobody waits for his turn
                    del self._typing[typist], self._turns[typist]

    async def find(self, query: str, offset: str, asker: Asker) -> InlineAnswer:
        """A page of the posts that answer the query, of the newest where it is empty, of the one that it links to.

        `offset`: "" for the first page, else what the page before gave; another one gives nothing. It says when the
        first page was asked for: posts that came later do not move the pages.
        """
        typed = query.strip()
        if link := read_post(typed):
            return await self._linked(typed, link, asker)
        place = _read_offset(offset, asker.now)
        if place is None:
            return InlineAnswer(query=typed, newest=not typed)
        start, since = place
        if not typed:
            return await self._newest(start, since, asker)
        return await self._searched(typed, start, since, asker)

    async def best(self, query: str, asker: Asker) -> Page | None:
        """The best posts for a query on a page without buttons; None where nothing was found."""
        found = await self._index.search(query, asker.viewer, first=PAGE_SIZE, zone=self._zone)
        answer = found.answer
        self._reading_log.asked(answer, asker)
        if not answer.post_ids:
            return None
        listing = Listing(
            kind=ListingKind.SEARCH,
            post_ids=answer.post_ids,
            subject=answer.query,
            understood=answer.understood,
            malformed=answer.malformed,
            lemmas=answer.lemmas,
            cut=answer.cut,
        )
        entries = tuple(
            Entry(index=place, post=post, title=title, snippet=snippet)
            for place, (post, (title, snippet)) in enumerate(zip(found.posts, found.shown, strict=True))
        )
        ways = Ways(several_channels=len({post.channel.id for post in found.posts}) > 1)
        total = len(answer.post_ids)
        return Page(card_id="", listing=listing, total=total, number=0, pages=1, entries=entries, ways=ways)

    async def chosen(self, result_id: str, query: str, asker: Asker) -> None:
        """Counts the post that was chosen, and what was typed for it: of all that was typed on the way nothing is."""
        link = read_payload(result_id)
        post = await self._linking.post(link, asker.viewer) if isinstance(link, PostLink | FingerprintLink) else None
        if post is None:
            return
        self._reading_log.opened(post.id, asker)
        typed = query.strip()
        if typed and not read_post(typed):
            found = await self._index.search(typed, asker.viewer, zone=self._zone)
            self._reading_log.asked(found.answer, asker)

    async def _linked(self, typed: str, link: PostLink | FingerprintLink, asker: Asker) -> InlineAnswer:
        post = await self._linking.post(link, asker.viewer)
        if post is None:
            return InlineAnswer(query=typed, lack=Lack.NO_SUCH_POST)
        shown = await self._highlighted([post], frozenset())
        return InlineAnswer(query=typed, posts=_with_titles([post], shown))

    async def _newest(self, start: int, since: datetime, asker: Asker) -> InlineAnswer:
        async with self._database.reading() as connection:
            ids = await posts.latest_ids(connection, asker.viewer, MOST_POSTS)
        found, next_offset = await self._page(ids, start, since, frozenset(), asker)
        lack = None if ids else Lack.NO_POSTS
        return InlineAnswer(query="", posts=found, next_offset=next_offset, newest=True, lack=lack)

    async def _searched(self, typed: str, start: int, since: datetime, asker: Asker) -> InlineAnswer:
        first = 0 if start else INLINE_PAGE
        found = await self._index.search(typed, asker.viewer, first=first, zone=self._zone)
        answer = found.answer
        if not answer.post_ids:
            return InlineAnswer(query=typed, lack=self._lack(answer), malformed=answer.malformed)
        shown, next_offset = _first_page(found, since)
        if start:
            shown, next_offset = await self._page(answer.post_ids, start, since, answer.lemmas, asker)
        return InlineAnswer(
            query=typed,
            posts=shown,
            next_offset=next_offset,
            understood=answer.understood,
            malformed=answer.malformed,
        )

    async def _page(
        self, post_ids: Sequence[int], start: int, since: datetime, lemmas: frozenset[str], asker: Asker
    ) -> tuple[tuple[InlinePost, ...], str]:
        """The posts of a page, and the offset of the next one."""
        async with self._database.reading() as connection:
            ids = await posts.visible_ids(connection, asker.viewer, post_ids, since)
            found = await posts.by_ids(connection, asker.viewer, ids[start : start + INLINE_PAGE])
        shown = await self._highlighted(found, lemmas)
        return _with_titles(found, shown), _next_offset(len(ids), start, since)

    async def _highlighted(self, found: Sequence[Post], lemmas: frozenset[str]) -> _SHOWN:
        texts = [(read_text(post).text, post.has_title) for post in found]
        return tuple(await self._index.highlights(texts, lemmas))

    def _lack(self, answer: SearchAnswer) -> Lack:
        wordless = answer.wordless and not answer.cut and not is_filtered(answer.query, self._zone)
        return Lack.WORDLESS if wordless else Lack.NOTHING


def _first_page(found: FoundPosts, since: datetime) -> tuple[tuple[InlinePost, ...], str]:
    return _with_titles(found.posts, found.shown), _next_offset(len(found.answer.post_ids), 0, since)


def _with_titles(found: Sequence[Post], shown: _SHOWN) -> tuple[InlinePost, ...]:
    pairs = zip(found, shown, strict=True)
    return tuple(InlinePost(post=post, title=title, snippet=snippet) for post, (title, snippet) in pairs)


def _next_offset(total: int, start: int, since: datetime) -> str:
    behind = start + INLINE_PAGE
    return f"{behind}.{int(since.timestamp())}" if behind < total else ""


def _read_offset(offset: str, now: datetime) -> tuple[int, datetime] | None:
    """Where the page begins and when the first one was asked for; None for an offset that is none of ours."""
    if not offset:
        return 0, now
    found = _OFFSET.fullmatch(offset)
    return (int(found[1]), datetime.fromtimestamp(int(found[2]), UTC)) if found else None
