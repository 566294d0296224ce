"""Telegram Desktop's HTML: what stands on its pages, piece by piece."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.formats import desktop_html
from core.formats.albums import Message
from core.formats.format import Format
from core.formats.records import ChannelSeen, IncomingPost, Part, Reading, Record, ServiceSeen, Skipped
from core.types import ChannelRef, Visibility
from tests.core.formats.desktop_pages import as_html
from tests.core.formats.desktop_writer import Export, Peer, Run, Written
from tests.core.formats.written_messages import CHANNEL, NOON

DATE = '<div class="pull_right date details" title="18.07.2023 10:00:05 UTC+08:00">\n10:00\n</div>'


def read(content: bytes, reading: Reading | None = None) -> list[Record | Message]:
    return list(desktop_html.parse(Part("messages.html", io.BytesIO(content)), reading or Reading()))


def page(*messages: str) -> bytes:
    head = '<!DOCTYPE html>\n<html>\n<body>\n<div class="page_body chat_page">\n<div class="history">\n'
    return (head + "\n".join(messages) + "\n</div></div></body>\n</html>").encode()


def message(body: str, *, number: int = 5, kind: str = "default clearfix") -> str:
    return f'<div class="message {kind}" id="message{number}">\n<div class="body">\n{DATE}\n{body}\n</div>\n</div>'


def post_of(body: str) -> IncomingPost:
    """The post that a message with this body gives."""
    _, found = read(page(message(body)))
    assert isinstance(found, Message)
    return found.post


def test_the_format() -> None:
    known = desktop_html.FORMAT
    assert isinstance(known, Format)
    assert (known.name, known.continues, known.visibility) == ("desktop-html", True, Visibility.MEMBERS)


def test_a_page_begins_with_its_channel() -> None:
    (content,) = as_html(Export([Written(5, NOON)], title="Заметки  о поиске & <ещё>"))
    assert read(content)[0] == ChannelSeen(ChannelRef(title="Заметки о поиске & <ещё>"))
    assert read(page(message("")))[0] == ChannelSeen(ChannelRef())


def test_a_chat_without_messages() -> None:
    content = page(
        '<div class="message service" id="message-1"><div class="body details">No exported messages</div></div>'
    )
    assert [type(record) for record in read(content)] == [ChannelSeen]
    assert [type(record) for record in read(page())] == [ChannelSeen]


def test_who_sent_it_is_said_once() -> None:
    anna = Peer("Анна", "user1")
    written = [Written(5, NOON), Written(6, NOON), Written(7, NOON, sender=anna), Written(8, NOON, sender=anna)]
    (content,) = as_html(Export(written))
    senders = [record.sender for record in read(content) if isinstance(record, Message)]
    assert senders == ["Заметки о поиске"] * 2 + ["Анна"] * 2


def test_who_sent_the_first_message_of_a_page_is_not_known_from_another_one() -> None:
    first, second = as_html(Export([Written(5, NOON), Written(6, NOON)], pages=1))
    second = second.replace(b"clearfix", b"clearfix joined").replace(b"from_name", b"x")
    (joined,) = [record for record in read(second) if isinstance(record, Message)]
    assert joined.sender is None
    assert any(isinstance(record, Message) and record.sender == CHANNEL.name for record in read(first))


@pytest.mark.parametrize(
    ("title", "zone", "instant", "known"),
    [
        ("18.07.2023 10:00:05 UTC+08:00", "Europe/Berlin", datetime(2023, 7, 18, 2, 0, 5, tzinfo=UTC), True),
        ("18.07.2023 10:00:05 UTC-05:30", "Europe/Berlin", datetime(2023, 7, 18, 15, 30, 5, tzinfo=UTC), True),
        ("18.07.2023 10:00:05", "Europe/Berlin", datetime(2023, 7, 18, 8, 0, 5, tzinfo=UTC), False),
        ("29.10.2023 02:30:00", "Europe/Berlin", datetime(2023, 10, 29, 0, 30, 0, tzinfo=UTC), False),
        ("31.02.2023 10:00:05", "UTC", None, True),
        ("01.01.0001 00:00:00 UTC+08:00", "UTC", None, True),
        ("18.07.2023 25:00:05", "UTC", None, True),
        ("18 июля", "UTC", None, True),
        ("", "UTC", None, True),
    ],
)
def test_dates(title: str, zone: str, instant: datetime | None, known: bool) -> None:
    content = page(message("").replace("18.07.2023 10:00:05 UTC+08:00", title))
    _, found = read(content, Reading(zone=ZoneInfo(zone)))
    assert isinstance(found, Message)
    assert (found.post.published_at, found.post.zone_known) == (instant, known)


def test_a_message_whose_tags_stand_in_another_order() -> None:
    content = page(
        message("").replace('class="message default clearfix" id="message5"', 'id="message5" class="message default"')
    )
    _, found = read(content)
    assert isinstance(found, Message)
    assert found.post.message_ids == (5,)


@pytest.mark.parametrize(
    ("html", "reply_to"),
    [
        ('In reply to <a href="#go_to_message5" onclick="return GoToMessage(5)">this message</a>', 5),
        ('In reply to <a href="messages12.html#go_to_message82">this message</a>', 82),
        ("In reply to a message in another chat", None),
        ('In reply to <a href="#go_to_message-1">this message</a>', None),
        ('In reply to <a href="#go_to_message0">this message</a>', None),
        ('In reply to <a href="https://example.org">this message</a>', None),
        ("In reply to <a>this message</a>", None),
    ],
)
def test_replies(html: str, reply_to: int | None) -> None:
    assert post_of(f'<div class="reply_to details">\n{html}\n</div>').reply_to == reply_to


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('Пул N3 <span class="details"> 21.02.2022 09:29:51</span>', "Пул N3"),
        ('Пул  N3 <span class="date details" title="21.02.2022 09:29:51 UTC+03:00"> 21.02.2022</span>', "Пул N3"),
        ('Пул N3 via @vector_bot<span class="details"> 1</span>', "Пул N3"),
        ("Deleted Account", "Deleted Account"),
        ("<span> 21.02.2022 09:29:51</span>", None),
        ("", None),
    ],
)
def test_forwards(html: str, name: str | None) -> None:
    text = '<div class="text">\nчужое\n</div><div class="signature details">\nя\n</div>'
    inner = f'<div class="from_name">\n{html}\n</div>{text}'
    post = post_of(f'<div class="from_name">\nЗаметки\n</div><div class="forwarded body">\n{inner}\n</div>')
    assert (post.forwarded_from, post.text.text, post.signature) == (name, "чужое", "я")


def test_media_in_media_are_not_looked_for() -> None:
    html = '<div class="media_wrap clearfix"><div class="media"><div class="photo_wrap"></div></div></div>'
    assert post_of(html).media == ()
    assert post_of('<div class="media_wrap clearfix"></div>').media == ()


def test_a_call_is_no_post() -> None:
    html = '<div class="media_wrap clearfix"><div class="media media_call"><div class="title">Анна</div></div></div>'
    assert read(page(message(html)))[1:] == [ServiceSeen("message 5", "Анна")]


@pytest.mark.parametrize(
    ("content", "count"),
    [
        ('<span class="count">\n7\n</span>', 7),
        ("", 1),
        ('<span class="userpics"><div class="userpic"></div><div class="userpic"></div></span>', 2),
        ('<span class="userpics"><div class="userpic"></div></span><span class="count">9</span>', 9),
        ('<span class="count">много</span>', 1),
    ],
)
def test_a_reaction_without_a_number_counts_the_faces(content: str, count: int) -> None:
    html = (
        f'<span class="reactions"><span class="reaction active"><span class="emoji">\n❤️\n</span>{content}</span></span>'
    )
    assert post_of(html).reactions == {"❤": count}


def test_reactions_without_an_emoji() -> None:
    html = '<span class="reactions"><span class="reaction"><b>x</b><span class="count">3</span></span></span>'
    assert post_of(html).reactions is None


def test_a_checklist_is_text() -> None:
    html = """<div class="media_wrap clearfix"><div class="media_poll"><div class="question bold">
