"""What is told about the shop to devices, robots and other sites."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.db import db, execute
from tests.builders.identity import csrf
from tests.builders.pages import visit
from tests.builders.shopping import Window, a_window


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> Window:
    return a_window(app, client)


def test_the_manifest_names_the_programme_and_its_sign(shop: Window) -> None:
    page = visit(shop.client, "/manifest.webmanifest")
    said = json.loads(page.html)
    assert (said["name"], said["start_url"], said["display"]) == ("Высота", "/", "standalone")
    assert shop.client.get(said["icons"][0]["src"]).mimetype == "image/svg+xml"


def test_a_shared_link_has_a_description_and_pictures_at_the_programmes_own_address(shop: Window) -> None:
    with shop.app.app_context():
        slug = execute("SELECT slug FROM brands ORDER BY id LIMIT 1").scalar_one()
        db.session.rollback()
    for path in ("/", f"/brands/{slug}"):
        html = visit(shop.client, path).html
        assert '<meta name="description" content="Подарочные карты знакомых брендов' in html, path
        for name in ("title", "description", "type"):
            assert re.search(rf'property="og:{name}" content="[^"]+"', html), (path, name)
        picture = html.split('property="og:image" content="')[1].split('"')[0]
        assert picture.startswith("http")
        assert shop.client.get("/" + picture.split("/", 3)[3]).mimetype == "image/png"
        touched = html.split('rel="apple-touch-icon" href="')[1].split('"')[0]
        assert shop.client.get(touched).mimetype == "image/png"


def test_robots_stay_out_of_what_is_personal(shop: Window) -> None:
    said = shop.client.get("/robots.txt").text
    assert all(f"Disallow: {path}" in said for path in ("/account", "/cards", "/orders", "/points"))


def test_the_page_without_a_connection_is_the_same_for_everybody(shop: Window) -> None:
    guest = visit(shop.client, "/offline").html
    shop.member()
    assert visit(shop.client, "/offline").html == guest


def test_sign_out_tells_the_browser_to_forget(shop: Window) -> None:
    shop.member()
    answer = shop.client.post("/sign-out", data={"csrf_token": csrf(shop.client)})
    assert answer.headers["Clear-Site-Data"] == '"storage"'
