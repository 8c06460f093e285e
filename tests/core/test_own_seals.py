"""Rows that the application alone may write: nothing that it does itself puts its seal on what somebody else has written."""

from datetime import timedelta

import pytest
from flask import Flask

from marketplace import approvals, exchanges, giftcards, identity, orders, settlements, webhooks
from marketplace.core import own_seals
from marketplace.core.db import execute, transaction
from marketplace.exchanges import Rule
from marketplace.giftcards import Card
from marketplace.giftcards.book import OWNED
from marketplace.identity import sealing
from marketplace.web.console.programme_kinds import TEXT
from tests.builders import settlements as deals
from tests.builders.approvals import Office, a_rule
from tests.builders.identity import a_user, staff
from tests.builders.orders import NOW, Shelf, a_member, a_shelf, an_order
from tests.builders.webhooks import an_endpoint

pytestmark = pytest.mark.spoils_the_books
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def shelf(ctx: Flask) -> Shelf:
    with transaction():
        return a_shelf(fulfilment="own")


def a_card(shelf: Shelf) -> Card:
    with transaction():
        order = an_order(a_member(shelf.programme, points=450), shelf)
        orders.fulfil(order.id, now=NOW)
        return giftcards.of_orders([order.id])[order.id]


def test_an_extension_that_somebody_else_wrote_is_found_also_after_staff_has_chosen_the_same_day(shelf: Shelf) -> None:
    cards = a_card(shelf), a_card(shelf)
    until = cards[0].expires_on + timedelta(days=30)
    with transaction():
        execute(
            "SELECT giftcard_extend(%(id)s, %(until)s, 'fault', 'forged', %(now)s)",
            {"id": cards[0].id, "until": until, "now": NOW},
        )
    for card in cards:
        with transaction():
            giftcards.extend(giftcards.card_by_id(card.id), until, "fault", note="the till was down", now=LATER)
    forged = execute("SELECT id FROM giftcard_extensions WHERE giftcard_id = %(id)s", {"id": cards[0].id}).scalar_one()
    found = own_seals.unsealed(OWNED)
    assert [one.subject for one in found] == [f"giftcard_extensions {forged}"]


def test_an_invitation_that_somebody_else_changed_is_not_sent_again(shelf: Shelf) -> None:
    programme_id, partner_id = shelf.programme.id, shelf.brand.partner_id
    with transaction():
        asked, _token = identity.invite(
            "new@example.org", "cashier", programme_id=programme_id, partner_id=partner_id, now=NOW
        )
    with transaction():
        identity.invite_again(asked, now=LATER)
        execute("UPDATE invitations SET token_digest = sha256('known') WHERE id = %(id)s", {"id": asked.id})
    with pytest.raises(own_seals.NotOurs), transaction():
        identity.invite_again(asked, now=LATER)


def test_an_address_that_somebody_else_wrote_is_not_sealed_by_a_change_of_kinds(shelf: Shelf) -> None:
    with transaction():
        endpoint = an_endpoint(shelf.programme.id, shelf.brand.partner_id, NOW)
        webhooks.change(endpoint, endpoint.url, ["card.redeemed"], now=NOW)
        execute("UPDATE webhook_endpoints SET url = 'https://thief.example/' WHERE id = %(id)s", {"id": endpoint.id})
    with pytest.raises(own_seals.NotOurs), transaction():
        webhooks.change(endpoint, endpoint.url, ["card.redeemed"], now=LATER)


def test_version_or_consent_that_somebody_else_wrote_lets_nothing_be_done(ctx: Flask) -> None:
    office = Office()
    a_rule(office.programme, TEXT, approvers=2, approvers_over_cap=None, now=NOW)
    made = office.propose()
    with transaction():
        execute(
            """INSERT INTO proposal_decisions (proposal_id, digest, outcome, decided_by, decided_at)
               VALUES (%(id)s, %(digest)s, 'approved', %(by)s, %(now)s)""",
            {"id": made.id, "digest": made.digest, "by": office.sergey, "now": NOW},
        )
    with pytest.raises(own_seals.NotOurs):
        office.approve(made)
    with transaction():
        execute(
            """INSERT INTO proposal_versions (proposal_id, number, digest, payload, base, before, approvals_needed, edited_by, edited_at, expires_at)
               SELECT proposal_id, 2, sha256('mine'), payload, base, before, 1, edited_by, edited_at, expires_at FROM proposal_versions
                WHERE proposal_id = %(id)s""",
            {"id": made.id},
        )
    with pytest.raises(own_seals.NotOurs):
        office.approve(approvals.by_id(made.id, now=NOW))


