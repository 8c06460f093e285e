"""Who did what, as a list: narrowed, sorted, paged, with script and without; each sees what is of their programme."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from marketplace.core import audit, clock
from marketplace.core.actors import Actor
from marketplace.core.db import transaction
from tests.web.console.house import House, at

JOURNAL = "/console/journal"


@pytest.fixture
def house(app: Flask) -> House:
    house = House(app)
    with app.app_context():
        with transaction(by=Actor("user", house.ids["support"])):
            for n in range(60):
                audit.record(
                    "tests.count", f"programme:{house.first.id}", at=house.now + timedelta(minutes=n), after={"n": n}
                )
        with transaction():
            audit.record("tests.foreign", f"programme:{house.second.id}", at=house.now)
            audit.record("tests.gone", "letter:999999", at=house.now)
            audit.record("tests.installation", "promise:1", at=house.now)
    return house


def counts(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'<span class="quiet">n</span> (\d+)', page)]


def test_pages_follow_one_another_until_every_record_was_seen_once(house: House) -> None:
    client = house.of("finance")
    seen, url = [], f"{JOURNAL}?action=tests."
    while url:
        page = at(client, url)[1]
        seen += counts(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        url = found[1].replace("&amp;", "&") if found else ""
    assert seen == list(range(59, -1, -1))
    assert "tests.foreign" not in page


def test_a_record_is_seen_in_its_programme_and_one_of_the_installation_by_who_looks_after_it(house: House) -> None:
    seen = {
        who: {word for word in ("foreign", "installation", "gone", "count") if "<tbody>" in at(house.of(who), f"{JOURNAL}?action=tests.{word}", host)[1]}
        for who, host in (("finance", "first.test"), ("operator", "first.test"), ("other admin", "second.test"))
    }  # fmt: skip
    assert seen == {"finance": {"count"}, "operator": {"count", "installation"}, "other admin": {"foreign"}}


def test_filters_narrow_and_stay_in_the_address(house: House) -> None:
    client = house.of("operator")
    page = at(client, f"{JOURNAL}?actor=system&at_from=2026-11-21&at_to=2026-11-21")[1]
    assert "tests.installation" in page
    assert "tests.count" not in page
    assert re.search(r'<option value="system" selected', page)
    assert re.search(r'name="at_from" value="2026-11-21" type="date"', page)
    assert "tests.installation" not in at(client, f"{JOURNAL}?actor=system&at_to=2026-11-20")[1]
    sorting = re.search(r'id="sort-at" href="([^"]+)"', page)
    assert sorting
    assert "actor=system" in sorting[1]
    assert "sort=at" in sorting[1]


def test_a_wrong_filter_is_told_beside_its_field_and_keeps_what_was_typed(house: House) -> None:
    status, page = at(house.of("operator"), f"{JOURNAL}?at_from=soon&actor=nobody")
    assert status == 422
    assert 'value="soon"' in page
    assert len(re.findall(r'<p class="field-error" [^>]*role="alert"[^>]*><svg', page)) == 2
    assert "<tbody>" not in page
    tomorrow = house.first.day(clock.now()) + timedelta(days=2)
    for asked, said in (
        (f"at_from={tomorrow}", "This day is still to come"), ("at_from=2026-11-21&at_to=2026-11-20", "The end is before the beginning"),
    ):  # fmt: skip
        status, page = at(house.of("operator"), f"{JOURNAL}?{asked}")
        assert (status, said in page, "<tbody>" in page) == (422, True, False), asked


def test_script_gets_the_rows_alone_and_the_address_follows(house: House) -> None:
    client = house.of("operator")
    script = {"HX-Request": "true", "HX-Target": "rows"}
    answer = client.get(f"{JOURNAL}?action=tests.i&subject=", headers=script, base_url="http://first.test")
    page = answer.get_data(as_text=True)
    assert page.lstrip().startswith("<section")
    assert "tests.installation" in page
    assert answer.headers["HX-Push-Url"] == f"{JOURNAL}?action=tests.i"
    assert "HX-Request" in answer.vary
    answer = client.get(f"{JOURNAL}?at_from=x", headers=script, base_url="http://first.test")
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (422, "none")


def test_what_is_not_there_is_told_apart_from_what_is_not_found(house: House) -> None:
    assert "Show all" in at(house.of("finance"), f"{JOURNAL}?subject=order:999")[1]
    page = at(house.of("other admin"), f"{JOURNAL}?action=nothing.", "second.test")[1]
    assert "Nothing found" in page
    assert "<tbody>" not in page


def test_every_kind_of_thing_has_its_programme_looked_up_where_it_stands(house: House) -> None:
    with house.app.app_context(), transaction():
        for kind in ("member", "client", "brand", "order", "giftcard", "letter", "programme"):
            audit.record("tests.odd", f"{kind}:999999999999999999", at=house.now)
        for odd in ("order:", "order:x", "giftcard:01ABC", "order:1:2"):
            audit.record("tests.odd", odd, at=house.now)
    page = at(house.of("operator"), f"{JOURNAL}?action=tests.odd")[1]
    assert page.count('<td data-label="What">tests.odd') == 4, "what names nothing is the installation's"


def test_roles_and_what_a_caller_could_name_stand_in_words(house: House) -> None:
    with house.app.app_context(), transaction(by=Actor("user", house.ids["admin"])):
        subject = f"programme:{house.first.id}"
        audit.record("tests.words", subject, at=house.now, after={"roles": ["cashier"], "identified": ["in_person"]})
    page = at(house.of("finance"), f"{JOURNAL}?action=tests.words")[1]
    assert ("Cashier" in page, "Is here in person" in page, "in_person" in page) == (True, True, False)
