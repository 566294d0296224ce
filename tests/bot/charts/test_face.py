"""The bundled font: what it holds, and texts that fit."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.face import FOLDER, face, file_of
from bot.i18n import languages, words_of

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SIGNS = "«»„“”…–—·№§•%‰+−×#@&|\u00a0\u202f₽€"


@pytest.mark.parametrize("weight", [400, 600])
def test_it_has_the_letters_of_the_languages(weight: str) -> None:
    needed = {*RUSSIAN, *RUSSIAN.upper(), *string.printable.strip(), *SIGNS, *"äöüßéèçñіїєґўқңәαω"}
    assert needed <= set(face(int(weight)).advances)


@pytest.mark.parametrize("language", languages())
def test_it_has_what_the_pictures_say(language: str) -> None:
    messages = words_of(language).messages
    said = "".join(
        form.fill(dict.fromkeys(form.names, words_of(language).text("menu.stats"))).text
        for key, message in messages.items()
        if key.startswith(("chart.", "stats."))
        for form in message.forms.values()
    )
    assert face(400).drawable(said) == " ".join(said.split())


def test_the_bold_one_is_wider() -> None:
    assert face(600).width("Постов в месяц", 40) > face(400).width("Постов в месяц", 40) > 0
    assert face(400).width("iiii", 40) < face(400).width("WWWW", 40)
    assert face(400).width("год", 40) == pytest.approx(2 * face(400).width("год", 20))


def test_what_it_lacks_is_left_out() -> None:
    assert face(400).drawable("🔥 Горячее\n👩‍💻 日本 №1 ❤️") == "Горячее №1"
    assert face(400).drawable("и\N{COMBINING BREVE}од") == "йод"
    assert face(400).drawable("日本語 🔥") == ""


@given(st.text(), st.floats(60, 900))
def test_a_text_is_cut_to_its_room(text: str, room: float) -> None:
    regular = face(400)
    fitted = regular.fitted(text, 30, room)
    assert regular.width(fitted, 30) <= room
    whole = regular.drawable(text)
    assert fitted == whole if regular.width(whole, 30) <= room else fitted.endswith("…")


def test_its_licence_lies_beside_it_and_it_is_small() -> None:
    assert "SIL Open Font License, Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert all(file_of(weight).stat().st_size < 100_000 for weight in (400, 600))
