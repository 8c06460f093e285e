"""Reloadly's API as we speak it: what surely did not happen is told apart from what may have."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from marketplace.integrations import http
from marketplace.integrations.http import Limits
from marketplace.integrations.practising import running
from marketplace.integrations.suppliers import reloadly_api, reloadly_sales
from marketplace.integrations.suppliers.practice.app import PracticeSupplier
from marketplace.integrations.suppliers.practice.faults import Fault
from marketplace.integrations.suppliers.reloadly_api import Reloadly
from marketplace.suppliers import Bought, Outcome
from tests.domains.suppliers.test_rules import a_purchase

SHORT = Limits(0.6, 0.6, 2**20)


@pytest.fixture(scope="module")
def practice() -> Iterator[tuple[PracticeSupplier, str]]:
    app = PracticeSupplier(hang_seconds=0.9)
    with running(app) as url:
        yield app, url


@pytest.fixture
def api(practice: tuple[PracticeSupplier, str], monkeypatch: pytest.MonkeyPatch) -> Reloadly:
    monkeypatch.setattr(reloadly_api, "_TOKENS", {})
    return Reloadly(practice[1], f"{practice[1]}/oauth/token", "client", "secret", limits=SHORT)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.COMMIT_THEN_TIMEOUT, Outcome.UNCLEAR), (Fault.COMMIT_THEN_500, Outcome.UNCLEAR), (Fault.SLOW, Outcome.UNCLEAR),
        (Fault.MALFORMED, Outcome.UNCLEAR), (Fault.RESET, Outcome.UNCLEAR), (Fault.TOO_MANY, Outcome.NOT_TAKEN),
        (Fault.REFUSED, Outcome.REFUSED), (Fault.WRONG_DENOMINATION, Outcome.SOLD),
    ],
)  # fmt: skip
def test_each_fault_is_what_it_is(
    api: Reloadly, practice: tuple[PracticeSupplier, str], fault: Fault, outcome: Outcome
) -> None:
    practice[0].faults.append(fault)
    answer = api.order(a_purchase())
    assert answer.outcome is outcome
    assert (answer.retry_after == 7) is (fault is Fault.TOO_MANY)


def test_order_is_bought_found_and_collected(api: Reloadly) -> None:
    wanted = a_purchase()
    [sale] = api.order(wanted).sales
    assert (sale.value, sale.currency, sale.named) == (100_000, "RUB", True)
    assert sale in api.find(wanted, datetime.now(UTC)).sales
    assert isinstance(api.collect(sale.supplier_ref), Bought)
    assert api.collect("17").outcome is Outcome.UNCLEAR  # type: ignore[union-attr]
    assert api.well().outcome is Outcome.NONE
    assert [product["productId"] for page in api.catalogue() for product in page] == [101, 102]


def test_supplier_who_is_away_has_surely_taken_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        answer = Reloadly(url, f"{url}/oauth/token", "client", "secret", limits=SHORT).order(a_purchase())
    assert (answer.outcome, answer.note) == (Outcome.NOT_TAKEN, "no connection")


def test_real_transactions_are_read_as_they_are_written(real_data: Path) -> None:
    document = json.loads((real_data / "giftcards" / "reloadly_transactions.json").read_text(), parse_float=Decimal)
    listed = reloadly_sales.listed(document, "7-ABCDEFGH")
    assert listed is not None
    assert listed.last
    assert [(sale.supplier_ref, sale.product, sale.value, sale.currency, sale.named) for sale in listed.sales] == [
        ("812", "1", 2500, "USD", False)
    ]
    cards = json.loads((real_data / "giftcards" / "reloadly_order_redeem_code.json").read_text())
    assert reloadly_sales.card(cards) == Bought("EWWVWtest", "16163test")


@pytest.mark.parametrize(
    "cards", [None, {}, [{}], [{"cardNumber": None}], [{"cardNumber": 7}], [{"cardNumber": "A1"}], [{"cardNumber": "A" * 65}],
              [{"cardNumber": "AB12CD34", "pinCode": 1}], [{"cardNumber": "AB\u202e12CD34"}], [{"cardNumber": "AB12CD34"}] * 2],
)  # fmt: skip
def test_what_is_not_one_card_is_none(cards: Any) -> None:
    assert reloadly_sales.card(cards) is None


def test_nobody_holds_us_longer_than_the_whole_may_take() -> None:
    """A byte now and then keeps every single wait short."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"

        def drip() -> None:
            line, _ = server.accept()
            with line:
                for sign in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200:
                    try:
                        line.send(bytes([sign]))
                    except OSError:
                        return
                    threading.Event().wait(0.02)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(http.Lost, match="timed out"):
            http.ask("GET", url, headers={}, limits=Limits(0.3, 0.3, 1000))
        thread.join(5)
