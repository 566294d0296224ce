"""What became of an author's wish to let his channel into a group."""

from __future__ import annotations

from bot.i18n import Words
from bot.services.letting_in import Letting
from bot.views.screen import Screen, inner


def letting_screen(outcome: Letting, named: str, words: Words) -> Screen:
    """The answer. It calls the channel what the asker called it, for the group may not know it by other names."""
    return Screen(text=words.text(f"letting.{outcome}", channel=inner(named)))
