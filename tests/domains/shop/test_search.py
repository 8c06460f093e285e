"""What people type, and the brand that they mean: typing errors, inflection, the other keyboard, the other alphabet."""

from datetime import datetime

import psycopg
import pytest
from flask import Flask

from marketplace import partners
from marketplace import shop as the_shop
from marketplace.core.db import execute, transaction
from marketplace.programmes import Programme
from tests.builders.catalogue import an_offer
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.rows import Rows

BRANDS = [
    # slug, Russian, English, shelf, other words, title of its offer
    ("detsky-mir", "Детский мир", "Detsky Mir", "kids", "", "Подарочная карта"),
    ("dochki", "Дочки-Сыночки", "Dochki-Synochki", "kids", "", "Подарочная карта"),
    ("mvideo", "М.видео", "M.video", "electronics", "", "Подарочная карта"),
    ("eldorado", "Эльдорадо", "Eldorado", "electronics", "", "Подарочная карта"),
    ("apple", "Apple", "Apple", "electronics", "эпл, айфон", "Электронный сертификат"),
    ("zara", "Zara", "Zara", "clothes", "", "Подарочная карта"),
    ("orhideya", "Дикая Орхидея", "Wild Orchid", "clothes", "", "Подарочная карта"),
    ("letual", "Л’Этуаль", "L’Etoile", "beauty", "", "Подарочная карта"),
    ("yabloko", "Золотое яблоко", "Gold Apple", "beauty", "", "Подарочная карта"),
    ("chitai-gorod", "Читай-город", "Chitai-gorod", "books", "", "Подарочная карта"),
    ("lemana", "Лемана ПРО", "Lemana PRO", "home", "", "Доставка и сборка мебели"),
    ("ozon", "Ozon", "Ozon", "books", "озон", "Подарочная карта"),
]
FIRST = [
    ("Детский мир", "detsky-mir"),
    ("деский мир", "detsky-mir"),  # a letter left out
    ("дестский мир", "detsky-mir"),  # one too many
    ("детскй мри", "detsky-mir"),  # and two that changed places
    ("ДЕТСКИЙ", "detsky-mir"),
    ("детского мира", "detsky-mir"),
    ("дет", "detsky-mir"),  # while typing
    ("детс", "detsky-mir"),
    ("ltncrbq vbh", "detsky-mir"),  # the other keyboard
    ("ltncrbq", "detsky-mir"),
    ("detskiy mir", "detsky-mir"),  # the other alphabet
    ("detskij mir", "detsky-mir"),
    ("Detsky", "detsky-mir"),
    ("detsky mr", "detsky-mir"),
    ("дочки сыночки", "dochki"),
    ("dochki synochki", "dochki"),
    ("мвидео", "mvideo"),
    ("м видео", "mvideo"),
    ("m.video", "mvideo"),
    ("эльдарадо", "eldorado"),
    ("eldorado", "eldorado"),
    ("эпл", "apple"),
    ("apple", "apple"),
    ("aple", "apple"),
    ("айфоны", "apple"),
    ("зара", "zara"),
    ("zra", "zara"),
    ("яфкф", "zara"),
    ("орхидеи", "orhideya"),
    ("wild orchids", "orhideya"),
    ("летуаль", "letual"),
    ("letual", "letual"),
    ("золотые яблоки", "yabloko"),
    ("читай город", "chitai-gorod"),
    ("chitay gorod", "chitai-gorod"),
    ("озон", "ozon"),
    ("jpjy", "ozon"),
    ("сборка мебель", "lemana"),  # by the title of its offer
    ("яблоко", "yabloko"),
    ("яблок", "yabloko"),  # a letter short of the word
    ("я", "yabloko"),
    ("золотое яблако", "yabloko"),
    ("zolotoe yabloko", "yabloko"),
    ("gold aple", "yabloko"),
    ("литуаль", "letual"),
    ("мвидио", "mvideo"),
    ("элдорадо", "eldorado"),
    ("читай горад", "chitai-gorod"),
    ("деский", "detsky-mir"),  # a word alone
    ("озан", "ozon"),
    ("лимана", "lemana"),
    ("орхидя", "orhideya"),
    ("детскиймр", "detsky-mir"),  # without its space
]
# What lies under the fingers, what children type, words that only share letters with a brand, on either keyboard.
NONSENSE = """zzz zzzz яяя яяяя qqq qqqq йцукен qwerty asdf фыва asdfgh zxcvbn xxx ыыы ффф ааа aaa ooo лол кек трололо
    abc abc123 hjkl foobar blah 12345 111 ёёё эээ hello привет стол бензин бензопила"""
