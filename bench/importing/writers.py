"""The invented channel in each source format, as the real files have it."""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from bench.importing.messages import CHANNEL_ID, TITLE, USERNAME, Message

PAGE = 1_000
"""Messages on a page of an HTML export."""
PREVIEW_PAGE = 20

Writer = Callable[[Path, Iterable[Message]], None]


def _desktop_json(folder: Path, messages: Iterable[Message]) -> None:
    with (folder / "result.json").open("w", encoding="utf-8") as out:
        head = {"name": TITLE, "type": "public_channel", "id": CHANNEL_ID}
        out.write(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "messages": [')
        for number, message in enumerate(messages):
            out.write("," if number else "")
            told = json.dumps(_desktop_message(message), ensure_ascii=False, indent=1)
            out.write("\n  " + told.replace("\n", "\n  "))
        out.write("\n ]\n}")


def _desktop_message(message: Message) -> dict[str, object]:
    bold, rest = message.text[: message.bold], message.text[message.bold :]
    entities = [{"type": "bold", "text": bold}] if bold else []
    told: dict[str, object] = {
        "id": message.id,
        "type": "message",
        "date": message.at.strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(message.at.timestamp())),
        "from": TITLE,
        "from_id": f"channel{CHANNEL_ID}",
    }
    if message.photo:
        missing = "(File not included. Change data exporting settings to download.)"
        told |= {"photo": missing, "width": 1280, "height": 720}
    if message.forwarded_from:
        told["forwarded_from"] = message.forwarded_from
    told["text"] = [{"type": "bold", "text": bold}, rest] if bold else rest
    told["text_entities"] = [*entities, {"type": "plain", "text": rest}]
    if message.reactions:
        counts = [{"type": "emoji", "count": count, "emoji": emoji} for emoji, count in message.reactions.items()]
        told["reactions"] = counts
    return told


def _desktop_html(folder: Path, messages: Iterable[Message]) -> None:
    for number, page in enumerate(_batches(messages, PAGE), 1):
        body = "\n".join(map(_html_message, page))
        (folder / f"messages{number if number > 1 else ''}.html").write_text(
            '<!DOCTYPE html>\n<html>\n <head>\n  <meta charset="utf-8"/>\n<title>Exported Data</title>\n </head>\n'
            ' <body onload="CheckLocation();">\n  <div class="page_wrap">\n   <div class="page_header">\n'
            f'    <div class="content">\n     <div class="text bold">\n{TITLE} \n     </div>\n    </div>\n   </div>\n'
            f'   <div class="page_body chat_page">\n    <div class="history">\n{body}\n    </div>\n   </div>\n'
            "  </div>\n </body>\n</html>\n",
            encoding="utf-8",
        )


def _html_message(message: Message) -> str:
    text = _marked(message, "strong").replace("\n", "<br>")
    inner = f'<div class="text">\n{text}\n       </div>'
    if message.photo:
        inner = (
            '<div class="media_wrap clearfix">\n<div class="media clearfix pull_left media_photo">\n'
            '<div class="fill pull_left">\n</div>\n<div class="body">\n<div class="title bold">\nPhoto\n</div>\n'
            '<div class="description">\nNot included, change data exporting settings to download.\n</div>\n'
            f'<div class="status details">\n1280x720\n</div>\n</div>\n</div>\n</div>\n{inner}'
        )
    if message.forwarded_from:
        inner = (
            f'<div class="forwarded body">\n<div class="from_name">\n{message.forwarded_from} </div>\n{inner}\n</div>'
        )
    if message.reactions:
        counts = "".join(
            f'<span class="reaction">\n<span class="emoji">\n{emoji}\n</span>\n<span class="count">\n{count}\n</span>\n'
            "</span>\n"
            for emoji, count in message.reactions.items()
        )
        inner += f'\n<span class="reactions">\n{counts}</span>'
    at = message.at.strftime("%d.%m.%Y %H:%M:%S UTC+00:00")
    return (
        f'     <div class="message default clearfix" id="message{message.id}">\n      <div class="body">\n'
        f'       <div class="pull_right date details" title="{at}">\n{message.at:%H:%M}\n       </div>\n'
        f'       <div class="from_name">\n{TITLE} \n       </div>\n       {inner}\n      </div>\n     </div>\n'
    )


def _preview(folder: Path, messages: Iterable[Message]) -> None:
    for number, page in enumerate(_batches(messages, PREVIEW_PAGE), 1):
        body = "\n".join(map(_preview_message, page))
        (folder / f"page{number}.html").write_text(
            f'<!DOCTYPE html>\n<html><head><title>{TITLE} – Telegram</title>\n<link rel="prev" href="/s/{USERNAME}">\n'
            '</head><body class="widget_frame_base tgme_webpreview"><div class="tgme_channel_info_header_title">'
            f'<span dir="auto">{TITLE}</span></div>\n<main class="tgme_main"><section class="tgme_channel_history '
            f'js-message_history">\n{body}\n</section></main></body></html>',
            encoding="utf-8",
        )


def _preview_message(message: Message) -> str:
    counts = "".join(
        f'<span class="tgme_reaction"><i class="emoji" style="width:1.2em"><b>{emoji}</b></i>{count}</span>'
        for emoji, count in message.reactions.items()
    )
    photo = '<a class="tgme_widget_message_photo_wrap" href="{0}"></a>'
    address = f"https://t.me/{USERNAME}/{message.id}"
    text = _marked(message, "b").replace("\n", "<br/>")
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message '
        f'text_not_supported_wrap js-widget_message" data-post="{USERNAME}/{message.id}">'
        '<div class="tgme_widget_message_bubble">'
        f"{photo.format(address) if message.photo else ''}"
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
        f'<div class="tgme_widget_message_reactions js-message_reactions">{counts}</div>'
        '<div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">'
        f'<span class="tgme_widget_message_views">{message.views}</span><span class="tgme_widget_message_meta">'
        f'<a class="tgme_widget_message_date" href="{address}"><time datetime="{message.at.isoformat()}" class="time">'
        f"{message.at:%H:%M}</time></a></span></div></div></div></div></div>"
    )


