"""A server of preview pages as t.me has them, over invented channels, for a program that reads them."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from aiohttp import web

FIRST_AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message of an invented channel; `id` is an album's first. `parts`: how many messages an album has."""

    id: int
    text: str
    at: datetime
    parts: int = 1
    service: bool = False
    views: str = "1.2K"
    reactions: Mapping[str, str] = field(default_factory=dict)


def message(number: int, text: str | None = None, **more: object) -> Shown:
    """An invented message; the one of each id is published a day after the one before."""
    told = {"text": text or f"Заметка номер {number} о том и о сём.", "at": FIRST_AT + timedelta(days=number)}
    return Shown(id=number, **{**told, **more})  # type: ignore[arg-type]


@dataclass
class PreviewChannel:
    """A public channel. `username` is the one that its pages tell, whatever name they are asked for by.

    `repeats`: it gives its newest page whatever is asked for.
    """

    username: str
    telegram_id: int | None = 1_006_503_122
    title: str = "Тихие заметки"
    messages: dict[int, Shown] = field(default_factory=dict)
    page_size: int = 20
    repeats: bool = False

    def post(self, *messages: Shown) -> None:
        """Publishes messages, or puts others in the place of those with the same ids."""
        self.messages.update({shown.id: shown for shown in messages})

    def page(self, before: int | None) -> str:
        """The newest page, or the one with the messages below `before`."""
        wanted = sorted(number for number in self.messages if before is None or self.repeats or number < before)
        shown = wanted[-self.page_size :]
        return page(self, [self.messages[number] for number in shown], older=len(wanted) > len(shown) or self.repeats)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What happens to a request instead of a right answer.

    `status` with `headers`; or `keep`: this share of the page's characters comes, the rest is `lost` on the way, or
    was never there; or the page comes after `slow_s`; or `body` comes in its place.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes | None = None
    keep: float = 1.0
    lost: bool = False
    slow_s: float = 0.0


