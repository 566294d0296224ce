"""Posts that seem to be deleted, too many to believe it: the running bot asks its operators, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.bot.letopis import Letopis
from tests.bot.services.previewed import Sync
from tests.preview_server import message

CHANNEL = "[Тихие заметки](https://t.me/tihie_zametki) @tihie_zametki"


@pytest.fixture
async def letopis(tmp_path: Path) -> AsyncIterator[Letopis]:
    with capture_logs() as logged:
        made = Letopis(tmp_path / "letopis.db", logged)
        await made.start()
        await made.listen()
        made.operator.user.has_started = True
        try:
            yield made
            made.telegram.assert_clean()
        finally:
            await made.stop()


def asked(letopis: Letopis) -> list[str]:
    events = letopis.telegram.world.events
    return [event.card.rendered for event in events if event.chat_id == letopis.operator.id and event.card]


async def told(letopis: Letopis) -> list[str]:
    await letopis.live.telling._quiet()
    await letopis.live.telling._quiet()
    return asked(letopis)


async def test_the_operators_are_asked_once_until_it_is_settled(letopis: Letopis) -> None:
    sync = Sync(letopis.services)
    sync.channel.post(*(message(number) for number in range(1, 101)))
    await sync()
    gone = [sync.channel.messages.pop(number) for number in range(90, 96)]
    for is_asked in (False, True, False):
        sync.later(hours=1)
        assert await sync.due() is is_asked
    letopis.live.telling.wake()
    await letopis.telegram.wait_for(lambda: len(asked(letopis)) == 1)
    (question,) = await told(letopis)
    assert question == (
        f"На странице канала {CHANNEL} больше не видно 6 постов. Похоже, они удалены, но их так много, что я спрашиваю."
        " Пока они остаются в архиве.\nЕсли их и правда удалили, подтвердите там, где я работаю:"
        " `letopis sync --confirm-deletions @tihie_zametki`"
    )
    await letopis.restart()
    assert len(await told(letopis)) == 1
    sync = Sync(letopis.services, sync.channel, sync.now)
    sync.channel.post(*gone)
    sync.later(hours=1)
    assert not await sync.due()
    for number in range(90, 96):
        del sync.channel.messages[number]
    for is_asked in (False, True):
        sync.later(hours=1)
        assert await sync.due() is is_asked
    letopis.live.telling.wake()
    await letopis.telegram.wait_for(lambda: len(asked(letopis)) == 2)
