"""Albums in Telegram Desktop's exports, which do not tell them: every photo there is a message of its own.

Messages that follow each other are one album where all of this holds: ids without a gap, the same sender, forwarded
from the same place or not at all, all of one class (photos and videos; plain documents; audio), no more than a second
from one to the next, one caption at most (a second one begins the next album: mass re-posts put many albums into one
second), ten of them at most. Of a real channel the rule is found to be right; nothing better can be known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.formats.records import ChannelSeen, IncomingPost, PartBegins, Record, Skipped
from core.richtext import RichText

MOST = 10
"""Messages of one album."""

LONGEST_STEP = timedelta(seconds=1)

MOST_WAITING = 100
"""So many other records are held back while an album may go on behind them."""

_CLASSES = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Message:
    """A post of a single message, and who sent it: an id or a name, as the format tells it."""

    post: IncomingPost
    sender: str | None


def join(records: Iterable[Record | Message]) -> Iterator[Record]:
    """The records with the posts in place of the messages, an album as one post where its first message stood.

    An album goes on over the border of two parts. One album at most is held back, and what stands in it.
    """
    album: _Album | None = None
    channel: ChannelSeen | None = None
    for record in records:
        if isinstance(record, Message):
            if album is not None:
                if album.takes(record):
                    continue
                yield from album.closed()
            album = _Album(record) if _class(record.post) else None
            if album is None:
                yield record.post
            continue
        goes_on = isinstance(record, (PartBegins, Skipped)) or record == channel
        channel = record if isinstance(record, ChannelSeen) else channel
        if album is not None and goes_on and len(album.waiting) < MOST_WAITING:
            album.waiting.append(record)
            continue
        if album is not None:
            yield from album.closed()
            album = None
        yield record
    if album is not None:
        yield from album.closed()


def _class(post: IncomingPost) -> str | None:
    """What kind of album the message can be of; None: of none."""
    if len(post.media) != 1 or len(post.message_ids) != 1 or post.published_at is None or post.poll:
        return None
    return _CLASSES.get(post.media[0])


class _Album:
    """An album that still may go on, or a single message that may begin one."""

    def __init__(self, first: Message) -> None:
        self._posts = [first.post]
        self._sender = first.sender
        self._has_caption = bool(first.post.text.text)
        self.waiting: list[Record] = []

    def takes(self, message: Message) -> bool:
        """Whether this message belongs to it; then it is taken in."""
        post, last = message.post, self._posts[-1]
        goes_on = (
            message.sender == self._sender
            and post.forwarded_from == last.forwarded_from
            and _class(post) == _class(last)
            and post.message_ids[0] == last.message_ids[0] + 1
            and _follows(post.published_at, last.published_at)
            and not (self._has_caption and post.text.text)
            and len(self._posts) < MOST
        )
        if goes_on:
            self._posts.append(post)
            self._has_caption = self._has_caption or bool(post.text.text)
        return goes_on

    def closed(self) -> Iterator[Record]:
        """Its post, and what stood behind its first message."""
        yield self._posts[0] if len(self._posts) == 1 else _as_one(self._posts)
        yield from self.waiting


def _follows(time: datetime | None, last: datetime | None) -> bool:
    return time is not None and last is not None and timedelta(0) <= time - last <= LONGEST_STEP


def _as_one(posts: list[IncomingPost]) -> IncomingPost:
    reactions: Counter[str] = Counter()
    for post in posts:
        reactions.update(post.reactions or {})
    return replace(
        posts[0],
        text=next((post.text for post in posts if post.text.text), RichText()),
        message_ids=tuple(post.message_ids[0] for post in posts),
        media=tuple(post.media[0] for post in posts),
        reactions=dict(reactions) if any(post.reactions is not None for post in posts) else None,
        edited_at=max((post.edited_at for post in posts if post.edited_at), default=None),
        changed_at=max((post.changed_at for post in posts if post.changed_at), default=None),
        views=max((post.views for post in posts if post.views is not None), default=None),
        reply_to=next((post.reply_to for post in posts if post.reply_to), None),
        signature=next((post.signature for post in posts if post.signature), None),
        pinned=any(post.pinned for post in posts),
    )