def _jsonl(folder: Path, messages: Iterable[Message]) -> None:
    with (folder / "export.jsonl").open("w", encoding="utf-8") as out:
        for message in messages:
            units = len(message.text[: message.bold].encode("utf-16-le")) // 2
            told = {
                "channel": {"telegram_id": CHANNEL_ID, "username": USERNAME, "title": TITLE},
                "post_id": message.id,
                "message_ids": [message.id],
                "published_at": message.at.isoformat(),
                "edited_at": None,
                "title": None,
                "text": message.text,
                "entities": [{"type": "bold", "offset": 0, "length": units}] if units else [],
                "reactions": message.reactions or None,
                "reactions_exact": True,
                "views": message.views,
                "media": ["photo"] if message.photo else [],
                "poll": None,
                "forwarded_from": message.forwarded_from,
                "reply_to": None,
                "signature": None,
                "pinned": False,
                "deleted": False,
                "visibility": "public",
                "fingerprint": f"{message.id:032x}.0",
                "url": f"https://t.me/{USERNAME}/{message.id}",
                "source": "desktop-json",
            }
            out.write(json.dumps(told, ensure_ascii=False) + "\n")


def _json_list(folder: Path, messages: Iterable[Message]) -> None:
    rows = [
        {
            "id": message.id,
            "date": message.at.isoformat(),
            "text": message.text,
            "channel": f"@{USERNAME}",
            "views": message.views,
        }
        for message in messages
    ]
    (folder / "posts.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _csv(folder: Path, messages: Iterable[Message]) -> None:
    with (folder / "posts.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("id", "timestamp", "body", "channel", "views"))
        for message in messages:
            at = message.at.strftime("%Y-%m-%d %H:%M:%S")
            rows.writerow((message.id, at, message.text, f"@{USERNAME}", message.views))


def _text_dump(folder: Path, messages: Iterable[Message]) -> None:
    handle = f"@{USERNAME}"
    with (folder / "dump.txt").open("w", encoding="utf-8") as out:
        for message in messages:
            counts = "".join(f"{emoji}{count}" for emoji, count in message.reactions.items()) or "👍1"
            lines = [line for line in message.text.splitlines() if line.strip()]
            copies = [*lines, handle, *lines[1:], handle] if len(lines) > 1 else [*lines, handle]
            out.write("\n".join([*copies, counts]) + "\n")


WRITERS: Mapping[str, Writer] = {
    "desktop-json": _desktop_json,
    "desktop-html": _desktop_html,
    "preview": _preview,
    "letopis-jsonl": _jsonl,
    "json-list": _json_list,
    "csv": _csv,
    "text-dump": _text_dump,
}


def _marked(message: Message, tag: str) -> str:
    bold, rest = html.escape(message.text[: message.bold]), html.escape(message.text[message.bold :])
    return f"<{tag}>{bold}</{tag}>{rest}" if bold else rest


def _batches(messages: Iterable[Message], size: int) -> Iterator[list[Message]]:
    coming = iter(messages)
    return iter(lambda: list(islice(coming, size)), [])
