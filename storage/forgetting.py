"""Everything that is stored of a user or of a chat, in one place, so that all of it can be forgotten.

tests/storage/test_forgetting.py asks of every table and column that can name somebody whether it is here, or why not.
"""

from __future__ import annotations

from collections.abc import Sequence

import aiosqlite

from storage.inbox import MOST_FAILURES

_OF_CHAT = (
    "DELETE FROM button_state WHERE chat_id = :id",
    "DELETE FROM chats WHERE id = :id",
    "DELETE FROM random_shown WHERE chat_id = :id",
    "DELETE FROM chat_channels WHERE chat_id = :id",
    # Of a group alone: other keys are numbers of channels, and those of groups are below 0.
    "DELETE FROM notices WHERE :id < 0 AND key = CAST(:id AS TEXT)",
)
_OF_USER = (
    *_OF_CHAT,  # of his private chat, which has his id
    "DELETE FROM button_state WHERE owner_id = :id",
    "DELETE FROM bookmarks WHERE user_id = :id",
    # What a group may see stays as he has decided; that it was he is forgotten.
    "UPDATE chat_channels SET granted_by = 0 WHERE granted_by = :id",
    "UPDATE channel_offers SET offered_by = NULL, offered_by_name = NULL WHERE offered_by = :id",
    # Updates that could not be applied, and wait for a newer program; posts are no user's.
    (
        "DELETE FROM inbox WHERE failures >= :failures AND kind NOT IN ('channel_post', 'edited_channel_post')"
        " AND EXISTS (SELECT 1 FROM json_tree(inbox.payload) AS part WHERE part.key = 'id' AND part.value = :id)"
    ),
)


async def forget_user(connection: aiosqlite.Connection, user_id: int) -> None:
    """Removes all that is stored of a user, in his private chat and elsewhere."""
    await _forget(connection, _OF_USER, {"id": user_id, "failures": MOST_FAILURES})


async def forget_group(connection: aiosqlite.Connection, chat_id: int) -> None:
    """Removes all that is stored of a group, of whomever in it; what its members have elsewhere stays."""
    await _forget(connection, _OF_CHAT, {"id": chat_id})


async def _forget(connection: aiosqlite.Connection, statements: Sequence[str], parameters: dict[str, int]) -> None:
    """Runs the statements so that the rows that they remove are overwritten in the file, not only marked as free."""
    [before] = await connection.execute_fetchall("PRAGMA secure_delete")
    await connection.execute_fetchall("PRAGMA secure_delete = ON")
    try:
        for statement in statements:
            await connection.execute(statement, parameters)
    finally:
        await connection.execute_fetchall(f"PRAGMA secure_delete = {before[0]}")
