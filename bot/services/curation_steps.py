"""The steps of curation, done to the archive: what is decided is noted, shown, and its rules go through all posts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.services.curation_cards import CountedTopic
from bot.services.topic_finding import TopicFinding
from core.errors import NotFound
from core.topics import deciding
from core.topics.curation import MadeTopic
from core.topics.deciding import Changes, Decided
from core.topics.rules import Rule
from core.types import Channel, Viewer
from storage import curated, topics
from storage.database import Database

Change = Callable[[Sequence[MadeTopic], Decided], Changes]
"""What a step decides, given the channel's topics and what is decided of them."""


class CurationSteps:
    """Takes steps and takes them back. Who may is not its business."""

    def __init__(self, database: Database, topic_finding: TopicFinding) -> None:
        self._database = database
        self._topic_finding = topic_finding

    async def topics(self, channel: Channel, viewer: Viewer) -> list[CountedTopic]:
        """The channel's topics, hidden ones too, each with how many posts the viewer sees; most first, hidden last."""
        async with self._database.reading() as connection:
            made = await topics.made_topics(connection, viewer, channel.id)
        return [CountedTopic(made=topic, posts=posts) for topic, posts in made]

    async def take(self, channel: Channel, change: Change, now: datetime) -> int | None:
        """Takes a step; its id, None where it changes nothing. What comes of it can be seen when this returns."""
        async with self._database.transaction() as connection:
            made = await topics.made(connection, channel.id)
            changes = change(made, await curated.of_channel(connection, channel.id))
            if not changes:
                return None
            step_id = await curated.decide(connection, channel.id, changes, now)
            await topics.show(connection, channel.id)
        await self._topic_finding.match_rules(channel.id)
        return step_id

    async def take_back(self, channel: Channel, step_id: int, now: datetime) -> int:
        """Makes it as it was before a step; the id of the step that does so.

        Raises NotFound where it is none of this channel's, or one of its topics was changed again since.
        """
        async with self._database.transaction() as connection:
            step = await curated.step(connection, channel.id, step_id)
            if step is None:
                raise NotFound("error.step_gone")
            decided = await curated.of_channel(connection, channel.id)
            if any(decided.get(key) != row for key, row in step.after.items()):
                raise NotFound("error.step_followed")
            new_id = await curated.decide(connection, channel.id, step.before, now)
            await topics.show(connection, channel.id)
        await self._topic_finding.match_rules(channel.id)
        return new_id


def adding(rules: Sequence[Rule]) -> Change:
    """The step that adds rules, one after the other."""

    def change(made: Sequence[MadeTopic], decided: Decided) -> Changes:
        changes: Changes = {}
        for rule in rules:
            so_far = {**decided, **{key: row for key, row in changes.items() if row is not None}}
            changes |= deciding.add_rule(rule, made, so_far)
        return changes

    return change