class PreviewServer:
    """`async with PreviewServer(channel, ...) as server:` serves `server.url`; `troubles` befall the next requests."""

    def __init__(self, *channels: PreviewChannel) -> None:
        self.channels = {channel.username.casefold(): channel for channel in channels}
        self.troubles: deque[Trouble | None] = deque()
        self.asked: list[tuple[str, int | None]] = []
        self.headers: list[Mapping[str, str]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.url = ""
        self._runner: web.AppRunner | None = None

    @property
    def befores(self) -> list[int | None]:
        """Before which messages pages were asked for until now; forgets them."""
        asked, self.asked = self.asked, []
        return [before for _, before in asked]

    async def __aenter__(self) -> Self:
        """Start to serve."""
        application = web.Application()
        application.router.add_get("/s/{name}", self._preview)
        application.router.add_get("/{name}", self._card)
        self._runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _preview(self, request: web.Request) -> web.StreamResponse:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(request)
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        before = int(request.query["before"]) if "before" in request.query else None
        self.asked.append((name, before))
        self.headers.append(request.headers)
        trouble = (self.troubles.popleft() if self.troubles else None) or Trouble()
        await asyncio.sleep(trouble.slow_s)
        if trouble.status != web.HTTPOk.status_code:
            return web.Response(status=trouble.status, headers=trouble.headers)
        channel = self.channels.get(name.casefold())
        if channel is None:
            return web.Response(status=302, headers={"Location": f"https://t.me/{name}"})
        whole = channel.page(before) if trouble.body is None else trouble.body
        body = whole.encode() if isinstance(whole, str) else whole
        kept = body[: int(len(body) * trouble.keep)]
        if not trouble.lost:
            return web.Response(body=kept, content_type="text/html", charset="utf-8")
        response = web.StreamResponse(headers={"Content-Length": str(len(body)), "Content-Type": "text/html"})
        await response.prepare(request)
        await response.write(kept)
        if request.transport is not None:
            request.transport.close()
        return response

    async def _card(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text="<!DOCTYPE html><html><body>Telegram: contact</body></html>", content_type="text/html")


@contextmanager
def serving_aside(*channels: PreviewChannel) -> Iterator[PreviewServer]:
    """The server in a thread of its own, for a program that runs in this one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = PreviewServer(*channels)
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(20)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


def page(channel: PreviewChannel, messages: Iterable[Shown], *, older: bool) -> str:
    """A preview page with these messages, oldest first; `older`: there are more before them."""
    shown = list(messages)
    name, title = channel.username, html.escape(channel.title)
    more = f"/s/{name}?before={shown[0].id}" if older and shown else ""
    link = f'<link rel="prev" href="{more}">' if more else ""
    button = (
        '<div class="tgme_widget_message_centered js-messages_more_wrap">'
        f'<a href="{more}" class="tme_messages_more js-messages_more" data-before="{shown[0].id}"></a></div>'
        if more
        else ""
    )
    empty = '<div class="tme_no_messages_found">No posts found</div>'
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title} – Telegram</title>
<meta property="og:title" content="{title}">{link}<link rel="canonical" href="/s/{name}"></head>
<body class="widget_frame_base tgme_webpreview">
<header class="tgme_header"><div class="tgme_header_info"><a class="tgme_header_link" href="https://t.me/{name}">
<div class="tgme_header_title_wrap"><div class="tgme_header_title"><span dir="auto">{title}</span></div></div></a></div>
<div class="tgme_channel_info"><div class="tgme_channel_info_header">
<div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/{name}">@{name}</a></div></div></div></header>
<main class="tgme_main"><section class="tgme_channel_history js-message_history">
{button}{"".join(_message(channel, one) for one in shown) or empty}
</section></main></body></html>
"""


def _message(channel: PreviewChannel, shown: Shown) -> str:
    view = json.dumps({"c": -(channel.telegram_id or 0), "p": shown.id, "t": 1_677_593_835, "h": "92c0b55b"})
    told = "" if channel.telegram_id is None else f' data-view="{base64.b64encode(view.encode()).decode()}"'
    address = f"https://t.me/{channel.username}/{shown.id}"
    text = html.escape(shown.text).replace("\n", "<br/>")
    when = shown.at.isoformat()
    date = f'<a class="tgme_widget_message_date" href="{address}"><time datetime="{when}" class="time">12:00</time></a>'
    kind = " service_message" if shown.service else ""
    head = (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message text_not_supported_wrap{kind} js-widget_message"'
        f' data-post="{channel.username}/{shown.id}"{told}><div class="tgme_widget_message_bubble">'
    )
    body = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
    if shown.service:
        return f"{head}{body}</div></div></div>\n"
    counts = "".join(
        f'<span class="tgme_reaction"><i class="emoji"><b>{emoji}</b></i>{count}</span>'
        for emoji, count in shown.reactions.items()
    )
    return (
        f"{head}{_album(channel, shown)}{body}"
        f'<div class="tgme_widget_message_reactions js-message_reactions">{counts}</div>'
        '<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info">'
        f'<span class="tgme_widget_message_views">{shown.views}</span><span class="copyonly"> views</span>'
        f'<span class="tgme_widget_message_meta">{date}</span></div></div></div></div></div>\n'
    )


def _album(channel: PreviewChannel, shown: Shown) -> str:
    if shown.parts == 1:
        return ""
    photos = "".join(
        '<a class="tgme_widget_message_photo_wrap grouped_media_wrap js-message_photo"'
        f' href="https://t.me/{channel.username}/{shown.id + place}?single">'
        '<div class="tgme_widget_message_photo grouped_media"></div></a>'
        for place in range(shown.parts)
    )
    layer = f'<div class="tgme_widget_message_grouped_layer js-message_grouped_layer">{photos}</div>'
    grouped = f'<div class="tgme_widget_message_grouped js-message_grouped">{layer}</div>'
    return f'<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">{grouped}</div>'
