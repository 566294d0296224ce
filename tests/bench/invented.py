"""A small invented corpus, with words of every kind that the variants ask for."""

from __future__ import annotations

from bench.search.corpus import Doc

_SUBJECTS = (
    ("docker", "собирает контейнеры для сервера", "ёмкость диска растёт"),
    ("kubernetes", "распределяет нагрузку между узлами", "счётчик запросов сбрасывается"),
    ("timeline", "показывает события прошедшей недели", "чёткий порядок записей"),
    ("python", "выполняет сценарии обработки журналов", "лёгкий запуск программы"),
    ("telegram", "доставляет сообщения подписчикам канала", "приём обновлений бота"),
    ("sqlite", "хранит таблицы одним файлом", "надёжная запись страниц"),
    ("firefox", "открывает вкладки быстрее прежнего", "тёмная тема интерфейса"),
    ("debian", "обновляет пакеты раз в неделю", "зелёная ветка выпуска"),
)
_PLACES = (
    "Лиссабон встречает мореплавателей туманом",
    "Казань готовится к ледоходу",
    "Байкал замерзает только в январе",
    "Вулкан на Камчатке выбросил пепел",
    "Ереван празднует сбор винограда",
    "Архангельск строит парусные шхуны",
    "Самарканд реставрирует старинную обсерваторию",
    "Хельсинки открывает библиотеку у вокзала",
)


def docs() -> list[Doc]:
    """64 posts: every subject at every place."""
    texts = [
        f"{place}.\n{name.title()} {work}, а {other}. Проверьте backend и frontend перед выпуском версии {number}."
        for number, (place, (name, work, other)) in enumerate((place, some) for place in _PLACES for some in _SUBJECTS)
    ]
    return [
        Doc(number, f"kanal_{number % 3}", 1_600_000_000 + number, "posts:one" if number % 2 else "help", text)
        for number, text in enumerate(texts, start=1)
    ]
