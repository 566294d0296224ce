"""Posts of an invented channel, for what the commands import."""

from __future__ import annotations

from dataclasses import replace

from tests.core.formats.dump_writer import Code, Written, line

CACHE = Written(
    (
        line("Кэш, который врёт"),
        line("Сервис отдавал старые цены: ключ собирали через ", Code("cache.get(id)"), ", а сбрасывали другой."),
        line("Починили за вечер, искали неделю."),
    ),
    {"👍": 12, "🔥": 3},
    handle="tihie_zametki",
    service=("Тихие заметки pinned «Кэш, который врёт Сервис отдавал…»",),
)
QUEUE = Written(
    (
        line("Очередь вместо базы"),
        line("Попробовали хранить заказы в очереди Kafka и быстро поняли, зачем нужны индексы."),
        line("Подписчикам привет!"),
    ),
    {"👍": 5},
    handle="tihie_zametki",
)
MIGRATION = Written(
    (
        line("Миграция без простоя"),
        line("Сначала новая колонка, потом двойная запись, потом перенос, и только потом удаление."),
        line("Скучно, зато ночью спится."),
    ),
    {"❤": 9, "👍": 1},
    handle="tihie_zametki",
)
NEWER = Written(
    (line("Журнал и его друзья"), line("Пишем журнал событий так, чтобы его можно было читать глазами.")),
    {"👍": 2},
    handle="tihie_zametki",
)
POSTS = [CACHE, QUEUE, MIGRATION]

FOREIGN = [
    Written(
        (line("Пирог с яблоками"), line("Яблоки режем тонко, тесто раскатываем ещё тоньше."), line("Сахар по вкусу.")),
        {"😁": 4},
        handle="kuhnya_doma",
    )
]


def without_handle(posts: list[Written]) -> list[Written]:
    """The same posts in a dump that does not tell its channel."""
    return [replace(post, handle=None, service=()) for post in posts]
