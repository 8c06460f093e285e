"""The filters speak the language and the units of the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from flask import Flask, current_app, g, render_template_string
from flask_babel import Babel, force_locale

from marketplace.web.shared import filters

MILES = SimpleNamespace(
    unit_one_ru="миля", unit_few_ru="мили", unit_many_ru="миль", unit_one_en="mile", unit_many_en="miles",
    decimals=0, time_zone="Europe/Moscow", currency="RUB", look={"unit_title_ru": "Мили"},
)  # fmt: skip


@pytest.fixture
def page() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app, default_locale="ru")
    filters.init_app(app)
    with app.test_request_context(), time_machine.travel(datetime(2026, 11, 21, 21, 30, tzinfo=UTC), tick=False):
        g.programme = MILES
        yield


@contextmanager
def spoken_in(language: str) -> Iterator[None]:
    """What follows is of another request, in this language."""
    before = g.pop("spoken", None)
    with force_locale(language):
        yield
    g.spoken = before


def shown(template: str, **names: object) -> str:
    return render_template_string(template, **names).replace("\u00a0", " ")


@pytest.mark.usefixtures("page")
def test_what_is_written_of_a_constant_is_written_anew_in_every_request() -> None:
    template = current_app.jinja_env.from_string("{{ 0|unit }}, {{ 500|money }}")
    with spoken_in("ru"):
        assert template.render() == "миль, 5\N{NO-BREAK SPACE}₽"
    with spoken_in("en"):
        assert template.render() == "miles, ₽5"


@pytest.mark.usefixtures("page")
def test_amounts_carry_the_programmes_own_unit() -> None:
    assert shown("{{ 21|points }}, от {{ 421|points_genitive }}, {{ 4820|number }} {{ 4820|unit }}") == (
        "21 миля, от 421 мили, 4 820 миль"
    )
    with spoken_in("en"):
        assert shown("{{ 1|points }}, {{ 4820|points }}, {{ (-450)|signed }}") == "1 mile, 4,820 miles, −450"


@pytest.mark.usefixtures("page")
def test_another_programme_may_be_named() -> None:
    other = SimpleNamespace(**{**vars(MILES), "unit_many_ru": "баллов", "decimals": 1})
    assert shown("{{ 4505|points(other) }} {{ 50|points(other) }}", other=other) == "450,5 мили 5 баллов"


@pytest.mark.usefixtures("page")
def test_the_place_of_points_is_named_by_the_programme_and_else_by_a_word_that_fits_all() -> None:
    assert shown("{{ programme|unit_title }}", programme=MILES) == "Мили"
    plain = SimpleNamespace(**{**vars(MILES), "look": {}})
    with spoken_in("en"):
        assert shown("{{ programme|unit_title }}", programme=plain) == "Miles"


@pytest.mark.usefixtures("page")
def test_today_is_the_programmes_day_not_the_servers() -> None:
    assert filters.today() == date(2026, 11, 22)
    assert shown("{{ at|moment }}", at=datetime(2026, 12, 31, 21, 30, tzinfo=UTC)) == "1 января 2027, 00:30"
    assert shown("{{ on|day }}, {{ on|short_day }}", on=date(2026, 12, 31)) == "31 декабря, 31.12.2026"


@pytest.mark.usefixtures("page")
def test_money_is_the_programmes_currency_unless_another_is_given() -> None:
    assert (
        shown("{{ 30000|money }} {{ 30000|money('USD') }} {{ money_range(30000, 500000) }}")
        == "300 ₽ 300 $ 300–5 000 ₽"
    )


@pytest.mark.usefixtures("page")
def test_a_text_in_two_languages_follows_the_page() -> None:
    city = SimpleNamespace(name_ru="Москва", name_en="Moscow")
    assert shown("{{ city|local('name') }}", city=city) == "Москва"
    with spoken_in("en"):
        assert shown("{{ city|local('name') }}", city=city) == "Moscow"
        city.name_en = ""
        assert shown("{{ city|local('name') }}", city=city) == "Москва"
