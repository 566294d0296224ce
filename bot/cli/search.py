"""`letopis search`: the same search without a chat."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from bot.app import Services, open_services
from bot.cli.naming import METAVAR, named_channel
from bot.cli.starting import started
from bot.cli.talk import told
from bot.services.listings import MOST_POSTS
from bot.settings import Settings
from core.errors import WrongUsage
from core.types import SearchAnswer, Viewer
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
            else Viewer(frozenset({(await named_channel(services.channel_list, channel)).id}))
        )
        if not (await services.browsing.holdings(viewer)).posts:
            told(f"There is no post to search in {settings.database_path}: letopis import brings them in.")
        for query in queries:
            await _answer_one(services, _readable(query), viewer, limit, as_json=as_json)


async def _answer_one(services: Services, query: str, viewer: Viewer, limit: int, *, as_json: bool) -> None:
    found = await services.searching.best(query, viewer, limit)
    if as_json:
        sys.stdout.write(json.dumps(_to_json(found), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(_to_text(found))
    sys.stdout.flush()


def _readable(argument: str) -> str:
    """An argument whose bytes are not UTF-8, with U+FFFD in their place."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _to_json(found: FoundPosts) -> dict[str, object]:
    return {
        "query": found.answer.query,
        "understood": found.answer.understood,
        "total": len(found.answer.post_ids),
        "took_ms": round(found.took_s * 1000, 2),
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
    answer = found.answer
    if not found.posts:
        return "\n".join(["Nothing found.", *_misread(answer), *_instead(answer)]) + "\n"
    understood = f" for “{answer.understood}”" if answer.understood else ""
    lines = [f"{_counted(answer)} found{understood}", *_misread(answer)]
    if answer.better:
        lines.append(f"“{answer.better}” would find more.")
    for number, (post, (title, snippet)) in enumerate(zip(found.posts, found.shown, strict=True), 1):
        lines += ["", f"{number}. {title.text}", *([f"   {snippet.text}"] if snippet.text else [])]
        if post.url:
            lines.append(f"   {post.url}")
    return "\n".join(lines) + "\n"


def _counted(answer: SearchAnswer) -> str:
    count = len(answer.post_ids)
    return f"{count}+" if count >= MOST_POSTS else str(count)


def _misread(answer: SearchAnswer) -> list[str]:
    """What of the query was not taken as it was meant."""
    lines = [f"{piece} is no filter that I know: searched for as words." for piece in answer.malformed]
    return [*lines, "The query is long: only its first words were searched for."] if answer.cut else lines


def _instead(answer: SearchAnswer) -> list[str]:
    """What would find something where nothing was found."""
    lines = [f"Without {typed} something would be found." for typed in answer.emptied_by]
    return [*lines, f"Near to it: {', '.join(answer.suggestions)}"] if answer.suggestions else lines