def test_account_at_the_provider_that_somebody_else_wrote_is_not_agreed_to(shelf: Shelf) -> None:
    with transaction():
        account = settlements.connect(shelf.brand.partner_id, country="DE", now=NOW)
        settlements.note_opened(account, "acct_ours")
        execute("UPDATE connected_accounts SET provider_ref = 'acct_thief', bank_mark = 'ba_thief'")
    with pytest.raises(own_seals.NotOurs), transaction():
        settlements.agree_to_bank(account, "ba_thief", now=LATER)
    with pytest.raises(own_seals.NotOurs), transaction():
        settlements.note_state(account, submitted=True, pays_out=True, missing=[], bank_mark="ba_thief", now=LATER)


def test_rate_that_somebody_else_wrote_enters_no_statement(shelf: Shelf) -> None:
    with transaction():
        contract = deals.a_contract(shelf.programme, shelf.brand.partner_id, rate_source="ECB")
        settlements.put_rate(shelf.programme.id, "ECB", "USD", "RUB", NOW.date(), 90_000_000_000)
    with transaction():
        execute(
            """INSERT INTO settlement_rates (programme_id, source, from_currency, to_currency, day, rate)
               SELECT programme_id, source, 'EUR', to_currency, day, 1 FROM settlement_rates"""
        )
    with pytest.raises(own_seals.NotOurs), transaction():
        deals.drawn(contract)


def test_terms_of_exchange_that_somebody_else_wrote_give_no_quote(shelf: Shelf) -> None:
    with transaction():
        other = a_shelf(shelf.programme, fulfilment="own")
        for brand in (shelf.brand, other.brand):
            rule = Rule(brand.id, gives=True, takes=True, recasts=True, fee_permille=40)
            exchanges.set_rule(shelf.programme.id, rule, now=NOW)
        anna = a_member(shelf.programme, points=450)
        order = an_order(anna, shelf)
        orders.fulfil(order.id, now=NOW)
        card = giftcards.of_orders([order.id])[order.id]
    with transaction():
        exchanges.offer(anna, card.public_id, other.brand.id, now=NOW)
        execute(
            """INSERT INTO exchange_rules (programme_id, brand_id, gives, takes, recasts, fee_permille, at)
               SELECT programme_id, brand_id, gives, takes, recasts, 0, at FROM exchange_rules WHERE brand_id = %(brand)s""",
            {"brand": other.brand.id},
        )
    with pytest.raises(own_seals.NotOurs), transaction():
        exchanges.offer(anna, card.public_id, other.brand.id, now=NOW)


def test_all_seals_are_looked_at_a_few_at_a_time(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_seals, "STEP", 2)
    monkeypatch.setattr(sealing, "STEP", 2)
    with transaction():
        users = [staff(shelf.programme, "support").id for _ in range(5)]
        a_user()
    assert identity.invariants() == []
    with transaction():
        execute(
            """INSERT INTO own_seals (sheet, row_id, number, state, seal)
               SELECT sheet, row_id, number + 1, state, sha256(seal) FROM own_seals
                WHERE sheet = 'grants' AND row_id = (SELECT max(id) FROM grants)"""
        )
        execute(
            """INSERT INTO sign_in_seals (user_id, number, state, authenticator, seal, at)
               SELECT DISTINCT ON (user_id) user_id, number + 1, state, authenticator, sha256(seal), at FROM sign_in_seals
                WHERE user_id = ANY (%(users)s) ORDER BY user_id, number DESC""",
            {"users": [users[0], users[4]]},
        )
    last = execute("SELECT max(id) FROM grants").scalar_one()
    assert [one.subject for one in identity.invariants()] == [
        f"user {users[0]}", f"user {users[4]}", f"grants {last}",
    ]  # fmt: skip
