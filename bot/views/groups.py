"""What a group is told: the greeting, and who sees the answers."""

from __future__ import annotations

from bot.callbacks import QuietTap
from bot.i18n import Words
from bot.views.screen import Button, Screen, joined


def greeting_screen(words: Words) -> Screen:
    """What the bot says on being added: what it is for, and what to do."""
    return Screen(text=words.text("group.greeting"))


def quiet_screen(words: Words, *, quiet: bool, is_new: bool = False, can_whisper: bool = True) -> Screen:
    """Who sees the answers, with the way to change it. `is_new`: it was chosen just now."""
    chosen = "asker" if quiet else "everybody"
    parts = [words.text(f"quiet.now_{chosen}" if is_new else f"quiet.{chosen}")]
    if quiet and not can_whisper:
        parts.append(words.text("quiet.unknown"))
    switch = Button(
        words.plain("quiet.switch_off" if quiet else "quiet.switch_on"), data=QuietTap(quiet=not quiet).pack()
    )
    return Screen(text=joined("\n\n", parts), rows=((switch,),))
