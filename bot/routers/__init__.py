"""The bot's features, one file each: parse, one service, one view, one answer."""

from __future__ import annotations

from aiogram import Router

from bot.routers import browse, cards, documents, fallback, language, letting_in, offers, random, search, start, topics


def all_routers() -> list[Router]:
    """Fresh routers in the order they are asked; the fallback comes last."""
    features = (start, search, random, topics, browse, language, letting_in, offers, documents, cards, fallback)
    return [feature.router() for feature in features]
