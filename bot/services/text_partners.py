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
    connection: Connection, channel_id: int, nameless: Sequence[Known], incoming: Iterable[IncomingPost]
) -> dict[int, Match]:
    """For posts with message ids: which of the channel's `nameless` posts they are, by the first id of each.

    `incoming`: all of the source's posts with ids, read once and not kept. Posts whose ids are stored already are left
    out. Only those that are like a nameless post at all are compared with all rules (core.matching), so that a source
    of any length is matched in bounded memory.
    """
    likely = _Likely(nameless)
    candidates: list[Sighting] = []
    coming = iter(incoming)
    for batch in iter(lambda: list(islice(coming, _BATCH)), []):
        like = [post for post in batch if likely.holds(post)]
        ids = [message_id for post in like for message_id in post.message_ids]
        stored = await posts.holders(connection, channel_id, ids) if ids else {}
        candidates += [sighting(post) for post in like if not stored.keys() & set(post.message_ids)]
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
