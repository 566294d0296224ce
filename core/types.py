"""The records that the three packages exchange: frozen, slotted, without behaviour that needs I/O.

Units, everywhere: instants are aware UTC datetimes, `offset` and `length` of entities are UTF-16 code units
(Telegram's), positions in plain text are Python characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.richtext import RichText


class Visibility(StrEnum):
    """Whom a channel's posts are shown to: everybody, or the channel's members alone."""

    PUBLIC = "public"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRef:
    """What a source says of the channel it came from; any field can be unknown.

    `telegram_id` is the bare positive id (the Bot API's -100 taken off), `username` has no "@".
    """

    telegram_id: int | None = None
    username: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A stored channel. `id` is Letopis' own.

    `bot_is_admin`: the bot is an administrator of it, as Telegram last told. `accepted`: an operator wants its posts,
    so that they are taken in live.
    """

    id: int
    telegram_id: int | None
    username: str | None
    title: str | None
    visibility: Visibility
    bot_is_admin: bool = False
    accepted: bool = True

    @property
    def name(self) -> str:
        """What to call it in JSON: username, else decimal Telegram id, else title, else its own number here."""
        return self.username or (str(self.telegram_id) if self.telegram_id else None) or self.title or str(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPost:
    """A post as one source tells it, before it is known whether it is stored already.

    `message_ids`: all ids of an album, ascending; empty where the source has none (a text dump).
    `reactions`: emoji (NFC, without variation selectors, with ZWJ), `custom:<id>` or `paid` -> count; None: the source
    does not say. `reactions_exact`, `views_exact`: no count was rounded, as "1.2K" is.
    `has_title`: the first line of `text` is a real title, not just a first sentence.
    `zone_known`: the source tells the zone of `published_at`; else the zone was assumed.
    `edited_at`: when the author last changed the post. `changed_at`: the latest change that the source knows of, an
    edit or a reaction; of two states of one post the one with the later change is the newer one.
    `seen_at`: when the source was looked at, where that is known (a page that was just fetched); it is not stored.
    `album_id`: Telegram's media_group_id. `reply_to`: a message id of the same channel.
    `cut_off`: the source ended inside this post. `deleted`: the source says that the post is gone from Telegram.
    `known_fingerprint`: the identity that another archive gave a post without message ids (core.identity).
    """

    text: RichText
    message_ids: tuple[int, ...] = ()
    has_title: bool = False
    published_at: datetime | None = None
    zone_known: bool = True
    edited_at: datetime | None = None
    changed_at: datetime | None = None
    seen_at: datetime | None = None
    reactions: Mapping[str, int] | None = None
    reactions_exact: bool = True
    views: int | None = None
    views_exact: bool = True
    media: tuple[str, ...] = ()
    poll: Mapping[str, object] | None = None
    album_id: str | None = None
    forwarded_from: str | None = None
    reply_to: int | None = None
    signature: str | None = None
    pinned: bool = False
    cut_off: bool = False
    deleted: bool = False
    known_fingerprint: str | None = None
    source: str = ""

    @property
    def title(self) -> str | None:
        """The post's first line where it is a real title."""
        return self.text.text.partition("\n")[0] if self.has_title else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(IncomingPost):
    """A stored post. `fingerprint` is its identity where it has no message id (core.identity); else it can be empty."""

    id: int
    channel: Channel
    fingerprint: str
    stored_at: datetime
    deleted_at: datetime | None = None

    @property
    def message_id(self) -> int | None:
        """The message id that stands for the post: an album's first."""
        return self.message_ids[0] if self.message_ids else None

    @property
    def url(self) -> str | None:
        """The post's address in Telegram.

        None where it has no message id, one from before its group became a supergroup (negative: nothing opens it), or
        where nothing is known of the channel but a title.
        """
        if self.message_id is None or self.message_id < 1:
            return None
        if self.channel.username:
            return f"https://t.me/{self.channel.username}/{self.message_id}"
        if self.channel.telegram_id:
            return f"https://t.me/c/{self.channel.telegram_id}/{self.message_id}"
        return None

    @property
    def reactions_total(self) -> int:
        """All reactions summed; 0 where they are unknown."""
        return sum((self.reactions or {}).values())


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the channels whose posts he may see; None stands for all of them (the operator).

    Every read of posts takes one; there is no default.
    """

    channel_ids: frozenset[int] | None

    @classmethod
    def operator(cls) -> Viewer:
        """Sees everything."""
        return cls(None)

    def may_see(self, channel_id: int) -> bool:
        """Whether posts of this channel are shown to him."""
        return self.channel_ids is None or channel_id in self.channel_ids

    def only(self, channel_ids: Iterable[int]) -> Viewer:
        """The same while he looks at these channels alone, as far as he may see them."""
        return Viewer(frozenset(channel_id for channel_id in channel_ids if self.may_see(channel_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic as one viewer sees it: `key` identifies it, `name` is what a person would write.

    `former`: keys that it had before an author named or joined it; what keeps a key may still hold one of them
    (core.topics.topic_of).
    """

    key: str
    name: str
    posts: int
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


class Sort(StrEnum):
    """The order of what is found; RELEVANCE where nobody says."""

    RELEVANCE = "relevance"
    NEW = "new"
    TOP = "top"


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlighted:
    """Plain text with the ranges (start, end; Python characters, ascending, apart) that matched."""

    text: str
    ranges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A piece of a source that was not taken, and why; `where` says line, message or file."""

    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """What a query found: the frozen list of posts (at most 200, best first) and how the query was read.

    `understood`: what was searched for where that differs from what was typed, else None. `better`: the query in
    another spelling that finds more. `lemmas`: the normal forms to highlight. `scores` go with `post_ids`.
    `suggestions`: words of visible posts near to what was not found. `emptied_by`: filters, as typed, without any one
    of which something would be found. `malformed`: what looked like a filter and was searched for as words.
    `cut`: the query was longer than is searched. `wordless`: there was no word in it. `sort`: the order of the posts.
    """

    query: str
    understood: str | None = None
    post_ids: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    better: str | None = None
    lemmas: frozenset[str] = field(default_factory=frozenset)
    suggestions: tuple[str, ...] = ()
    emptied_by: tuple[str, ...] = ()
    malformed: tuple[str, ...] = ()
    cut: bool = False
    wordless: bool = False
    sort: Sort = Sort.RELEVANCE
