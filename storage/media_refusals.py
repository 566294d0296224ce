"""Of which posts Telegram did not let the bot copy the media.

A refusal stands for a while and not longer than the bot is to the channel what it was then: one that is made an
administrator of it asks again.
"""

from __future__ import annotations

from datetime import datetime

import aiosqlite

from core.types import Post
from storage.values import seconds


async def remember(connection: aiosqlite.Connection, post: Post, now: datetime) -> None:
    """Notes that Telegram refuses now, in place of an earlier refusal."""
    await connection.execute(
        "INSERT OR REPLACE INTO media_refusals (post_id, refused_at, bot_was_admin) VALUES (?, ?, ?)",
        (post.id, seconds(now), post.channel.bot_is_admin),
    )


async def stands(connection: aiosqlite.Connection, post: Post, since: datetime) -> bool:
    """Whether Telegram has refused at this instant or later, and nothing has changed that it may judge by."""
    rows = await connection.execute_fetchall(
        "SELECT 1 FROM media_refusals WHERE post_id = ? AND refused_at >= ? AND bot_was_admin = ?",
        (post.id, seconds(since), post.channel.bot_is_admin),
    )
    return bool(list(rows))
