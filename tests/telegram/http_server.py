"""A real Bot API server on a local port, over the small Telegram: for a bot that runs as a program of its own."""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.telegram.faults import HTML_PAGE, Fault
from tests.telegram.model import JSON, ApiError, Upload
from tests.telegram.records import Violation
from tests.telegram.world import World

MAX_BODY_BYTES = 60 << 20
MAX_POLL_S = 50
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class BotApiServer:
    """`async with BotApiServer(world) as server:` serves `server.url`; users act through FakeTelegram(world=world).

    `port`: where to serve; 0: where there is room.
    """

    def __init__(self, world: World, port: int = 0) -> None:
        self.world = world
        self.port = port
        self.url = ""
        self.fail_next = world.faults.fail_next
        self.drop_next = world.faults.drop_next
        self._poll: asyncio.Future[None] | None = None
        self._runner: web.AppRunner | None = None

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits at this moment."""
        return self._poll is not None

    async def __aenter__(self) -> Self:
        """Start to serve."""
        application = web.Application(client_max_size=MAX_BODY_BYTES)
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        application.router.add_get("/file/bot{token}/documents/{file}", self._give_file)
        self._runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop, and end a poll that waits."""
        self._end_poll()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _give_file(self, request: web.Request) -> web.StreamResponse:
        document = self.world.files.get(request.match_info["file"])
        if request.match_info["token"] != self.world.token or document is None:
            return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return web.Response(body=document.data)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.world.token:
            return _json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        try:
            params, files = await _params(request)
        except ValueError:
            return _json(400, {"ok": False, "error_code": 400, "description": "Bad Request: can't parse JSON object"})
        fault = self.world.faults.take(method)
        if fault is not None and not fault.after_effect:
            return _spoilt(request, fault)
        if method.lower() == "getupdates":
            try:
                await self._wait_for_updates(params)
            except ApiError as conflict:
                self.world.violations.append(Violation(method, conflict.description, params))
                return _json(409, {"ok": False, "error_code": 409, "description": conflict.description})
        status, body = self.world.respond(method, params, files)
        return _json(status, body) if fault is None else _spoilt(request, fault)

    async def _wait_for_updates(self, params: JSON) -> None:
        """Long polling: return when there is something to give, or the time is over.

        Raises ApiError 409 as soon as another poll comes in.
        """
        self._end_poll()
        loop = asyncio.get_running_loop()
        self._poll = mine = loop.create_future()
        end = loop.time() + min(_number(params.get("timeout")), MAX_POLL_S)
        arrival: asyncio.Task[None] | None = None
        try:
            while not self.world.updates.take(_number(params.get("offset")), 1) and loop.time() < end:
                arrival = asyncio.ensure_future(self.world.updates.wait(end - loop.time()))
                await asyncio.wait({mine, arrival}, return_when=asyncio.FIRST_COMPLETED)
                if mine.done():
                    raise ApiError(409, CONFLICT)
        finally:
            if arrival is not None:
                arrival.cancel()
            if self._poll is mine:
                self._poll = None

    def _end_poll(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)


async def _params(request: web.Request) -> tuple[JSON, dict[str, Upload]]:
    """Parameters and files from the query and a JSON, form or multipart body. Raises ValueError for bad JSON."""
    values: JSON = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        body: Any = json.loads(await request.text())
        if not isinstance(body, dict):
            raise ValueError("an object is expected")
        return values | body, files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.file.read())
        else:
            values[name] = value
    fields = {name: f"attach://{name}" for name in files if name in ("document", "photo")}  # the parameter itself
    return values | fields, files


def _number(value: object) -> int:
    return int(str(value)) if value else 0


def _json(status: int, body: JSON) -> web.Response:
    headers = {}
    if "parameters" in body and "retry_after" in body["parameters"]:
        headers["Retry-After"] = str(body["parameters"]["retry_after"])
    return web.json_response(body, status=status, headers=headers)


def _spoilt(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.status is None:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()  # nobody reads it: the connection is gone
    body = fault.body()
    if body is None:
        return web.Response(status=fault.status, text=HTML_PAGE, content_type="text/html")
    return _json(fault.status, body)
