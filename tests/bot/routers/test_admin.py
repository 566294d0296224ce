"""/admin: what operators and authors see, what each must not see, and that for others there is no such command."""

from __future__ import annotations

import re

import pytest

from bot.callbacks import AdminFileTap, AdminTap
from core.richtext import RichText
from core.types import IncomingPost
from tests.bot.letopis import Letopis
from tests.bot.members_channel import is_admin, members_channel
from tests.telegram import Answers, Card, Chat, FakeUser

UNKNOWN_RU = "Такой команды нет. Что я умею: /help. А чтобы найти пост, просто напишите слова."
GONE = "Эта карточка устарела. Спросите ещё раз."


@pytest.fixture
def author(empty: Letopis) -> FakeUser:
    return empty.user("Автор")


@pytest.fixture
def reader(empty: Letopis) -> FakeUser:
    return empty.user("Читатель")


@pytest.fixture
async def secret(empty: Letopis, author: FakeUser, reader: FakeUser) -> Chat:
    """A public channel of somebody else, and the author's own of members."""
    await empty.store("Кофе по утрам", "Кофе вечером", "Чай", username="svoi", title="Для всех")
    return await members_channel(empty, "Криптонит и кофе", "Бункер", members=[reader], authors=[author])


async def searched(letopis: Letopis, asker: FakeUser, *queries: str, chat: Chat | None = None) -> None:
    for query in queries:
        await asker.send(f"/search {query}", chat=chat)
    await letopis.services.reading_log.flush()


def labels(card: Card) -> list[list[str]]:
    return [[button.label for button in row] for row in card.buttons]


async def test_an_operator_sees_the_archive(empty: Letopis, secret: Chat) -> None:
    card = (await empty.operator.send("/admin")).only
    heading, _, first, came, *_ = card.text.splitlines()
    assert (heading, first) == ("📊 Архив · все каналы", "1. Для всех · 3 поста")
    assert came == "последний раз пришли: 2 мар. 2026\u202fг."
    assert "2. Подполье · 2 поста" in card.text
    assert card.text.splitlines()[-1].startswith("База данных: ")
    assert labels(card) == [
        ["1", "2"],
        ["• Архив", "Читатели", "По дням"],
        ["Ищут", "Не нашли", "Открывают"],
        ["CSV"],
    ]


async def test_an_author_sees_his_own_channel(empty: Letopis, author: FakeUser, secret: Chat) -> None:
    card = (await author.send("/Admin")).only
    assert card.text == "📊 Архив · Подполье\n\n1. Подполье · 2 поста\nпоследний раз пришли: 2 мар. 2026\u202fг."
    assert labels(card) == [["• Архив", "Читатели", "По дням"], ["Ищут", "Не нашли", "Открывают"], ["CSV"]]
    readers = await author.tap("Читатели", card)
    assert "Групп, которым открыт канал «Подполье»: 0" in readers.only.text
    assert "Личных" not in readers.only.text


async def test_for_others_there_is_no_such_command(empty: Letopis, reader: FakeUser, secret: Chat) -> None:
    assert (await reader.send("/admin")).only.text == (await reader.send("/nothing")).only.text == UNKNOWN_RU
    group = empty.group(reader, empty.operator)
    assert (await empty.operator.send("/admin@letopis_bot", chat=group)).cards == ()


async def test_who_has_lost_his_rights_sees_nothing_more(empty: Letopis, author: FakeUser, secret: Chat) -> None:
    card = (await author.send("/admin")).only
    await is_admin(empty, secret, told=False)
    for button in ("Ищут", "CSV"):
        answers = await author.tap(button, card)
        assert answers.notification is not None
        assert (answers.notification.text, answers.cards) == (GONE, ())
    assert (await author.send("/admin")).only.text == UNKNOWN_RU


