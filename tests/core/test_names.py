"""Names over scripts and spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.core.models import folded
from planning.core.names import fold, roman, skeleton, sound

LETTERS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Путин", "Putin"),
        ("Лавров", "Lavrov"),
        ("मोदी", "Modi"),
        ("मुर्मू", "Murmu"),
        ("Щербаков", "Shcherbakov"),
        ("Чехов", "Chekhov"),
        ("Жуков", "Zhukov"),
        ("Юрий Ушаков", "Yury Ushakov"),
        ("Д’Артаньян", "D'Artanyan"),
        ("Brasília", "BRASILIA"),
        ("द्रौपदी मुर्मू", "Droupadi Murmu"),
        ("सिंह", "Singh"),
        ("डोभाल", "Doval"),
        ("जयशंकर", "Jaishankar"),
        ("Джайшанкар", "Jaishankar"),
        ("Alexander", "Александр"),
        ("БРИКС", "BRICS"),
        ("दिल्ली", "Delhi"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Путин", "Лавров"), ("Modi", "Murmu"), ("Doval", "Goyal")]
)
def test_different_names_have_different_keys(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("नरेंद्र मोदी", "narendr modi"),
        ("विदेश मंत्रालय", "vides mantralay"),
        ("सिंह", "singh"),
        ("Хрущёв", "khrushchev"),
        ("São Tomé", "sao tome"),
        ("习近平", "xijinping"),
    ],
)
def test_every_script_is_written_in_plain_letters(text, plain):
    assert roman(text) == plain


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        (["putin", "poutine", "puttin"], "PTNu"),
        (["option"], "uPTN"),
        (["patna"], "PTNa"),
        (["modi", "mode"], "MDui"),
        (["media"], "MDia"),
        (["lee", "su57", "2025"], ""),
    ],
)
def test_a_word_sounds_by_its_consonants_and_first_vowel(words, heard):
    assert {sound(word) for word in words} == {heard}


def test_letters_that_changed_places_leave_the_skeleton():
    assert skeleton("lavrov") == skeleton("larvov") == skeleton("levorv") == "LRVV"
    assert (skeleton("option"), skeleton("putin")) == ("APNT", "PNT")
    assert skeleton("modi") == skeleton("su57") == ""


def test_words_keep_their_order_and_stand_once():
    assert fold("Vladimir Putin", "Владимир Путин") == "vldmr ptn"
    assert fold("Putin Vladimir") == "ptn vldmr"


def test_a_word_of_vowels_keeps_them():
    assert fold("Ao Iéa") == "ao iea"


def test_no_name_has_an_empty_key_and_no_key_is_written():
    assert (fold(), fold("", " "), fold("")) == ("", "", "")
    assert (fold("Ь"), fold("ع"), fold("—")) == ("ь", "ع", "—")


@given(LETTERS)
def test_letters_never_fold_to_nothing(name):
    assert fold(name)


@given(LETTERS, LETTERS)
def test_spacing_changes_no_key(one, other):
    assert fold(f"  {one}\t{other} ") == fold(f"{one} {other}")


def test_the_key_of_three_long_names_fits_its_column():
    names = [" ".join(f"{letter}{n}" for n in range(100, 150))[:200] for letter in "bdg"]

    row = folded(name=names[0], name_own=names[1], name_latin=names[2])

    assert row["name"] == names[0]
    assert len(row["folded"]) == 400
