"""Language and theme: what is chosen is kept, what is invented is refused, and nobody is led away."""

from types import SimpleNamespace

import pytest
from flask import g
from flask.testing import FlaskClient
from flask_babel import Babel, get_locale
from flask_login import LoginManager

from marketplace.web.shared import languages, theme
from marketplace.web.shared.back import back
from marketplace.web.shared.lanes import TwoLanes


@pytest.fixture
def visitor() -> FlaskClient:
    app = TwoLanes(__name__)
    app.secret_key = "only for this test"
    LoginManager(app).user_loader(lambda _: None)
    Babel(app, locale_selector=languages.select)
    app.register_blueprint(languages.blueprint)
    app.register_blueprint(theme.blueprint)
    app.before_request(lambda: setattr(g, "programme", SimpleNamespace(languages=["ru", "en"])))
    app.get("/")(lambda: f"{get_locale()} {theme.current()}")
    return app.test_client()


def test_a_guest_reads_what_the_browser_asks_for_and_else_the_programmes_own_language(visitor: FlaskClient) -> None:
    assert visitor.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).text == "en auto"
    assert visitor.get("/", headers={"Accept-Language": "de"}).text == "ru auto"


def test_a_chosen_language_stays_and_leads_back_to_the_page(visitor: FlaskClient) -> None:
    answer = visitor.post("/language", data={"language": "en", "next": "/cards?page=2"})
    assert (answer.status_code, answer.location) == (302, "/cards?page=2")
    assert visitor.get("/", headers={"Accept-Language": "ru"}).text == "en auto"


def test_an_address_may_name_its_language_and_changes_nothing_else(visitor: FlaskClient) -> None:
    visitor.set_cookie("language", "ru")
    assert [visitor.get(f"/?lang={one}").text for one in ("en", "ru", "xx", "")] == [
        "en auto",
        "ru auto",
        "ru auto",
        "ru auto",
    ]
    assert visitor.get("/").text == "ru auto"


def test_a_chosen_theme_stays(visitor: FlaskClient) -> None:
    visitor.post("/theme", data={"theme": "dark"})
    assert visitor.get("/").text == "ru dark"


@pytest.mark.parametrize(("path", "field"), [("/language", "language"), ("/theme", "theme")])
@pytest.mark.parametrize("value", ["", "xx", "ru\r\nSet-Cookie: a=b", "<script>", "e" * 5000])
def test_an_invented_choice_is_refused_and_sets_no_cookie(
    visitor: FlaskClient, path: str, field: str, value: str
) -> None:
    answer = visitor.post(path, data={field: value})
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_a_forged_cookie_is_ignored(visitor: FlaskClient) -> None:
    visitor.set_cookie("language", "xx")
    visitor.set_cookie("theme", "xx")
    assert visitor.get("/", headers={"Accept-Language": "ru"}).text == "ru auto"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "cards", "/a\nb", "\t//evil.example", "/%0a/../..//evil\\x"],
)  # fmt: skip
def test_the_way_back_never_leaves_the_site(target: str) -> None:
    assert back(target) == "/"


@pytest.mark.parametrize("target", ["/", "/cards", "/?q=детский мир", "/cards/7?x=https://a.b/"])
def test_the_way_back_leads_to_the_page(target: str) -> None:
    assert back(target) == target
