"""Which stored posts incoming ones are by their texts alone: where one side comes from a source without message ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from core.alike import AlikeTexts
from core.identity import Sighting, normalised_text
from core.matching import Known, Match, begins, match
from core.types import IncomingPost
from storage import posts
from storage.database import Connection

_BATCH = 500


async def partners_of_nameless(connection: Connection, channel_id: int, seen: Sequence[Sighting]) -> list[Match]:
    """For posts without message ids, all of one source: which post of the channel each one is."""
    return match(seen, await posts.known(connection, channel_id))


async def partners_of_named(
    connection: Connection, channel_id: int, incoming: Iterable[IncomingPost]
) -> dict[int, Match]:
    """For posts with message ids: which of the channel's posts without any they are, by the first id of each.

    `incoming`: all of the source's posts with ids, read once and not kept, and not at all where the channel has no post
    without ids. Those whose ids are stored are left out; the texts of the channel are read where one is not. Only
    posts that are like one of these at all are compared with all rules (core.matching), so that a source of any length
    is matched in bounded memory.
    """
    if not await posts.count_nameless(connection, channel_id):
        return {}
    nameless: list[Known] = []
    likely: _Likely | None = None
    candidates: list[Sighting] = []
    coming = iter(incoming)
    for batch in iter(lambda: list(islice(coming, _BATCH)), []):
        ids = [message_id for post in batch for message_id in post.message_ids]
        stored = await posts.holders(connection, channel_id, ids)
        fresh = [post for post in batch if stored.keys().isdisjoint(post.message_ids)]
        if fresh and likely is None:
            nameless = await posts.nameless(connection, channel_id)
            likely = _Likely(nameless)
        candidates += [sighting(post) for post in fresh if likely and likely.holds(post)]
    answers = match(candidates, nameless)
    return {seen.message_ids[0]: answer for seen, answer in zip(candidates, answers, strict=True)}


def sighting(post: IncomingPost) -> Sighting:
    """A post with message ids as it is compared: its place among equal texts does not matter."""
    return Sighting(fingerprint="", text=post.text.text, message_ids=post.message_ids, cut_off=post.cut_off)


class _Likely:
    """Tells cheaply whether a text can be one of the nameless posts."""

    def __init__(self, nameless: Sequence[Known]) -> None:
        normalised = [normalised_text(known.text) for known in nameless]
        self._texts = frozenset(normalised)
        self._alike = AlikeTexts(normalised)
        self._cut_off = [known.text for known in nameless if known.cut_off]

    def holds(self, post: IncomingPost) -> bool:
        text = normalised_text(post.text.text)
        if not text:
            return False
        if text in self._texts or next(self._alike.find(text), None) is not None:
            return True
        return any(begins(cut, post.text.text) for cut in self._cut_off)
