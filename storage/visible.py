"""The one rule of who sees which posts, as an SQL condition: every query over posts carries it."""

from __future__ import annotations

import json

from core.types import Viewer

LIVE = "posts.deleted_at IS NULL"
"""Deleted posts are shown to nobody."""


def sql_for(viewer: Viewer, column: str = "posts.channel_id", *, deleted: bool = False) -> tuple[str, tuple[str, ...]]:
    """The condition on `posts` for this viewer, and its parameters.

    `deleted`: with those that are marked as deleted, for who reads the archive out; they are shown to nobody.
    """
    live = "TRUE" if deleted else LIVE
    if viewer.channel_ids is None:
        return live, ()
    ids = json.dumps(sorted(viewer.channel_ids))
    return f"{live} AND {column} IN (SELECT value FROM json_each(?))", (ids,)