SHELF = [
    ("одежды", {"zara", "orhideya"}),
    ("clothing", {"zara", "orhideya"}),
    ("адежда", {"zara", "orhideya"}),
    ("детям", {"detsky-mir", "dochki"}),
    ("kid", {"detsky-mir", "dochki"}),
    ("книга", {"chitai-gorod", "ozon"}),
    ("подарочные карты детям", {"detsky-mir", "dochki"}),
    ("сертификаты", {"apple"}),
    ("certificate", {"apple"}),
]


@pytest.fixture
def shop(ctx: Flask, rows: Rows) -> Programme:
    """Twelve brands, each with something to order."""
    return rows.kept("twelve brands", twelve_brands)


def twelve_brands() -> Programme:
    with transaction():
        programme = a_programme()
        for rank, (slug, name_ru, name_en, shelf, keywords, title) in enumerate(BRANDS):
            names = {"slug": slug, "name_ru": name_ru, "name_en": name_en, "category_slug": shelf, "keywords": keywords}
            brand = a_brand(programme, rank=100 - rank, **names)
            english = "Electronic certificate" if "сертификат" in title else "Gift card"
            an_offer(brand, stock=1, title_ru=title, title_en=english)
    return programme


def found(programme: Programme, q: str, now: datetime) -> list[str]:
    page = the_shop.tiles(programme.id, q=q, now=now)
    assert the_shop.total(programme.id, q=q, now=now) == len(page.items)
    return [tile.slug for tile in page.items]


def test_first_hit_is_what_was_meant(shop: Programme, now: datetime) -> None:
    missed = {q: found(shop, q, now)[:3] for q, slug in FIRST if found(shop, q, now)[:1] != [slug]}
    assert missed == {}


def mistakes(word: str) -> list[str]:
    """The word with one letter left out, doubled, or in its neighbour's place; the first letter stands."""
    left_out = [word[:n] + word[n + 1 :] for n in range(1, len(word))]
    doubled = [word[:n] + word[n] + word[n:] for n in range(1, len(word))]
    swapped = [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, len(word) - 1)]
    return [*left_out, *doubled, *swapped]


def test_one_mistake_in_a_long_word_is_forgiven_wherever_it_is(shop: Programme, now: datetime) -> None:
    words = {
        "детский": "detsky-mir",
        "эльдорадо": "eldorado",
        "орхидея": "orhideya",
        "яблоко": "yabloko",
        "золотое": "yabloko",
    }
    asked = {typed: slug for word, slug in words.items() for typed in mistakes(word)}
    missed = [typed for typed, slug in asked.items() if slug not in found(shop, typed, now)]
    assert not missed, " ".join(missed)


def test_words_of_shelves_and_titles_find_their_brands(shop: Programme, now: datetime) -> None:
    missed = {q: found(shop, q, now) for q, slugs in SHELF if set(found(shop, q, now)) != slugs}
    assert missed == {}


def test_gift_cards_are_found_in_every_form(shop: Programme, now: datetime) -> None:
    for q in ("подарочные карты", "подарочная карта", "Подарочных карт", "gift cards"):
        assert len(found(shop, q, now)) >= 10


