"""The session of aiogram over the small Telegram: requests arrive as a form would bring them, without a network."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any, cast

from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.methods.base import TelegramType

from tests.telegram.faults import HTML_PAGE, Fault
from tests.telegram.model import Upload

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.types import InputFile

    from tests.telegram.world import World


class FakeSession(BaseSession):
    """Answers every method from the world; results and errors become aiogram's own by `check_response`."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.closed = False

    async def close(self) -> None:
        """Remember that the bot's session was closed."""
        self.closed = True

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        """Carry the request out. Raises what aiogram's own session raises."""
        params, files = await self._form(bot, method)
        name = method.__api_method__
        if isinstance(method, GetUpdates) and method.timeout and not len(self.world.updates):
            await self.world.updates.wait(method.timeout)
        fault = self.world.faults.take(name)
        if fault is None:
            status, body = self.world.respond(name, params, files)
            return cast("TelegramType", self.check_response(bot, method, status, json.dumps(body)).result)
        if fault.after_effect:
            self.world.respond(name, params, files)
        return self._fail(bot, method, fault)

    def _fail(self, bot: Bot, method: TelegramMethod[TelegramType], fault: Fault) -> TelegramType:
        if fault.status is None:
            raise TelegramNetworkError(method=method, message="ServerDisconnectedError: Server disconnected")
        body = fault.body()
        page = HTML_PAGE if body is None else json.dumps(body)
        return cast("TelegramType", self.check_response(bot, method, fault.status, page).result)

    async def _form(self, bot: Bot, method: TelegramMethod[Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
        attached: dict[str, InputFile] = {}
        params = {
            name: self.prepare_value(value, bot=bot, files=attached)
            for name, value in method.model_dump(warnings=False).items()
        }
        files = {}
        for key, file in attached.items():
            data = b"".join([chunk async for chunk in file.read(bot)])
            files[key] = Upload(file.filename or key, data)
        return {name: value for name, value in params.items() if value}, files

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """The bytes of a file that the bot has sent; the address ends in its id."""
        yield self.world.files[url.rpartition("/")[2]].data
