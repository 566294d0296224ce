"""`letopis up`, what `make run` calls: the bot where there is a token, else the terminal chat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.chat import chat_over, chat_over_sample
from bot.cli.run import run
from bot.cli.starting import started
from bot.cli.talk import told


def up(dump: Annotated[Path | None, typer.Option("--dump", help="Chat over this file.")] = None) -> None:
    """Run the bot with BOT_TOKEN, or chat in the terminal without one."""
    settings = started(least_level="ERROR")
    if dump is not None:
        chat_over(dump, settings)
    elif settings.bot_token is not None:
        run()
    else:
        told("No BOT_TOKEN in .env: this is the bot in your terminal, over a sample channel. Ctrl-D ends it.")
        chat_over_sample(settings)
