"""How a code is bought: begun, asked step by step, ended. Every step takes the purchase's own lock first.

A call is written down before it is made and its answer afterwards, so anyone who comes after a process that was killed knows
that something may have been asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.core import ids
from marketplace.core.db import execute
from marketplace.suppliers import connecting, queries, rules
from marketplace.suppliers.errors import BeingAsked, PurchaseEnded, ReceiptTaken
from marketplace.suppliers.rules import Ask, NotSold, Show, Wait
from marketplace.suppliers.values import Answer, Connection, End, KnownBy, Outcome, Purchase, Sale, Trouble, What

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('purchase', %(id)s))"
_BEGIN = """INSERT INTO supplier_purchases (connection_id, order_id, attempt, ref, product, value, currency, asked_at)
    SELECT %(connection)s, %(order)s, coalesce(max(attempt), 0) + 1, %(ref)s, %(product)s, %(value)s, %(currency)s, %(now)s
      FROM supplier_purchases WHERE order_id = %(order)s
    HAVING count(*) FILTER (WHERE NOT EXISTS (
               SELECT FROM supplier_ends e WHERE e.purchase_id = supplier_purchases.id AND e.how = 'written_off')) = 0
    ON CONFLICT (order_id, attempt) DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that was just begun: make it, and tell with `heard` what came back."""

    call_id: int
    what: What
    purchase: Purchase
    connection: Connection


def begin(connection: Connection, order_id: int, *, product: str, value: int, currency: str, now: datetime) -> Purchase:
    """Begin to buy a code for an order; once, unless the purchases before were written off.

    The caller holds the order's own lock. `value` in minor units of `currency`.
    """
    execute(
        _BEGIN,
        {"connection": connection.id, "order": order_id, "ref": f"{order_id}-{ids.random_symbols(12)}", "product": product,
         "value": value, "currency": currency, "now": now},
    )  # fmt: skip
    return queries.purchase_of(order_id)


def go_on(purchase_id: int, *, now: datetime) -> Asked | Wait | NotSold | Purchase:
    """Take a purchase one step on: a call to make, a moment to wait for, the news that it was never sold, or its end."""
    purchase = _held(purchase_id)
    if purchase.end is not None:
        return purchase
    connection = queries.connection_by_id(purchase.connection_id)
    closed = connection.closed_at is not None or connection.broken_since is not None
    step = rules.next_step(purchase, queries.calls(purchase_id), now, quiet_until=connection.quiet_until, closed=closed)
    if isinstance(step, Show):
        show(purchase_id, step.trouble, now=now)
        return Wait(now)
    if isinstance(step, Ask):
        call_id = execute(
            "INSERT INTO supplier_calls (purchase_id, what, began_at) VALUES (%(id)s, %(what)s, %(now)s) RETURNING id",
            {"id": purchase_id, "what": step.what, "now": now},
        ).scalar_one()
        return Asked(int(call_id), step.what, purchase, connection)
    return step


def heard(asked: Asked, answer: Answer, *, now: datetime) -> None:
    """Write down what came back, and what follows from it."""
    purchase = _held(asked.purchase.id)
    outcome = answer.outcome
    if outcome is Outcome.SOLD:
        try:
            outcome = _recognise(purchase, answer.sales, "answer" if asked.what == "order" else "ref", now)
        except ReceiptTaken:  # a supplier that names the same transaction twice has said nothing
            outcome = Outcome.UNCLEAR
    execute(
        """UPDATE supplier_calls SET answered_at = %(now)s, outcome = %(outcome)s, status = %(status)s, note = %(note)s
            WHERE id = %(id)s AND answered_at IS NULL""",
        {"id": asked.call_id, "now": now, "outcome": outcome, "status": answer.status, "note": answer.note[:200]},
    )
    if outcome is Outcome.DUPLICATE:
        show(purchase.id, Trouble.DUPLICATE, now=now)
    elif outcome is Outcome.WRONG:
        show(purchase.id, Trouble.WRONG_VALUE, now=now)
    connecting.learn(asked.connection.id, answer, now=now)


def show(purchase_id: int, trouble: Trouble, *, now: datetime) -> None:
    """Put a purchase in front of support. What is not to be issued weighs more than what is not known."""
    execute(
        """INSERT INTO supplier_troubles (purchase_id, since, kind) VALUES (%(id)s, %(now)s, %(kind)s)
           ON CONFLICT (purchase_id) DO UPDATE SET since = excluded.since, kind = excluded.kind
              WHERE supplier_troubles.kind IN ('unknown', 'no_code') AND excluded.kind <> supplier_troubles.kind""",
        {"id": purchase_id, "now": now, "kind": trouble},
    )


def show_overdue(*, now: datetime) -> int:
    """Put in front of support what has neither come nor ended in time, however far behind whoever asks for it is.

    Returns:
        how many there were.
    """
    return execute(
        """INSERT INTO supplier_troubles (purchase_id, since, kind)
           SELECT p.id, %(now)s, CASE WHEN EXISTS (SELECT FROM supplier_receipts r WHERE r.purchase_id = p.id) THEN 'no_code' ELSE 'unknown' END
             FROM supplier_purchases p WHERE p.asked_at <= %(now)s - %(after)s::interval AND p.asked_at > %(now)s - %(oldest)s::interval
              AND NOT EXISTS (SELECT FROM supplier_ends e WHERE e.purchase_id = p.id)
           ON CONFLICT (purchase_id) DO NOTHING""",
        {"now": now, "after": rules.SHOWN_AFTER, "oldest": rules.OVERDUE_LONGEST},
    ).rowcount


def end(purchase_id: int, how: End, *, now: datetime, why: str = "") -> None:
    """Note how a purchase ended; once.

    Raises:
        PurchaseEnded: it has ended otherwise.
    """
    execute(
        "INSERT INTO supplier_ends (purchase_id, at, how, why) VALUES (%(id)s, %(now)s, %(how)s, %(why)s) ON CONFLICT DO NOTHING",
        {"id": purchase_id, "now": now, "how": how, "why": why[:1000]},
    )
    known = execute("SELECT how FROM supplier_ends WHERE purchase_id = %(id)s", {"id": purchase_id}).scalar_one()
    if known != how:
        raise PurchaseEnded(end=known)


def decidable(order_id: int, *, now: datetime) -> Purchase:
    """The purchase of an order that a person decides about; nothing happens to it before this transaction ends.

    Raises:
        NoPurchase: there is none. PurchaseEnded: it is known how it ended. BeingAsked: an answer may come any moment.
    """
    purchase = _held(queries.purchase_of(order_id).id)
    if purchase.end is not None:
        raise PurchaseEnded(end=purchase.end)
    under_way = [c for c in queries.calls(purchase.id) if c.outcome is None and c.began_at + rules.CALL_LONGEST > now]
    if under_way:
        raise BeingAsked
    return purchase


def recognise(purchase: Purchase, supplier_ref: str, *, known_by: KnownBy, now: datetime) -> None:
    """Note which transaction of the supplier's a purchase is; once.

    Raises:
        ReceiptTaken: it is another purchase's.
    """
    execute(
        """INSERT INTO supplier_receipts (purchase_id, connection_id, supplier_ref, at, known_by)
           VALUES (%(id)s, %(connection)s, %(ref)s, %(now)s, %(by)s) ON CONFLICT DO NOTHING""",
        {"id": purchase.id, "connection": purchase.connection_id, "ref": supplier_ref, "now": now, "by": known_by},
    )
    if queries.purchase(purchase.id).supplier_ref != supplier_ref:
        raise ReceiptTaken


def _recognise(purchase: Purchase, sales: Sequence[Sale], by: KnownBy, now: datetime) -> Outcome:
    """Which of the supplier's transactions is this purchase; what the call came to by that."""
    unnamed = [sale for sale in sales if not sale.named and rules.fits(purchase, sale) and not sale.failed]
    unnamed = [sale for sale in unnamed if not _accounted_for(purchase.connection_id, sale.supplier_ref)]
    found = rules.recognised([sale for sale in sales if sale.named], unnamed, _rivals(purchase))
    if not isinstance(found, Sale):
        return found
    if found.failed:
        return Outcome.FAILED
    recognise(purchase, found.supplier_ref, known_by=by if found.named else "dates", now=now)
    return Outcome.SOLD if rules.fits(purchase, found) else Outcome.WRONG


def _accounted_for(connection_id: int, supplier_ref: str) -> bool:
    return bool(
        execute(
            "SELECT EXISTS (SELECT FROM supplier_receipts WHERE connection_id = %(id)s AND supplier_ref = %(ref)s)",
            {"id": connection_id, "ref": supplier_ref},
        ).scalar_one()
    )


def _rivals(purchase: Purchase) -> int:
    """How many purchases of the same thing still look for their transaction, this one included."""
    return int(
        execute(
            """SELECT count(*) FROM supplier_purchases p
                WHERE p.connection_id = %(connection)s AND p.product = %(product)s AND p.value = %(value)s
                  AND NOT EXISTS (SELECT FROM supplier_receipts r WHERE r.purchase_id = p.id)
                  AND NOT EXISTS (SELECT FROM supplier_ends e WHERE e.purchase_id = p.id)""",
            {"connection": purchase.connection_id, "product": purchase.product, "value": purchase.value},
        ).scalar_one()
    )


def _held(purchase_id: int) -> Purchase:
    """The purchase as it is now; nobody else takes a step of it before this transaction ends. Raises NoPurchase."""
    execute(_LOCK, {"id": purchase_id})
    return queries.purchase(purchase_id)
