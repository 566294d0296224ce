"""The conversation in the terminal: a line is a message, `#1` presses the first button of the last card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Chat, InlineKeyboardButton, Message, Update, User

from bot.console.screen import TerminalScreen
from bot.console.session import CHAT_ID, ConsoleSession
from bot.i18n import choose_language, words_of

_TOKEN = "2:console"  # noqa: S105 - aiogram wants the shape of a token; nothing is sent anywhere
_MOST_DIGITS = 3
"""A keyboard holds at most a hundred buttons: what is longer is a hashtag, such as #2024."""


class ConsoleChat:
    """One person's private chat with the bot. `language` is his Telegram's; `default_language` the bot's."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        screen: TerminalScreen,
        clock: Callable[[], datetime],
        language: str,
        default_language: str,
    ) -> None:
        self._dispatcher = dispatcher
        self._screen = screen
        self._clock = clock
        self._session = ConsoleSession(screen, clock)
        self._bot = Bot(_TOKEN, session=self._session)
        self._user = User(id=CHAT_ID, is_bot=False, first_name="you", language_code=language)
        self._words = words_of(choose_language(language, None, default_language))
        self._updates = 0

    async def say(self, line: str) -> None:
        """Sends a line to the bot, or presses a button where the line is `#` and its number; a blank one is nothing."""
        line = line.strip()
        if line.startswith("#") and line[1:].isdecimal() and len(line[1:]) <= _MOST_DIGITS:
            await self._press(int(line[1:]))
        elif line:
            await self._feed(message=self._message(line))

    async def _press(self, number: int) -> None:
        buttons = list(self._buttons())
        if not 1 <= number <= len(buttons):
            self._screen.notify(self._words.plain("console.no_button", number=number))
        elif buttons[number - 1].url:
            self._screen.notify(buttons[number - 1].url or "")
        else:
            data = buttons[number - 1].callback_data
            query = CallbackQuery(
                id=str(self._updates),
                from_user=self._user,
                chat_instance="console",
                message=self._session.card,
                data=data,
            )
            await self._feed(callback_query=query)

    def _buttons(self) -> Iterator[InlineKeyboardButton]:
        card = self._session.card
        for row in card.reply_markup.inline_keyboard if card and card.reply_markup else ():
            yield from row

    def _message(self, text: str) -> Message:
        return Message(
            message_id=self._session.next_message_id(),
            date=self._clock(),
            chat=Chat(id=CHAT_ID, type="private"),
            from_user=self._user,
            text=text,
        )

    async def _feed(self, message: Message | None = None, callback_query: CallbackQuery | None = None) -> None:
        self._updates += 1
        update = Update(update_id=self._updates, message=message, callback_query=callback_query)
        await self._dispatcher.feed_update(self._bot, update)
