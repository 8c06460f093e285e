"""P10: each known way to rob the shop from inside its database is found by the name of what is wrong, and a shop left alone is right."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from marketplace import approvals, earning, giftcards, gifts, identity, members, orders, settlements
from marketplace.approvals import Proposal
from marketplace.core import anchors, blueprint, ids, own_seals
from marketplace.core.db import db, execute, transaction
from marketplace.core.findings import Finding
from marketplace.earning import Operation
from marketplace.programmes import Programme
from marketplace.reports import BOOKS, CHECKS
from marketplace.web.console.programme_kinds import TEXT
from tests.builders import codes as stock
from tests.builders import orders as trade
from tests.builders import settlements as deals
from tests.builders.approvals import NEW_RULES, SUBJECT
from tests.builders.catalogue import an_offer as a_published_offer
from tests.builders.gifts import A_GIFT
from tests.builders.identity import a_user, give, staff, with_authenticator
from tests.builders.payments import MIXED
from tests.builders.suppliers import connected
from tests.builders.tills import a_terminal
from tests.builders.webhooks import an_endpoint
from tests.proof.plugin import Proof
from tests.proof.tampering import consents
from tests.proof.tampering.cases import CASES, PROMOTED, PUT_RIGHT, SIGNED, Case
from tests.proof.tampering.owner import as_owner
from tests.proof.test_tampering import sealed

pytestmark = pytest.mark.spoils_the_books

CARD = "411111******1111"
DIGEST = bytes(range(32))
# What is said of any row of the books while its transaction is open, as that of a case is.
OPEN = "a row is written by a transaction that has been"
# Every fact of the shop that a case names.
FACTS = """
SELECT o.id AS order, o.programme_id AS programme, o.member_id AS member, g.id AS card, g.code_id AS sold,
       (SELECT id FROM giftcards WHERE state = 'void') AS void, o.denomination_id AS cheap,
       (SELECT min(code_id) FROM free_codes f WHERE f.denomination_id = o.denomination_id) AS unsold,
       (SELECT max(denomination_id) FROM batches) AS dear,
       current_database() AS database, (SELECT id FROM accounts WHERE kind = 'programme') AS pot, (SELECT partner_id FROM brands b WHERE b.id = o.brand_id) AS partner,
       (SELECT id FROM payments) AS payment, (SELECT min(id) FROM denominations d WHERE d.offer_id = (SELECT offer_id FROM offer_versions)) AS listed,
       (SELECT id FROM user_sessions) AS session, (SELECT offer_id FROM offer_versions) AS published,
       (SELECT id FROM accounts WHERE kind = 'member' AND owner_id = o.member_id) AS purse
  FROM orders o JOIN giftcards g ON g.order_id = o.id WHERE g.revealed_at IS NOT NULL"""


@pytest.fixture
def shop(ctx: Flask, now: datetime, tmp_path: Path) -> tuple[dict[str, int], Path]:
    """A shop whose rows carry value and rights of every kind, sealed and anchored; the facts that cases name, and the file."""
    path = tmp_path / "seals.log"
    with transaction():
        shelf = trade.a_shelf(stock=0, per_member_limit=5, total_limit=5)
        dear = trade.a_shelf(shelf.programme, stock=0, value=300_000, price=4_500)
        for each in (shelf, dear):
            assert each.denomination_id is not None
            stock.codes_in_stock(each.brand, each.denomination_id, 4)
        anna, boris = trade.a_member(shelf.programme), trade.a_member(shelf.programme)
        members.bind_card(anna, CARD, now)
        user, stranger = a_user(), a_user()
        for each in (user, stranger):
            with_authenticator(each)
        identity.begin_session(user, now=now)
        partner_id = shelf.brand.partner_id
        asked, _token = identity.invite(
            "asked@example.org", "cashier", programme_id=shelf.programme.id, partner_id=partner_id, now=now
        )
        proposal = a_proposal(shelf.programme, now)
        settlements.connect(partner_id, country="RU", now=now)
        supplier = connected(shelf.programme, "https://supplier.example.org")
        mixed = trade.a_shelf(shelf.programme, stock=1, **MIXED)
        published = a_published_offer(shelf.brand, stock=2, per_member_limit=2)
        settled = _settled(shelf.programme, partner_id, published, now)
        terminal = a_terminal(partner_id)
        endpoint = an_endpoint(shelf.programme.id, partner_id, now)
        give(clerk := a_user(), "support", shelf.programme)
        identity.suspend_issuing(clerk.id, programme_id=shelf.programme.id, why="a test", now=now)
        members.consent(user.id, shelf.programme.id, "privacy", language="ru", version=0, digest=DIGEST, now=now)
        clients = [
            identity.create_client(shelf.programme.id, name, ["offers:read"], member_id=anna.id, now=now)[0]
            for name in ("one", "two")
        ]
        identity.revoke_client(clients[1].id, now=now)
    with transaction():
        bought = Operation(
            1, "op1", CARD, now + timedelta(minutes=1), "purchase", 50_000_000, "RUB", "5999", "SHOP", ""
        )
        earning.take_in(shelf.programme, [bought], source="test", file="ops.csv", now=now + timedelta(minutes=2))
    at = now + timedelta(minutes=3)
    with transaction(by=trade.by(anna)):
        kept, given_back, given = (trade.an_order(anna, shelf, now=at) for _ in range(3))
        orders.cancel(given_back, why="too many", now=at)
        trade.an_order(anna, mixed, points=250, now=at)
        card = giftcards.of_orders([kept.id])[kept.id]
        own = {"programme_id": anna.programme_id, "member_id": anna.id}
        giftcards.reveal(card.public_id, now=at, fresh_factor=True, **own)
        gifts.give(anna, giftcards.of_orders([given.id])[given.id].public_id, A_GIFT, ref="a-gift-of-mine", now=at)
    with transaction():
        members.put_on_hold(boris, "block", why="three accounts on one device", now=at)
    sealed(at, path)
    with transaction():
        facts = execute(FACTS).mappings()[0]
    more = {
        "other": boris.id,
        "user": user.id,
        "stranger": stranger.id,
        "client": clients[0].id,
        "ended": clients[1].id,
        "invitation": asked.id,
        "supplier": supplier.id,
        "terminal": terminal.id,
        "endpoint": endpoint.id,
        "proposal": proposal.id,
    }
    return facts | more | settled, path


def _settled(programme: Programme, partner_id: int, offer_id: int, now: datetime) -> dict[str, int]:
    """A contract in force; its next version and a joint promotion wait for the partner."""
    contract, (ours, _theirs) = deals.a_contract(programme, partner_id), deals.two_sides(programme, partner_id)
    version = settlements.propose(
        contract, deals.SIX_PERCENT, valid_from=deals.DECEMBER, side="programme", by=ours, now=now
    )
    deal = settlements.Deal(
        offer_id=offer_id, name="Test", from_day=deals.DECEMBER, to_day=deals.JANUARY, discount_bp=1_000, partner_bp=5_000
    )  # fmt: skip
    promotion = settlements.propose_promotion(deal, [partner_id], side="programme", by=ours, now=now)
    return {"contract": contract.id, "version": version.id, "promotion": promotion.id}


def a_proposal(programme: Programme, now: datetime) -> Proposal:
    """One that waits for a second person."""
    vera, _ = (staff(programme, "manager") for _ in range(2))
    facts = {"body": NEW_RULES}
    return approvals.propose(TEXT, SUBJECT, facts, programme_id=programme.id, by=vera.id, ref=ids.new_ref(), now=now)


def found(path: Path) -> list[Finding]:
    """All that `vitrina verify` looks at, in the open transaction."""
    return [
        *(finding for check in CHECKS.values() for finding in check()),
        *blueprint.differences(),
        *anchors.verify(BOOKS, path),
    ]


def done(case: Case, facts: dict[str, int], path: Path) -> list[Finding]:
    """What is found after a tampering, which is undone at the end."""
    sql = case.sql.format(**facts)
    if case.by == "owner":
        with as_owner():
            execute(sql, prepare=False)
            execute("SET LOCAL session_replication_role = origin")
            return blueprint.differences() if case.rule.startswith("each ") else found(path)
    try:
        with transaction():
            execute(sql, prepare=False)
            db.session.info["refused"] = found(path)
            raise Undone
    except Undone:
        return db.session.info.pop("refused")  # type: ignore[no-any-return]


class Undone(Exception):
    """Ends the transaction of a case, so that it never was."""


@pytest.mark.proof("P10")
def test_each_known_tampering_is_found_by_its_name(shop: tuple[dict[str, int], Path], proof: Proof) -> None:
    facts, path = shop
    with transaction():
        assert found(path) == [], "nobody has touched anything"
    missed = []
    cases = (*CASES, *consents.CASES)
    for case in cases:
        rules = sorted({finding.rule for finding in done(case, facts, path)})
        if not any(rule.startswith(case.rule) for rule in rules):
            missed.append(f"{case.what}: {rules}")
    assert missed == []
    with transaction():
        assert found(path) == [], "all was undone"
    proof.count("named tamperings found", len(cases))


def test_what_the_operator_names_belongs_there_and_excuses_nothing_that_is_shipped(ctx: Flask) -> None:
    with as_owner():
        execute("SET LOCAL session_replication_role = origin")
        execute("CREATE ROLE standby REPLICATION LOGIN; DROP INDEX giftcards_live_code", prepare=False)
        assert [one.subject for one in blueprint.differences()] == ["giftcards_live_code", "REPLICATION of standby"]
        known = frozenset({"REPLICATION of standby", "giftcards_live_code"})
        assert [one.subject for one in blueprint.differences(known)] == ["giftcards_live_code"]


@pytest.mark.proof("P10", control=True)
def test_control_with_the_two_old_books_alone_most_of_them_stay_hidden(
    shop: tuple[dict[str, int], Path], monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    facts, path = shop
    monkeypatch.setattr(f"{__name__}.BOOKS", BOOKS[:2])
    hidden = [case for case in CASES if case.rule.startswith("sealed") and not done(case, facts, path)]
    assert len(hidden) >= 5
    proof.figure(f"without the books of trade and rights {len(hidden)} named tamperings are not found")


@pytest.mark.proof("P10", control=True)
def test_control_without_seals_of_the_application_what_its_role_signs_for_partners_stays_hidden(
    shop: tuple[dict[str, int], Path], monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    facts, path = shop
    monkeypatch.setattr(own_seals, "unsealed", lambda _owned: [])
    hidden = [
        case.what for case in CASES
        if case.rule in (SIGNED, PROMOTED, PUT_RIGHT) and {finding.rule for finding in done(case, facts, path)} <= {OPEN}
    ]  # fmt: skip
    assert len(hidden) == 3, hidden
    proof.figure(
        "without the application's own seals contracts, promotions and sums that nobody agreed to are not found"
    )
