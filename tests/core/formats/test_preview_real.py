"""Real preview pages and single messages: facts about them, counted by another program."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from core.formats import detect, preview
from core.formats.preview import PreviewPage, read_page
from core.formats.records import Damage, IncomingPost, Part, Reading, ServiceSeen
from core.types import ChannelRef

# Of each saved message: its ids, the kinds of what is attached, the length of its text, the types of its entities.
SINGLE = {
    "link_preview": ((), (), 56, ["url"]),
    "link_preview_video": ((), (), 26, ["url"]),
    "media_cicrle_video": ((3473,), ("video_note",), 0, []),
    "media_photo": ((346,), ("photo",), 0, []),
    "media_video": ((3477,), ("video",), 0, []),
    "media_video_gif": ((6,), ("animation",), 0, []),
    "media_video_too_big": ((46940,), ("video",), 0, []),
    "message_link_preview": ((22360,), (), 56, ["url"]),
    "message_link_preview_text_only": ((22368,), (), 82, ["url"]),
    "message_link_preview_video": ((11226,), (), 56, ["url"]),
    "message_media_file": ((16936,), ("document",), 151, []),
    "message_media_forwarded_from": ((22358,), ("photo",), 75, []),
    "message_media_photo_and_video": (
        (46908, 46909, 46910), ("video", "photo", "photo"), 166, ["bold", "hashtag", "hashtag", "mention"]
    ),
    "message_media_round_video": ((3495,), ("video_note",), 0, []),
    "message_poll": ((488,), (), 0, []),
    "message_sticker": ((5,), ("sticker",), 0, []),
    "message_text": ((70991,), (), 601, ["bold"]),
    "message_voice": ((939,), ("voice",), 137, ["mention", "mention"]),
    "message_with_from_author": ((4,), (), 4, []),
    "poll": ((488,), (), 0, []),
}  # fmt: skip


@pytest.fixture
def folder(shared_data: Path) -> Path:
    return shared_data / "sources" / "preview"


@pytest.fixture
def full(folder: Path) -> PreviewPage:
    return read_page((folder / "full.html").read_bytes(), None)


def posts_of(page: PreviewPage) -> list[IncomingPost]:
    return [record for record in page.records if isinstance(record, IncomingPost)]


def test_the_channel_and_the_ids(full: PreviewPage) -> None:
    assert full.ref == ChannelRef(telegram_id=1084368520, username="topwar_official", title="Военное обозрение")
    assert (full.first_id, full.last_id, full.before, full.whole) == (70989, 71008, 70989, True)
    # 70991 is not on the page: its message is another sample.
    assert full.message_ids == (70989, 70990, *range(70992, 71009))


def test_twelve_posts_two_albums_five_forwards(full: PreviewPage) -> None:
    posts = posts_of(full)
    assert len(posts) == 12
    assert not any(isinstance(record, ServiceSeen | Damage) for record in full.records)
    albums = [post for post in posts if len(post.message_ids) > 1]
    assert [len(post.media) for post in albums] == [3, 6]
    assert [len(post.message_ids) for post in albums] == [3, 6]
    assert [post.forwarded_from for post in posts if post.forwarded_from] == [
        "Военкор Ярем",
        "БелВПО",
        "Старше Эдды",
        "Пул N3",
        "ImpNavigator",
    ]


def test_texts_are_whole_and_stand_once(full: PreviewPage) -> None:
    posts = posts_of(full)
    assert [len(post.text.text) for post in posts] == [236, 83, 214, 85, 636, 378, 933, 161, 81, 256, 1310, 169]
    assert posts[4].text.text.endswith("на фоне стелы с МиГ-17.\n\n@yaremshooter")
    assert not any("  " in post.text.text or "\n " in post.text.text for post in posts)


def test_every_post_has_its_views_and_its_time(full: PreviewPage) -> None:
    posts = posts_of(full)
    assert [post.views for post in posts[:3]] == [37_200, 34_500, 33_800]
    assert {post.views_exact for post in posts} == {False}
    times = [post.published_at.isoformat() for post in posts if post.published_at]
    assert (len(times), times[0], times[-1]) == (12, "2023-02-28T07:47:53+00:00", "2023-02-28T13:14:03+00:00")


@pytest.mark.parametrize("name", SINGLE)
def test_a_single_message(folder: Path, name: str) -> None:
    content = (folder / f"{name}.html").read_bytes()
    assert detect(content[:65536]) is preview.FORMAT
    records = list(preview.parse(Part(name, io.BytesIO(content)), Reading()))
    assert not any(isinstance(record, Damage) for record in records)
    (post,) = [record for record in records if isinstance(record, IncomingPost)]
    kinds = [entity.type for entity in post.text.entities]
    assert (post.message_ids, post.media, len(post.text.text), kinds) == SINGLE[name]


def test_a_signature_with_an_emoji(folder: Path) -> None:
    (post,) = posts_of(read_page((folder / "message_with_from_author.html").read_bytes(), None))
    assert (post.signature, post.views, post.views_exact) == ("🅰️rkadiy Ivanov", 1, True)


def test_a_poll(folder: Path) -> None:
    (post,) = posts_of(read_page((folder / "message_poll.html").read_bytes(), None))
    assert post.poll == {
        "question": "Как лучше?",
        "options": [
            {"text": "Несколько постов в день", "votes": None, "percent": 16},
            {"text": "Один пост в несколько дней", "votes": None, "percent": 83},
            {"text": "Свой вариант в комментарии", "votes": None, "percent": 3},
        ],
        "total_voters": 222,
        "closed": False,
    }
