"""Short conversations in every place and both languages, against the files in `transcripts/`.

After a change of wording or layout write them anew, and read the difference: `LETOPIS_TRANSCRIPTS=write make pytest`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.bot.conversations import CONVERSATIONS, Conversation
from tests.bot.letopis import Letopis
from tests.bot.test_transcripts import compare
from tests.telegram import Chat, FakeChannel, InlineAnswer


class Talk:
    """One conversation with the running bot."""

    def __init__(self, letopis: Letopis, told: Conversation) -> None:
        self.letopis = letopis
        self.told = told
        self.telegram = letopis.telegram
        self.chat: Chat | None = None
        self.options: dict[str, object] = {}
        self.offered: InlineAnswer | None = None
        self.user = letopis.user("Анна" if told.language == "ru" else "John", told.language)

    async def begin(self) -> None:
        """Brings the user to the place of the conversation."""
        match self.told.place:
            case "operator":
                self.user = self.letopis.operator
            case "guest":
                self.telegram.world.guest_mode = True
                self.chat = self.telegram.group("Друзья", [self.user], bot="left")
            case "topic":
                self.chat = self.telegram.group("Форум", [self.user], forum=True)
                self.options["thread"] = self.telegram.topic(self.chat, "Вопросы")
            case "general":
                self.chat = self.telegram.group("Forum", [self.user], forum=True)
            case "anonymous":
                self.chat = self.letopis.group(admin=self.user)
                self.options["anonymous"] = True
            case "channel":
                self.chat = self.letopis.group(self.user)
                self.options["as_channel"] = FakeChannel(self.telegram, "Weekly", owner=self.user, bot="left").chat
            case "quiet" | "older":
                self.chat = self.letopis.group(admin=self.user)
                if self.told.place == "older":
                    self.telegram.world.api_version = "9.0"
                await self.telegram.set_bot_status(self.chat, "administrator", self.user)
                await self.user.send("/quiet on", chat=self.chat)
            case "group":
                self.chat = self.letopis.group(self.user)
            case _:
                pass

    async def step(self, step: str) -> None:
        """Does what the step says."""
        told: dict[str, Callable[[str], Awaitable[object]]] = {
            "[": self._tap, "?": self.user.start, "~": self._restart, "^": self._choose, "+": self._wait,
        }  # fmt: skip
        if step.startswith("@") and not step.startswith("@letopis"):
            self.offered = await self.user.inline_query(step[1:])
        elif step[0] in told:
            await told[step[0]](step[1:].rstrip("]"))
        else:
            await self.user.send(step, chat=self.chat, **self.options)  # type: ignore[arg-type]

    async def _tap(self, label: str) -> None:
        await self.user.tap(int(label[1:]) if label.startswith("#") and label[1:].isdigit() else label)

    async def _restart(self, _: str) -> None:
        await self.letopis.restart()

    async def _wait(self, days: str) -> None:
        self.telegram.advance(days=int(days))
        await self.letopis.services.cards.forget_old(self.telegram.world.now)

    async def _choose(self, _: str) -> None:
        assert self.offered is not None
        await self.user.choose(self.offered)


@pytest.mark.parametrize("told", CONVERSATIONS, ids=lambda told: told.name)
async def test_a_conversation(letopis: Letopis, told: Conversation) -> None:
    talk = Talk(letopis, told)
    await talk.begin()
    for step in told.steps:
        await talk.step(step)
    compare(letopis, talk.chat or talk.user, told.name)
