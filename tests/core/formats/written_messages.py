"""Invented messages, by hand and by hypothesis, for the writers of Telegram Desktop's exports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from tests.core.formats.desktop_writer import Export, Media, Peer, Poll, Reaction, Run, Written
from tests.core.rich_texts import PIECES

CHANNEL = Peer("Заметки о поиске")
NOON = datetime(2024, 3, 1, 12, 0, 0, tzinfo=UTC)

_HARD = [
    *PIECES,
    "\x01",
    "\x0b",
    "\r",
    "\x0c",
    "\x1f",
    "\u2029",
    "<b>",
    "&amp;",
    "&lt;",
    "'\"",
    "\u200b",
    "\u2060",
    "\ufeff",
]
texts = st.lists(
    st.sampled_from(_HARD) | st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)
words = st.sampled_from("поиск вектор BM25 🔥 токен ёлка I'm <tag> a&b".split())

_FREE = "plain bold italic underline strikethrough code pre blockquote spoiler unknown bank_card mention_name".split()
_FIXED = [
    Run("hashtag", "#поиск"),
    Run("cashtag", "$TON"),
    Run("bot_command", "/start@vector_bot"),
    Run("mention", "@vector_notes"),
    Run("link", "https://example.org/?a=1&b=2"),
    Run("link", "example.org/путь"),
    Run("text_link", "читать", "https://example.org/a?b=1&c=2#d"),
    Run("text_link", "\u200b", "https://example.org/hidden.jpg"),
    Run("text_link", "example.org", "http://example.org/"),
    Run("text_link", "https://example.org/a", "https://example.org/b"),
    Run("text_link", "@vector_notes", "https://t.me/Vector_Notes"),
    Run("text_link", "@vector_notes", "https://t.me/vector_notes/5"),
    Run("text_link", "написать", "mailto:a@example.org"),
    Run("text_link", "пост\n\n", "tg://resolve?domain=vector_notes"),
    Run("email", "a.b@example.org"),
    Run("phone", "+7 (900) 123-45-67"),
    Run("custom_emoji", "☪", "stickers/sticker (1).webp"),
    Run("custom_emoji", "🛡", "(File not included. Change data exporting settings to download.)"),
    Run("custom_emoji", "🙂"),
]
runs = st.builds(Run, st.sampled_from(_FREE), texts.map("".join).filter(bool)) | st.sampled_from(_FIXED)

_KINDS = (
    "photo video_file animation sticker voice_message audio_file video_message document contact location venue game"
    " invoice paid giveaway"
).split()
media = st.builds(Media, st.sampled_from(_KINDS), st.booleans())
polls = st.builds(
    Poll,
    st.sampled_from(["Что дальше?", "a < b & c", "🔥 Q"]),
    st.lists(st.tuples(st.sampled_from(["да", "- нет", "12 votes", "не знаю 🤷"]), st.integers(0, 3)), max_size=3).map(
        tuple
    ),
    st.integers(0, 300),
    st.booleans(),
)
reactions = st.lists(
    st.sampled_from(
        [
            Reaction("👍", 16),
            Reaction("❤", 1),
            Reaction("❤️", 2),
            Reaction("🤷\u200d♂️", 3),
            Reaction("paid", 40),
            Reaction("stickers/sticker (2).webp", 5, custom=True),
            Reaction("stickers/sticker (3).tgs", 6, custom=True),
            Reaction("", 7, custom=True),
            Reaction("5265077361648368841", 8, custom=True),
        ]
    ),
    max_size=4,
).map(tuple)
peers = st.sampled_from(
    [Peer("Анна  Б", "user1"), Peer("Соседний канал", "channel3"), Peer("Скрытый", None), Peer("", "user2")]
)
senders = st.sampled_from([CHANNEL, CHANNEL, Peer("Анна", "user1"), Peer("", "user2")])
services = st.sampled_from(
    [
        ("create_channel", "Channel «Заметки» created", 0),
        ("pin_message", "Заметки pinned {this message}", 25),
        ("edit_group_photo", "Channel photo changed", 0),
        ("score_in_game", "Анна scored 5 in {this message}", 25),
    ]
)


@st.composite
def messages(draw: st.DrawFn) -> list[Written]:
    """Messages in a row, many of them close to each other and with media, as albums are."""
    found: list[Written] = []
    number, date = draw(st.integers(1, 99)), NOON
    for _ in range(draw(st.integers(0, 7))):
        number += draw(st.sampled_from([1, 1, 1, 2]))
        date += timedelta(seconds=draw(st.sampled_from([0, 0, 1, 2, 1000, 50_000])))
        if draw(st.integers(0, 9)) == 0:
            action, line, target = draw(services)
            found.append(Written(number, date, service=(action, line), target=target))
            continue
        if draw(st.integers(0, 19)) == 0:
            found.append(Written(number, date, unsupported=True))
            continue
        poll = draw(st.none() | st.none() | st.none() | polls)
        found.append(
            Written(
                number,
                date,
                text=tuple(draw(st.lists(runs, max_size=4))) if draw(st.booleans()) else (),
                sender=draw(senders),
                forwarded=draw(st.none() | st.none() | peers),
                reply_to=draw(st.none() | st.integers(1, 30)),
                reply_elsewhere=draw(st.booleans()),
                media=None if poll else draw(st.none() | st.just(Media("photo")) | media),
                poll=poll,
                signature=draw(st.sampled_from(["", "", "Анна Б", "I & me"])),
                via_bot=draw(st.sampled_from(["", "", "vector_bot"])),
                reactions=draw(reactions),
            )
        )
    return found


exports = st.builds(
    Export,
    messages(),
    zone=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-4))]),
    year=st.sampled_from([2022, 2024]),
    pages=st.sampled_from([2, 3, 1000]),
)
