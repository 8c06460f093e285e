"""The partner's account at the payment provider, in the portal: asked for, led to the provider's page, and how it stands."""

from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.core.db import execute, transaction
from tests.builders.payments import Practice, practice
from tests.builders.promises import keep
from tests.web.partner.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


@pytest.fixture
def bank(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with practice(desk.app, monkeypatch) as one:
        yield one


def test_owner_connects_an_account_and_finance_can_have_the_provider_pay(desk: Desk, bank: Practice) -> None:
    owner, path = desk.of("owner"), f"{desk.home}/payout-account"
    with desk.app.app_context(), transaction():
        execute("UPDATE partners SET legal_name = name_en WHERE id = %(id)s", {"id": desk.partner_id})
    assert "Connect an account" in owner.get(path).text
    assert owner.post(path, country="Germany").status_code == 422
    assert owner.post(path, country="DE").status_code == 303
    asked = owner.get(f"{path}?opening=yes").text
    assert "preparing its page" in asked
    assert "Germany" in asked
    keep(desk.app)
    page = owner.get(f"{path}?opening=yes").text
    assert f"{bank.url}/connect/" in page
    [account] = bank.bank.store.all("account")
    bank.partners.fill_in(account["id"], without="representative.verification.document")
    assert owner.get(f"{path}?back=yes").status_code == 200
    keep(desk.app)
    assert "representative.verification.document" in owner.get(path).text
    bank.partners.fill_in(account["id"])
    bank.deliver(times=2)
    keep(desk.app)
    assert "The account is ready" in owner.get(path).text
    for stranger in ("cashier", "manager", "competitor"):
        assert desk.of(stranger).get(path).status_code == 404


def test_without_a_provider_there_is_nothing_to_connect(desk: Desk) -> None:
    page = desk.of("owner").get(f"{desk.home}/payout-account").text
    assert "there is nothing to connect" in page
    assert "Connect an account" not in page
