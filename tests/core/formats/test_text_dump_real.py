"""The real dump: facts about each of its posts, counted by another program."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.formats import detect
from core.formats.records import ChannelSeen, IncomingPost, Record, ServiceSeen
from core.formats.text_dump import FORMAT, parse
from core.formats.text_dump.blocks import Block, read_blocks
from core.formats.text_dump.lines import read_lines
from core.formats.text_dump.restore import restore
from core.types import ChannelRef
from tests.core.formats.reading import code_of

# title's first words (None: no title), reactions, kinds of reactions, pieces of code, length in characters
POSTS = [
    ("А что там про Foundational", 23, 3, 0, 2288),
    ("Про компанию X", 137, 7, 0, 2501),
    ("Я обожаю детский труд", 86, 11, 0, 2820),
    ("Model-Agnostic Meta-Learning [2017]", 15, 3, 5, 1983),
    ("Почему я собираюсь брать кредит", 47, 7, 0, 2370),
    ("Только AI поможет", 33, 4, 0, 1794),
    ("Mastering Diverse Domains", 17, 3, 0, 2009),
    (None, 116, 8, 0, 137),
    ("Чё там в Лондоне", 53, 5, 0, 2032),
    ("Наука о персептронах", 30, 4, 3, 1321),
    ("Почему никакого сознания", 92, 9, 1, 1902),
    ("Об авторе", 91, 6, 0, 913),
    ("REINFORCE - главное оружие", 24, 3, 4, 2013),
    ("На какой лосс учить", 27, 3, 0, 1913),
    ("Large Language Models as Optimizers", 20, 4, 0, 2005),
    (None, 161, 11, 0, 476),
    ("Почему GPT-X это не первый", 33, 5, 1, 1977),
    ("Language Agents as Optimizable", 20, 3, 0, 2012),
    ("Что существует вместо сознания", 41, 9, 0, 2057),
    ("Вещи, которые я бы хотел", 108, 8, 0, 2002),
]


@pytest.fixture
def path(shared_data: Path) -> Path:
    return shared_data / "knowledge_accumulator.txt"


@pytest.fixture
def records(path: Path) -> list[Record]:
    with path.open("rb") as stream:
        return list(parse(stream))


@pytest.fixture
def posts(records: list[Record]) -> list[IncomingPost]:
    return [record for record in records if isinstance(record, IncomingPost)]


def test_it_is_recognised(path: Path) -> None:
    assert detect(path.read_bytes()[:65536]) is FORMAT


def test_every_post_has_its_title_length_reactions_and_code_of(posts: list[IncomingPost]) -> None:
    found = [
        (
            post.title,
            sum((post.reactions or {}).values()),
            len(post.reactions or {}),
            len(post.text.entities),
            len(post.text.text),
        )
        for post in posts
    ]
    assert [row[1:] for row in found] == [row[1:] for row in POSTS]
    for (title, *_), (words, *_) in zip(found, POSTS, strict=True):
        assert title == words if words is None or title is None else title.startswith(words)


def test_copies_and_handles(path: Path) -> None:
    """Post 8 stands once; posts 2, 8, 9, 12 and 16 do not name the channel."""
    with path.open("rb") as stream:
        blocks = [block for block in read_blocks(read_lines(stream)) if isinstance(block, Block)]
    restored = [restore(block.lines) for block in blocks]
    assert [number for number, post in enumerate(restored, 1) if post.copies == 1] == [8]
    unnamed = [number for number, post in enumerate(restored, 1) if not post.lines[-1].text.startswith("@")]
    assert unnamed == [2, 8, 9, 12, 16]
    assert [block.last for block in blocks] == [
        26, 64, 84, 118, 152, 172, 194, 196, 216, 239, 255, 267, 284, 302, 322, 328, 348, 364, 386, 418
    ]  # fmt: skip


def test_posts_are_whole_and_of_this_source(posts: list[IncomingPost]) -> None:
    assert {(post.source, post.cut_off, post.message_ids, post.reactions_exact) for post in posts} == {
        ("text-dump", False, (), True)
    }


def test_the_channel_and_its_service_line(records: list[Record]) -> None:
    assert records[0] == ChannelSeen(ChannelRef(username="knowledge_accumulator"))
    others = [record for record in records[1:] if not isinstance(record, IncomingPost)]
    service, channel = others
    assert isinstance(service, ServiceSeen)
    assert service.where == "line 268"
    assert channel == ChannelSeen(ChannelRef(username="knowledge_accumulator", title="Knowledge Accumulator"))


def test_no_line_of_the_dump_is_lost(path: Path, posts: list[IncomingPost]) -> None:
    text = " ".join(squeezed(post.text.text) for post in posts)
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.removesuffix("@knowledge_accumulator")
        if " pinned «" not in line and any(letter.isalpha() for letter in words):
            for word in words.replace(":1)", ": 1)").split():
                assert squeezed(word) in text


def test_no_long_line_stands_twice(posts: list[IncomingPost]) -> None:
    for post in posts:
        for line in post.text.text.split("\n"):
            if len(line) > 30:
                assert post.text.text.count(line) == 1


def test_inline_code_starts_where_the_second_copy_breaks_the_line(posts: list[IncomingPost]) -> None:
    assert code_of(posts[3]) == [("code", "W."), ("code", "W."), ("code", "W'"), ("code", "W"), ("code", "W")]
    assert code_of(posts[10]) == [("code", "сознание")]
    assert code_of(posts[12]) == [("code", "J,"), ("code", "Theta"), ("code", "tau."), ("code", "Theta")]
    assert "вектор весов W. Итерируемся, пока не надоест:\n1) Сэмплируем" in posts[3].text.text


def test_formulas_are_blocks_of_their_own(posts: list[IncomingPost]) -> None:
    assert {kind for kind, _ in code_of(posts[9])} == {"pre"}
    for _, formula in code_of(posts[9]):
        assert f"]:\n{formula}\n" in posts[9].text.text


def test_what_the_second_copy_lost_is_kept(posts: list[IncomingPost]) -> None:
    assert "для себя. И нет, мне не страшно, что обо мне плохо подумают.\nПриятного чтения!" in posts[11].text.text


def test_a_heart_on_fire_is_one_reaction(posts: list[IncomingPost]) -> None:
    assert posts[11].reactions == {"👍": 56, "❤": 14, "❤\u200d🔥": 8, "🔥": 7, "✍": 5, "🌚": 1}


def squeezed(text: str) -> str:
    return "".join(text.split())
