"""An author puts the topics of his channel in order: each step, back again, and after a restart."""

from __future__ import annotations

import pytest

from tests.bot.letopis import Letopis
from tests.bot.members_channel import members_channel
from tests.telegram import Card, FakeUser

POSTS = (
    "Policy gradient без слов",
    "Про reinforcement learning",
    "Кофе #кофе утром",
    "Кофе #кофе днём",
    "Чай #чай белый",
    "Чай #чай чёрный",
    "Чай #чай зелёный",
)
RULE = "RL = reinforcement, policy gradients, #rl"


@pytest.fixture
async def author(empty: Letopis) -> FakeUser:
    """The author of a channel with two topics."""
    author = empty.user("Автор")
    await members_channel(empty, *POSTS, members=[author], authors=[author])
    return author


async def topics(author: FakeUser) -> tuple[str, ...]:
    """What the list of topics shows, without its last button."""
    return (await author.send("/topics")).only.labels[:-1]


async def opened(author: FakeUser, name: str) -> Card:
    """The card of a topic."""
    return (await author.send(f"/curate {name}")).only


async def asked(author: FakeUser, button: str, card: Card | None = None) -> Card:
    """The question that a button asks, in a message of its own."""
    answers = await author.tap(button, card)
    assert answers.notification is None
    return answers.only


async def test_from_the_topics_to_one_and_back(author: FakeUser) -> None:
    await author.send("/topics")
    card = (await author.tap("✎ Править темы")).only
    assert card.rendered == (
        "✎ *Подполье* · 2 темы\nНажмите на тему, чтобы переименовать её, объединить с другой или скрыть."
    )
    assert card.keyboard == (("#чай · 3", "#кофе · 2"), ("＋ Добавить правило",))
    topic = (await author.tap("#чай · 3")).only
    assert topic.rendered == "✎ *#чай* · 3 поста"
    assert topic.keyboard == (("Переименовать", "Скрыть"), ("Объединить с…",), ("↩ Темы",))
    assert (await author.tap("↩ Темы")).only.keyboard == card.keyboard


async def test_a_new_name_and_the_found_one_again(author: FakeUser) -> None:
    await opened(author, "чай")
    question = await asked(author, "Переименовать")
    assert question.text == "Как назвать тему «#чай» канала Подполье? Ответьте на это сообщение новым именем."
    done = (await author.send("Чайная карта", reply_to=question)).only
    assert done.text == "«#чай» теперь называется «Чайная карта»: 3 поста."
    assert await topics(author) == ("Чайная карта · 3", "#кофе · 2")
    topic = (await author.tap("✎ Чайная карта", done)).only
    assert topic.text == "✎ Чайная карта · 3 поста\nНайдена как: #чай"
    done = (await author.tap("Вернуть имя «#чай»", topic)).only
    assert done.text == "«Чайная карта» снова называется «#чай»: 3 поста."
    assert await topics(author) == ("#чай · 3", "#кофе · 2")


async def test_a_name_that_another_topic_has_makes_them_one(author: FakeUser) -> None:
    await opened(author, "чай")
    question = await asked(author, "Переименовать")
    done = (await author.send("«Кофе»", reply_to=question)).only
    assert done.text == "«#чай» теперь часть темы «#кофе»: 5 постов."
    assert await topics(author) == ("#кофе · 5",)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("!!!", "Теме нужно имя, в котором есть хотя бы одна буква или цифра."),
        ("я" * 41, "Имя слишком длинное: можно не больше 40 знаков."),
    ],
)
async def test_what_is_no_name(author: FakeUser, name: str, told: str) -> None:
    await opened(author, "чай")
    question = await asked(author, "Переименовать")
    assert (await author.send(name, reply_to=question)).only.text == told
    assert (await author.send("Чаёк", reply_to=question)).only.text == "«#чай» теперь называется «Чаёк»: 3 поста."


async def test_two_topics_become_one_and_part_again(author: FakeUser) -> None:
    await opened(author, "чай")
    targets = (await author.tap("Объединить с…")).only
    assert targets.text == "Частью какой темы сделать «#чай»? Её посты перейдут туда."
    assert targets.keyboard == (("#кофе · 2",), ("↩ Назад",))
    assert (await author.tap("↩ Назад")).only.text == "✎ #чай · 3 поста"
    await author.tap("Объединить с…")
    done = (await author.tap("#кофе · 2")).only
    assert done.text == "«#чай» теперь часть темы «#кофе»: 5 постов."
    assert (await author.send("/topic чай")).only.text.startswith("📚 #кофе · 5 постов")
    topic = (await author.tap("✎ #кофе", done)).only
    assert topic.text == "✎ #кофе · 5 постов\nВ неё вошли: #чай"
    assert topic.keyboard[2] == ("Отделить «#чай»",)
    alone = (await author.tap("Объединить с…", topic)).only
    assert alone.text == "Других тем нет, «#кофе» не с чем объединить."
    await author.tap("↩ Назад", alone)
    assert (await author.tap("Отделить «#чай»", topic)).only.text == "«#чай» снова отдельная тема."
    assert await topics(author) == ("#чай · 3", "#кофе · 2")


