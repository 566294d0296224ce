from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lemmas import Lemmas, normaliser_version
from core.words import LONGEST_COMPOUND, compounds, forms_and_chains, tokens, tokens_beginning

texts = st.text(
    st.one_of(st.characters(), st.sampled_from("абвёй ЁЙабв-_'’+#.\u0301\u0306\u0308\u200b\u00ad\u200d½ﬁßİŉ"))
)
LEMMAS = Lemmas()


def forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


def joined(text: str) -> list[str]:
    return [compound.form for compound in compounds(tokens(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ёлки, ПАЛКИ", ["елки", "палки"]),
        ("сло\u0301во сло\u00adво сло\u200bво", ["слово"] * 3),
        ("и\u0306од йод", ["йод", "йод"]),
        ("Café ﬁne Straße", ["cafe", "fine", "strasse"]),
        ("don't O’Reilly 'quoted'", ["dont", "oreilly", "quoted"]),
        ("мета-обучение GPT-4 e-mail", ["мета", "обучение", "gpt", "4", "e", "mail"]),
        ("#machine_learning", ["machine", "learning"]),
        ("C++, с++ и C++17", ["cpp", "cpp", "и", "cpp", "17"]),
        ("C# и F#, но не си# и #c", ["csharp", "и", "fsharp", "но", "не", "си", "и", "c"]),
        (".NET, ASP.NET, example.net", ["dotnet", "asp", "dotnet", "example", "net"]),
        ("ქართული 中文测试 العَرَبِيَّة", ["ქართული", "中文测试", "العربية"]),
        ("3,14 и 10%", ["3", "14", "и", "10"]),
        ("«Ёж»—кот…", ["еж", "кот"]),
        ("👍 — !?", []),
        ("а" + "\u0301" * 500 + "б", ["аб"]),
        ("ʼ", []),
        ("ᄀ\u0301ᅡ", ["가"]),
    ],
)
def test_what_a_word_and_its_form_are(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_positions_refer_to_the_text_as_it_was_given() -> None:
    text = "  Ёлка, сло\u0301во и C++!"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Ёлка", "сло\u0301во", "и", "C++"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("мета-обучение и GPT-4", ["метаобучение", "gpt4"]),
        ("state-of-the-art", ["stateoftheart"]),
        ("#машинное_обучение", ["машинноеобучение"]),
        ("мета - обучение, мета--обучение, мета обучение", []),
        ("_".join("абвгдежз"), []),
        ("-".join("абвгде"), ["абвгде"]),
        ("", []),
    ],
)
def test_chains_joined_by_one_hyphen_or_underscore_are_compounds(text: str, expected: list[str]) -> None:
    assert joined(text) == expected


def test_a_compound_knows_its_parts_and_its_range() -> None:
    text = "это мета-обучение"
    (compound,) = compounds(tokens(text))
    assert compound.parts == ("мета", "обучение")
    assert text[compound.start : compound.end] == "мета-обучение"
    assert len(compound.parts) <= LONGEST_COMPOUND


@given(texts)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = forms(text)
    assert forms(" ".join(once)) == once


@given(texts)
def test_forms_are_letters_and_digits_in_lower_case(text: str) -> None:
    for form in forms(text):
        assert form.isalnum()
        assert "ё" not in form
        assert form == form.casefold()


@given(texts)
def test_tokens_stand_in_the_text_one_after_another(text: str) -> None:
    place = 0
    for token in tokens(text):
        assert place <= token.start < token.end <= len(text)
        place = token.end


@given(
    st.one_of(texts, st.text(st.sampled_from("абвёйЁАБcCfFnNet12 ,.!#+«»—-_\n👍\u00a0é'"))),
    st.sets(st.text(st.sampled_from("абвейcfnet12"), min_size=1, max_size=2)),
)
def test_tokens_that_begin_so_are_those_of_all_tokens(text: str, starts: set[str]) -> None:
    every = [token for token in tokens(text) if token.form.startswith(tuple(starts))]
    assert list(tokens_beginning(text, starts)) == every


@pytest.mark.parametrize(
    "text",
    [
        "C++ и с++",
        "Asp.NET, .net",
        "co\u0301de",
        "ﬁne ℝ Ⅷ ⁿ",
        "GPT-4 мета_обучение",
        "Ёлка",
        "O'Reilly don't",
        "сло\u00adво с\u200bлово а\u202eа",
    ],
)
def test_tokens_that_begin_so_are_found_whatever_their_letters(text: str) -> None:
    for token in tokens(text):
        assert token in list(tokens_beginning(text, {token.form[:2]}))


def test_no_token_begins_with_a_sign() -> None:
    assert list(tokens_beginning("а - б, -в", {"-", ","})) == []
    assert list(tokens_beginning("а - б", set())) == []


@given(texts)
def test_forms_and_chains_are_those_of_the_tokens(text: str) -> None:
    written, chains = forms_and_chains(text)
    assert written == forms(text)
    assert chains == [compound.parts for compound in compounds(tokens(text))]


@given(st.text(st.sampled_from("абвёйЁ éÉñ\u0301")))
def test_composed_and_decomposed_text_have_the_same_forms(text: str) -> None:
    assert forms(unicodedata.normalize("NFD", text)) == forms(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("обучением", ("обучение",)),
        ("стали", ("стать", "сталь")),
        ("елки", ("елка",)),
        ("learning", ("learn",)),
        ("gpt4", ("gpt4",)),
        ("ქართული", ("ქართული",)),
        ("темносерый", ("темносерый",)),
    ],
)
def test_lemmas_the_most_likely_first(form: str, expected: tuple[str, ...]) -> None:
    assert LEMMAS.of(form) == expected
    assert LEMMAS.first(form) == expected[0]


@given(st.text(st.sampled_from("абвгдежзийклмнопрстуфхцчшщъыьэюяlearnig7"), min_size=1, max_size=20))
def test_lemmas_are_forms_too(form: str) -> None:
    found = LEMMAS.of(form)
    assert found
    assert len(set(found)) == len(found)
    for lemma in found:
        assert forms(lemma) == [lemma]


@pytest.mark.parametrize("form", ["обучением", "елка", "стали"])
def test_words_of_the_russian_dictionary_are_known(form: str) -> None:
    assert LEMMAS.is_known_word(form)


@pytest.mark.parametrize("form", ["обученеи", "docker", "42", "ქართული"])
def test_other_words_are_not_known(form: str) -> None:
    assert not LEMMAS.is_known_word(form)


def test_which_of_very_many_forms_are_known() -> None:
    assert LEMMAS.known_words_of(["обучением", "обученеи", "docker", "", "стали"]) == ["обучением", "стали"]


@pytest.mark.parametrize("form", ["и", "про", "который", "она", "the", "of", "не"])
def test_function_words(form: str) -> None:
    assert LEMMAS.is_function_word(form)


@pytest.mark.parametrize("form", ["обучение", "docker", "учить", "42", "лондон"])
def test_words_with_a_sense_of_their_own(form: str) -> None:
    assert not LEMMAS.is_function_word(form)


def test_the_version_names_all_that_decides_on_forms() -> None:
    assert unicodedata.unidata_version in normaliser_version()
    assert normaliser_version() == normaliser_version()