async def test_what_readers_look_for(empty: Letopis, reader: FakeUser, author: FakeUser, secret: Chat) -> None:
    guest, dweller = empty.user("Гость"), empty.user("Житель")
    group = empty.group(dweller)
    await searched(empty, guest, "кофе", "Кофе?", "бегемот", "8 914 123 45 67", "пишите anna@example.org")
    await searched(empty, dweller, "чай", chat=group)
    await searched(empty, reader, "криптонит", "криптонит жираф", "жираф")
    await searched(empty, empty.operator, "утюг")
    card = (await empty.operator.send("/admin")).only
    asked = (await empty.operator.tap("Ищут", card)).only
    assert asked.text.splitlines()[0] == "🔎 Что ищут · все каналы · за 30 дней"
    assert "1. кофе: 2 → 2" in asked.text
    assert "криптонит: 1 → 1" in asked.text
    assert [word for word in ("утюг", "914", "anna", "example") if word in asked.text] == []
    missed = (await empty.operator.tap("Не нашли", asked)).only
    assert {"бегемот: 1", "жираф: 1"} <= {line.partition(". ")[2] for line in missed.text.splitlines()}
    his = (await author.tap("Ищут", (await author.send("/admin")).only)).only
    assert "криптонит: 1 → 1" in his.text
    assert [word for word in ("чай", "бегемот") if word in his.text] == []
    missed = (await author.tap("Не нашли", his)).only
    assert "жираф: 1" in missed.text
    assert "бегемот" not in missed.text


async def test_a_word_of_a_channel_of_members_is_told_to_its_own_authors_alone(
    empty: Letopis, reader: FakeUser, secret: Chat
) -> None:
    neighbour = empty.user("Сосед")
    other = await members_channel(empty, "Кофе соседа", authors=[neighbour], username="sosed", title="Сосед")
    await searched(empty, reader, "криптонит", "криптонит кофе", "криптонит жираф", "бункер")
    card = (await neighbour.send("/admin")).only
    told = [card, *[(await neighbour.tap(tab, card)).only for tab in ("Читатели", "По дням", "Ищут", "Не нашли")]]
    told += (await neighbour.tap("Открывают", card)).cards
    assert all("Сосед" in one.text for one in told)
    assert [one.text for one in told if "криптонит" in one.text or "бункер" in one.text or "Подполье" in one.text] == []
    assert other.id != secret.id


async def test_a_forged_button_opens_no_other_channel(empty: Letopis, author: FakeUser, secret: Chat) -> None:
    card = (await author.send("/admin")).only
    for data in (
        AdminTap(page="asked", channel=1).pack(),
        AdminFileTap(page="archive", channel=1).pack(),
        AdminTap(page="secrets").pack(),
        AdminTap(page="asked", days=36_500).pack(),
    ):
        answers = await author.tap_data(data, card)
        assert answers.notification is not None
        assert (answers.notification.text, answers.cards) == (GONE, ())


async def test_an_author_of_two_channels_chooses_one(empty: Letopis, author: FakeUser, secret: Chat) -> None:
    await members_channel(empty, "Второй кофе", authors=[author], username="vtoroy", title="Второй")
    card = (await author.send("/admin")).only
    assert "1. Подполье" in card.text
    assert "2. Второй" in card.text
    asked = (await author.tap("2", card)).only
    assert asked.text == "🔎 Что ищут · Второй · за 30 дней\n\nПока пусто."
    assert labels(asked)[-1] == ["CSV", "↩ Все каналы"]
    back = (await author.tap("↩ Все каналы", asked)).only
    assert back.text == card.text


async def test_an_operator_sees_what_a_channels_authors_see(empty: Letopis, reader: FakeUser, secret: Chat) -> None:
    await searched(empty, reader, "криптонит", "кофе", "чай")
    card = (await empty.operator.send("/admin")).only
    asked = (await empty.operator.tap("2", card)).only
    assert {"1. кофе: 1 → 1", "2. криптонит: 1 → 1"} <= set(asked.text.splitlines())
    assert "чай" not in asked.text
    every = (await empty.operator.tap("↩ Все каналы", asked)).only
    assert every.text.startswith("🔎 Что ищут · все каналы")
    assert "чай: 1 → 1" in every.text


