"""An author's view of the topics of his channel: what they are made of, what can be done, and what was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from bot.callbacks import CurateTap
from bot.i18n import Words
from bot.services.curation_cards import (
    Act,
    ChannelsCard,
    CountedTopic,
    Deed,
    Done,
    Question,
    Refused,
    Shown,
    TargetsCard,
    TopicCard,
    TopicsCard,
)
from bot.views.listing import arrows
from bot.views.screen import LONGEST_LABEL, Button, Screen, inner, joined, rows_of, shortened
from bot.views.topics import in_rows
from core.richtext import RichText, concat
from core.types import Channel

_MOST_SPLITS = 12
"""Buttons for the topics that one was made of."""

_LONGEST_LIST = 700
"""Characters of a rule or of names on a topic's card; the rest is cut off there, and kept."""


def curation_screen(shown: Shown, words: Words) -> Screen:
    """Whatever an author is shown."""
    match shown:
        case ChannelsCard():
            return _channels(shown, words)
        case TopicsCard():
            return _topics(shown, words)
        case TopicCard():
            return _topic(shown, words)
        case TargetsCard():
            return _targets(shown, words)
        case Question():
            return _question(shown, words)
        case Done():
            return _done(shown, words)
        case Refused():
            return Screen(text=words.text(f"curation.bad.{shown.bad.fault}", piece=inner(shown.bad.piece)))
        case _:
            assert_never(shown)


def _channels(card: ChannelsCard, words: Words) -> Screen:
    if not card.page.entries:
        return Screen(text=words.text("curation.nobody"))
    buttons = [
        Button(shortened(_title(channel), LONGEST_LABEL), data=_tap(card.card_id, Act.CHOOSE, index))
        for index, channel in card.page.entries
    ]
    turns = arrows(
        card.page.number,
        card.page.pages,
        _tap(card.card_id, Act.CHANNELS, card.page.number - 1),
        _tap(card.card_id, Act.CHANNELS, card.page.number + 1),
    )
    return Screen(text=words.text("curation.which"), rows=rows_of(*([button] for button in buttons), turns))


def _topics(card: TopicsCard, words: Words) -> Screen:
    number = card.page.number
    heading = words.text("curation.topics", count=card.total, channel=shortened(_title(card.channel)))
    if card.page.pages > 1:
        heading = concat(heading, f" · {number + 1}/{card.page.pages}")
    hint = words.text("curation.hint" if card.page.entries else "curation.none")
    unknown = [] if card.asked is None else [words.text("topics.unknown", name=inner(card.asked))]
    turns = arrows(
        number,
        card.page.pages,
        _tap(card.card_id, Act.TOPICS, number - 1),
        _tap(card.card_id, Act.TOPICS, number + 1),
    )
    buttons = _topic_buttons(card.card_id, Act.TOPIC, card.page.entries)
    rule = Button(words.plain("curation.add_rule"), data=_tap(card.card_id, Act.ADD_RULE))
    return Screen(text=joined("\n", [*unknown, heading, hint]), rows=rows_of(*in_rows(buttons), turns, [rule]))


def _topic(card: TopicCard, words: Words) -> Screen:
    made = card.topic.made

    def button(act: Act, other: int = 0, **params: str) -> Button:
        label = words.plain(f"curation.button.{act}", **params)
        return Button(label, data=_tap(card.card_id, act, card.index, other))

    rename, merge = button(Act.RENAME), button(Act.TARGETS)
    hide = button(Act.SHOW if made.hidden else Act.HIDE)
    more = []
    if made.renamed and made.found_names:
        more.append([button(Act.UNNAME, name=inner(made.found_names[0], LONGEST_LABEL))])
    if made.terms:
        more.append([button(Act.REMOVE_RULE)])
    more += [
        [button(Act.SPLIT, number, name=inner(name, LONGEST_LABEL))]
        for number, (_, name) in enumerate(made.merged[:_MOST_SPLITS])
    ]
    rows = rows_of([rename, hide], [merge], *more, [_to_topics(card.card_id, words)])
    return Screen(text=_about(card.topic, words), rows=rows)


