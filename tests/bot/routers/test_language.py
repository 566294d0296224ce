"""/language."""

from __future__ import annotations

from tests.bot.letopis import Letopis
from tests.telegram import FakeUser


async def test_in_private_anybody_chooses_his_language(anna: FakeUser, letopis: Letopis) -> None:
    card = (await anna.send("/language")).only
    assert (card.text, card.keyboard) == ("На каком языке отвечать в этом чате?", (("English", "Русский"),))
    chosen = (await anna.tap("English")).only
    assert (chosen.message_id, chosen.text, chosen.keyboard) == (card.message_id, "From now on I speak English.", ())
    assert (await anna.send("/search")).only.text.startswith("What to search for?")
    await letopis.restart()
    assert (await anna.send("/language")).only.text == "Which language shall I speak in this chat?"
    assert (await anna.tap("Русский")).only.text == "Теперь я отвечаю по-русски."
    assert (await anna.send("/search")).only.text.startswith("Что искать?")


async def test_choosing_the_same_again_is_no_event(anna: FakeUser, letopis: Letopis) -> None:
    card = (await anna.send("/language")).only
    await anna.tap("Русский", card)
    assert (await anna.tap("Русский", card)).silent
    assert "message is not modified" in letopis.telegram.world.take_violations()[0].description


async def test_one_persons_choice_is_not_anothers(anna: FakeUser, john: FakeUser) -> None:
    await anna.send("/language")
    await anna.tap("English")
    assert (await john.send("/start")).only.text.startswith("Hi!")
    await john.send("/language")
    await john.tap("Русский")
    assert (await anna.send("/start")).only.text.startswith("Hi!")
    assert (await john.send("/start")).only.text.startswith("Привет!")


async def test_a_groups_language_is_its_admins_to_choose(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    group = letopis.group(john, admin=anna)
    card = (await john.send("/language@letopis_bot", chat=group)).only
    refused = await john.tap("Русский", card)
    assert not refused.cards
    assert refused.notification is not None
    assert (refused.notification.text, refused.notification.is_alert) == (
        "Only the group's admins choose its language.",
        True,
    )
    assert (await john.send("/search", chat=group)).only.text.startswith("What to")
    assert (await anna.tap("Русский", card)).only.text == "Теперь я отвечаю по-русски."
    assert (await john.send("/search", chat=group)).only.text.startswith("Что искать?")
    assert (await john.send("/search")).only.text.startswith("What to")


async def test_a_stranger_to_the_group_is_refused(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    group = letopis.group(admin=anna)
    card = (await anna.send("/language", chat=group)).only
    refused = await john.tap("English", card)
    assert refused.notification is not None
    assert refused.notification.text == "Only the group's admins choose its language."
