"""`letopis search`: the same search without a chat."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Iterable
from time import perf_counter
from typing import Annotated

import typer

from bot.app import Services, open_services
from bot.cli.naming import METAVAR, readings
from bot.cli.starting import started
from bot.cli.talk import told
from bot.settings import Settings
from core.errors import WrongUsage
from core.types import Viewer
from storage.search_index import FoundPosts


def search(
    query: Annotated[str | None, typer.Argument(help="What to search for.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="Most posts to print.")] = 10,
    channel: Annotated[str | None, typer.Option("--channel", metavar=METAVAR, help="Only this channel.")] = None,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read a query a line, answer a JSON line for each.")] = False,
) -> None:
    """Search the archive, as the operator."""
    if (query is None) != stdin:
        raise WrongUsage("error.query_or_stdin")
    settings = started()
    queries: Iterable[str] = (line.rstrip("\r\n") for line in sys.stdin) if stdin else [query or ""]
    asyncio.run(_answer(settings, queries, channel, limit, as_json=as_json or stdin))


async def _answer(
    settings: Settings, queries: Iterable[str], channel: str | None, limit: int, *, as_json: bool
) -> None:
    # Ctrl-C ends the wait for a line at once; asyncio's own handler would wait for the line.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    async with open_services(settings.database_path, zone=settings.default_timezone) as services:
        await services.upkeep.prepare()
        viewer = (
            Viewer.operator()
            if channel is None
            else Viewer(frozenset({(await services.channel_list.named(*readings(channel))).id}))
        )
        if not (await services.browsing.holdings(viewer)).posts:
            told(f"There is no post to search in {settings.database_path}: letopis import brings them in.")
        for query in queries:
            await _answer_one(services, _readable(query), viewer, limit, as_json=as_json)


async def _answer_one(services: Services, query: str, viewer: Viewer, limit: int, *, as_json: bool) -> None:
    started_s = perf_counter()
    found = await services.searching.best(query, viewer, limit)
    took_ms = round((perf_counter() - started_s) * 1000, 1)
    if as_json:
        sys.stdout.write(json.dumps(_to_json(found, took_ms), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(_to_text(found))
    sys.stdout.flush()


def _readable(argument: str) -> str:
    """An argument whose bytes are not UTF-8, with U+FFFD in their place."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _to_json(found: FoundPosts, took_ms: float) -> dict[str, object]:
    return {
        "query": found.answer.query,
        "understood": found.answer.understood,
        "total": len(found.answer.post_ids),
        "took_ms": took_ms,
        "hits": [
            {
                "post_id": post.id,
                "channel": post.channel.name,
                "message_id": post.message_id,
                "title": post.title,
                "snippet": snippet.text,
                "score": score,
                "published_at": post.published_at.isoformat() if post.published_at else None,
                "url": post.url,
            }
            for post, (_, snippet), score in zip(found.posts, found.shown, found.answer.scores, strict=False)
        ],
    }


def _to_text(found: FoundPosts) -> str:
    if not found.posts:
        near = ", ".join(found.answer.suggestions)
        return f"Nothing found.{f' Near to it: {near}' if near else ''}\n"
    lines = [
        f"{len(found.answer.post_ids)} found" + (f" for “{found.answer.understood}”" if found.answer.understood else "")
    ]
    for number, (post, (title, snippet)) in enumerate(zip(found.posts, found.shown, strict=True), 1):
        lines += ["", f"{number}. {title.text}", *([f"   {snippet.text}"] if snippet.text else [])]
        if post.url:
            lines.append(f"   {post.url}")
    return "\n".join(lines) + "\n"
