"""An author lets his channel of members into a group: who may, by which name, and what others learn by trying."""

from __future__ import annotations

import pytest

from core.types import ChannelRef
from storage import channels, grants
from tests.bot.letopis import Letopis
from tests.bot.members_channel import is_admin, members_channel, telegram_id_of
from tests.telegram import Answers, Chat, FakeUser
from tests.telegram.shapes import chat_json

POST = "Клад зарыт под старым дубом"
ALLOWED = "Теперь в этой группе всем видны и посты канала «{}». Убрать их отсюда: /disallow"
UNKNOWN = "Вашего канала «{}» я не знаю. Узнаю, если администраторы в нём и вы, и я."


@pytest.fixture
def author(letopis: Letopis) -> FakeUser:
    return letopis.user("Автор")


@pytest.fixture
async def channel(letopis: Letopis, author: FakeUser, anna: FakeUser) -> Chat:
    return await members_channel(letopis, POST, members=[anna], authors=[author])


@pytest.fixture
def group(letopis: Letopis, channel: Chat, author: FakeUser, anna: FakeUser) -> Chat:
    return letopis.group(author, anna, letopis.operator)


async def shown(letopis: Letopis, group: Chat) -> bool:
    """Whether the group finds the channel's post."""
    return POST in (await letopis.operator.send("/search клад под дубом", chat=group)).only.text


async def anonymously(letopis: Letopis, user: FakeUser, text: str, group: Chat) -> Answers:
    """Sends a text as the group itself, as an anonymous administrator does."""
    world = letopis.telegram.world
    update = world.say(group, user.user, {"text": text, "sender_chat": chat_json(world, group)})
    return await letopis.telegram.deliver(update, group)


async def test_in_and_out_again(letopis: Letopis, author: FakeUser, group: Chat) -> None:
    assert not await shown(letopis, group)
    allowed = (await author.send("/allow @podpolye", chat=group)).only
    assert allowed.text == ALLOWED.format("@podpolye")
    assert await shown(letopis, group)
    assert not await shown(letopis, letopis.group(author, letopis.operator))
    again = (await author.send("/allow podpolye", chat=group)).only
    assert again.text == "Посты канала «podpolye» уже видны в этой группе."
    gone = (await author.send("/disallow Подполье", chat=group)).only
    assert gone.text == "Посты канала «Подполье» больше не видны в этой группе."
    assert not await shown(letopis, group)
    again = (await author.send("/DISALLOW ПОДПОЛЬЕ", chat=group)).only
    assert again.text == "Посты канала «ПОДПОЛЬЕ» и так не видны в этой группе."


async def test_every_name_of_the_channel(letopis: Letopis, author: FakeUser, group: Chat, channel: Chat) -> None:
    number = telegram_id_of(channel)
    for name in ("@PodPolye", "podpolye", "подполье", "  Подполье ", f"{number}", f"-100{number}"):
        assert (await author.send(f"/allow {name}", chat=group)).only.text.startswith("Теперь в этой группе"), name
        assert (await author.send(f"/disallow {name}", chat=group)).only.text.endswith("больше не видны в этой группе.")
    for name in ("podpol", "t.me/podpolye", "@Подполье", str(number)[:-1], f"-{number}", "под полье", "@", "№"):
        assert (await author.send(f"/allow {name}", chat=group)).only.text == UNKNOWN.format(name)


async def test_who_is_no_author_learns_nothing(
    letopis: Letopis, author: FakeUser, anna: FakeUser, group: Chat, channel: Chat
) -> None:
    """A member and an admin of the group: whether there is such a channel is told to neither."""
    boss = letopis.user("Админ")
    group.members[boss.id] = "creator"
    for command in ("allow", "disallow"):
        for user in (anna, boss):
            for name in ("@podpolye", "Подполье", str(telegram_id_of(channel))):
                real = (await user.send(f"/{command} {name}", chat=group)).only
                assert real.text == UNKNOWN.format(name)
                unreal = (await user.send(f"/{command} {name[:-1]}ъ", chat=group)).only
                assert unreal.text == UNKNOWN.format(f"{name[:-1]}ъ")
    assert not await shown(letopis, group)
    await author.send("/allow @podpolye", chat=group)
    await anna.send("/disallow @podpolye", chat=group)
    assert await shown(letopis, group)


async def test_an_administrator_is_an_author_and_a_former_one_is_not(
    letopis: Letopis, author: FakeUser, anna: FakeUser, group: Chat, channel: Chat
) -> None:
    channel.members[anna.id] = "administrator"
    channel.members[author.id] = "member"
    assert (await author.send("/allow @podpolye", chat=group)).only.text == UNKNOWN.format("@podpolye")
    assert (await anna.send("/allow @podpolye", chat=group)).only.text == ALLOWED.format("@podpolye")


async def test_an_operator_may_too(letopis: Letopis, group: Chat) -> None:
    assert (await letopis.operator.send("/allow @podpolye", chat=group)).only.text == ALLOWED.format("@podpolye")
    assert (await letopis.operator.send("/allow @nikto", chat=group)).only.text == UNKNOWN.format("@nikto")
    assert "getChatAdministrators" not in [method for method, _ in letopis.telegram.world.calls]