async def test_hidden_and_shown_again(author: FakeUser, empty: Letopis) -> None:
    await opened(author, "чай")
    assert (await author.tap("Скрыть")).only.text == "Читатели больше не видят тему «#чай»."
    assert await topics(author) == ("#кофе · 2",)
    assert (await author.send("/topic чай")).only.text == "Темы «чай» нет. Вот что есть:"
    listed = (await author.send("/curate")).only
    assert listed.text.startswith("✎ Подполье · 1 тема")
    assert listed.keyboard == (("#кофе · 2", "🙈 #чай · 3"), ("＋ Добавить правило",))
    topic = (await author.tap("🙈 #чай · 3")).only
    assert topic.text == "✎ #чай · 3 поста\nСкрыта: читатели её не видят."
    assert (await author.tap("Показать")).only.text == "Читатели снова видят тему «#чай»: 3 поста."
    assert await topics(author) == ("#чай · 3", "#кофе · 2")


async def test_a_rule_by_the_command(author: FakeUser) -> None:
    done = (await author.send(f"/curate {RULE}")).only
    assert done.text == "Тема «RL»: 2 поста. Новые посты попадут в неё сами."
    assert (await author.send("/topic rl")).only.text.startswith("📚 RL · 2 поста")
    topic = (await author.tap("✎ RL", done)).only
    assert topic.text == "✎ RL · 2 поста\nПравило: reinforcement, policy gradients, #rl"
    assert (await author.tap("Убрать правило", topic)).only.text == "Правила у темы «RL» больше нет."
    assert await topics(author) == ("#чай · 3", "#кофе · 2")


async def test_rules_in_answer_to_a_question(author: FakeUser) -> None:
    await author.send("/curate")
    question = await asked(author, "＋ Добавить правило")
    assert "RL = reinforcement, policy gradient, #rl" in question.text
    told = (await author.send("RL reinforcement", reply_to=question)).only
    assert told.text == ("Не вижу знака «=». Правило пишется так: RL = reinforcement, policy gradient, #rl")
    done = (await author.send(f"{RULE}\n\nКакао = какао, горячий шоколад", reply_to=question)).only
    assert done.text == (
        "Тема «RL»: 2 поста. Новые посты попадут в неё сами.\n"
        "Правило темы «Какао» записано, но пока ему не подходит ни один пост. Нет ли опечатки?"
    )
    assert done.keyboard == (("↶ Отменить",), ("↩ Темы",))
    await author.tap("↶ Отменить")
    assert await topics(author) == ("#чай · 3", "#кофе · 2")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("= чай", "Теме нужно имя, в котором есть хотя бы одна буква или цифра."),
        ("RL =", "Какие посты относятся к теме «RL»? Напишите после «=» слова через запятую."),
        ("RL = !", "В «!» нет слова, которое можно искать."),
        ("RL = и", "«и» есть почти в каждом посте. Найдётся ли слово поточнее?"),
        ("RL = " + ", ".join(map(str, range(41))), "Для одного правила слов слишком много: можно не больше 40."),
        ("RL = " + "я" * 61, "Одно из слов или одна из фраз слишком длинная: можно не больше 60 знаков."),
    ],
)
async def test_what_is_no_rule(author: FakeUser, line: str, told: str) -> None:
    assert (await author.send(f"/curate {line}")).only.text == told
    assert await topics(author) == ("#чай · 3", "#кофе · 2")


async def test_every_step_can_be_taken_back_and_done_again(author: FakeUser) -> None:
    await author.send(f"/curate {RULE}")
    back = (await author.tap("↶ Отменить")).only
    assert back.text == "Теперь всё как было до этого."
    assert await topics(author) == ("#чай · 3", "#кофе · 2")
    await author.tap("↷ Вернуть", back)
    assert await topics(author) == ("#чай · 3", "#кофе · 2", "RL · 2")


async def test_a_step_that_others_followed_stays(author: FakeUser) -> None:
    first = (await author.send(f"/curate {RULE}")).only
    second = (await author.send("/curate RL = policy gradients")).only
    answers = await author.tap("↶ Отменить", first)
    assert answers.notification is not None
    assert answers.notification.text == "Тема с тех пор изменилась, поэтому отменить именно этот шаг уже нельзя."
    await author.tap("↶ Отменить", second)
    answers = await author.tap("↶ Отменить", first)
    assert answers.notification is None
    assert await topics(author) == ("#чай · 3", "#кофе · 2")


async def test_a_forgotten_step(author: FakeUser, empty: Letopis) -> None:
    done = (await author.send(f"/curate {RULE}")).only
    async with empty.services.database.transaction() as connection:
        await connection.execute("DELETE FROM curation_steps")
    answers = await author.tap("↶ Отменить", done)
    assert answers.notification is not None
    assert answers.notification.text == "Этот шаг уже не отменить."


async def test_a_second_quick_tap_changes_nothing(author: FakeUser) -> None:
    card = await opened(author, "чай")
    await author.tap("Скрыть", card)
    again = (await author.tap("Скрыть", card)).only
    assert again.text == "✎ #чай · 3 поста\nСкрыта: читатели её не видят."


