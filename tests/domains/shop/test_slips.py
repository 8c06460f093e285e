"""One mistake in a word, wherever it is and whatever it is: the brand is found, by an index that follows the words."""

from datetime import datetime
from itertools import cycle

import pytest
from flask import Flask

from marketplace import shop as the_shop
from marketplace.core.db import execute, transaction
from marketplace.programmes import Programme
from tests.builders.catalogue import an_offer
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.rows import Rows

# Four letters to twelve, far from each other, on both keyboards; some with letters that are several in the other alphabet.
LATIN = "lamp tiger basket mondial generator laboratorium"
RUSSIAN = "утро щука пчела журнал цветок ящерица календарь шиповник экспедиция"
LETTERS = {"latin": "abdefgiklmnoprstuvz", "russian": "абвгдежзийклмнопрстуфхцчшщыэюя"}


def one_mistake(word: str, letters: str) -> list[str]:
    """The word with one letter left out, put in, put for another, and in its neighbour's place, at every place."""
    other = cycle(letters)
    left_out = [word[:n] + word[n + 1 :] for n in range(len(word))]
    put_in = [word[:n] + next(other) + word[n:] for _ in range(3) for n in range(len(word) + 1)]
    replaced = [word[:n] + next(other) + word[n + 1 :] for _ in range(3) for n in range(len(word))]
    swapped = [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)]
    return [*left_out, *put_in, *replaced, *swapped]


@pytest.fixture
def shop(ctx: Flask, rows: Rows) -> Programme:
    """A brand for each word, each with something to order."""
    return rows.kept("a brand for each word", brands_by_word)


def brands_by_word() -> Programme:
    with transaction():
        programme = a_programme()
        for n, name in enumerate((LATIN + " " + RUSSIAN).split()):
            an_offer(a_brand(programme, slug=f"brand-{n}", name_ru=name, name_en=name, category_slug="home"), stock=1)
    return programme


def found(programme: Programme, q: str, now: datetime) -> list[str]:
    return [tile.name_ru for tile in the_shop.tiles(programme.id, q=q, now=now).items]


@pytest.mark.parametrize(("words", "letters"), [(LATIN, "latin"), (RUSSIAN, "russian")])
def test_a_word_with_any_one_mistake_finds_its_brand(shop: Programme, now: datetime, words: str, letters: str) -> None:
    asked = {typed: word for word in words.split() for typed in one_mistake(word, LETTERS[letters])}
    missed = [f"{typed} ({word})" for typed, word in asked.items() if word not in found(shop, typed, now)]
    assert not missed, f"{len(missed)} of {len(asked)}: {' '.join(missed)}"


def name(programme: Programme, *names: str) -> None:
    for each in names:
        slug = f"brand-{sum(each.encode())}"
        an_offer(a_brand(programme, slug=slug, name_ru=each, name_en=each, category_slug="kids"), stock=1)


def test_words_two_mistakes_away_do_not_stand_beside_the_one_that_was_meant(shop: Programme, now: datetime) -> None:
    with transaction():
        name(shop, "Северный чайник", "Вечерний чайник")
    assert found(shop, "веерний чайник", now) == ["Вечерний чайник"]


def test_a_word_that_is_nearer_but_of_another_brand_hides_nothing(shop: Programme, now: datetime) -> None:
    with transaction():
        name(shop, "Золотые ворота", "Золотое яблоко")
    assert found(shop, "золотвые яблоко", now) == ["Золотое яблоко"]


def test_a_new_name_is_found_with_a_mistake_in_the_same_transaction(shop: Programme, now: datetime) -> None:
    with transaction():
        execute("UPDATE brands SET name_ru = 'Водолей', name_en = 'Aquarius' WHERE name_ru = 'tiger'")
        assert (found(shop, "водалей", now), found(shop, "akvarius", now)) == (["Водолей"], ["Водолей"])
        assert found(shop, "tigor", now) == []


def test_a_mistake_finds_no_brand_of_another_programme(shop: Programme, now: datetime) -> None:
    with transaction():
        other = a_programme()
        name(other, "Zarina")
    assert (found(shop, "zarinna", now), found(other, "zarinna", now)) == ([], ["Zarina"])


def test_every_word_of_the_shop_is_in_the_index_with_all_that_comes_of_it(shop: Programme) -> None:
    """By the index alone; the words themselves are read without it."""
    execute("SET LOCAL enable_seqscan = off")
    by_index = """SELECT count(*) AS words FROM search_words s
        WHERE search_slips(s.programme_id, s.word) && ARRAY[%(slip)s] AND NOT s.joined AND s.word = %(word)s"""
    slips = execute(
        "SELECT word, slip FROM search_words, unnest(search_slips(programme_id, word)) slip WHERE NOT joined"
    ).all()
    assert len({row.word for row in slips}) > len((LATIN + RUSSIAN).split())
    assert all(execute(by_index, {"slip": row.slip, "word": row.word}).one().words == 1 for row in slips)
