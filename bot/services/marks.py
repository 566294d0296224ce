"""What is known of an opened post beside itself: whether the asker has saved it, and whether its media can be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.services.asking import Asker
from core.types import Post
from storage import bookmarks, media_refusals
from storage.database import Connection

REFUSAL_STANDS = timedelta(days=7)
"""How long Telegram is not asked again for media that it has refused; what has healed shows by then at the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """`saved`: by the asker, where he is alone with the bot; a card that others read says nothing of it.

    `refused`: Telegram has not let the bot copy the post's media.
    """

    saved: bool = False
    refused: bool = False


async def marks_of(connection: Connection, post: Post, asker: Asker) -> Marks:
    """The marks of a post that this asker opens."""
    saved = False
    if asker.private and asker.user_id is not None:
        saved = await bookmarks.is_saved(connection, asker.user_id, post.id)
    return Marks(saved=saved, refused=await media_refusals.stands(connection, post, asker.now - REFUSAL_STANDS))


async def still_saved(connection: Connection, post_ids: Sequence[int], asker: Asker) -> list[int]:
    """Those of the posts that the asker has saved still, in their order."""
    saved = set() if asker.user_id is None else set(await bookmarks.of_user(connection, asker.user_id))
    return [post_id for post_id in post_ids if post_id in saved]
