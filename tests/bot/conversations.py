"""Conversations for the transcripts: who says what where, step by step.

A step is what is written, `[label]` what is tapped (or a button's place, `[#0]`), `@words` what is typed inline,
`?payload` a deep link, `^` an inline result that is chosen, `~` the bot restarts, `+days` time that passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["private", "group", "topic", "general", "anonymous", "channel", "quiet", "older", "guest", "operator"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation; `language`: the client's."""

    name: str
    language: str
    place: Place
    steps: tuple[str, ...]


def _told(name: str, language: str, place: Place, *steps: str) -> Conversation:
    return Conversation(name, language, place, steps)


CONVERSATIONS = (
    _told("new_reader_ru", "ru", "private", "/start", "привет", "резервная копия", "[1]", "[↩ К списку]"),
    _told("new_reader_en", "en", "private", "/start", "/help", "docker", "[1]", "[↩ Back to the list]"),
    _told("help_ru", "ru", "private", "/help", "/help поиск", "/help search"),
    _told("help_en", "en", "private", "/help search"),
    _told("mistakes_ru", "ru", "private", "/search", "/topic", "/foo", "!!!", "кофемлока", "ыщй", "/last много"),
    _told("mistakes_en", "en", "private", "/search", "/foo", "!!!", "dokcer", "xqzw", "/top yesterday"),
    _told("pages_ru", "ru", "private", "сервер", "[›]", "[‹]"),
    _told("pages_en", "en", "private", "сервер", "[›]"),
    _told("restart_ru", "ru", "private", "сервер", "~", "[›]", "[1]"),
    _told("old_card_ru", "ru", "private", "сервер", "+31", "[1]"),
    _told("sorts_ru", "ru", "private", "сервер сорт:топ", "сервер сорт:новые", "сервер -docker"),
    _told("filters_ru", "ru", "private", "сервер после:2030", "сервер есть:фото", "сервер в:@tihiy_server"),
    _told("phrase_ru", "ru", "private", "«резервную копию»", "«сервер тишины»"),
    _told("layout_ru", "ru", "private", "cthdth", "rezervnaya kopiya", "докер"),
    _told("topics_ru", "ru", "private", "/topics", "[#кофе · 3]", "[1]"),
    _told("topics_en", "en", "private", "/topics", "/topic sqlit", "/topic giraffe"),
    _told("random_ru", "ru", "private", "/random", "[🎲 Ещё]", "/random кофе"),
    _told("random_en", "en", "private", "/random", "[🎲 Another]", "/random coffee"),
    _told("top_ru", "ru", "private", "/top", "[›]", "/top неделя", "/top месяц", "/top год"),
    _told("top_en", "en", "private", "/top", "/top week"),
    _told("last_ru", "ru", "private", "/last", "/last 2", "/last 1"),
    _told("last_en", "en", "private", "/last 3"),
    _told("onthisday_ru", "ru", "private", "/onthisday"),
    _told("onthisday_en", "en", "private", "/onthisday"),
    _told("similar_ru", "ru", "private", "sqlite", "[1]", "[≈ Похожие]", "[1]", "/similar"),
    _told("saved_ru", "ru", "private", "/saved", "sqlite", "[1]", "[☆ Сохранить]", "/saved"),
    _told("saved_en", "en", "private", "/saved", "sqlite", "[1]", "[☆ Save]", "/saved"),
    _told("language_ru", "ru", "private", "/language", "[English]", "/topics", "/language", "[Русский]"),
    _told("privacy_ru", "ru", "private", "/privacy", "/forget"),
    _told("privacy_en", "en", "private", "/privacy", "/forget"),
    _told("links_ru", "ru", "private", "?p_tihiy_server_1", "?nothing", "?saved"),
    _told("links_en", "en", "private", "?p_nobody_1"),
    _told("inline_ru", "ru", "private", "@кофе", "@", "@ыщйъ", "@кофе", "^"),
    _told("inline_en", "en", "private", "@docker", "@"),
    _told("admin_ru", "ru", "operator", "/admin"),
    _told("admin_reader_ru", "ru", "private", "/admin", "/curate"),
    _told("curate_ru", "ru", "operator", "/curate"),
    _told("group_ru", "ru", "group", "/start@letopis_bot", "просто болтовня", "/search кофе", "[1]", "/foo", "/random"),
    _told("group_help_en", "en", "group", "/help", "/search docker", "[1]", "/privacy", "/saved"),
    _told("topic_ru", "ru", "topic", "/search кофе", "[1]", "/topics"),
    _told("general_en", "en", "general", "/search docker", "/last 1"),
    _told("anonymous_ru", "ru", "anonymous", "/search кофе", "/language"),
    _told("channel_en", "en", "channel", "/search docker"),
    _told("quiet_ru", "ru", "quiet", "/search кофе", "[1]", "[↩ К списку]", "/random"),
    _told("older_ru", "ru", "older", "/search кофе", "[1]", "/onthisday"),
    _told("guest_ru", "ru", "guest", "@letopis_bot кофе", "просто болтовня", "@letopis_bot ыщйъ"),
    _told("guest_en", "en", "guest", "@letopis_bot docker"),
)
