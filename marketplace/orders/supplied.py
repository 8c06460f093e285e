"""Orders whose code a supplier sells: begun, obtained, not sold, and what a person decides where nobody knows.

From the moment before the supplier is asked the outcome of such an order is unknown: it is not taken back, and nothing is
given back, until the supplier has said what became of it, or a person has, with evidence.
"""

from datetime import datetime

from marketplace import catalogue, codes, suppliers
from marketplace.core import audit, outbox
from marketplace.core.topics import Topic
from marketplace.orders import steps
from marketplace.orders.values import Order
from marketplace.suppliers import Bought, Purchase


def begin(order: Order, *, now: datetime) -> Purchase:
    """Begin to buy the code of an order; once. Before the supplier is asked anything.

    Raises:
        suppliers.NoConnection: nobody sells what was ordered.
    """
    steps.lose_sight(order.id, "the supplier is asked", now=now)  # takes the order's lock
    origin = catalogue.origin(order.offer_id)
    connection = suppliers.connection(order.programme_id, origin.source)
    return suppliers.begin(
        connection, order.id, product=origin.external_ref, value=order.value, currency=order.currency, now=now
    )


def obtain_bought(order: Order, purchase: Purchase, bought: Bought, *, now: datetime) -> Order:
    """Put the code that was bought into the vault and note that it is the order's; once.

    Raises:
        codes.CodeKnown: we have had this code already; nothing is noted.
    """

    def keep(order: Order) -> codes.Claimed:
        suppliers.end(purchase.id, "obtained", now=now)
        return codes.keep(order.brand_id, bought.code, bought.pin)

    return steps.obtain(order.id, keep, now=now)


def not_sold(order: Order, purchase: Purchase, why: str, *, now: datetime) -> Order:
    """Give the points back: it is known that the code was never sold to us."""
    suppliers.end(purchase.id, "not_sold", now=now, why=why)
    steps.find_again(order.id, sold=False, now=now)
    return steps.cancel(order, why=why, now=now)


def give_up(order: Order, *, evidence: str, now: datetime) -> Order:
    """A person decides that an order gets no code, and its points go back. What was bought is the supplier's to repay.

    Args:
        evidence: what it rests on: the supplier's letter, a statement of theirs; at least `suppliers.MIN_EVIDENCE_LENGTH` characters.

    Raises:
        EvidenceNeeded, NoPurchase, PurchaseEnded, BeingAsked: as suppliers say. Then nothing is given back.
    """
    purchase = _decided(order, "give_up", evidence, now)
    suppliers.end(purchase.id, "written_off", now=now, why=evidence)
    steps.find_again(order.id, sold=False, now=now)
    return steps.cancel(order, why=evidence, now=now)


def buy_again(order: Order, *, evidence: str, now: datetime) -> None:
    """A person writes off what came, or did not, and another code is bought for the order. Arguments and refusals as `give_up`."""
    purchase = _decided(order, "buy_again", evidence, now)
    suppliers.end(purchase.id, "written_off", now=now, why=evidence)
    begin(order, now=now)
    ask_again(order, now=now)


def name_sale(order: Order, supplier_ref: str, *, evidence: str, now: datetime) -> None:
    """A person says which transaction of the supplier's it is; its code is asked for. Arguments and refusals as `give_up`.

    Raises:
        suppliers.ReceiptTaken: it is another purchase's, or this one has another.
    """
    purchase = _decided(order, "name_sale", evidence, now, supplier_ref=supplier_ref)
    suppliers.recognise(purchase, supplier_ref, known_by="person", now=now)
    outbox.hurry(Topic.ORDERS_ADVANCE, str(order.id), now=now)


def ask_again(order: Order, *, now: datetime) -> None:
    """Have the supplier asked about an order as soon as it may be."""
    outbox.hurry(Topic.ORDERS_ADVANCE, str(order.id), now=now)


def _decided(order: Order, what: str, evidence: str, now: datetime, **facts: str) -> Purchase:
    """The purchase that somebody decides about, with the decision in the audit."""
    if len(evidence.strip()) < suppliers.MIN_EVIDENCE_LENGTH:
        raise suppliers.EvidenceNeeded(least=suppliers.MIN_EVIDENCE_LENGTH)
    steps.held(order.id)
    purchase = suppliers.decidable(order.id, now=now)
    before = {"purchase": purchase.ref, "trouble": purchase.trouble, "supplier_ref": purchase.supplier_ref}
    audit.record(
        f"orders.{what}", f"order:{order.id}", at=now, why=evidence, before=before, after={"decided": what, **facts}
    )
    return purchase
