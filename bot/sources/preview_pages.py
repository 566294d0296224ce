"""The web preview of public channels, page after page: one request at a time, and patient with a server that is not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import structlog
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar

from bot import __version__
from core.errors import SourceError

_log = structlog.get_logger(__name__)

_HEADERS = {
    "User-Agent": f"Letopis/{__version__} (reads a public channel's preview into its archive)",
    "Accept": "text/html",
    "Accept-Language": "en",
}
_PREVIEW_PATH = re.compile(r"/s/[^/]+/?$")
_MOST_REDIRECTS = 4
_CHUNK_BYTES = 64 << 10
_TOO_MANY_REQUESTS = 429
_ERRORS_FROM = 400
_SERVER_ERRORS_FROM = 500
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, _TOO_MANY_REQUESTS})
"""Client errors that may be over when the page is asked for again, as all server errors may."""
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How pages are asked for, in seconds but for `tries` and `most_bytes`.

    `pause_s`: from one request to the next. `first_wait_s`: before the second try, doubled for each further one; where
    the server says how long, its word counts, up to `longest_wait_s`. `timeout_s`: for one answer, all of it.
    """

    pause_s: float = 1.0
    first_wait_s: float = 2.0
    longest_wait_s: float = 300.0
    tries: int = 5
    timeout_s: float = 30.0
    most_bytes: int = 8 << 20


class _Passing(Exception):
    """What may be over at the next try. `wait_s`: how long the server wants to be left alone."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """The page is to be had at another address."""

    address: str


class PreviewPages:
    """`async with PreviewPages(url) as pages:` asks the server at `url` for preview pages as t.me has them."""

    def __init__(self, url: str, manners: Manners | None = None) -> None:
        self._url = url.rstrip("/")
        self._manners = manners or Manners()
        self._session: ClientSession | None = None
        self._free_at_s = 0.0

    async def __aenter__(self) -> Self:
        """Get ready; nothing is sent yet."""
        self._session = ClientSession(
            headers=_HEADERS,
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=self._manners.timeout_s),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def page(self, channel: str, before: int | None = None) -> bytes:
        """The newest page of the channel with this username, or the one with the messages below the id `before`.

        Raises SourceError: `error.no_preview` where there is none to be had, `error.preview_failed` where the server
        did not give it in several tries, `error.preview_busy` where it wants to be left alone for long,
        `error.preview_too_big`, `error.preview_refused`.
        """
        address = f"{self._url}/s/{channel}" + ("" if before is None else f"?before={before}")
        tried = 1
        while True:
            try:
                return await self._fetched(address, channel)
            except _Passing as passing:
                if tried == self._manners.tries:
                    raise SourceError("error.preview_failed", url=address, reason=passing.reason) from None
                await self._wait(passing, tried)
                tried += 1

    async def _wait(self, passing: _Passing, tried: int) -> None:
        wait_s = self._manners.first_wait_s * 2 ** (tried - 1) if passing.wait_s is None else passing.wait_s
        if wait_s > self._manners.longest_wait_s:
            raise SourceError("error.preview_busy", seconds=round(wait_s))
        _log.warning("preview page not given", reason=passing.reason, next_try_s=round(wait_s, 1))
        await asyncio.sleep(wait_s)

    async def _fetched(self, address: str, channel: str) -> bytes:
        """One try. Raises _Passing and SourceError."""
        try:
            for _ in range(_MOST_REDIRECTS):
                found = await self._answer(address, channel)
                if isinstance(found, bytes):
                    return found
                address = found.address
        except TimeoutError:
            raise _Passing(f"no answer within {self._manners.timeout_s:g} s") from None
        except (ClientError, OSError) as error:
            raise _Passing(str(error) or type(error).__name__) from error
        raise SourceError("error.no_preview", channel=channel)

    async def _answer(self, address: str, channel: str) -> bytes | _Elsewhere:
        """The page, or the address of another preview page where it is to be had."""
        if self._session is None:
            raise RuntimeError("pages are asked for outside of the `async with` block")
        await self._pause()
        async with self._session.get(address, allow_redirects=False) as response:
            if response.status in _REDIRECTS:
                return _elsewhere(address, response.headers.get("Location", ""), channel)
            if response.status in _GONE:
                raise SourceError("error.no_preview", channel=channel)
            if response.status in _PASSING or response.status >= _SERVER_ERRORS_FROM:
                raise _Passing(f"the server answers {response.status}", _wished_wait_s(response.headers))
            if response.status >= _ERRORS_FROM:
                raise SourceError("error.preview_refused", url=address, status=response.status)
            return await self._body(response)

    async def _body(self, response: ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
            body += chunk
            if len(body) > self._manners.most_bytes:
                raise SourceError("error.preview_too_big", megabytes=self._manners.most_bytes >> 20)
        return bytes(body)

    async def _pause(self) -> None:
        now_s = asyncio.get_running_loop().time()
        start_s = max(now_s, self._free_at_s)
        self._free_at_s = start_s + self._manners.pause_s
        await asyncio.sleep(start_s - now_s)


def _elsewhere(address: str, location: str, channel: str) -> _Elsewhere:
    """Where a redirect leads, if that is a preview again: a channel without one leads to its card, t.me/<name>."""
    try:
        target = urljoin(address, location)
        if _PREVIEW_PATH.search(urlsplit(target).path):
            return _Elsewhere(target)
    except ValueError:  # no address at all
        pass
    raise SourceError("error.no_preview", channel=channel)


def _wished_wait_s(headers: Mapping[str, str]) -> float | None:
    """How long the server wants to be left alone (Retry-After: seconds, or a date); None: it does not say."""
    wish = headers.get("Retry-After", "").strip()
    if wish.isascii() and wish.isdecimal():
        return float(wish[:9])
    try:
        return max(0.0, (parsedate_to_datetime(wish) - parsedate_to_datetime(headers["Date"])).total_seconds())
    except (ValueError, TypeError, KeyError):
        return None
