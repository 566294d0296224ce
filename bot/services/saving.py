"""Saved posts: everybody's own list of what he wants to find again."""

from __future__ import annotations

from dataclasses import replace

from bot.services.asking import Asker
from bot.services.listings import MOST_POSTS, PAGE_SIZE, Listing, ListingKind, Listings, OpenedPost, Page
from core.errors import NotFound
from storage import bookmarks, posts
from storage.database import Database


class Saving:
    """Saves posts for who asks, and lists what he has saved."""

    def __init__(self, database: Database, listings: Listings) -> None:
        self._database = database
        self._listings = listings

    async def page(self, asker: Asker) -> Page:
        """What the asker has saved and may see, the last saved first, on a new card that answers him alone."""
        async with self._database.reading() as connection:
            saved = [] if asker.user_id is None else await bookmarks.of_user(connection, asker.user_id)
            ids = (await posts.visible_ids(connection, asker.viewer, saved))[:MOST_POSTS]
        return await self._listings.show(Listing(kind=ListingKind.SAVED, post_ids=tuple(ids)), asker)

    async def toggle(self, card_id: str, index: int, asker: Asker) -> OpenedPost:
        """Saves the post at `index` of a card, or takes it out again; the post with its new mark.

        Raises NotFound where card or post is gone.
        """
        opened = await self._listings.open(card_id, index, asker)
        user_id = _user_of(asker)
        async with self._database.transaction() as connection:
            saved = not await bookmarks.remove(connection, user_id, opened.post.id)
            if saved:
                await bookmarks.save(connection, user_id, opened.post.id, asker.now)
        return replace(opened, marks=replace(opened.marks, saved=saved))

    async def save(self, card_id: str, index: int, asker: Asker) -> bool:
        """Saves the post at `index` of a card; False where it was saved already. Raises NotFound as `toggle` does."""
        opened = await self._listings.open(card_id, index, asker)
        async with self._database.transaction() as connection:
            return await bookmarks.save(connection, _user_of(asker), opened.post.id, asker.now)

    async def remove(self, card_id: str, index: int, asker: Asker) -> Page:
        """Takes the post at `index` of a list of saved posts out of it; the page where it stood, without it.

        Taken out already, it changes nothing. Raises NotFound where the card is gone.
        """
        listing = await self._listings.load(card_id, asker)
        if listing.kind is not ListingKind.SAVED or not 0 <= index < len(listing.post_ids):
            raise NotFound("error.card_gone")
        async with self._database.transaction() as connection:
            await bookmarks.remove(connection, _user_of(asker), listing.post_ids[index])
            before = await posts.visible_ids(connection, asker.viewer, listing.post_ids[:index])
            saved = set(await bookmarks.of_user(connection, _user_of(asker)))
        number = sum(post_id in saved for post_id in before) // PAGE_SIZE
        return await self._listings.page(card_id, number, asker)


def _user_of(asker: Asker) -> int:
    if asker.user_id is None:  # whoever taps is somebody
        raise NotFound("error.card_gone")
    return asker.user_id