def _about(topic: CountedTopic, words: Words) -> RichText:
    """What a topic is made of."""
    made = topic.made
    lines = [words.text("curation.topic", count=topic.posts, name=shortened(made.name))]
    if made.hidden:
        lines.append(words.text("curation.hidden"))
    if made.terms:
        lines.append(words.text("curation.rule", terms=shortened(", ".join(made.terms), _LONGEST_LIST)))
    if made.renamed and made.found_names:
        lines.append(words.text("curation.found_as", names=shortened(", ".join(made.found_names), _LONGEST_LIST)))
    if made.merged:
        names = ", ".join(name for _, name in made.merged)
        lines.append(words.text("curation.merged", names=shortened(names, _LONGEST_LIST)))
    shown = {*made.terms, *made.found_names, *(name for _, name in made.merged)}
    others = [alias for alias in made.aliases if alias not in shown]
    if others or (made.found_names[1:] and not made.renamed):
        names = ", ".join(dict.fromkeys((*(() if made.renamed else made.found_names[1:]), *others)))
        lines.append(words.text("curation.aliases", names=shortened(names, _LONGEST_LIST)))
    return joined("\n", lines)


def _targets(card: TargetsCard, words: Words) -> Screen:
    number = card.page.number
    turns = arrows(
        number,
        card.page.pages,
        _tap(card.card_id, Act.TARGETS, card.index, number - 1),
        _tap(card.card_id, Act.TARGETS, card.index, number + 1),
    )
    buttons = [
        Button(_label(one), data=_tap(card.card_id, Act.MERGE, card.index, other)) for other, one in card.page.entries
    ]
    back = Button(words.plain("curation.back"), data=_tap(card.card_id, Act.TOPIC, card.index))
    text = words.text(
        "curation.merge_with" if buttons else "curation.nothing_to_merge", name=inner(card.topic.made.name)
    )
    return Screen(text=text, rows=rows_of(*in_rows(buttons), turns, [back]))


def _question(card: Question, words: Words) -> Screen:
    channel = shortened(_title(card.channel))
    if card.topic is None:
        return Screen(
            text=words.text("curation.ask.rule", channel=channel), placeholder=words.plain("curation.ask.rule_hint")
        )
    text = words.text("curation.ask.name", name=inner(card.topic.made.name), channel=channel)
    return Screen(text=text, placeholder=words.plain("curation.ask.name_hint"))


def _done(card: Done, words: Words) -> Screen:
    undo_label = "curation.redo" if card.deed is Deed.UNDONE else "curation.undo"
    undo = Button(words.plain(undo_label), data=_tap(card.card_id, Act.UNDO, card.step_id))
    topic = []
    if card.index is not None and len(card.topics) == 1:
        label = words.plain("curation.to_topic", name=inner(card.topics[0].made.name, LONGEST_LABEL))
        topic.append(Button(label, data=_tap(card.card_id, Act.TOPIC, card.index)))
    rows = rows_of([undo], topic, [_to_topics(card.card_id, words)])
    return Screen(text=joined("\n", _deeds(card, words)), rows=rows)


def _deeds(card: Done, words: Words) -> list[RichText]:
    """What was done, a line for each topic that came of it."""
    before = inner(card.before)
    if card.deed is not Deed.RULED:
        first = next(iter(card.topics), None)
        name, posts = (inner(first.made.name), first.posts) if first else (before, 0)
        return [words.text(f"curation.done.{card.deed}", before=before, name=name, posts=_posts(posts, words))]
    return [
        words.text(
            "curation.done.ruled" if topic.posts else "curation.done.ruled_empty",
            name=inner(topic.made.name),
            posts=_posts(topic.posts, words),
        )
        for topic in card.topics
    ]


def _topic_buttons(card_id: str, act: Act, entries: Iterable[tuple[int, CountedTopic]]) -> list[Button]:
    return [Button(_label(topic), data=_tap(card_id, act, index)) for index, topic in entries]


def _label(topic: CountedTopic) -> str:
    mark = "🙈 " if topic.made.hidden else ""
    return f"{mark}{shortened(topic.made.name, LONGEST_LABEL)} · {topic.posts}"


def _to_topics(card_id: str, words: Words) -> Button:
    return Button(words.plain("curation.to_topics"), data=_tap(card_id, Act.TOPICS))


def _tap(card_id: str, act: Act, index: int = 0, other: int = 0) -> str:
    return CurateTap(card=card_id, act=act, index=index, other=other).pack()


def _posts(count: int, words: Words) -> str:
    return words.plain("curation.posts", count=count)


def _title(channel: Channel) -> str:
    return channel.title or channel.name
