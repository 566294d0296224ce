"""What can be made of a listing: in which orders it can be read, and by what it can be narrowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.services.listing import MOST_POSTS, PAGE_SIZE, Listing, ListingKind, Ways
from core.facets import Facet, Outline, by_channel, by_year, tells_apart
from core.types import Sort, Viewer
from storage import channels, facets
from storage.database import Connection

_SORTS = {
    ListingKind.SEARCH: (Sort.RELEVANCE, Sort.NEW, Sort.TOP),
    ListingKind.SIMILAR: (Sort.RELEVANCE, Sort.NEW, Sort.TOP),
    ListingKind.TOPIC: (Sort.NEW, Sort.TOP),
}
"""The other lists are in the order that they are asked for by."""


async def ways_of(
    connection: Connection, listing: Listing, outlines: Sequence[Outline], viewer: Viewer, zone: tzinfo
) -> Ways:
    """The ways of a listing that consists of these posts. One that is whole on its first page needs none."""
    counts = by_channel(outlines)
    several = len(counts) > 1
    if len(outlines) <= PAGE_SIZE and not listing.narrowing and listing.sort is Sort.RELEVANCE:
        return Ways(several_channels=several)
    total, narrowing = len(outlines), listing.narrowing
    apart = {
        Facet.CHANNEL: tells_apart(counts, total),
        Facet.YEAR: tells_apart(by_year(outlines, zone), total),
        Facet.TOPIC: False,
    }
    if not narrowing.is_by(Facet.TOPIC):
        known = await facets.topics_of(connection, viewer, [one.post_id for one in outlines])
        apart[Facet.TOPIC] = tells_apart({topic.key: topic.posts for topic in known}, total)
    offered = (facet for facet in Facet if narrowing.is_by(facet) or apart[facet] or facet in listing.widely)
    sorts = tuple(_sorts(listing, outlines))
    return Ways(sorts=sorts if len(sorts) > 1 else (), facets=tuple(offered), several_channels=several)


async def hidden_ways(
    connection: Connection, listing: Listing, outlines: Sequence[Outline], viewer: Viewer, zone: tzinfo
) -> tuple[Facet, ...]:
    """What might tell apart the posts of a longer list, of which these are the first, but not these."""
    if len(listing.post_ids) < MOST_POSTS:
        return ()
    found = []
    several = viewer.channel_ids is None or len(viewer.channel_ids) > 1
    if several and len(by_channel(outlines)) == 1 and len(await channels.all_channels(connection, viewer)) > 1:
        found.append(Facet.CHANNEL)
    if list(by_year(outlines, zone).values()) == [len(outlines)]:
        found.append(Facet.YEAR)
    return tuple(facet for facet in found if not listing.narrowing.is_by(facet))


def _sorts(listing: Listing, outlines: Sequence[Outline]) -> Iterator[Sort]:
    """The orders that differ for these posts, and the present one."""
    for sort in _SORTS.get(listing.kind, ()):
        told = {
            Sort.RELEVANCE: listing.kind is not ListingKind.SEARCH or bool(listing.lemmas),
            Sort.NEW: listing.kind is ListingKind.TOPIC or any(one.published is not None for one in outlines),
            Sort.TOP: any(one.reactions for one in outlines),
        }
        if told[sort] or sort is listing.sort:
            yield sort
