"""Static files: an address that changes with the content, kept forever, compressed before anybody asks."""

from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from marketplace.web.shared import static

SOURCE = Path(__file__).resolve().parents[3] / "static"


@pytest.fixture
def visitor(tmp_path: Path) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    static.init_app(app, SOURCE, tmp_path)
    app.get("/sheet")(lambda: render_template_string("{{ asset('css/vitrina.css') }}"))
    return app.test_client()


def test_the_style_sheet_is_one_file_kept_for_ever_and_sent_compressed(visitor: FlaskClient) -> None:
    answer = visitor.get(visitor.get("/sheet").text, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 16_000


def test_what_the_style_sheet_points_at_exists_under_the_same_fingerprint(visitor: FlaskClient) -> None:
    sheet = visitor.get("/sheet").text
    for name in ("fonts/inter-cyrillic-wght-normal.woff2", "img/chevron.svg", "img/icons.svg"):
        assert visitor.get(sheet.replace("css/vitrina.css", name)).status_code == 200
    assert "url(" in static.joined(SOURCE / "css")


def test_the_address_changes_when_a_file_does(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = static.fingerprint(tmp_path)
    (tmp_path / "a.css").write_text("b{}")
    assert static.fingerprint(tmp_path) != before


def test_publishing_twice_is_publishing_once(tmp_path: Path) -> None:
    first = static.publish(SOURCE, tmp_path / "v1")
    stamp = (first / "css/vitrina.css").stat().st_mtime_ns
    assert static.publish(SOURCE, tmp_path / "v1") == first
    assert (first / "css/vitrina.css").stat().st_mtime_ns == stamp
    assert [p.name for p in tmp_path.iterdir()] == ["v1"]


def test_a_file_outside_the_folder_is_not_found(visitor: FlaskClient) -> None:
    sheet = visitor.get("/sheet").text
    for path in ("../../pyproject.toml", "..%2f..%2fpyproject.toml", "nothing.css"):
        assert visitor.get(sheet.replace("css/vitrina.css", path)).status_code == 404
