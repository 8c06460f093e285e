"""/metrics: who may read it, that it counts by route and reason and shows no address, and what it says of the shop."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from marketplace.core import book_checks, clock, outbox, pulses
from marketplace.core.db import transaction
from marketplace.core.findings import Finding
from marketplace.settings import ROOT
from tests.builders.api import a_caller
from tests.builders.orders import a_shelf
from tests.builders.programmes import a_programme

TOKEN = "kQ9zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def client(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of a shop whose figures may be read with TOKEN."""
    settings = app.config["SETTINGS"].model_copy(update={"metrics_token": SecretStr(TOKEN)})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return app.test_client()


def figure(client: FlaskClient, line: str) -> float:
    """One figure of the page; 0 where it is not there."""
    found = re.search(rf"^{re.escape(line)} (\S+)$", client.get("/metrics", headers=BEARER).text, re.MULTILINE)
    return float(found[1]) if found else 0.0


@pytest.mark.parametrize("sent", [{}, BEARER, {"Authorization": "Bearer "}, {"Authorization": "Bearer None"}])
def test_while_no_token_is_set_nobody_finds_anything(app: Flask, sent: dict[str, str]) -> None:
    answer = app.test_client().get("/metrics", headers=sent)
    assert (answer.status_code, answer.text) == (404, "not found\n"), "also from this machine, where a proxy may stand"


def test_only_who_brings_the_token_is_answered(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 404
    far = {"REMOTE_ADDR": "192.0.2.7"}
    answer = client.get("/metrics", headers=BEARER, environ_base=far)
    assert answer.status_code == 200
    assert TOKEN not in answer.text


def test_requests_are_counted_by_template_and_never_by_address(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        slug = a_shelf(stock=1).brand.slug
    line = 'vitrina_requests_total{method="GET",route="/brands/<slug>",status="404"}'
    before, strange = figure(client, line), figure(client, 'vitrina_refusals_total{code="not_found"}')
    client.get("/brands/no-such-brand-CANARY")
    client.get("/CANARY/unknown")
    assert figure(client, line) == before + 1
    assert figure(client, 'vitrina_refusals_total{code="not_found"}') >= strange + 1
    text = client.get("/metrics", headers=BEARER).text
    assert "CANARY" not in text
    assert f"/brands/{slug}" not in text
    assert 'vitrina_request_seconds_bucket{le="0.5",method="GET",route="/brands/<slug>"}' in text


def test_orders_are_counted_once_and_refusals_by_reason(app: Flask, client: FlaskClient) -> None:
    caller = a_caller(app, points=450)
    orders, poor = 'vitrina_events_total{what="orders_placed"}', 'vitrina_refusals_total{code="not_enough_points"}'
    before, refused = figure(client, orders), figure(client, poor)
    body = caller.order()
    for _ in range(2):
        assert caller.post("/orders", body, key="the-same-key").status_code == 201
    assert caller.post("/orders", body).status_code == 409
    assert figure(client, orders) == before + 1
    assert figure(client, poor) == refused + 1


def test_what_waits_is_short_or_wrong_is_told(app: Flask, client: FlaskClient) -> None:
    now = clock.now()
    with app.app_context(), transaction():
        programme = a_programme()
        number = programme.id
        a_shelf(programme, stock=0)
        scarce = a_shelf(programme, stock=2).brand.slug
        a_shelf(programme, stock=11)
        outbox.send("test.waits", ref="1", now=now - timedelta(minutes=10))
        pulses.beat("chain.seal", datetime(2026, 1, 1, tzinfo=UTC))
        book_checks.record([Finding("rule", "entry 1", {})], now)
    text = client.get("/metrics", headers=BEARER).text
    for line in (
        "vitrina_database_up 1.0", 'vitrina_promises_waiting{topic="test.waits"} 1.0', 'vitrina_offers{stock="out"} 1.0',
        'vitrina_offers{stock="low"} 1.0', 'vitrina_offers{stock="enough"} 1.0', "vitrina_books_findings 1.0",
        'vitrina_task_done_timestamp_seconds{task="chain.seal"} 1.7672256e+09',
        f'vitrina_free_codes{{brand="{scarce}",programme="{number}"}} 2.0',
    ):  # fmt: skip
        assert f"\n{line}\n" in text, line
    assert 600 <= figure(client, 'vitrina_promises_overdue_seconds{topic="test.waits"}') < 700


# Two processes count, each three; a third reads. They are forked from one that knows nothing of ours.
ADDED_UP = """
import multiprocessing, sys
from pathlib import Path
from marketplace.web.shared.counting import Counts

def count():
    Counts(Path(sys.argv[1])).events.labels("orders_placed").inc(3)

def read():
    print(Counts(Path(sys.argv[1])).registry().get_sample_value("vitrina_events_total", {"what": "orders_placed"}))

for deed in (count, count, read):
    process = multiprocessing.get_context("fork").Process(target=deed)
    process.start()
    process.join(30)
"""


def test_processes_are_added_up(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", ADDED_UP, tmp_path], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["6.0"], done.stderr
