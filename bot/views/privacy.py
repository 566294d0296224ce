"""What is kept of whom, and that it is forgotten."""

from __future__ import annotations

from bot.callbacks import ForgetTap
from bot.i18n import Words
from bot.services.cards import CARD_LIFE
from bot.services.reading_log import KEPT_DAYS
from bot.views.screen import Button, Screen, joined

ME, GROUP, NOTHING = "me", "group", "no"
"""What is to be forgotten."""


def privacy_screen(words: Words, *, private: bool) -> Screen:
    """What is kept, of whom, how long."""
    kept = words.text("privacy.kept", card_days=CARD_LIFE.days, log_days=KEPT_DAYS)
    place = words.text("privacy.private" if private else "privacy.group")
    return Screen(text=joined("\n\n", [kept, place]))


def forget_screen(words: Words, user_id: int | None, *, private: bool) -> Screen:
    """Asks whether it is really to be forgotten. `user_id`: who asks; None: one whom nobody knows, for a group."""
    me = Button(words.plain("forget.me"), data=ForgetTap(what=ME, user=user_id).pack())
    group = Button(words.plain("forget.group"), data=ForgetTap(what=GROUP, user=user_id).pack())
    no = Button(words.plain("forget.no"), data=ForgetTap(what=NOTHING, user=user_id).pack())
    if private:
        return Screen(text=words.text("forget.ask_private"), rows=((me,), (no,)))
    if user_id is None:
        return Screen(text=words.text("forget.ask_anonymous"), rows=((group,), (no,)))
    return Screen(text=words.text("forget.ask_group"), rows=((me,), (group,), (no,)))
