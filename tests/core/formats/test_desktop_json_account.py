"""A whole account's export: only what is asked for leaves it."""

from __future__ import annotations

import json

import pytest

from core.formats.desktop_json import NO_CHANNEL, NO_MESSAGES, THE_FILE
from core.formats.records import ChannelSeen, ChatSeen, Damage, IncomingPost, Record
from tests.core.formats.json_exports import account, chat, damage_of, ids_of, message, read, skipped_of, written

NEWS = chat(message(1, "Новость"), message(2, "Ещё новость"), name="Новости", type="public_channel", id=22)
NOTES = chat(message(5, "Заметка"), name="Заметки", id=33)
LEFT = chat(name="Покинутый", type="private_channel", id=44)
LETTERS = chat(message(1, "Secret letter"), name="Secret friend", type="personal_chat", id=5)
CODES = chat(message(1, "Secret code"), name=..., type="verification_codes", id=6)
GROUP = chat(message(9, "Secret talk"), name="Secret group", type="private_supergroup", id=77)
WHOLE = account(LETTERS, NEWS, CODES, GROUP, NOTES, left=[LEFT])

CHANNELS = [
    ChatSeen(id=22, name="Новости", kind="public_channel"),
    ChatSeen(id=33, name="Заметки", kind="private_channel"),
    ChatSeen(id=44, name="Покинутый", kind="private_channel"),
]


def texts_of(records: list[Record]) -> list[str]:
    return [record.text.text for record in records if isinstance(record, IncomingPost)]


def test_without_a_choice_its_channels_are_offered_and_nothing_else() -> None:
    assert read(WHOLE) == CHANNELS


@pytest.mark.parametrize("one_way", [False, True])
@pytest.mark.parametrize("wish", ["22", "-1000000000022", "1000000000022", " новости ", "НОВОСТИ"])
def test_a_chat_by_its_id_or_name(wish: str, one_way: bool) -> None:
    channel, *posts = read(WHOLE, wish, one_way=one_way)
    assert isinstance(channel, ChannelSeen)
    assert (channel.ref.telegram_id, channel.ref.title) == (22, "Новости")
    assert texts_of(posts) == ["Новость", "Ещё новость"]
    assert len(posts) == 2


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("Secret friend", "Secret letter"),
        ("6", "Secret code"),
        ("verification codes", "Secret code"),
        ("secret GROUP", "Secret talk"),
        ("Заметки", "Заметка"),
    ],
)
def test_any_chat_is_taken_where_it_is_chosen(wish: str, expected: str) -> None:
    assert texts_of(read(WHOLE, wish)) == [expected]


def test_a_left_channel_without_messages() -> None:
    (channel,) = read(WHOLE, "44")
    assert isinstance(channel, ChannelSeen)
    assert channel.ref.title == "Покинутый"


@pytest.mark.parametrize("one_way", [False, True])
def test_a_chat_that_is_not_there(one_way: bool) -> None:
    (damage,) = read(WHOLE, "Погода", one_way=one_way)
    channels = "Новости (id 22), Заметки (id 33), Покинутый (id 44)"
    assert damage == Damage(THE_FILE, f"no chat 'Погода' in it; its channels: {channels}")


def test_many_channels_are_not_all_named() -> None:
    many = account(*(chat(name=None if number == 1 else f"Канал {number}", id=number) for number in range(1, 24)))
    (damage,) = read(many, "Погода")
    assert isinstance(damage, Damage)
    assert "without a name (id 1), Канал 2 (id 2)" in damage.why
    assert damage.why.endswith("Канал 20 (id 20) and 3 more")


def test_no_channel_at_all() -> None:
    assert read(account(LETTERS)) == [Damage(THE_FILE, NO_CHANNEL)]
    assert read(account()) == [Damage(THE_FILE, NO_MESSAGES)]
    assert read(account(LETTERS), "22") == [Damage(THE_FILE, "no chat '22' in it, and no channel at all")]


NAMESAKES = account(NEWS, chat(message(8, "Чужая"), name="новости", type="private_channel", id=99))


def test_two_chats_of_one_name() -> None:
    (damage,) = read(NAMESAKES, "Новости")
    assert damage == Damage(THE_FILE, "2 chats in it are called 'Новости': choose one by its id (22, 99)")
    assert texts_of(read(NAMESAKES, "99")) == ["Чужая"]


