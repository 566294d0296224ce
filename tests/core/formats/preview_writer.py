"""Writes preview pages as t.me serves them: a page in one long line, texts with their own kinds of emoji and links."""

from __future__ import annotations

import base64
import json
from html import escape

CHANNEL = "vector_notes"
TITLE = "Заметки о векторах"
ID = 1084368520


def emoji(character: str) -> str:
    style = "background-image:url('//telegram.org/img/emoji/40/F09F.png')"
    return f'<i class="emoji" style="{style}"><b>{character}</b></i>'


def part(name: str, content: str = "", more: str = "") -> str:
    """A piece of a message."""
    return f'<div class="tgme_widget_message_{name}{more and " "}{more}">{content}</div>'


def text(html: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{html}</div>'


def photo(number: int | None = None, *, grouped: bool = False) -> str:
    href = f"https://t.me/{CHANNEL}/{number}" + "?single" * grouped
    link = f' href="{href}"' if number else ""
    return f"""<a class="tgme_widget_message_photo_wrap 546 127"{link} style="background-image:url('x')"></a>"""


def video(number: int, *, grouped: bool = False, duration: str = "0:05") -> str:
    time = f'<time class="message_video_duration js-message_video_duration">{duration}</time>' if duration else ""
    player = "tgme_widget_message_video_player js-message_video_player"
    return f'<a class="{player}" href="https://t.me/{CHANNEL}/{number}{"?single" * grouped}"><video></video>{time}</a>'


def album(*items: str) -> str:
    return f'<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">{"".join(items)}</div>'


def message(
    number: int,
    content: str = "",
    *,
    channel: str = CHANNEL,
    telegram_id: int | None = ID,
    service: bool = False,
    views: str = "746",
    meta: str = "",
    title: str = TITLE,
    at: str = "2023-02-28T13:14:03+00:00",
) -> str:
    """One message in its wrap; `content` stands between the author and the footer."""
    view = json.dumps({"c": -telegram_id, "p": number, "t": 1677593835, "h": "9e1d"}) if telegram_id else ""
    code = base64.urlsafe_b64encode(view.encode()).decode().rstrip("=")
    kind = " service_message" if service else ""
    shown = (
        f'<span class="tgme_widget_message_views">{views}</span><span class="copyonly"> views</span>' if views else ""
    )
    return (
        f'<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message'
        f' text_not_supported_wrap{kind} js-widget_message" data-post="{channel}/{number}"'
        + (f' data-view="{code}"' if code else "")
        + f'><div class="tgme_widget_message_bubble"><i class="tgme_widget_message_bubble_tail"><svg><g></g></svg></i>'
        f'<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"'
        f' href="https://t.me/{channel}"><span dir="auto">{escape(title)}</span></a></div>{content}'
        f'<div class="tgme_widget_message_footer compact"><div class="tgme_widget_message_info">{shown}'
        f'<span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date"'
        f' href="https://t.me/{channel}/{number}"><time datetime="{at}" class="time">13:14</time></a></span>'
        "</div></div></div></div></div>"
    )


def page(*messages: str, before: int | None = None, title: str = TITLE) -> bytes:
    """A channel's page."""
    older = (
        f'<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/{CHANNEL}?before={before}"'
        f' class="tme_messages_more js-messages_more" data-before="{before}"></a></div>'
        if before
        else ""
    )
    return (
        "<!DOCTYPE html>\n<html>\n  <head>\n    <title>x – Telegram</title>\n  </head>\n"
        '  <body class="widget_frame_base tgme_webpreview"><header class="tgme_header"><div class="tgme_channel_info">'
        f'<div class="tgme_channel_info_header_title"><span dir="auto">{escape(title)}</span></div></div></header>'
        f'<main class="tgme_main"><section class="tgme_channel_history js-message_history">{older}{"".join(messages)}'
        '</section></main><script src="//telegram.org/js/telegram-web.js?14"></script>\n  </body>\n</html>\n'
        "<!-- page generated in 141.46ms -->\n"
    ).encode()


def widget(content: str) -> bytes:
    """A single message's page (`?embed=1`)."""
    return f'<!DOCTYPE html>\n<html><head></head><body class="widget_frame_base">{content}</body></html>'.encode()


def reactions(*items: str) -> str:
    shown = "".join(f'<span class="tgme_reaction{item}</span>' for item in items)
    return f'<div class="tgme_widget_message_reactions js-message_reactions">{shown}</div>'
