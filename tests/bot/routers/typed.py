"""What readers type to the commands, for the tests of who learns what."""

from __future__ import annotations

TYPED = {
    "curate": ("", "бункер", "тайник", "общее = кот, бункер", "бункер ="),
    "admin": ("",),
    "privacy": ("",),
    "forget": ("",),
    "start": ("", "880001", "p_podpolye_770001", "p_1987654321_770002", "p_-6660666_770003", "p_tiho_201"),
    "help": ("", "search"),
    "search": (
        "кот", "бункер", "бункир", "кит", "криптонит", "кот криптонит", "кот криптонитт", "zanzibar", "timelin",
        "докерс", "in:@podpolye кот", "in:@podpolye", "in:Подполье кот", "has:photo криптонит", "has:photo",
        "#тайник кот", "варитсяя", "sort:top", "сокровищница бункера кошака дом", '"криптонит хранится" кот',
        "угасший маяк", "горой общие слова",
    ),
    "random": ("", "общее", "тайник", "бункер", "схрон", "дом", "нет такой"),
    "topics": ("",),
    "topic": ("", "общее", "тайник", "тайни", "бункер", "схрон", "общее схрона", "дом", "угасшее"),
    "top": ("", "week", "month", "year", "all", "decade"),
    "last": ("", "1", "7", "99", "нисколько"),
    "onthisday": ("",),
    "saved": ("",),
    "similar": ("", "https://t.me/podpolye/770001", "t.me/c/1987654321/770002", "https://t.me/tiho/101", "кот"),
    "stats": ("", "@podpolye", "Подполье", "подп", "1987654321", "@tiho"),
    "language": ("",),
    "quiet": ("", "on", "off"),
    "allow": ("", "@podpolye", "Подполье", "1987654321", "-1001987654321", "@tiho"),
    "disallow": ("", "@podpolye", "Подполье", "1987654321", "@tiho"),
}  # fmt: skip
"""Each command with what is typed behind it."""

OLD = (
    "/start", "/search кот", "/search бункир", "/search криптонитт", "/search zanzibur", "/search криптонит -кот",
    "/search in:@podpolye кот has:poll", "/search рассказ", "/random", "/random тайник", "/topics", "/topic общее",
    "/topic тайник", "/topic тай", "/top", "/last 99", "/similar t.me/podpolye/770001", "/saved",
)  # fmt: skip
"""What a reader typed while he saw the channel."""