async def test_where_the_bot_is_no_administrator(
    letopis: Letopis, author: FakeUser, group: Chat, channel: Chat
) -> None:
    await author.send("/allow @podpolye", chat=group)
    await is_admin(letopis, channel, told=False)
    assert not await shown(letopis, group)
    assert (await author.send("/allow @podpolye", chat=group)).only.text == UNKNOWN.format("@podpolye")
    told = (await letopis.operator.send("/allow @podpolye", chat=group)).only.text
    assert told == "В канале «@podpolye» я не администратор и показываю его посты только операторам."
    assert (await letopis.operator.send("/disallow @podpolye", chat=group)).only.text.endswith(
        "больше не видны в этой группе."
    )
    await is_admin(letopis, channel, told=True)
    assert not await shown(letopis, group)


@pytest.mark.parametrize("status", [400, 403, 502])
async def test_a_telegram_that_does_not_tell_proves_nobody_an_author(
    letopis: Letopis, author: FakeUser, group: Chat, status: int
) -> None:
    letopis.telegram.world.faults.fail_next("getChatAdministrators", status)
    assert (await author.send("/allow @podpolye", chat=group)).only.text == UNKNOWN.format("@podpolye")
    assert (await author.send("/allow @podpolye", chat=group)).only.text == ALLOWED.format("@podpolye")


async def test_several_channels_of_one_title(letopis: Letopis, author: FakeUser, anna: FakeUser, group: Chat) -> None:
    """Only the asker's own count: of another's channel with the same title nothing is told."""
    await members_channel(letopis, "Чужое", authors=[anna], username="chuzhoe", title="Подполье")
    assert (await author.send("/allow Подполье", chat=group)).only.text == ALLOWED.format("Подполье")
    await author.send("/disallow Подполье", chat=group)
    await members_channel(letopis, "Второе", authors=[author], username="vtoroe", title="Подполье")
    assert (await author.send("/allow Подполье", chat=group)).only.text == (
        "Канал с названием «Подполье» у вас не один. Назовите нужный его @именем или номером."
    )
    assert not await shown(letopis, group)
    assert (await author.send("/allow @podpolye", chat=group)).only.text == ALLOWED.format("@podpolye")


async def test_a_public_channel_needs_no_letting_in(letopis: Letopis, author: FakeUser, group: Chat) -> None:
    told = "Канал «@tihiy_server» открытый: его посты видны везде."
    for command in ("/allow", "/disallow"):
        assert (await author.send(f"{command} @tihiy_server", chat=group)).only.text == told


async def test_anonymous_admins_are_told_once(letopis: Letopis, author: FakeUser, group: Chat) -> None:
    told = "Я не вижу, кто вы, а значит, и ваш ли это канал. Напишите, пожалуйста, от своего имени."
    assert (await anonymously(letopis, author, "/allow @podpolye", group)).only.text == told
    assert (await anonymously(letopis, author, "/allow @podpolye", group)).silent
    assert (await anonymously(letopis, author, "/disallow", group)).silent
    assert not await shown(letopis, group)
    other = letopis.group(author, letopis.operator)
    assert (await anonymously(letopis, author, "/disallow @podpolye", other)).only.text == told


async def test_without_a_name_and_in_private(letopis: Letopis, author: FakeUser, john: FakeUser, group: Chat) -> None:
    for command in ("allow", "disallow"):
        assert f"/{command} @канал" in (await author.send(f"/{command}", chat=group)).only.text
        assert (await author.send(f"/{command} @podpolye")).only.text.startswith("Эта команда для групп")
        assert (await john.send(f"/{command}")).only.text.startswith("This command belongs into a group")
    assert not await shown(letopis, group)


async def test_in_english(letopis: Letopis, john: FakeUser, group: Chat, channel: Chat) -> None:
    group.members[john.id] = "member"
    assert "administrators" in (await john.send("/allow @podpolye", chat=group)).only.text
    channel.members[john.id] = "administrator"
    for command, beginning in (
        ("/allow @podpolye", "From now on everybody in this group"),
        ("/allow @podpolye", "Posts of the channel “@podpolye” are shown in this group already."),
        ("/disallow @podpolye", "Posts of the channel “@podpolye” are not shown in this group any more."),
        ("/disallow @podpolye", "Posts of the channel “@podpolye” are not shown in this group anyway."),
    ):
        assert (await john.send(command, chat=group)).only.text.startswith(beginning)


async def test_who_let_it_in_is_remembered(letopis: Letopis, author: FakeUser, group: Chat) -> None:
    await author.send("/allow @podpolye", chat=group)
    async with letopis.services.database.reading() as connection:
        channel = await channels.find(connection, ChannelRef(username="podpolye"))
        assert channel is not None
        assert await grants.of_channel(connection, channel) == {group.id}
        rows = await connection.execute_fetchall("SELECT granted_by FROM chat_channels")
    assert [row["granted_by"] for row in rows] == [author.id]