async def test_what_is_opened_and_by_days(empty: Letopis, reader: FakeUser, secret: Chat) -> None:
    found = (await reader.send("чай")).only
    await reader.tap("1", found)
    await empty.services.reading_log.flush()
    card = (await empty.operator.send("/admin")).only
    opened = (await empty.operator.tap("Открывают", card)).only
    assert opened.text.splitlines()[2] == "1. Чай: 1"
    days = (await empty.operator.tap("По дням", opened)).only
    assert days.text.splitlines()[2] == "2 мар: искали 1, не нашли 0, открыли 1"
    week = (await empty.operator.tap("7 дней", days)).only
    assert week.text.splitlines()[0] == "📅 По дням · все каналы · за 7 дней"
    empty.telegram.advance(days=8)
    nothing = (await empty.operator.tap("7 дней", days)).only
    assert "Пока пусто." in nothing.text


async def test_pages_turn(empty: Letopis, reader: FakeUser, secret: Chat) -> None:
    await searched(empty, reader, *(f"кофе {number}" for number in range(12)))
    card = (await empty.operator.send("/admin")).only
    asked = (await empty.operator.tap("Ищут", card)).only
    assert "10. кофе" in asked.text
    second = (await empty.operator.tap(next(one for row in labels(asked) for one in row if "›" in one), asked)).only
    assert second.text.splitlines()[2].startswith("11. кофе")
    assert len([line for line in second.text.splitlines() if "→ 1" in line or "→ 2" in line or "→ 3" in line]) == 2


def cells(answers: Answers, separator: str) -> list[list[str]]:
    document = answers.only.document
    assert document is not None
    assert document.data.startswith(b"\xef\xbb\xbf")
    return [line.split(separator) for line in document.data.decode("utf-8-sig").splitlines()]


async def test_every_page_is_a_file_too(empty: Letopis, reader: FakeUser, secret: Chat) -> None:
    await searched(empty, reader, "чай", "жираф")
    await reader.tap("1", (await reader.send("чай")).only)
    await empty.services.reading_log.flush()
    card = (await empty.operator.send("/admin")).only
    found = {}
    for tab in ("Архив", "Читатели", "По дням", "Ищут", "Не нашли", "Открывают"):
        shown = card if tab == "Архив" else (await empty.operator.tap(tab, card)).only
        answers = await empty.operator.tap("CSV", shown)
        found[tab] = cells(answers, ";")
        assert answers.only.document is not None
        assert re.fullmatch(r"letopis-[a-z]+-2026-03-02\.csv", answers.only.document.name)
    assert found["Архив"][1][:3] == ["Для всех", "svoi", "3"]
    assert found["Читатели"][1:] == [
        ["личные чаты", "", "1"], ["группы", "", "0"], ["группы, которым открыт канал", "Подполье", "0"],
    ]  # fmt: skip
    assert found["По дням"] == [["день", "искали", "не нашли", "открыли"], ["2026-03-02", "3", "1", "1"]]
    assert found["Ищут"] == [["запрос", "сколько раз", "нашлось постов"], ["чай", "2", "1"], ["жираф", "1", "0"]]
    assert found["Не нашли"] == [["запрос", "сколько раз"], ["жираф", "1"]]
    assert found["Открывают"][1][:2] == ["Чай", "Для всех"]


async def test_in_english(empty: Letopis) -> None:
    john = empty.user("John", "en")
    post = IncomingPost(text=RichText("Tea"), message_ids=(7,), published_at=empty.telegram.world.now)
    await empty.store(post, username="svoi", title="Everyone")
    await members_channel(empty, "Kryptonite", members=[john], authors=[john], title="Bunker")
    card = (await john.send("/admin")).only
    assert card.text == "📊 Archive · Bunker\n\n1. Bunker · 1 post\nlast came in: Mar 2, 2026"
    days = (await john.tap("By day", card)).only
    assert days.text == "📅 By day · Bunker · 30 days\n\nNothing yet."
    found = cells(await john.tap("CSV", days), ",")
    assert found == [["day", "searched", "not found", "opened"]]
