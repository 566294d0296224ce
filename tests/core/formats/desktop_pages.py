"""The same messages as Telegram Desktop's HTML pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tests.core.formats.desktop_writer import Export, Media, Peer, Poll, Reaction, Run, Written

UNSUPPORTED = "This message is not supported by this version of Telegram Desktop. Please update the application."
NOT_INCLUDED = "Not included, change data exporting settings to download."
_TITLES = {
    "photo": ("media_photo", "Photo"),
    "video_file": ("media_video", "Video file"),
    "video_message": ("media_video", "Video message"),
    "animation": ("media_video", "Animation"),
    "sticker": ("media_photo", "Sticker"),
    "voice_message": ("media_voice_message", "Voice message"),
    "audio_file": ("media_audio_file", "Кто-то – Что-то"),
    "document": ("media_file", "a.pdf"),
    "contact": ("media_contact", "А Б"),
    "location": ("media_location", "Location"),
    "venue": ("media_venue", "Кафе"),
    "game": ("media_game", "Тетрис"),
    "invoice": ("media_invoice", "Книга"),
    "paid": ("media_invoice", ""),
}
_WRAPS = {
    "photo": "photo_wrap",
    "video_file": "video_file_wrap",
    "animation": "animated_wrap",
    "sticker": "sticker_wrap",
}


class Tags:
    """Writes tags in lines of their own, indented by their depth."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._open: list[str] = []

    def push(self, name: str, **attributes: str) -> Tags:
        told = "".join(f' {key.rstrip("_")}="{escaped(value)}"' for key, value in attributes.items())
        self.parts.append(f"\n{' ' * len(self._open)}<{name}{told}>\n")
        self._open.append(name)
        return self

    def pop(self, times: int = 1) -> Tags:
        for _ in range(times):
            name = self._open.pop()
            self.parts.append(f"\n{' ' * len(self._open)}</{name}>\n")
        return self

    def leaf(self, class_: str, content: str, name: str = "div") -> None:
        self.push(name, class_=class_)
        self.parts.append(content)
        self.pop()

    @property
    def html(self) -> str:
        return "".join(self.parts)


def as_html(export: Export) -> list[bytes]:
    """The pages, in order."""
    chunks = [export.messages[at : at + export.pages] for at in range(0, len(export.messages), export.pages)] or [()]
    names = ["messages.html", *(f"messages{number}.html" for number in range(2, len(chunks) + 1))]
    return [
        page(export, chunk, names[at - 1] if at else None, names[at + 1] if at + 1 < len(chunks) else None)
        for at, chunk in enumerate(chunks)
    ]


def page(export: Export, messages: Sequence[Written], before: str | None, behind: str | None) -> bytes:
    tags = Tags()
    tags.parts.append('<!DOCTYPE html>\n<html>\n\n <head>\n\n  <meta charset="utf-8"/>\n<title>Exported Data</title>')
    tags.parts.append("\n </head>\n")
    tags.push("body", onload="CheckLocation();").push("div", class_="page_wrap").push("div", class_="page_header")
    tags.push("div", class_="content").leaf("text bold", escaped(export.title) + " ")
    tags.pop(2).push("div", class_="page_body chat_page").push("div", class_="history")
    for name, label in ((before, "Previous messages"), (behind, "Next messages")):
        if label == "Next messages":
            _messages(tags, export, messages)
        if name:
            tags.push("a", class_="pagination block_link", href=name)
            tags.parts.append(label)
            tags.pop()
    return (tags.pop(4).html + "\n</html>").encode()


def _messages(tags: Tags, export: Export, messages: Sequence[Written]) -> None:
    previous: Written | None = None
    for number, written in enumerate(messages, 1):
        day = export.local(written.date).date()
        if previous is None or export.local(previous.date).date() != day:
            _line(tags, -number, f"{day.day} {day:%B %Y}")
        if written.unsupported:
            _line(tags, written.id, UNSUPPORTED)
        elif written.service:
            _line(tags, written.id, escaped(written.service[1]).replace("{this message}", _goto(written.target)))
        else:
            _message(tags, export, written, previous)
        previous = written


def _line(tags: Tags, number: int, content: str) -> None:
    tags.push("div", class_="message service", id=f"message{number}").leaf("body details", content)
    tags.pop()


def _joins(export: Export, written: Written, previous: Written | None) -> bool:
    if previous is None or previous.service or previous.unsupported:
        return False
    same = (written.sender, written.via_bot, written.forwarded) == (
        previous.sender,
        previous.via_bot,
        previous.forwarded,
    )
    close = abs(written.date - previous.date) <= timedelta(seconds=1 if written.forwarded else 900)
    return same and close and export.local(written.date).date() == export.local(previous.date).date()


def _message(tags: Tags, export: Export, written: Written, previous: Written | None) -> None:
    joined = _joins(export, written, previous)
    tags.push("div", class_="message default clearfix" + " joined" * joined, id=f"message{written.id}")
    if not joined:
        tags.push("div", class_="pull_left userpic_wrap").leaf("initials", "?")
        tags.pop()
    tags.push("div", class_="body")
    tags.push("div", class_="pull_right date details", title=_date(export, written.date))
    tags.parts.append(f"{export.local(written.date):%H:%M}")
    tags.pop()
    via = f" via @{written.via_bot}" if written.via_bot else ""
    if not joined:
        tags.leaf("from_name", _name(written.sender) + via * (written.forwarded is None))
    if written.forwarded:
        # Forwards of people that follow each other show the name once.
        shown = not joined or not (written.forwarded.id or "").startswith("user")
        tags.push("div", class_="forwarded body")
        if shown:
            when = _date(export, written.forwarded_at)
            title = f' class="details"> {when}' if export.year <= 2022 else f' class="date details" title="{when}"> x'
            tags.leaf("from_name", _name(written.forwarded) + via + f"<span{title}</span>")
    _content(tags, written)
    if written.forwarded:
        tags.pop()
    _reactions(tags, written.reactions)
    tags.pop(2)


