"""/curate: a channel's author puts its topics in order, in his private chat with the bot."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import CurateTap, CurationTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.curation import Curation
from bot.services.curation_cards import Press, Question
from bot.views.curation import curation_screen
from bot.views.notices import notice

CURATE = "curate"


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="curation")
    feature.message.register(begin, Command(CURATE, ignore_case=True))
    feature.message.register(answer, answers_a_question)
    feature.callback_query.register(begin_by_tap, CurationTap.filter())
    feature.callback_query.register(press, CurateTap.filter())
    return feature


async def answers_a_question(message: Message, curation: Curation, asker: Asker) -> bool:
    """Whether a message answers one of this feature's questions."""
    asked = message.reply_to_message
    if asked is None or not asker.private or not message.text or message.text.startswith("/"):
        return False
    return await curation.expects(asked.message_id, asker)


async def begin(
    _: Message, command: CommandObject, curation: Curation, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows the topics to their author; with a rule behind the command adds it, with a name opens that topic."""
    if not asker.private:
        await reply.show(notice(words, "curation.private_only"))
        return
    await reply.show(curation_screen(await curation.begin((command.args or "").strip(), asker), words))


async def begin_by_tap(_: CallbackQuery, curation: Curation, asker: Asker, words: Words, reply: Reply) -> None:
    """Shows the topics to their author, in the place of what readers see."""
    await reply.show(curation_screen(await curation.begin("", asker), words))


async def press(
    _: CallbackQuery, callback_data: CurateTap, curation: Curation, asker: Asker, words: Words, reply: Reply
) -> None:
    """Does what a button says; a question is a message of its own, to be answered."""
    wish = Press(card=callback_data.card, act=callback_data.act, index=callback_data.index, other=callback_data.other)
    shown = await curation.press(wish, asker)
    screen = curation_screen(shown, words)
    if not isinstance(shown, Question):
        await reply.show(screen)
        return
    await curation.expect(await reply.say(screen), wish, asker)
    await reply.notify()


async def answer(message: Message, curation: Curation, asker: Asker, words: Words, reply: Reply) -> None:
    """Does what the question that is answered was about."""
    asked = message.reply_to_message
    if asked is not None:
        await reply.show(curation_screen(await curation.answer(asked.message_id, message.text or "", asker), words))
