"""The one rule of who sees which posts, as an SQL condition: every query over posts carries it."""

from __future__ import annotations

import json

from core.types import Viewer

LIVE = "posts.deleted_at IS NULL"
"""Deleted posts are shown to nobody."""


def sql_for(viewer: Viewer, column: str = "posts.channel_id") -> tuple[str, tuple[str, ...]]:
    """The condition on `posts` for this viewer, and its parameters; deleted posts are shown to nobody."""
    if viewer.channel_ids is None:
        return LIVE, ()
    ids = json.dumps(sorted(viewer.channel_ids))
    return f"{LIVE} AND {column} IN (SELECT value FROM json_each(?))", (ids,)