def test_only_what_sounds_alike_is_found(shop: Programme, now: datetime) -> None:
    for q in (
        *NONSENSE.split(),
        "!!!",
        "%",
        "'; DROP TABLE brands; --",
        "x" * 5000,
        "ъ & | ! ( :*",
    ):
        assert (q[:30], found(shop, q, now)) == (q[:30], [])


def test_nothing_typed_is_the_whole_shop(shop: Programme, now: datetime) -> None:
    assert len(found(shop, "  ", now)) == len(BRANDS)


def test_nearest_brand_is_suggested_when_nothing_is_found(shop: Programme, now: datetime) -> None:
    assert found(shop, "дедцкей мып", now) == []
    suggested = the_shop.suggest(shop.id, "дедцкей мып", now=now)
    assert suggested is not None
    assert suggested.slug == "detsky-mir"
    for nonsense in ("фыва", "лента", "аптека", "золотая корона"):
        assert the_shop.suggest(shop.id, nonsense, now=now) is None, nonsense
    assert the_shop.suggest(shop.id, "", now=now) is None


@pytest.mark.parametrize("typed", ["спорт мастер", "спорт мастир"])
def test_what_is_written_apart_finds_what_is_one_word(shop: Programme, now: datetime, typed: str) -> None:
    with transaction():
        execute("UPDATE brands SET name_ru = 'Спортмастер', name_en = 'Sportmaster' WHERE slug = 'dochki'")
        execute("UPDATE brands SET name_ru = 'Спорт-Марафон', name_en = 'Sport-Marathon' WHERE slug = 'detsky-mir'")
        assert found(shop, typed, now) == ["dochki"]


def test_search_follows_every_change_in_the_same_transaction(shop: Programme, now: datetime) -> None:
    with transaction():
        partners.save_category("kids", name_ru="Малыши", name_en="Babies")
        assert "dochki" in found(shop, "малышам", now)
        execute("UPDATE offers SET title_ru = 'Коляска' WHERE brand_id = (SELECT id FROM brands WHERE slug = 'dochki')")
        assert found(shop, "коляски", now) == ["dochki"]
        execute("UPDATE brands SET name_ru = 'Сынули' WHERE slug = 'dochki'")
        assert found(shop, "сынуля", now) == ["dochki"]


def test_what_follows_a_brand_looks_at_no_other(shop: Programme, owner_url: str) -> None:
    """Each thousand brands of a file would else walk through all brands and offers of the shop, table or index."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("ANALYZE brands, offers, brand_search")  # so small that they seem cheaper to read from end to end
        owner.execute("UPDATE pg_class SET reltuples = 0 WHERE relname = 'categories'")  # as if none had been there
    read = """SELECT relname, seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables
              WHERE relname IN ('brands', 'offers', 'brand_search') ORDER BY relname"""
    zara = execute("SELECT id FROM brands WHERE slug = 'zara'").scalar_one()
    with transaction():
        before = execute(read).all()
        execute("SELECT search_refresh(ARRAY[%(brand)s]::bigint[])", {"brand": zara})
        looked = [
            (now.relname, now.seq_tup_read - then.seq_tup_read, now.idx_tup_fetch - then.idx_tup_fetch)
            for now, then in zip(execute(read).all(), before, strict=True)
        ]
    assert looked == [("brand_search", 0, 2), ("brands", 0, 2), ("offers", 0, 1)]


def test_brands_of_another_programme_are_not_found(shop: Programme, now: datetime) -> None:
    with transaction():
        other = a_programme()
        an_offer(a_brand(other, slug="zarina", name_ru="Zarina", name_en="Zarina"))
    assert found(shop, "zarina", now) in ([], ["zara"])
    assert found(other, "зарина", now) == ["zarina"]


def test_words_are_bounded(shop: Programme, now: datetime) -> None:
    assert found(shop, "детский " * 500, now) == ["detsky-mir"]
