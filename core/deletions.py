"""When a post counts as deleted from its channel. Telegram tells nobody, so only what a preview does not show can tell.

A post is missed on a page where it ought to stand: a preview has shown it before, the page was read whole, the post's
id lies strictly between two ids of that page, and none of its messages is on it. A post that is missed in two syncs at
least an hour apart, and not seen between them, counts as deleted; so many of them at once that something else must be
the reason do not, until the operator says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

APART = timedelta(hours=1)
"""Between the two syncs that miss a post, at least."""

_MOST_OF_A_HUNDRED = 5


@dataclass(frozen=True, slots=True)
class Sighted:
    """A stored post that a preview has shown, with the ids of its messages, ascending.

    `missed_at`: when it was missed for the first time since then.
    """

    post_id: int
    message_ids: tuple[int, ...]
    missed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Ids of posts that a page does not show: `newly` missed ones, and those that are missed `again`."""

    newly: tuple[int, ...] = ()
    again: tuple[int, ...] = ()


def missing(sighted: Iterable[Sighted], page_ids: AbstractSet[int], *, whole: bool, began_at: datetime) -> Missing:
    """Which of the posts the page of these message ids ought to show and does not.

    `page_ids`: of all messages on the page, service messages and parts of albums too. `whole`: it was read whole.
    `began_at`: when this sync began. An album's place is that of its first message.
    """
    if not whole or not page_ids:
        return Missing()
    first, last = min(page_ids), max(page_ids)
    missed = [
        post
        for post in sighted
        if post.message_ids and first < post.message_ids[0] < last and page_ids.isdisjoint(post.message_ids)
    ]
    return Missing(
        newly=tuple(post.post_id for post in missed if post.missed_at is None),
        again=tuple(post.post_id for post in missed if post.missed_at and began_at - post.missed_at >= APART),
    )


def are_too_many(deleted: int, posts: int) -> bool:
    """Whether so many deleted ones of a channel's posts are no matter of course: more than 5 %."""
    return deleted * 100 > posts * _MOST_OF_A_HUNDRED
