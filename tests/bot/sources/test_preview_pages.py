from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from time import monotonic

import pytest

from bot.sources.preview_pages import Manners, PreviewPages
from core.errors import SourceError
from tests.preview_server import PreviewChannel, PreviewServer, Trouble, message

QUICK = Manners(pause_s=0, first_wait_s=0.01, timeout_s=20)
NAME = "tihie_zametki"


@asynccontextmanager
async def serving(*troubles: Trouble, manners: Manners = QUICK) -> AsyncIterator[tuple[PreviewServer, PreviewPages]]:
    channel = PreviewChannel(NAME)
    channel.post(*(message(number) for number in range(1, 31)))
    async with PreviewServer(channel) as server, PreviewPages(server.url, manners) as pages:
        server.troubles.extend(troubles)
        yield server, pages


async def error_of(pages: PreviewPages, name: str = NAME) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await pages.page(name)
    return caught.value


async def test_pages_come_as_they_are_and_the_reader_says_who_he_is() -> None:
    async with serving() as (server, pages):
        assert (await pages.page(NAME)).decode() == server.channels[NAME].page(None)
        assert (await pages.page(NAME, 11)).decode() == server.channels[NAME].page(11)
        assert server.asked == [(NAME, None), (NAME, 11)]
        assert all(headers["User-Agent"].startswith("Letopis/") for headers in server.headers)
        assert all(headers["Accept-Language"] == "en" for headers in server.headers)


async def test_there_is_a_pause_between_two_requests() -> None:
    assert 0.5 <= Manners().pause_s <= 2
    async with serving(manners=replace(QUICK, pause_s=0.2)) as (_, pages):
        began_s = monotonic()
        await pages.page(NAME)
        await pages.page(NAME)
        await pages.page(NAME)
        assert monotonic() - began_s >= 0.4


@pytest.mark.parametrize("name", ["no_such_channel", "private_one"])
async def test_a_channel_without_a_preview(name: str) -> None:
    async with serving() as (server, pages):
        error = await error_of(pages, name)
        assert (error.key, error.params) == ("error.no_preview", {"channel": name})
        assert server.befores == [None]


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=404),
        Trouble(status=302, headers={"Location": f"/{NAME}"}),
        Trouble(status=302),
        Trouble(status=301, headers={"Location": "http://[::1"}),
    ],
)
async def test_other_ways_of_saying_that_there_is_none(trouble: Trouble) -> None:
    async with serving(*[trouble] * 4) as (_, pages):
        assert (await error_of(pages)).key == "error.no_preview"


async def test_a_redirect_to_a_preview_is_followed() -> None:
    async with serving(Trouble(status=301, headers={"Location": f"/s/{NAME}?before=7"})) as (server, pages):
        assert (await pages.page(NAME)).decode() == server.channels[NAME].page(7)


async def test_redirects_in_a_circle_end() -> None:
    async with serving(*[Trouble(status=307, headers={"Location": f"/s/{NAME}"})] * 50) as (server, pages):
        assert (await error_of(pages)).key == "error.no_preview"
        assert len(server.asked) < 10


async def test_too_many_requests_wait_as_long_as_the_server_says(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(Trouble(status=429, headers={"Retry-After": "1"})) as (server, pages):
        began_s = monotonic()
        with caplog.at_level(logging.WARNING):
            await pages.page(NAME)
        assert monotonic() - began_s >= 1
        assert server.befores == [None, None]


async def test_a_date_to_come_back_at_counts_from_the_servers_own_clock() -> None:
    headers = {"Date": "Sun, 01 Mar 2026 12:00:00 GMT", "Retry-After": "Sun, 01 Mar 2026 12:00:01 GMT"}
    async with serving(Trouble(status=503, headers=headers)) as (_, pages):
        began_s = monotonic()
        await pages.page(NAME)
        assert monotonic() - began_s >= 1


async def test_a_wait_that_is_too_long_is_left_to_the_operator() -> None:
    async with serving(Trouble(status=429, headers={"Retry-After": "86400"})) as (server, pages):
        error = await error_of(pages)
        assert (error.key, error.params) == ("error.preview_busy", {"seconds": 86400})
        assert server.befores == [None]


@pytest.mark.parametrize("retry_after", ["", "soon", "-5", "1.5", "Sun, 99 Mar 2026"])
async def test_a_wait_that_nobody_understands_is_ours(retry_after: str) -> None:
    async with serving(Trouble(status=429, headers={"Retry-After": retry_after})) as (_, pages):
        assert await pages.page(NAME)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=500),
        Trouble(status=502),
        Trouble(status=503),
        Trouble(status=429),
        Trouble(status=408),
        Trouble(keep=0.5, lost=True),
        Trouble(keep=0.0, lost=True),
        Trouble(slow_s=5),
    ],
)
async def test_trouble_that_passes(trouble: Trouble) -> None:
    async with serving(trouble, trouble, manners=replace(QUICK, timeout_s=0.5)) as (server, pages):
        assert (await pages.page(NAME)).decode() == server.channels[NAME].page(None)
        assert server.befores == [None] * 3


async def test_waits_grow_and_end() -> None:
    async with serving(*[Trouble(status=503)] * 50, manners=replace(QUICK, first_wait_s=0.05, tries=4)) as (
        server,
        pages,
    ):
        began_s = monotonic()
        error = await error_of(pages)
        assert monotonic() - began_s >= 0.05 + 0.1 + 0.2
        assert error.key == "error.preview_failed"
        assert error.params == {"url": f"{server.url}/s/{NAME}", "reason": "the server answers 503"}
        assert server.befores == [None] * 4


async def test_no_answer_in_time() -> None:
    async with serving(*[Trouble(slow_s=9)] * 9, manners=replace(QUICK, timeout_s=0.05, tries=2)) as (_, pages):
        error = await error_of(pages)
        assert error.params["reason"] == "no answer within 0.05 s"


async def test_nobody_answers() -> None:
    async with serving() as (server, _):
        url = server.url
    async with PreviewPages(url, QUICK) as pages:
        error = await error_of(pages)
        assert error.key == "error.preview_failed"
        assert error.params["reason"]


@pytest.mark.parametrize("status", [400, 401, 403, 451])
async def test_a_refusal_is_not_asked_again(status: int) -> None:
    async with serving(Trouble(status=status)) as (server, pages):
        error = await error_of(pages)
        assert (error.key, error.params["status"]) == ("error.preview_refused", status)
        assert server.befores == [None]


async def test_an_answer_without_end() -> None:
    async with serving(Trouble(body=b"<p>" * (1 << 20)), manners=replace(QUICK, most_bytes=1 << 20)) as (_, pages):
        error = await error_of(pages)
        assert (error.key, error.params) == ("error.preview_too_big", {"megabytes": 1})


async def test_it_ends_at_once_where_it_is_told_to() -> None:
    async with serving(Trouble(slow_s=9), Trouble(status=429, headers={"Retry-After": "60"})) as (server, pages):
        for _ in range(2):
            asking = asyncio.create_task(pages.page(NAME))
            while not server.asked:  # noqa: ASYNC110 - the server tells it
                await asyncio.sleep(0.01)
            server.asked.clear()
            await asyncio.sleep(0.05)
            began_s = monotonic()
            asking.cancel()
            await asyncio.wait({asking})
            assert monotonic() - began_s < 1


async def test_pages_are_asked_for_inside_the_block() -> None:
    pages = PreviewPages("http://127.0.0.1:1")
    with pytest.raises(RuntimeError):
        await pages.page(NAME)
    await pages.__aexit__(None, None, None)
