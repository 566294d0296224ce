"""The bot's features, one file each: parse, one service, one view, one answer."""

from __future__ import annotations

from aiogram import Router

from bot.routers import (
    admin,
    browse,
    cards,
    curation,
    documents,
    fallback,
    groups,
    guest,
    inline,
    language,
    letting_in,
    links,
    media,
    narrowing,
    offers,
    onthisday,
    privacy,
    quiet,
    random,
    saved,
    search,
    similar,
    start,
    stats,
    topics,
)


def all_routers() -> list[Router]:
    """Fresh routers in the order they are asked; the fallback comes last."""
    features = (
        groups,
        saved,
        links,
        start,
        curation,
        similar,
        search,
        random,
        topics,
        browse,
        onthisday,
        stats,
        language,
        quiet,
        letting_in,
        admin,
        privacy,
        offers,
        documents,
        cards,
        media,
        narrowing,
        inline,
        guest,
        fallback,
    )
    return [feature.router() for feature in features]
