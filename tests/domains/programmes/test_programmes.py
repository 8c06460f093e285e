"""Several programmes in one installation: each with its own host, settings and texts."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from marketplace import programmes
from marketplace.core import audit
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.programmes import City, Settings
from tests.builders.programmes import a_programme, accepted

BY = Actor("user", 5)


def test_a_programme_is_found_by_its_host_and_the_first_is_the_default(ctx: Flask) -> None:
    with transaction():
        first = a_programme(hosts=("shop.first.test",))
        second = a_programme(hosts=("second.test", "www.second.test"))
    assert programmes.by_host("WWW.Second.test:8000") == second
    assert programmes.by_host("unknown.test") == programmes.default() == first
    assert programmes.by_host("") == first
    assert programmes.by_host("\0 ' --") == first
    assert programmes.get(second.id) == programmes.by_slug(second.slug) == second
    assert programmes.hosts(second.id) == ["second.test", "www.second.test"]
    assert programmes.everyone() == [first, second]


def test_without_any_programme_there_is_no_default(ctx: Flask) -> None:
    with pytest.raises(programmes.NoProgramme):
        programmes.by_host("shop.test")
    with pytest.raises(programmes.NoProgramme):
        programmes.get(1)


def test_what_is_set_comes_back_as_it_was_set(ctx: Flask, now: datetime) -> None:
    with transaction():
        programmes.put_cities([City("spb", "Санкт-Петербург", "Saint Petersburg", 1)])
        made = a_programme(
            decimals=2, time_zone="Asia/Yekaterinburg", languages=("en",), currency="KZT", city_slug="spb", expiry_months=18,
            expiry_end="half_year", reveal_limit=0, look={"hue": "75", "unit_title_en": "Miles"}, unit_many_en="miles",
        )  # fmt: skip
    programmes.forget_remembered()
    held = programmes.get(made.id)
    assert held == made
    assert (held.name("ru"), held.name("en"), held.name("de")) == ("Высота", "Altitude", "Высота")
    assert (held.language("ru"), held.language("en")) == ("en", "en")
    assert held.day(datetime(2026, 11, 21, 20, 0, tzinfo=UTC)) == date(2026, 11, 22)
    assert programmes.expiry_of(held, date(2026, 11, 21)) == date(2028, 6, 30)
    assert "--skin-hue: 75;" in programmes.look_css(held)


def test_a_taken_name_and_a_taken_host_are_refused(ctx: Flask, now: datetime) -> None:
    with transaction():
        first = a_programme(slug="one", hosts=("one.test",))
        programmes.add_host(first.id, "ONE.test")
    with pytest.raises(programmes.SlugTaken), transaction():
        a_programme(slug="one")
    with pytest.raises(programmes.HostTaken), transaction():
        a_programme(hosts=("one.test:80",))
    with pytest.raises(programmes.BadSetting), transaction():
        a_programme(city_slug="nowhere")
    assert programmes.everyone() == [first]


def test_a_change_is_seen_at_once_and_recorded_with_before_and_after(ctx: Flask, now: datetime) -> None:
    with transaction():
        made = a_programme(hosts=("one.test",))
    assert programmes.by_host("one.test").name_ru == "Высота"
    wanted = {name: getattr(made, name) for name in Settings.__dataclass_fields__} | {"name_ru": "Даль"}
    with transaction(by=BY):
        programmes.change(made.id, Settings(**wanted), now=now, why="a new name")
    assert programmes.by_host("one.test") == replace(made, name_ru="Даль")
    with transaction():
        record = audit.of_subject(f"programme:{made.id}", limit=1)[0]
    assert (record.before, record.after, record.why) == ({"name_ru": "Высота"}, {"name_ru": "Даль"}, "a new name")
    for fixed in ({"decimals": 2}, {"currency": "USD"}):
        with pytest.raises(programmes.BadSetting), transaction(by=BY):
            programmes.change(made.id, Settings(**(wanted | fixed)), now=now)
    with pytest.raises(programmes.NoProgramme), transaction(by=BY):
        programmes.change(made.id + 99, Settings(**wanted), now=now)


def test_a_rolled_back_change_is_not_remembered(ctx: Flask, now: datetime) -> None:
    with transaction():
        made = a_programme()
    wanted = Settings(slug=made.slug, name_ru="Даль", name_en="Far")

    def change_and_fail() -> None:
        with transaction(by=BY):
            programmes.change(made.id, wanted, now=now)
            assert programmes.get(made.id).name_ru == "Даль"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert programmes.get(made.id).name_ru == "Высота"


def test_a_text_has_versions_and_what_was_accepted_stays(ctx: Flask, now: datetime) -> None:
    with transaction(by=BY):
        made = a_programme(texts=False)
        first = programmes.publish_text(made.id, "rules", "ru", "# Правила\r\nодин\r\n", now=now)
        same = programmes.publish_text(made.id, "rules", "ru", "# Правила\nодин", now=now)
        second = programmes.publish_text(made.id, "rules", "ru", "# Правила\nдва", now=now)
    assert (first.version, same.version, second.version) == (1, 1, 2)
    assert first.digest == same.digest != second.digest
    assert programmes.text(made.id, "rules", "ru") == second
    assert accepted(made) == {"rules": second.digest}
    with transaction():
        assert execute("SELECT count(*) FROM programme_texts").scalar_one() == 2


def test_a_language_without_a_text_falls_back_to_the_first(ctx: Flask, now: datetime) -> None:
    with transaction(by=BY):
        made = a_programme(texts=False, languages=("en", "ru"))
        programmes.publish_text(made.id, "rules", "en", "Rules", now=now)
        programmes.publish_text(made.id, "offer", "en", "Offer", now=now)
        programmes.publish_text(made.id, "offer", "ru", "Оферта", now=now)
    rules, offer = programmes.text(made.id, "rules", "ru"), programmes.text(made.id, "offer", "ru")
    assert (rules.language, offer.language) == ("en", "ru")
    assert accepted(made, "ru") == {"rules": rules.digest, "offer": offer.digest}
    with pytest.raises(programmes.NoText):
        programmes.text(made.id, "help", "ru")


def test_a_digest_stands_for_one_text_of_one_programme(ctx: Flask, now: datetime) -> None:
    with transaction(by=BY):
        one, other = a_programme(texts=False), a_programme(texts=False)
        digests = {
            programmes.publish_text(made.id, kind, language, "The same", now=now).digest
            for made in (one, other) for kind in ("rules", "offer") for language in ("ru", "en")
        }  # fmt: skip
    assert len(digests) == 8


@pytest.mark.parametrize("body", ["", " \n", "x" * 200_001, "a\0b"])
def test_a_text_that_cannot_be_published_is_refused(ctx: Flask, now: datetime, body: str) -> None:
    with transaction():
        made = a_programme(texts=False)
    with pytest.raises(programmes.BadText), transaction(by=BY):
        programmes.publish_text(made.id, "rules", "ru", body, now=now)
    with pytest.raises(programmes.BadText), transaction(by=BY):
        programmes.publish_text(made.id, "rules", "de", "x", now=now)


def test_two_publications_at_once_are_two_versions(app: Flask, now: datetime) -> None:
    with app.app_context(), transaction():
        made = a_programme(texts=False)
    barrier, versions = threading.Barrier(4), []

    def publish(body: str) -> None:
        with app.app_context():
            barrier.wait()
            with transaction(by=BY):
                versions.append(programmes.publish_text(made.id, "rules", "ru", body, now=now).version)

    threads = [threading.Thread(target=publish, args=(f"text {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(versions) == [1, 2, 3, 4]


def test_a_published_text_cannot_be_changed_even_by_the_owner(ctx: Flask, owner_url: str) -> None:
    with transaction():
        a_programme()
    for statement in ("UPDATE programme_texts SET body = 'x'", "DELETE FROM programme_texts"):
        with pytest.raises(DBAPIError), transaction():
            execute(statement)
        with psycopg.connect(owner_url) as owner, pytest.raises(psycopg.errors.IntegrityError):
            owner.execute(statement.encode())


def test_cities_are_put_once_and_corrected(ctx: Flask) -> None:
    with transaction():
        programmes.put_cities([City("msk", "Москва", "Moscow", 2), City("spb", "СПб", "SPb", 1)])
        programmes.put_cities([City("spb", "Санкт-Петербург", "Saint Petersburg", 1), City("spb", "Питер", "Piter", 3)])
        programmes.put_cities([])
    assert [(city.slug, city.name_ru) for city in programmes.cities()] == [("msk", "Москва"), ("spb", "Питер")]


def test_setting_up_is_recorded_with_who(ctx: Flask, now: datetime) -> None:
    with transaction():
        made = programmes.create(Settings(slug="x", name_ru="Икс", name_en="X"), now=now)
        record = audit.of_subject(f"programme:{made.id}", limit=1)[0]
    assert (record.action, record.actor_kind, record.at) == ("programmes.create", "system", now)
