"""/topics and /topic."""

from __future__ import annotations

import pytest

from tests.bot.letopis import Letopis
from tests.telegram import FakeUser


async def test_topics_are_listed_with_their_counts(anna: FakeUser, john: FakeUser) -> None:
    card = (await anna.send("/topics")).only
    count = len([label for label in card.labels if label not in {"‹", "›"}])
    assert card.text.startswith(f"📚 {count} тем")
    assert card.rendered.endswith("*. Нажмите, чтобы открыть:")
    assert {"#sqlite · 7", "#кофе · 3"} <= set(card.labels)
    assert (await john.send("/topics")).only.rendered == f"📚 *{count} topics*. Tap to open:"


async def test_a_topic_opens_in_the_cards_place_and_leads_back(anna: FakeUser) -> None:
    topics = (await anna.send("/topics")).only
    opened = (await anna.tap("#кофе · 3")).only
    assert opened.message_id == topics.message_id
    assert opened.rendered.startswith("📚 *#кофе* · 3 поста\n\n1. *")
    assert opened.keyboard == (("1", "2", "3"), ("↩ Темы", "🔗 Ссылка"))
    post = (await anna.tap("2")).only
    assert "#кофе" in post.text
    assert (await anna.tap("↩ К списку")).only == opened
    back = (await anna.tap("↩ Темы")).only
    assert (back.rendered, back.buttons) == (topics.rendered, topics.buttons)


@pytest.mark.parametrize(("typed", "topic"), [("/topic ко", "#кофе · 3"), ("/topic жираф", "#sqlite · 7")])
async def test_a_choice_of_topics_still_says_what_was_asked_when_one_comes_back(
    anna: FakeUser, typed: str, topic: str
) -> None:
    choice = (await anna.send(typed)).only
    await anna.tap(topic)
    back = (await anna.tap("↩ Темы")).only
    assert (back.rendered, back.buttons) == (choice.rendered, choice.buttons)


async def test_the_topics_that_a_search_offered_instead_are_not_called_all(anna: FakeUser) -> None:
    await anna.send("жираф")
    await anna.tap("📚 #sqlite · 7")
    back = (await anna.tap("↩ Темы")).only
    assert back.rendered == "Темы «жираф» нет. Вот что есть:"
    assert len(back.labels) == 4


async def test_many_topics_have_pages_and_back_leads_to_the_page_one_came_from(empty: Letopis) -> None:
    await empty.store(*(f"Пост {number} #тема{number:02}" for number in range(20) for _ in range(2)))
    anna = empty.user()
    first = (await anna.send("/topics")).only
    assert first.labels[-1] == "›"
    second = (await anna.tap("›")).only
    assert second.keyboard == (("#тема16 · 2", "#тема17 · 2"), ("#тема18 · 2", "#тема19 · 2"), ("‹",))
    await anna.tap("#тема18 · 2")
    assert (await anna.tap("↩ Темы")).only.keyboard == second.keyboard
    assert (await anna.tap("‹")).only.keyboard == first.keyboard


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("/topic кофе", "📚 *#кофе* · 3 поста"),
        ("/topic #Кофе", "📚 *#кофе* · 3 поста"),
        ("/topic@letopis_bot резервные копии", "📚 *резервная копия* · 7 постов"),
        ("/topic sqlit", "📚 *#sqlite* · 7 постов"),
        ("/topic жираф", "Темы «жираф» нет. Вот что есть:"),
        ("/topic 🔥", "Темы «🔥» нет. Вот что есть:"),
        ("/topic <bx>", "Темы «<bx>» нет. Вот что есть:"),
    ],
)
async def test_a_topic_by_its_sloppy_name(anna: FakeUser, typed: str, heading: str) -> None:
    card = (await anna.send(typed)).only
    assert card.rendered.split("\n")[0] == heading
    assert ("↩ Темы" in card.labels) is False


@pytest.mark.parametrize("typed", ["/topic", "/topic  "])
async def test_a_topic_without_a_name_is_all_topics(anna: FakeUser, typed: str) -> None:
    all_topics, card = (await anna.send("/topics")).only, (await anna.send(typed)).only
    assert (card.rendered, card.keyboard) == (all_topics.rendered, all_topics.keyboard)


async def test_an_unknown_topic_offers_what_there_is(john: FakeUser) -> None:
    card = (await john.send("/topic giraffe")).only
    assert card.text == "There is no topic “giraffe”. There are these:"
    opened = (await john.tap("#telegram · 2")).only
    assert opened.rendered.startswith("📚 *#telegram* · 2 posts")
    assert (await john.tap("↩ Topics")).only.labels == card.labels


async def test_a_name_that_means_several_topics_is_a_choice(empty: Letopis) -> None:
    posts = [f"Раз {number} #домашний_сервер" for number in range(2)] + [
        f"Два {number} #домашний_очаг" for number in "аб"
    ]
    await empty.store(*posts)
    card = (await empty.user().send("/topic домашний")).only
    assert card.text == "Под «домашний» подходят несколько тем:"
    assert set(card.labels) == {"#домашний_сервер · 2", "#домашний_очаг · 2"}


async def test_an_archive_without_topics(empty: Letopis) -> None:
    anna, john = empty.user(), empty.user("John", "en")
    assert (await anna.send("/topics")).only.text == "Тем пока нет."
    assert (await anna.send("/topic кофе")).only.text == "Темы «кофе» нет, и других тем пока тоже нет."
    assert (await john.send("/topics")).only.text == "There are no topics yet."
    assert (await john.send("/topic coffee")).only.text == "There is no topic “coffee”, and no other yet."


async def test_a_topic_that_is_gone(empty: Letopis) -> None:
    ids = await empty.store("Раз #чай", "Два #чай", "Раз #лес", "Два #лес")
    anna = empty.user()
    topics = (await anna.send("/topics")).only
    listing = (await anna.tap("#чай · 2")).only
    await empty.delete(ids[:2])
    answers = await anna.tap("#чай · 2", topics)
    assert answers.notification is not None
    assert answers.notification.text == "Этой темы больше нет. Все темы: /topics"
    assert (await anna.tap("↩ Темы", listing)).only.keyboard == (("#лес · 2",),)


async def test_a_restart_between_topics_and_topic(anna: FakeUser, letopis: Letopis) -> None:
    await anna.send("/topics")
    await letopis.restart()
    assert (await anna.tap("#кофе · 3")).only.text.startswith("📚 #кофе · 3 поста")


async def test_in_a_group(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(anna)
    assert (await anna.send("/topics@letopis_bot", chat=group)).only.reply_to is not None
    assert (await anna.tap("#кофе · 3")).only.text.startswith("📚 #кофе · 3 поста")
    assert (await anna.send("/topic кофе", chat=group)).only.text.startswith("📚 #кофе · 3 поста")