def test_two_chats_of_one_name_where_the_stream_cannot_go_back() -> None:
    records = read(NAMESAKES, "Новости", one_way=True)
    assert texts_of(records) == ["Новость", "Ещё новость"]
    assert [where for where, _ in skipped_of(records)] == ["chat 99"]


def test_an_id_goes_before_a_name() -> None:
    both = account(chat(message(1, "По имени"), name="22", id=5), chat(message(2, "По номеру"), name="x", id=22))
    assert texts_of(read(both, "22")) == ["По номеру"]


def test_a_channel_goes_before_a_person_of_the_same_id() -> None:
    both = account(chat(message(1, "Secret"), name="x", id=22, type="personal_chat"), NEWS, LETTERS)
    assert texts_of(read(both, "22")) == ["Новость", "Ещё новость"]


def test_groups_of_one_id() -> None:
    groups = [chat(message(1), name="x", id=5, type=kind) for kind in ("private_group", "private_supergroup")]
    assert read(account(*groups), "5") == [
        Damage(THE_FILE, "2 chats in it are called '5': choose one by its id (5, 5)")
    ]
    assert ids_of(read(account(*groups, chat(message(9), id=6)), "6")) == [9]


@pytest.mark.parametrize("wish", ["Другой", "7"])
def test_a_file_of_one_chat_is_not_another_one(wish: str) -> None:
    (damage,) = read(NOTES, wish)
    assert damage == Damage(THE_FILE, f"no chat '{wish}' in it; its channels: Заметки (id 33)")


@pytest.mark.parametrize("wish", ["Заметки", "33"])
def test_a_file_of_one_chat_that_is_wished_for(wish: str) -> None:
    assert texts_of(read(NOTES, wish)) == ["Заметка"]


def test_a_chat_that_is_told_behind_its_messages() -> None:
    turned = dict(reversed(list(NEWS.items())))
    assert read(account(LETTERS, turned))[0] == CHANNELS[0]
    channel, *posts = read(account(LETTERS, turned), "22")
    assert isinstance(channel, ChannelSeen)
    assert channel.ref.title == "Новости"
    assert ids_of(posts) == [1, 2]


@pytest.mark.parametrize("wish", [None, "Заметки", "33", "Погода"])
def test_nothing_private_is_told_wherever_the_file_is_cut_or_damaged(wish: str | None) -> None:
    content = written(WHOLE)
    for place in range(0, len(content), 7):
        for damaged in (
            content[:place],
            content[:place] + b'"' + content[place:],
            content[:place] + b"}" + content[place:],
        ):
            told = repr(read(damaged, wish))
            assert "ecret" not in told, (place, told)


def test_what_is_chosen_survives_damage_before_it() -> None:
    """A lost quotation mark in a letter: the leap over it lands somewhere in another chat."""
    content = written(WHOLE)
    for lost in ('"Secret letter"', '"Secret code"', '"Secret talk"'):
        damaged = content.replace(lost.encode(), lost[:-1].encode())
        assert texts_of(read(damaged, "Заметки")) == ["Заметка"]
        assert texts_of(read(damaged, "22")) == ["Новость", "Ещё новость"]
        assert read(damaged) == CHANNELS


def test_damage_at_a_chats_end_lets_no_other_chat_in() -> None:
    content = written(account(NOTES, LETTERS, NEWS))
    start = content.index("Заметка".encode())
    for place in range(start, content.index(b"personal_chat")):
        for damaged in (content[:place] + content[place + 1 :], content[:place] + b'"' + content[place:]):
            for wish in ("33", "22"):
                assert "ecret" not in repr(read(damaged, wish)), (place, damaged)


def test_a_cut_file_offers_what_it_has() -> None:
    content = written(WHOLE)
    records = read(content[: content.index("Заметка".encode())])
    assert records[:-1] == CHANNELS[:2]
    damage = damage_of(records)
    assert damage is not None
    assert damage.why == "the file is cut off"
    (missing,) = read(content[: content.index("Заметка".encode())], "44")
    assert isinstance(missing, Damage)
    assert missing.why.endswith("; the file is cut off")


def test_what_comes_behind_the_chosen_chat_is_not_looked_at() -> None:
    content = written(WHOLE)
    records = read(content[: content.index(b"Secret group")], "22")
    assert damage_of(records) is None
    assert ids_of(records) == [1, 2]


def test_the_document_is_what_the_tests_take_it_for() -> None:
    assert "Secret" in json.dumps(WHOLE)
