"""The doors of curation, for the tests of every door: its cards, every button of them, every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import cast

from bot.app import Services
from bot.services.asking import Asker
from bot.services.authors import Authors
from bot.services.curation import Curation
from bot.services.curation_cards import Act, ChannelsCard, Done, Press, TopicCard, TopicsCard
from bot.services.topic_finding import TopicFinding
from core.errors import NotFound
from core.types import Viewer
from tests.asked import asker_of
from tests.storage.doors import NOW

CURATED = ("общее", "тайник", "тайни", "бункер", "схрон", "дом", "доме", "нет такой", "общее схрона")
"""What is typed of topics to their author; the answers repeat it."""


class Authorship:
    """Who has rights over what, for once: whoever asks, over what the viewer sees."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    async def viewer_of(self, _: int, *, fresh: bool = False) -> Viewer:
        return self.viewer


def on_curation(
    ask: Callable[[Curation, Asker, str], Awaitable[object]],
) -> Callable[[Services, Viewer], Awaitable[object]]:
    """Goes through a door with the card of each channel that the viewer has rights over."""

    async def through(services: Services, viewer: Viewer) -> object:
        asker = asker_of(viewer, now=NOW)
        authors = cast("Authors", Authorship(viewer))
        curation = Curation(services.database, services.cards, authors, TopicFinding(services.database))
        shown = [await _told(curation.begin(name, asker)) for name in ("", *CURATED, "кот = кот, бункер")]
        cards = [one.card_id for one in shown if isinstance(one, ChannelsCard | TopicsCard | TopicCard | Done)]
        for card in cards.copy():
            with suppress(NotFound):
                chosen = await curation.press(Press(card=card, act=Act.CHOOSE, index=1), asker)
                shown.append(chosen)
                cards += [chosen.card_id] if isinstance(chosen, TopicsCard | TopicCard | Done) else []
        return [shown, [await ask(curation, asker, card) for card in cards]]

    return through


async def begun(*_: object) -> object:
    """Nothing more than to begin."""
    return None


async def pressed(curation: Curation, asker: Asker, card: str) -> object:
    """Every button that a card can have."""
    presses = [Press(card=card, act=act, index=index, other=1) for act in Act for index in range(4)]
    return [await _told(curation.press(press, asker)) for press in presses]


async def answered(curation: Curation, asker: Asker, card: str) -> object:
    """Answers to each question that a card can ask."""
    for act in (Act.ADD_RULE, Act.RENAME):
        await _told(curation.expect(7, Press(card=card, act=act), asker))
    return [await _told(curation.answer(7, text, asker)) for text in (*CURATED, "кот = кот, бункер")]


async def _told(answer: Awaitable[object]) -> object:
    try:
        return await answer
    except NotFound as error:
        return str(error)
