"""/start and /help."""

from __future__ import annotations

import pytest

from bot.i18n import languages, words_of
from bot.menus import GROUP_COMMANDS, PRIVATE_COMMANDS
from core.types import Visibility
from tests.bot.letopis import Letopis
from tests.telegram import FakeUser


async def test_the_greeting_says_what_there_is_and_what_to_do(anna: FakeUser) -> None:
    assert (await anna.send("/start")).only.rendered == (
        "Привет! Я помню архив канала и нахожу в нём нужный пост, даже если вы помните его неточно.\n\n"
        "Сейчас в архиве *24 поста*. Канал: [Тихий сервер](https://t.me/tihiy_server).\n\n"
        "Просто напишите, о чём был пост. Или попробуйте /random, /topics и /top. Все команды: /help"
    )


async def test_the_greeting_in_english(john: FakeUser) -> None:
    assert (await john.send("/start from_a_link")).only.rendered == (
        "There is nothing behind this link, or not any more.\n\n"
        "Hi! I keep a channel's archive and find the right post in it, even if you remember it only roughly.\n\n"
        "There are *24 posts* in the archive. Channel: [Тихий сервер](https://t.me/tihiy_server).\n\n"
        "Just write what the post was about. Or try /random, /topics and /top. All commands: /help"
    )


async def test_the_greeting_of_several_channels(letopis: Letopis, anna: FakeUser) -> None:
    await letopis.store("Пост", username=None, title="Второй канал")
    await letopis.store("Пост", username="secret", title="Тайный канал", visibility=Visibility.MEMBERS)
    answer = (await anna.send("/start")).only
    assert "*25 постов*. Каналы: [Тихий сервер](https://t.me/tihiy_server), Второй канал." in answer.rendered
    seen = (await letopis.operator.send("/start")).only
    assert "*26 постов*. Каналы: " in seen.rendered
    assert ", Второй канал, [Тайный канал](https://t.me/secret)." in seen.rendered
    for number in range(4):
        await letopis.store("Пост", username=f"more{number}", title=f"Ещё {number}")
    assert ", Ещё 0, Ещё 1, Ещё 2, …." in (await anna.send("/start")).only.text


async def test_an_empty_archive_says_so(empty: Letopis) -> None:
    answer = (await empty.user().send("/start")).only.text
    assert "Архив пока пуст: владелец ещё не загрузил в него посты." in answer
    assert "0" not in answer


async def test_a_group_is_told_of_the_command(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(anna)
    answer = (await anna.send("/start", chat=group)).only
    assert answer.text.endswith("Поиск: /search и слова. Ещё есть /random, /topics и /top. Все команды: /help")
    assert answer.reply_to is not None


@pytest.mark.parametrize("language", languages())
async def test_help_names_every_command_of_the_menu(letopis: Letopis, language: str) -> None:
    reader = letopis.user("Читатель", language)
    words = words_of(language)
    private = (await reader.send("/help")).only.text
    assert all(f"/{name}" in private for name in PRIVATE_COMMANDS if name != "help")
    assert private.endswith(words.plain("help.private"))
    public = (await reader.send("/help@letopis_bot", chat=letopis.group(reader))).only.text
    assert all(f"/{name}" in public for name in GROUP_COMMANDS if name != "help")
    assert words.plain("help.private") not in public


@pytest.mark.parametrize(
    ("spoken", "greeting"),
    [("ru", "Привет!"), ("en", "Hi!"), ("en-GB", "Hi!"), ("pt-br", "Привет!"), (None, "Привет!"), ("", "Привет!")],
)
async def test_everybody_is_answered_in_his_language_else_in_the_default(
    letopis: Letopis, spoken: str | None, greeting: str
) -> None:
    assert (await letopis.user("Кто-то", spoken).send("/start")).only.text.startswith(greeting)


async def test_commands_do_not_mind_the_case(anna: FakeUser) -> None:
    assert (await anna.send("/Start")).only.text.startswith("Привет!")
    assert (await anna.send("/SEARCH сервер")).only.text.startswith("🔎 сервер")


async def test_every_command_of_the_menus_is_answered(letopis: Letopis, anna: FakeUser) -> None:
    group, unknown = letopis.group(anna), words_of("ru").plain("fallback.command")
    for name in PRIVATE_COMMANDS:
        assert (await anna.send(f"/{name}")).only.text != unknown
    for name in GROUP_COMMANDS:
        assert len(await anna.send(f"/{name}@letopis_bot", chat=group)) == 1
