"""Brand pictures: the same forever, safe to show anywhere, readable."""

import string
from xml.etree import ElementTree

import pytest

from marketplace.partners import brandmark

NAMES = ["Детский мир", "М.видео", "Золотое яблоко", "Sela", "Divan.ru", "5 элементов", "1С Интерес", "日本", ""]


def test_the_same_name_gives_the_same_picture_for_ever() -> None:
    assert brandmark.face("Детский мир") == brandmark.face("ДЕТСКИЙ МИР")
    assert brandmark.face("Детский мир") != brandmark.face("Дочки-Сыночки")


@pytest.mark.parametrize("motif", brandmark.MOTIFS)
@pytest.mark.parametrize("name", NAMES)
def test_every_motif_draws_well_formed_svg_without_ids(name: str, motif: str) -> None:
    root = ElementTree.fromstring(brandmark.face(name, motif=motif))
    assert root.get("viewBox") == "0 0 320 202"
    assert not [part for part in root.iter() if part.get("id") or part.get("style")]


@pytest.mark.parametrize("palette", brandmark.PALETTES)
def test_text_and_initials_read_on_every_palette(palette: str) -> None:
    colours = brandmark.PALETTES[palette]
    text = "#ffffff" if brandmark.ink("x", palette) == "light" else "#16161d"
    assert brandmark.contrast(colours.ground, text) >= 4.5
    assert brandmark.contrast(colours.ground, colours.figure) >= 4.5


def test_letters_hold_both_alphabets_and_the_digits() -> None:
    russian = [chr(code) for code in range(ord("А"), ord("Я") + 1)] + ["Ё"]
    assert set(russian) | set(string.ascii_uppercase) | set(string.digits) <= set(brandmark.LETTERS)


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Детский мир", "ДМ"), ("Дочки-Сыночки", "ДС"), ("М.видео", "МВ"), ("Sela", "S"), ("ёлка", "Ё"), ("日本", "0")],
)
def test_initials_come_from_the_first_two_words(name: str, initials: str) -> None:
    assert brandmark.initials_of(name) == initials


def test_chosen_initials_that_cannot_be_drawn_fall_back_to_the_name() -> None:
    assert brandmark.mark("Sela", initials="<>") == brandmark.mark("Sela")
    assert brandmark.mark("Sela", initials="abcde") == brandmark.mark("Sela", initials="ABC")


def test_a_palette_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        brandmark.face("Sela", palette="neon")
