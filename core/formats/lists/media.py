"""Media in all the spellings that lists have: what was attached to a post, in the words of `IncomingPost.media`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_KINDS = {
    "photo": "photo image picture img jpg jpeg png webp heic фото",
    "video": "video mp4 mov mkv avi webm video_file видео",
    "animation": "animation gif",
    "video_note": "video_note videonote round_video video_message round",
    "voice": "voice voice_message voice_note voicenote ogg oga opus",
    "audio": "audio music mp3 m4a flac wav audio_file аудио",
    "sticker": "sticker tgs",
    "document": "document file doc docx pdf zip rar xls xlsx epub fb2 djvu txt csv документ файл",
    "contact": "contact",
    "location": "geo geolive geo_live location live_location venue",
    "game": "game",
    "invoice": "invoice",
    "giveaway": "giveaway giveawayresults giveaway_results giveaway_winners giveaway_result",
    "checklist": "checklist todo todo_list",
    "story": "story",
    "paid_media": "paidmedia paid_media",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_PREFIXES = ("messagemediatype.", "messagemedia", "inputmedia", "message")
_NAMED = ("_", "_type", "@type", "media_type", "type", "kind")
_ENDING = re.compile(r"\.(?P<word>[a-z0-9]{2,5})(?:\?.*)?$")
_SPLIT = re.compile(r"[,;|]\s*")

MOST = 10
"""Of one message."""


def media(name: str, value: object) -> Iterator[str]:
    """The kinds of media that a field tells. `name`: the field's own, which can be a kind ("photo")."""
    own = _KIND_OF.get(name)
    if own is None:
        yield from _kinds(value)
    elif isinstance(value, list) and own != "photo":  # the Bot API lists one photo's sizes
        yield from [own] * min(len(value), MOST)
    elif (isinstance(value, Mapping | list) and value) or _says_yes(value):
        yield own


def _says_yes(value: object) -> bool:
    """Whether a value says that there is something: true, or where it lies."""
    text = value.strip().lower() if isinstance(value, str) else ""
    return value is True or text in {"true", "1", "yes"} or text.startswith("http") or bool(_ENDING.search(text))


def _kinds(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:MOST]:
            yield from _kinds(item)
    elif isinstance(value, Mapping):
        yield from _of_object(value)
    elif isinstance(value, str):
        for word in _SPLIT.split(value)[:MOST]:
            kind = _of_word(word.strip().lower())
            if kind:
                yield kind


def _of_object(item: Mapping[str, object]) -> Iterator[str]:
    attributes = item.get("attributes")
    document = item.get("document")
    if isinstance(document, Mapping):
        attributes = document.get("attributes", attributes)
    of_document = _of_attributes(attributes) if isinstance(attributes, list) else None
    named = next((item[name] for name in _NAMED if isinstance(item.get(name), str)), None)
    kind = of_document or (_of_word(named.lower()) if isinstance(named, str) else None)
    if kind:
        yield kind


def _of_attributes(attributes: list[object]) -> str | None:
    """What a document of Telegram's own API is; None where its attributes say nothing."""
    told = {str(item.get("_") or item.get("_type")): item for item in attributes if isinstance(item, Mapping)}
    audio, video = told.get("DocumentAttributeAudio"), told.get("DocumentAttributeVideo")
    if "DocumentAttributeSticker" in told:
        return "sticker"
    if "DocumentAttributeAnimated" in told:
        return "animation"
    if video is not None:
        return "video_note" if video.get("round_message") else "video"
    return None if audio is None else "voice" if audio.get("voice") else "audio"


def _of_word(word: str) -> str | None:
    for prefix in _PREFIXES:
        word = word.removeprefix(prefix)
    ending = _ENDING.search(word)
    if ending:
        return _KIND_OF.get(ending["word"], "document")
    return _KIND_OF.get(word.strip().replace(" ", "_")) or _KIND_OF.get(word.partition("/")[0])