def _content(tags: Tags, written: Written) -> None:
    if written.reply_to:
        elsewhere = "In reply to a message in another chat"
        tags.leaf(
            "reply_to details", elsewhere if written.reply_elsewhere else f"In reply to {_goto(written.reply_to)}"
        )
    if written.media:
        _media(tags, written.media)
    if written.poll:
        _poll(tags, written.poll)
    text = "".join(map(_run, written.text))
    if text:
        tags.leaf("text", text)
    if written.signature:
        tags.leaf("signature details", escaped(written.signature))


def _goto(number: int) -> str:
    return f'<a href="#go_to_message{number}" onclick="return GoToMessage({number})">this message</a>'


def _name(peer: Peer) -> str:
    return escaped(f"{peer.name} " if peer.name else "Deleted Account")


def _date(export: Export, moment: datetime) -> str:
    local = export.local(moment)
    offset = local.utcoffset() or timedelta()
    minutes = abs(offset) // timedelta(minutes=1)
    zone = f" UTC{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{local:%d.%m.%Y %H:%M:%S}" + zone * (export.year > 2022)


def _media(tags: Tags, media: Media) -> None:
    tags.push("div", class_="media_wrap clearfix")
    if media.kind == "giveaway":
        tags.push("div", class_="media_giveaway").leaf("section_title bold", "Giveaway Prizes")
        tags.pop()
    elif media.included and media.kind in _WRAPS:
        tags.push("a", class_=f"{_WRAPS[media.kind]} clearfix pull_left", href="files/a.jpg")
        tags.parts.append('<img class="photo" src="files/a_thumb.jpg"/>')
        tags.pop()
    else:
        class_, title = _TITLES[media.kind]
        tags.push("div", class_=f"media clearfix pull_left {class_}").push("div", class_="body")
        if title:
            tags.leaf("title bold", escaped(title))
        tags.leaf("description", NOT_INCLUDED)
        tags.leaf("status details", "5 ⭐" if media.kind == "paid" else "1:05, 2.1 MB")
        tags.pop(2)
    tags.pop()


def _poll(tags: Tags, poll: Poll) -> None:
    tags.push("div", class_="media_wrap clearfix").push("div", class_="media_poll")
    tags.leaf("question bold", escaped(poll.question))
    tags.leaf("details", "Final results" if poll.closed else "Anonymous poll")
    for text, votes in poll.answers:
        tags.leaf("answer", f"- {escaped(text)}" + (f' <span class="details">{_votes(votes)}</span>' if votes else ""))
    tags.leaf("total details\t", _votes(poll.total))
    tags.pop(2)


def _votes(count: int) -> str:
    return f"{count} votes" if count > 1 else "1 vote" if count else "No votes"


def _reactions(tags: Tags, reactions: tuple[Reaction, ...]) -> None:
    if not reactions:
        return
    tags.push("span", class_="reactions")
    for reaction in reactions:
        tags.push("span", class_="reaction paid" if reaction.key == "paid" else "reaction")
        path = f'<a href = "{reaction.key}">👋</a>' if reaction.key else '<a href="" onclick="return X();">👋</a>'
        tags.leaf("emoji", path if reaction.custom else "⭐" if reaction.key == "paid" else reaction.key, "span")
        tags.leaf("count", str(reaction.count), "span")
        tags.pop()
    tags.pop()


_HANDLED = '<a href="" onclick="return {handler}(&quot;{rest}&quot;)">{text}</a>'
_RUNS = {
    "bold": "<strong>{text}</strong>",
    "italic": "<em>{text}</em>",
    "underline": "<u>{text}</u>",
    "strikethrough": "<s>{text}</s>",
    "code": "<code>{text}</code>",
    "pre": "<pre>{text}</pre>",
    "blockquote": "<blockquote>{text}</blockquote>",
    "spoiler": '<span class="spoiler hidden" onclick="ShowSpoiler(this)"><span aria-hidden="true">{text}</span></span>',
    "hashtag": _HANDLED.replace("{handler}", "ShowHashtag"),
    "cashtag": _HANDLED.replace("{handler}", "ShowCashtag"),
    "bot_command": _HANDLED.replace("{handler}", "ShowBotCommand"),
    "mention_name": '<a href="" onclick="return ShowMentionName()">{text}</a>',
    "mention": '<a href="https://t.me/{rest}">{text}</a>',
    "link": '<a href="{text}">{text}</a>',
    "text_link": '<a href="{extra}">{text}</a>',
    "email": '<a href="mailto:{text}">{text}</a>',
    "phone": '<a href="tel:{text}">{text}</a>',
    "custom_emoji": '<a href = "{extra}">{text}</a>',
    "not_loaded": '<a href="" onclick="return ShowNotLoadedEmoji();">{text}</a>',
}


def _run(run: Run) -> str:
    kind = "not_loaded" if run.kind == "custom_emoji" and not run.extra else run.kind
    text = escaped(run.text)
    return _RUNS.get(kind, "{text}").format(text=text, rest=text[1:], extra=escaped(run.extra))


def escaped(text: str) -> str:
    return "".join(_escapes(text))


def _escapes(text: str) -> Iterator[str]:
    known = {"\n": "<br>", "\u2028": "<br>", "\u2029": "<br>", '"': "&quot;", "&": "&amp;", "'": "&apos;"}
    known |= {"<": "&lt;", ">": "&gt;"}
    for character in text:
        yield known.get(character) or (f"&#x{ord(character):02X};" if character < " " else character)
