"""The bot inline: what is typed after its name, what it offers, and what is chosen of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.telegram.hearing import is_shown
from tests.telegram.model import Chat, Query
from tests.telegram.records import Card
from tests.telegram.shapes import message_json, user_json

if TYPE_CHECKING:
    from tests.telegram.user import FakeUser

MAX_QUERY = 256


class InlineAnswer(dict[str, Any]):
    """The bot's answerInlineQuery as JSON, empty where it gave none. `query`: what was typed."""

    def __init__(self, query: Query) -> None:
        super().__init__(query.answer or {})
        self.query = query

    @property
    def titles(self) -> list[str]:
        """What a reader can choose from."""
        return [result["title"] for result in self.get("results", ())]

    @property
    def texts(self) -> list[str]:
        """What would be sent."""
        return [result["shown"]["text"] for result in self.get("results", ())]


async def typed(user: FakeUser, text: str, offset: str, chat_type: str) -> InlineAnswer:
    """Bring an inline query to the bot."""
    assert len(text) <= MAX_QUERY, "Telegram passes 256 characters on"
    world = user.telegram.world
    query = Query(world.new_id(), user.id, text, asked_at=world.unix_now())
    world.inline_queries[query.id] = query
    more = f" (from {offset})" if offset else ""
    world.note("typed", user.chat, user.user, text=f"@{world.bot.username} {text}{more}")
    body = {"id": query.id, "from": user_json(user.user), "query": text, "offset": offset, "chat_type": chat_type}
    await user.telegram.deliver(world.new_update("inline_query", body), user.chat, query)
    return InlineAnswer(query)


async def chosen(user: FakeUser, answer: InlineAnswer, number: int, chat: Chat) -> Card:
    """Send a result as the user's message through the bot; the bot hears what was chosen, and the message where it is.

    A result without buttons has no `inline_message_id`, so nobody can change its message.
    """
    telegram, world = user.telegram, user.telegram.world
    result = answer["results"][number]
    content = {**result["shown"], "via_bot": user_json(world.bot)}
    markup = result.get("reply_markup")
    message = world.put(chat, user.user, content, markup=markup, inline_id=world.new_id() if markup else "")
    world.note("said", chat, user.user, card=world.card(message, "message"))
    if message.inline_id:
        world.inline_messages[message.inline_id] = message
    if is_shown(world, chat, message):
        await telegram.bring(world.new_update("message", message_json(world, message)))
    body = {"from": user_json(user.user), "query": answer.query.data, "result_id": result["id"]}
    body |= {"inline_message_id": message.inline_id} if message.inline_id else {}
    await telegram.bring(world.new_update("chosen_inline_result", body))
    return world.card(message, "message")