async def test_buttons_of_an_old_card(author: FakeUser, empty: Letopis) -> None:
    """They mean the topics that they named, whatever came of them; of a topic that is gone that is said."""
    card = (await author.send("/curate")).only
    await author.send("/curate Чай = чай, сахар")
    await opened(author, "кофе")
    await author.tap("Объединить с…")
    await author.tap("Чай · 3")
    assert (await author.tap("#чай · 3", card)).only.text.startswith("✎ Чай · 5 постов")
    assert (await author.tap("#кофе · 2", card)).only.text.startswith("✎ Чай · 5 постов")
    data = card.buttons[0][0].data or ""
    for forged in (data.replace(":topic:0:", ":topic:9:"), data.replace(":topic:0:0", ":split:0:7")):
        answers = await author.tap_data(forged, card)
        assert answers.notification is not None
        assert answers.notification.text == "Этой темы больше нет. Все темы: /topics"


async def test_merging_with_itself_by_a_forged_button(author: FakeUser) -> None:
    card = (await author.send("/curate")).only
    answers = await author.tap_data((card.buttons[0][0].data or "").replace(":topic:", ":merge:"), card)
    assert answers.notification is not None


async def test_a_question_is_answered_after_a_restart(author: FakeUser, empty: Letopis) -> None:
    await opened(author, "чай")
    question = await asked(author, "Переименовать")
    await empty.restart()
    done = (await author.send("Чаёк", reply_to=question)).only
    assert done.text == "«#чай» теперь называется «Чаёк»: 3 поста."
    await empty.restart()
    assert (await author.tap("↶ Отменить", done)).only.text == "Теперь всё как было до этого."


async def test_other_answers_are_searches(author: FakeUser) -> None:
    card = await opened(author, "чай")
    assert (await author.send("кофе утром", reply_to=card)).only.text.startswith("🔎 кофе утром")
    question = await asked(author, "Переименовать", card)
    assert (await author.send("/topics", reply_to=question)).only.text.startswith("📚 2 темы")
    assert (await author.send("кофе утром")).only.text.startswith("🔎 кофе утром")


async def test_a_name_that_no_topic_has(author: FakeUser) -> None:
    card = (await author.send("/curate квантовая физика")).only
    assert card.text.startswith("Темы «квантовая физика» нет. Вот что есть:\n✎ Подполье · 2 темы")


async def test_a_channel_without_topics(empty: Letopis) -> None:
    author = empty.user("Автор")
    await members_channel(empty, "Просто пост", members=[author], authors=[author])
    await author.send("/topics")
    card = (await author.tap("✎ Править темы")).only
    assert card.text == "✎ Подполье · 0 тем\nТем пока нет. Добавьте правило, и посты соберутся в тему."
    assert card.keyboard == (("＋ Добавить правило",),)


async def test_many_topics_have_pages(author: FakeUser) -> None:
    rules = "\n".join(f"Тема {number} = чай" for number in range(20))
    await author.send("/curate")
    await author.send(rules, reply_to=await asked(author, "＋ Добавить правило"))
    card = (await author.send("/curate")).only
    assert card.text.startswith("✎ Подполье · 22 темы · 1/2")
    second = (await author.tap("›")).only
    assert second.labels[-4:] == ("Тема 9 · 3", "#кофе · 2", "‹", "＋ Добавить правило")
    await author.tap("#кофе · 2")
    assert "›" in (await author.tap("Объединить с…")).only.labels
    assert "‹" in (await author.tap("›")).only.labels
    assert (await author.tap("Тема 9 · 3")).only.text == "«#кофе» теперь часть темы «Тема 9»: 5 постов."


async def test_in_english(empty: Letopis) -> None:
    author = empty.user("Author", "en")
    await members_channel(empty, *POSTS, members=[author], authors=[author])
    assert "/curate" in (await author.send("/help")).only.text
    await author.send(f"/curate {RULE}")
    topic = (await author.tap("✎ RL")).only
    assert topic.text == "✎ RL · 2 posts\nThe rule: reinforcement, policy gradients, #rl"
    assert (await author.tap("Remove the rule")).only.text == "The rule of “RL” is removed."
    assert (await author.tap("↶ Undo")).only.text == "It is as it was before."


async def test_a_renamed_topic_is_opened_by_old_cards(author: FakeUser, empty: Letopis) -> None:
    listed = (await author.send("/topics")).only
    listing = (await author.tap("#чай · 3")).only
    assert listing.text.startswith("📚 #чай · 3 поста")
    await opened(author, "чай")
    await author.send("Чаёк", reply_to=await asked(author, "Переименовать"))
    assert (await author.tap("#чай · 3", listed)).only.text.startswith("📚 Чаёк · 3 поста")
    random = (await author.send("/random чаёк")).only
    assert "Чай" in random.text
    await author.send("/curate чаёк")
    await author.tap("Вернуть имя «#чай»")
    assert (await author.tap("🎲 Ещё: Чаёк", random)).only.text != random.text
