"""What is said of saved posts where they are not shown."""

from __future__ import annotations

from bot.i18n import Words
from bot.views.screen import Button, Screen

START = "saved"
"""The payload of the link that opens the list."""


def elsewhere_screen(words: Words) -> Screen:
    """Says that the list is shown in private, and leads there."""
    return Screen(text=words.text("saved.private"), rows=((Button(words.plain("saved.open"), start=START),),))
