"""What the operators are told: channels on offer, posts that may be missing, what became of forwarded ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.callbacks import OfferTap
from bot.i18n import Words
from bot.services.channel_offers import Decision, Offer
from bot.services.doubts import Doubt
from bot.services.missing import Hole, Outage
from bot.views.screen import LONGEST_LABEL, Button, Screen, joined, rows_of, shortened
from core.richtext import RichText, styled
from core.types import Channel, Visibility

_MOST_LINES = 20
_MOST_COMMANDS = 3


@dataclass(frozen=True, slots=True)
class Forwarded:
    """How many of the forwarded posts of a channel were new, and how many were there."""

    channel: Channel
    added: int
    known: int


def offer_screen(offer: Offer, words: Words) -> Screen:
    """A channel that somebody added the bot to, with the question whether to take its posts in."""
    lines = [words.text("offer.new", channel=_named(offer.title, offer.username, offer.telegram_id))]
    if offer.offered_by_name or offer.offered_by:
        lines.append(words.text("offer.by", name=_person(offer)))
    lines.append(words.text("offer.question"))
    return Screen(text=joined("\n", lines), rows=rows_of(_buttons(offer, words, can_refuse=True)))


def decided_screen(decision: Decision, words: Words) -> Screen:
    """What was said to an offer; a refused channel can still be accepted."""
    offer = decision.offer
    channel = _named(offer.title, offer.username, offer.telegram_id)
    if decision.channel is None:
        lines = [words.text("offer.refused", channel=channel)]
        return Screen(text=joined("\n", lines), rows=rows_of(_buttons(offer, words, can_refuse=False)))
    shown_to = "public" if decision.channel.visibility is Visibility.PUBLIC else "members"
    lines = [words.text("offer.accepted", channel=channel), words.text(f"offer.shown_to.{shown_to}")]
    if offer.dropped:
        lines.append(words.text("offer.dropped", count=offer.dropped))
    return Screen(text=joined("\n", lines))


def missing_screen(holes: Sequence[Hole], outages: Sequence[Outage], words: Words) -> Screen:
    """What may be missing of the channels, and how to get it."""
    blocks = [_outage(outage, words) for outage in outages]
    if holes:
        lines = [words.text("missing.holes"), *(_hole(hole, words) for hole in holes[:_MOST_LINES])]
        if len(holes) > _MOST_LINES:
            lines.append(words.text("missing.more", count=len(holes) - _MOST_LINES))
        blocks.append(joined("\n", [*lines, words.text("missing.perhaps")]))
    blocks.append(_remedies(holes, outages, words))
    return Screen(text=joined("\n\n", blocks))


def doubt_screen(doubt: Doubt, words: Words) -> Screen:
    """Posts that seem to be deleted, and how to say that they are."""
    lines = [words.text("doubt.question", count=doubt.posts, channel=_of(doubt.channel))]
    if doubt.channel.username:
        command = styled(f"letopis sync --confirm-deletions @{doubt.channel.username}", "code")
        lines.append(words.text("doubt.remedy", command=command))
    return Screen(text=joined("\n", lines))


def forwarded_screen(found: Sequence[Forwarded], words: Words) -> Screen:
    """What became of the posts that an operator forwarded: a line for each channel."""
    lines = [words.text("forwarded.taken", channel=_of(one.channel), added=one.added, known=one.known) for one in found]
    return Screen(text=joined("\n", lines))


def _buttons(offer: Offer, words: Words, *, can_refuse: bool) -> tuple[Button, ...]:
    choices = [("offer.accept", True), ("offer.refuse", False)]
    return tuple(
        Button(words.plain(key), data=OfferTap(channel=offer.telegram_id, accepted=accepted).pack())
        for key, accepted in choices
        if accepted or can_refuse
    )


def _outage(outage: Outage, words: Words) -> RichText:
    names = [_of(channel) for channel in outage.channels[:_MOST_LINES]]
    more = ["…"] if len(outage.channels) > _MOST_LINES else []
    since, until = words.date(outage.since), words.date(outage.until)
    return words.text("missing.outage", since=since, until=until, channels=joined(", ", [*names, *more]))


def _hole(hole: Hole, words: Words) -> RichText:
    count = hole.last - hole.first + 1
    line = words.text(
        "missing.hole", count=count, channel=_of(hole.channel), first=str(hole.first), last=str(hole.last)
    )
    if hole.since is None or hole.until is None:
        return line
    since, until = words.date(hole.since), words.date(hole.until)
    when = f"({since})" if since == until else words.text("missing.between", since=since, until=until)
    return joined(" ", [line, when])


def _remedies(holes: Sequence[Hole], outages: Sequence[Outage], words: Words) -> RichText:
    touched = [hole.channel for hole in holes] + [channel for outage in outages for channel in outage.channels]
    usernames = dict.fromkeys(channel.username for channel in touched if channel.username)
    commands = [styled(f"letopis sync @{username}", "code") for username in list(usernames)[:_MOST_COMMANDS]]
    lines = [words.text("missing.remedy")]
    if commands:
        lines.append(words.text("missing.sync", commands=joined(", ", commands)))
    return joined("\n", lines)


def _of(channel: Channel) -> RichText:
    return _named(channel.title, channel.username, channel.telegram_id or channel.id)


def _named(title: str | None, username: str | None, number: int) -> RichText:
    """The title, which leads to the channel where it has an address, and the username."""
    shown = shortened(title or str(number), LONGEST_LABEL)
    if not username:
        return styled(shown, "bold")
    return joined(" ", [styled(shown, "text_link", url=f"https://t.me/{username}"), f"@{username}"])


def _person(offer: Offer) -> RichText:
    name = shortened(offer.offered_by_name or str(offer.offered_by), LONGEST_LABEL)
    return styled(name, "text_mention", user_id=offer.offered_by) if offer.offered_by else RichText(name)
