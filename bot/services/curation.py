"""Curation: an author puts the topics of his channel in order, an operator those of any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.services.asking import Asker
from bot.services.authors import Authors
from bot.services.cards import Cards
from bot.services.curation_cards import (
    Act,
    ChannelsCard,
    CountedTopic,
    Deed,
    Done,
    Press,
    Question,
    Refused,
    Shown,
    Slice,
    TargetsCard,
    TopicCard,
    TopicsCard,
)
from bot.services.curation_steps import Change, CurationSteps, adding
from bot.services.topic_finding import TopicFinding
from core.errors import NotFound
from core.topics import deciding, nearest_topics, same_name
from core.topics.rules import BadRule, Rule, parse_name, parse_rule
from core.types import Channel, Topic, Viewer
from storage import channels
from storage.database import Database

_CHANNELS, _CARD, _QUESTION = "curation_channels", "curation", "curation_question"
_LOOKING = {Act.TOPICS, Act.TOPIC, Act.TARGETS}
"""Acts that change nothing: who may is not asked anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A card of one channel: the roots of the topics that its buttons name by index; `viewer` is its author's."""

    id: str
    channel: Channel
    viewer: Viewer
    keys: tuple[str, ...]
    several: bool


class Curation:
    """What an author does to the topics of his channels, step by step; each step can be taken back.

    Its methods raise NotFound where the card or the topic is gone, or the channel is not the asker's (any more).
    """

    def __init__(self, database: Database, cards: Cards, authors: Authors, topic_finding: TopicFinding) -> None:
        self._database = database
        self._cards = cards
        self._authors = authors
        self._steps = CurationSteps(database, topic_finding)

    async def may(self, asker: Asker) -> bool:
        """Whether the asker has topics to put in order, and is alone with the bot."""
        if asker.user_id is None or not asker.private:
            return False
        viewer = await self._authors.viewer_of(asker.user_id)
        return viewer.channel_ids is None or bool(viewer.channel_ids)

    async def begin(self, line: str, asker: Asker) -> Shown:
        """What `line` means: a rule to add, a topic's sloppy name, or "" for all topics; first, of which channel.

        The channels to choose from are none where the asker has none.
        """
        viewer, his = await self._his(asker, fresh="=" in line)
        if len(his) == 1:
            return await self._begin_in(his[0], viewer, line, asker, several=False)
        payload = {"channels": [channel.id for channel in his], "line": line}
        card_id = await self._cards.keep(_CHANNELS, payload, asker, personal=True)
        return ChannelsCard(card_id=card_id, page=Slice.of(list(enumerate(his)), 0))

    async def press(self, press: Press, asker: Asker) -> Shown:
        """What a button of a card does."""
        if press.act in {Act.CHANNELS, Act.CHOOSE}:
            return await self._choose(press, asker)
        card = await self._load(press.card, asker, fresh=press.act not in _LOOKING)
        match press.act:
            case Act.TOPICS:
                return (await self._list(card, press.index, asker))[1]
            case Act.ADD_RULE:
                return Question(channel=card.channel, topic=None)
            case Act.UNDO:
                step_id = await self._steps.take_back(card.channel, press.index, asker.now)
                return Done(card_id=card.id, step_id=step_id, deed=Deed.UNDONE, before="", topics=(), index=None)
        return await self._on_topic(card, await self._topic(card, press.index), press, asker)

    async def expect(self, message_id: int, press: Press, asker: Asker) -> None:
        """Waits for the answer to the question that a button asked, in a message of this id."""
        card = await self._load(press.card, asker)
        payload = {"card": card.id, "key": card.keys[press.index] if press.act is Act.RENAME else None}
        await self._cards.keep(_QUESTION, payload, asker, card_id=_question_id(message_id, asker), personal=True)

    async def expects(self, message_id: int, asker: Asker) -> bool:
        """Whether who answers the message of this id answers a question of this feature."""
        try:
            await self._cards.load(_question_id(message_id, asker), {_QUESTION}, asker)
        except NotFound:
            return False
        return True

    async def answer(self, message_id: int, text: str, asker: Asker) -> Shown:
        """Does what the question was about: calls a topic so, or adds rules, a line each."""
        question = (await self._cards.load(_question_id(message_id, asker), {_QUESTION}, asker)).payload
        card = await self._load(question["card"], asker, fresh=True)
        if question["key"] is None:
            return await self._add_rules(card, text, asker)
        name = parse_name(text)
        if isinstance(name, BadRule):
            return Refused(bad=name)
        topic = await self._topic(card, card.keys.index(question["key"]))
        every = await self._steps.topics(card.channel, card.viewer)
        others = [one for one in every if one.made.root != topic.made.root]
        known = deciding.topic_called(name, [one.made for one in others if not one.made.hidden])
        if known is not None and same_name(name, Topic(key="", name=known.name, posts=0)):
            into = next(one for one in others if one.made.root == known.root)
            return await self._merge(card, topic, into, asker)
        made = topic.made
        return await self._take(
            card, Deed.RENAMED, made.name, [made.root], lambda _, was: deciding.rename(made, name, was), asker
        )

    async def _begin_in(self, channel: Channel, viewer: Viewer, line: str, asker: Asker, *, several: bool) -> Shown:
        card = _Card(id="", channel=channel, viewer=viewer, keys=(), several=several)
        card, shown = await self._list(card, 0, asker)
        if "=" in line:
            return await self._add_rules(card, line, asker)
        if not line:
            return shown
        every = await self._steps.topics(channel, viewer)
        named = {
            Topic(key=one.made.root, name=one.made.name, posts=one.posts, aliases=one.made.aliases): one
            for one in every
        }
        near = nearest_topics(line, named)
        if near and (len(near) == 1 or same_name(line, near[0])):
            index = card.keys.index(near[0].key)
            return TopicCard(card_id=card.id, channel=channel, index=index, topic=named[near[0]])
        return replace(shown, asked=line)

    async def _choose(self, press: Press, asker: Asker) -> Shown:
        kept = (await self._cards.load(press.card, {_CHANNELS}, asker)).payload
        viewer, his = await self._his(asker, fresh="=" in kept["line"])
        known = {channel.id: channel for channel in his}
        there = [(index, known[one]) for index, one in enumerate(kept["channels"]) if one in known]
        if press.act is Act.CHANNELS:
            return ChannelsCard(card_id=press.card, page=Slice.of(there, press.index))
        channel = dict(there).get(press.index)
        if channel is None:
            raise NotFound("error.not_author")
        return await self._begin_in(channel, viewer, kept["line"], asker, several=True)

    async def _list(self, card: _Card, number: int, asker: Asker) -> tuple[_Card, TopicsCard]:
        """A page of the channel's topics, on a new card where this one has no id. Topics keep their index on it."""
        every = await self._steps.topics(card.channel, card.viewer)
        card = await self._keep(card, [one.made.root for one in every], asker)
        places = {key: index for index, key in enumerate(card.keys)}
        page = Slice.of([(places[one.made.root], one) for one in every], number)
        total = sum(not one.made.hidden for one in every)
        return card, TopicsCard(card_id=card.id, channel=card.channel, page=page, total=total, several=card.several)

    async def _on_topic(self, card: _Card, topic: CountedTopic, press: Press, asker: Asker) -> Shown:
        """What a button does that is about one topic."""
        match press.act:
            case Act.TOPIC:
                return TopicCard(card_id=card.id, channel=card.channel, index=press.index, topic=topic)
            case Act.RENAME:
                return Question(channel=card.channel, topic=topic)
            case Act.TARGETS:
                return await self._targets(card, press, topic)
            case Act.MERGE:
                return await self._merge(card, topic, await self._topic(card, press.other), asker)
        return await self._change(card, topic, press, asker)

    async def _targets(self, card: _Card, press: Press, topic: CountedTopic) -> TargetsCard:
        every = await self._steps.topics(card.channel, card.viewer)
        others = [
            (card.keys.index(one.made.root), one)
            for one in every
            if one.made.root in card.keys and one.made.root != topic.made.root and not one.made.hidden
        ]
        return TargetsCard(card_id=card.id, index=press.index, topic=topic, page=Slice.of(others, press.other))

    async def _change(self, card: _Card, topic: CountedTopic, press: Press, asker: Asker) -> Shown:
        """Does to a topic what a button says that needs no more than that."""
        made, roots, name = topic.made, [topic.made.root], topic.made.name
        change: Change
        match press.act:
            case Act.UNNAME:
                deed, change = Deed.UNNAMED, lambda _, was: deciding.rename(made, None, was)
            case Act.REMOVE_RULE:
                deed, change = Deed.UNRULED, lambda _, was: deciding.remove_rule(made, was)
            case Act.SPLIT if 0 <= press.other < len(made.merged):
                part, name = made.merged[press.other]
                roots = [part, made.root]
                deed, change = Deed.SPLIT, lambda _, was: deciding.split(part, was)
            case Act.HIDE | Act.SHOW:
                deed = Deed.HIDDEN if press.act is Act.HIDE else Deed.SHOWN
                change = lambda _, was: deciding.hide(made, was, hidden=press.act is Act.HIDE)  # noqa: E731
            case _:
                raise NotFound("error.topic_gone")
        return await self._take(card, deed, name, roots, change, asker)

    async def _merge(self, card: _Card, topic: CountedTopic, into: CountedTopic, asker: Asker) -> Shown:
        if into.made.root == topic.made.root:
            raise NotFound("error.topic_gone")
        return await self._take(
            card,
            Deed.MERGED,
            topic.made.name,
            [into.made.root],
            lambda _, was: deciding.merge(topic.made, into.made, was),
            asker,
        )

    async def _add_rules(self, card: _Card, text: str, asker: Asker) -> Shown:
        parsed = [parse_rule(line) for line in text.splitlines() if line.strip()]
        bad = next((one for one in parsed if isinstance(one, BadRule)), None)
        if bad is not None:
            return Refused(bad=bad)
        rules = [one for one in parsed if isinstance(one, Rule)]
        return await self._take(card, Deed.RULED, "", [rule.name for rule in rules], adding(rules), asker)

    async def _take(
        self, card: _Card, deed: Deed, before: str, wanted: Sequence[str], change: Change, asker: Asker
    ) -> Shown:
        """Takes a step; `wanted`: the roots of the topics that it leads to, of rules their names."""
        step_id = await self._steps.take(card.channel, change, asker.now)
        every = await self._steps.topics(card.channel, card.viewer)
        card = await self._keep(card, [one.made.root for one in every], asker)
        by_root = {one.made.root: one for one in every}
        if deed is Deed.RULED:
            called = [deciding.topic_called(name, [one.made for one in every]) for name in wanted]
            wanted = [made.root for made in called if made is not None]
        became = tuple(by_root[root] for root in wanted if root in by_root)
        index = card.keys.index(became[0].made.root) if became else None
        if step_id is None:  # a second quick tap: it is so already
            if index is None:
                raise NotFound("error.topic_gone")
            return TopicCard(card_id=card.id, channel=card.channel, index=index, topic=became[0])
        return Done(card_id=card.id, step_id=step_id, deed=deed, before=before, topics=became, index=index)

    async def _topic(self, card: _Card, index: int) -> CountedTopic:
        """The topic at this index of the card, or the one that it is a part of now."""
        key = card.keys[index] if 0 <= index < len(card.keys) else None
        every = await self._steps.topics(card.channel, card.viewer)
        found = next((one for one in every if one.made.root == key), None)
        found = found or next((one for one in every if key in one.made.parts), None)
        if found is None:
            raise NotFound("error.topic_gone")
        return found

    async def _his(self, asker: Asker, *, fresh: bool = False) -> tuple[Viewer, list[Channel]]:
        """What the asker has rights over."""
        if asker.user_id is None or not asker.private:
            raise NotFound("error.not_author")
        viewer = await self._authors.viewer_of(asker.user_id, fresh=fresh)
        async with self._database.reading() as connection:
            return viewer, await channels.all_channels(connection, viewer)

    async def _load(self, card_id: str, asker: Asker, *, fresh: bool = False) -> _Card:
        kept = (await self._cards.load(card_id, {_CARD}, asker)).payload
        viewer, his = await self._his(asker, fresh=fresh)
        channel = next((channel for channel in his if channel.id == kept["channel"]), None)
        if channel is None:
            raise NotFound("error.not_author")
        return _Card(id=card_id, channel=channel, viewer=viewer, keys=tuple(kept["keys"]), several=kept["several"])

    async def _keep(self, card: _Card, roots: Sequence[str], asker: Asker) -> _Card:
        """The card with these topics behind those that it has."""
        keys = tuple(dict.fromkeys((*card.keys, *roots)))
        payload = {"channel": card.channel.id, "keys": list(keys), "several": card.several}
        card_id = await self._cards.keep(_CARD, payload, asker, card_id=card.id or None, personal=True)
        return replace(card, id=card_id, keys=keys)


def _question_id(message_id: int, asker: Asker) -> str:
    return f"q{asker.chat_id}:{message_id}"
