"""A Bot API server that is quick enough not to be measured: many chats, and who waits for which answer since when.

It is no double to test against (tests/telegram is): it takes every request as right, and answers as Telegram would.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from aiohttp import web

TOKEN = "42:bench"
_BOT = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
_LONGEST_POLL_S = 20.0
_DATE = 1_700_000_000

JSON = dict[str, Any]


class Waiting:
    """A question that waits for its answer: when it came and, then, when it was answered and with which buttons."""

    def __init__(self) -> None:
        self.asked = perf_counter()
        self.answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.message_id = 0
        self.keyboard: list[list[JSON]] = []

    async def took_s(self) -> float:
        """How long the answer took, once it is there."""
        return await self.answered - self.asked


class Telegram:
    """`async with Telegram() as telegram:` serves at `telegram.url`."""

    def __init__(self) -> None:
        self.url = ""
        self.calls = 0
        self._updates: deque[JSON] = deque()
        self._number = 0
        self._waiting: dict[object, Waiting] = {}
        self._arrived = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Begins to serve."""
        application = web.Application(client_max_size=1 << 24)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends."""
        if self._runner is not None:
            await self._runner.cleanup()

    def says(self, user_id: int, text: str, group_id: int | None = None) -> Waiting:
        """Somebody writes, in private or in a group; the answer is the next message there, or the reply to his."""
        self._number += 1
        chat = _chat(group_id or user_id)
        message = {"message_id": self._number, "date": _DATE, "chat": chat, "from": _user(user_id), "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(" ", maxsplit=1)[0])}]
        return self._ask({"message": message}, (group_id, self._number) if group_id else user_id)

    def taps(self, user_id: int, card: Waiting, data: str) -> Waiting:
        """Somebody taps a button of a card in his private chat; the answer is what stops its spinner."""
        self._number += 1
        markup = {"inline_keyboard": card.keyboard}
        message = {"message_id": card.message_id, "date": _DATE, "chat": _chat(user_id), "from": _BOT, "text": "."}
        query = {"id": f"q{self._number}", "from": _user(user_id), "chat_instance": "1", "data": data}
        waiting = self._ask({"callback_query": query | {"message": message | {"reply_markup": markup}}}, query["id"])
        waiting.message_id, waiting.keyboard = card.message_id, card.keyboard
        self._waiting["card", user_id] = waiting
        return waiting

    def types(self, user_id: int, text: str) -> Waiting:
        """Somebody types inline."""
        self._number += 1
        query = {"id": f"i{self._number}", "from": _user(user_id), "query": text, "offset": ""}
        return self._ask({"inline_query": query}, query["id"])

    def _ask(self, update: JSON, key: object) -> Waiting:
        waiting = self._waiting[key] = Waiting()
        self._updates.append({"update_id": self._number, **update})
        self._arrived.set()
        return waiting

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        params: JSON = dict(request.query) | dict(await request.post())
        if method == "getupdates":
            result: object = await self._poll(int(params.get("offset") or 0), float(params.get("timeout") or 0))
        else:
            self.calls += 1
            result = self._result(method, params)
        return web.json_response({"ok": True, "result": result})

    def _result(self, method: str, params: JSON) -> object:
        if method in ("sendmessage", "sendphoto", "editmessagetext"):
            return self._message(method, params)
        if method in ("answercallbackquery", "answerinlinequery"):
            self._answered(params.get("callback_query_id") or params.get("inline_query_id"))
            return True
        if method == "getme":
            return _BOT
        if method.startswith("get"):
            return {} if method.endswith(("chat", "name", "description", "info")) else []
        return True

    def _message(self, method: str, params: JSON) -> JSON:
        chat_id = int(params["chat_id"])
        message: JSON = {"date": _DATE, "chat": _chat(chat_id), "from": _BOT, "text": params.get("text") or "."}
        for name in ("entities", "reply_markup"):
            if params.get(name):
                message[name] = json.loads(params[name])
        keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
        if method == "editmessagetext":
            message["message_id"] = int(params["message_id"])
            if card := self._waiting.get(("card", chat_id)):
                card.keyboard = keyboard
            return message
        self._number += 1
        message["message_id"] = self._number
        reply = json.loads(params.get("reply_parameters") or "{}")
        self._answered((chat_id, reply["message_id"]) if reply else chat_id, self._number, keyboard)
        return message

    def _answered(self, key: object, message_id: int = 0, keyboard: list[list[JSON]] | None = None) -> None:
        waiting = self._waiting.pop(key, None)
        if waiting is None or waiting.answered.done():
            return
        if keyboard is not None:
            waiting.message_id, waiting.keyboard = message_id, keyboard
        waiting.answered.set_result(perf_counter())

    async def _poll(self, offset: int, timeout_s: float) -> list[JSON]:
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        if not self._updates:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), min(timeout_s, _LONGEST_POLL_S))
            except TimeoutError:
                return []
        return [self._updates[number] for number in range(min(100, len(self._updates)))]


def _user(user_id: int) -> JSON:
    return {"id": user_id, "is_bot": False, "first_name": "Bench", "language_code": "ru"}


def _chat(chat_id: int) -> JSON:
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": "Bench"}
    return {"id": chat_id, "type": "supergroup", "title": "Bench"}