Список</div><div class="details">To-do List</div><div class="answer">- раз</div><div class="answer">- два</div>
</div></div>"""
    post = post_of(html)
    assert (post.text.text, post.media, post.poll) == ("Список\nраз\nдва", ("checklist",), None)


def test_a_poll_with_a_chosen_vote_and_an_empty_answer() -> None:
    html = """<div class="media_wrap clearfix"><div class="media_poll"><div class="question bold">
Что?</div><div class="details">Quiz</div><div class="answer">
- раз <span class="details">40 votes, chosen vote</span></div><div class="answer">- </div>
<div class="total details&#x09;">1 vote</div><p class="news">x</p></div></div>"""
    assert post_of(html).poll == {
        "question": "Что?",
        "options": [{"text": "раз", "votes": 40}, {"text": "", "votes": 0}],
        "total_voters": 1,
        "closed": False,
    }


def test_buttons_and_what_is_not_known_are_no_text() -> None:
    table = '<table class="bot_buttons_table"><tbody><tr><td><a ="" ="">54%</a></td></tr></tbody></table>'
    assert post_of(f'<div class="text">\nда\n</div>{table}<div class="news">x</div><p>y</p>').text.text == "да"


def test_the_old_handlers_of_links() -> None:
    handlers = ("ShowNotAvailableEmoji();", "ShowSomethingNew(1)", "ShowMentionName()")
    html = "".join(f'<a href="" onclick="return {handler}">x</a>' for handler in handlers)
    assert post_of(f'<div class="text">{html}</div>').text.entities == ()


@pytest.mark.parametrize("body", ["", '<div class="text">x</div>'])
def test_a_message_that_is_not_laid_out_as_one_is_skipped(body: str) -> None:
    content = page(f'<div class="message default" id="message5">{body}</div>', message("<p>x</p>", number=6))
    assert read(content)[1] == Skipped(where="message 5", why="no message in it")
    content = page('<div class="message default"><div class="body">x</div></div>')
    assert read(content)[1] == Skipped(where="message 0", why="no message in it")


def test_messages_of_a_group_from_before_it_became_a_supergroup_keep_their_negative_ids() -> None:
    _, found = read(page(message("", number=-999_999_939)))
    assert isinstance(found, Message)
    assert found.post.message_ids == (-999_999_939,)


def test_a_hundred_pages_of_time() -> None:
    """Dates of one page, an hour apart, come out in order and on the second."""
    written = [Written(number, NOON + timedelta(hours=number), (Run("plain", "x"),)) for number in range(1, 101)]
    (content,) = as_html(Export(written))
    times = [record.post.published_at for record in read(content) if isinstance(record, Message)]
    assert times == [one.date for one in written]
