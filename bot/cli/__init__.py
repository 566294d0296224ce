"""The commands, one file each. Data goes to stdout, talk to stderr."""

from __future__ import annotations

import typer

from bot.cli import channels, chat, check, export, healthy, import_, reindex, run, search, sync, up


def build_cli() -> typer.Typer:
    """The command line with all its commands."""
    cli = typer.Typer(
        name="letopis",
        help="Makes a Telegram channel's archive answer.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    cli.command("run")(run.run)
    cli.command("chat")(chat.chat)
    cli.command("import")(import_.import_)
    cli.command("sync")(sync.sync)
    cli.command("search")(search.search)
    # A channel's id begins with a minus, as an option does.
    cli.command("channels", context_settings={"ignore_unknown_options": True})(channels.channels)
    cli.command("export")(export.export)
    cli.command("reindex")(reindex.reindex)
    cli.command("check")(check.check)
    cli.command("up", hidden=True)(up.up)
    cli.command("healthy", hidden=True)(healthy.healthy)
    return cli
