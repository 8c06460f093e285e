"""What members owe once a bank has taken money back for what was spent: kept back of the next refund, or given up by two people."""

import pytest

from marketplace import approvals, orders, payments
from marketplace.core import clock, ids
from marketplace.core.db import as_owner, execute, transaction
from marketplace.members import Member
from marketplace.web.console.payments.debt_kind import WRITE_OFF
from tests.builders import orders as shop
from tests.builders.identity import staff
from tests.builders.payments import DISPUTED, Practice, a_mixed_order, fresh, money_in, payment_of, refunds_of, work
from tests.domains.payments.test_disputes import (  # noqa: F401 - fixtures
    PAID,
    anna,
    bank,
    card_of,
    dispute_of,
    issued,
    used,
)


@pytest.mark.spoils_the_books  # a till's movement without its till
def test_what_is_owed_is_kept_back_of_the_next_refund_and_the_rest_written_off_by_two(
    bank: Practice,  # noqa: F811
    anna: tuple[Member, shop.Shelf],  # noqa: F811
) -> None:
    member, shelf = anna
    first = issued(bank, anna, DISPUTED)
    used(card_of(first), 100_000)
    bank.deliver()
    work()
    assert payments.debts(member) == [("RUB", PAID)]
    second = a_mixed_order(member, shelf, points=1_200)
    work()
    bank.pay(second)
    bank.deliver()
    work()
    with transaction():
        orders.cancel(fresh(second), why="returned", now=clock.now())
    work()
    paid = fresh(second).money_part
    assert (refunds_of(second), payments.debts(member)) == ([], [("RUB", PAID - paid)])
    assert (money_in("debt"), money_in("prepaid")) == (paid - PAID, 0)
    assert payments.invariants() == []
    with transaction():
        finance, manager = (staff(shelf.programme, role).id for role in ("finance", "manager"))
        facts = {"programme_id": member.programme_id, "by": finance, "ref": ids.new_ref(), "now": clock.now()}
        asked = approvals.propose(WRITE_OFF, f"{member.id}:RUB", {"amount": PAID - paid}, why="too old", **facts)
    with pytest.raises(approvals.OwnProposal), transaction():
        approvals.approve(asked.id, seen=asked.digest, by=finance, now=clock.now())
    with transaction():
        approvals.approve(asked.id, seen=asked.digest, by=manager, now=clock.now())
    assert (payments.debts(member), money_in("debt"), payments.invariants()) == ([], 0, [])
    bank.bank.decide(dispute_of(bank), won=True)
    bank.deliver()
    work()
    assert (money_in("debt"), payments.trouble(payment_of(first).id)) == (0, "owed_back")
    assert payments.invariants() == []


@pytest.mark.spoils_the_books  # a debt without its cause
def test_payment_that_goes_back_in_two_parts_is_kept_back_of_each(
    bank: Practice,  # noqa: F811
    anna: tuple[Member, shop.Shelf],  # noqa: F811
) -> None:
    order = a_mixed_order(*anna)
    work()
    bank.pay(order)
    bank.deliver()
    work()
    of, today = payment_of(order), clock.now().date()
    with transaction(), as_owner():
        debt = execute(
            "SELECT ledger_open(%(programme)s, 'debt', %(member)s, 'RUB')",
            {"programme": of.programme_id, "member": of.member_id},
        ).scalar_one()
        facts = {"id": of.id, "debt": debt, "now": clock.now(), "today": today}
        for part in (100, 200):
            execute(
                "SELECT payment_post(p, 'dispute', 'dispute:' || %(n)s, %(debt)s, payment_pot(p, 'gateway'), %(n)s, %(now)s, %(today)s) FROM payments p WHERE id = %(id)s",
                facts | {"n": part},
            )
            kept = execute(
                "SELECT payment_net(p, 10000, payment_pot(p, 'prepaid'), %(now)s, %(today)s) FROM payments p WHERE id = %(id)s",
                facts,
            ).scalar_one()
            assert kept == part
        assert execute("SELECT payment_available(%(id)s)", facts).scalar_one() == of.amount - 300
