"""Buys the code of an order from its supplier, step by step; each step is written down before it is taken and after.

What is remote stands between two transactions, never inside one. A code goes from the answer into the vault, and nowhere else.
"""

import time

from flask import current_app

from marketplace import codes, orders, suppliers
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.outbox import NotYet
from marketplace.integrations.suppliers.adapters import supplier
from marketplace.integrations.suppliers.port import Supplier
from marketplace.jobs import restored
from marketplace.jobs.celery_app import celery
from marketplace.orders import Order
from marketplace.suppliers import Answer, Asked, Bought, Connection, NotSold, Outcome, Purchase, Wait

STEPS_SECONDS = 5  # then another relay may go on: a promise is kept within 20, and one call takes up to 9


def buy(order: Order) -> bool:
    """Take the purchase for an order as far as it goes now; whether the order has its code. False: it has been cancelled.

    Raises:
        NotYet: something is to be waited for, or a person is to decide.
    """
    restored.must_be_reconciled(clock.now())
    with transaction():
        purchase = orders.begin(order, now=clock.now())
    ends = time.monotonic() + STEPS_SECONDS
    while time.monotonic() < ends:
        now = clock.now()
        with transaction():
            step = suppliers.go_on(purchase.id, now=now)
            if isinstance(step, NotSold):
                orders.not_sold(order, purchase, step.why, now=now)
                return False
        if isinstance(step, Purchase):
            return step.end == "obtained"
        if isinstance(step, Wait):
            if step.until > now:
                raise NotYet(step.until, "the supplier will be asked again")
            continue
        _take(order, step)
    raise NotYet(clock.now(), "goes on in a moment")


def _take(order: Order, step: Asked) -> None:
    """Make one call, and write down what came back."""
    answer = _asked(step)
    if isinstance(answer, Bought):
        try:
            with transaction():
                now = clock.now()
                orders.obtain_bought(order, step.purchase, answer, now=now)
                suppliers.heard(step, Answer(Outcome.CODE, 200), now=now)
            return
        except codes.CodeKnown:
            answer = Answer(Outcome.DUPLICATE, 200)
    with transaction():
        suppliers.heard(step, answer, now=clock.now())


def _asked(step: Asked) -> Answer | Bought:
    at_other_end = reached(step.connection)
    if step.what == "order":
        return at_other_end.order(step.purchase)
    if step.what == "find":
        return at_other_end.find(step.purchase, clock.now())
    supplier_ref = step.purchase.supplier_ref
    assert supplier_ref is not None, "a code is collected once its transaction is known"
    return at_other_end.collect(supplier_ref)


def reached(connection: Connection) -> Supplier:
    """The supplier at the other end of a connection."""
    return supplier(connection, current_app.config["SETTINGS"].var_dir)


@celery.task(name="suppliers.look")
def look() -> None:
    """Show support what is overdue. Ask suppliers that do not answer whether they do again: then their cards are on sale once more."""
    with transaction():
        suppliers.show_overdue(now=clock.now())
    for connection in suppliers.connections():
        if connection.broken_since is not None and connection.closed_at is None:
            answer = reached(connection).well()
            if answer.outcome is Outcome.NONE:
                with transaction():
                    suppliers.mend(connection.id, now=clock.now())
