"""What the operators see: long lists stay one message, foreign names stay text."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.i18n import words_of
from bot.services.channel_offers import Offer
from bot.services.missing import Hole, Outage
from bot.views.operators import Forwarded, forwarded_screen, missing_screen, offer_screen
from core.types import Channel, Visibility
from storage.offers import OfferState

SINCE, UNTIL = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)
ENGLISH = words_of("en")


def channel(number: int, username: str | None = None, title: str | None = "<b>Title</b>") -> Channel:
    return Channel(id=number, telegram_id=number, username=username, title=title, visibility=Visibility.PUBLIC)


def hole(number: int, username: str | None = None) -> Hole:
    return Hole(key=str(number), channel=channel(number, username), first=2, last=4, since=SINCE, until=UNTIL)


def offer(**fields: object) -> Offer:
    known: dict[str, object] = {
        "telegram_id": 7, "title": None, "username": None, "offered_by": None, "offered_by_name": None,
        "state": OfferState.ASKED, "asked_at": SINCE, "dropped": 0, "dropped_at": None,
    }  # fmt: skip
    return Offer(**{**known, **fields})  # type: ignore[arg-type]


def test_many_holes() -> None:
    text = missing_screen([hole(number, f"name{number}") for number in range(1, 60)], [], ENGLISH).text.text
    assert text.count("nos. 2–4") == 20
    assert "… and 39 more gaps" in text
    assert text.count("letopis sync") == 3
    assert len(text) < 4096


def test_private_channels_cannot_be_synced() -> None:
    text = missing_screen([hole(1)], [], ENGLISH).text.text
    assert "letopis sync" not in text
    assert "<b>Title</b>: nos. 2–4 (between Mar 2, 2026 and Mar 5, 2026)" in text


def test_an_outage_of_many_channels() -> None:
    outage = Outage(key="1-2", since=SINCE, until=UNTIL, channels=tuple(channel(number) for number in range(1, 60)))
    text = missing_screen([], [outage], ENGLISH).text.text
    assert text.startswith("I heard nothing from Telegram between Mar 2, 2026 and Mar 5, 2026")
    assert text.count("Title") == 20
    assert "…" in text


def test_a_channel_without_a_name() -> None:
    assert offer_screen(offer(), ENGLISH).text.text.splitlines()[0] == "I was added to a channel: 7"
    assert "Added by" not in offer_screen(offer(), ENGLISH).text.text
    assert "Added by: 42" in offer_screen(offer(offered_by=42), ENGLISH).text.text
    assert "Added by: Anna" in offer_screen(offer(offered_by_name="Anna"), ENGLISH).text.text


def test_forwards() -> None:
    text = forwarded_screen([Forwarded(channel(1, None, None), added=1_234, known=0)], ENGLISH).text.text
    assert text == "1: added 1,234, known 0"
