"""Posts that are like the one that a person points at."""

from __future__ import annotations

from dataclasses import dataclass

from bot.deep_links import PostLink
from bot.services.asking import Asker
from bot.services.cards import Cards
from bot.services.linking import Linking
from bot.services.listings import Page
from bot.services.media_sending import COPY, copy_id
from bot.services.searching import Searching
from core.errors import NotFound
from core.types import Post, Viewer
from storage import posts
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """What may mean a post, the surest first: the one at `index` of a card, a message of the asker's chat, links.

    The message may be a copy of the post's media that the bot has sent.
    """

    card_id: str = ""
    index: int = 0
    message_id: int | None = None
    links: tuple[PostLink, ...] = ()


class Likeness:
    """Finds the post that is meant, and lists those that are like it."""

    def __init__(self, database: Database, cards: Cards, linking: Linking, searching: Searching) -> None:
        self._database = database
        self._cards = cards
        self._linking = linking
        self._searching = searching

    async def similar(self, pointer: Pointer, asker: Asker) -> Page | None:
        """The posts that are most like the one pointed at, on a new card; None where nothing is pointed at.

        Raises NotFound where its card is forgotten, and where it is no post that the asker may see.
        """
        if pointer.card_id:
            return await self._searching.similar(pointer.card_id, pointer.index, asker)
        post = await self._copied(pointer, asker)
        for link in pointer.links:
            post = post or await self._linking.post(link, asker.viewer)
        if post is not None:
            return await self._searching.similar_to(post, asker)
        if pointer.links:
            raise NotFound("error.post_unknown")
        return None

    async def _copied(self, pointer: Pointer, asker: Asker) -> Post | None:
        """The post whose media the message brings; None where it is no such message, or the post is gone."""
        if pointer.message_id is None:
            return None
        try:
            state = await self._cards.load(copy_id(asker.chat_id, pointer.message_id), {COPY}, asker)
        except NotFound:
            return None
        return await self._post(state.payload["post_id"], asker.viewer)

    async def _post(self, post_id: int, viewer: Viewer) -> Post | None:
        async with self._database.reading() as connection:
            return next(iter(await posts.by_ids(connection, viewer, [post_id])), None)
