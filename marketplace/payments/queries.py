"""What may be asked of payments."""

from dataclasses import fields
from typing import Any

from marketplace.core.db import execute
from marketplace.payments.errors import NoPayment
from marketplace.payments.values import Call, Dispute, Event, Payment, Purpose, Refund

_PAYMENT = """SELECT p.id, p.public_id, p.programme_id, p.member_id, p.purpose, p.purpose_id, p.amount, p.currency, p.placed_at, p.pay_until,
       s.session_ref, s.url, k.at AS closing_at, c.at AS completed_at, c.known_by, c.intent_ref, x.at AS expired_at
  FROM payments p LEFT JOIN payment_sessions s ON s.payment_id = p.id LEFT JOIN payment_closings k ON k.payment_id = p.id
  LEFT JOIN payment_completions c ON c.payment_id = p.id LEFT JOIN payment_expiries x ON x.payment_id = p.id"""
_REFUND = """SELECT r.id, r.public_id, r.payment_id, r.amount, r.cause, r.at, r.why, n.provider_ref,
       (SELECT e.at FROM payment_refund_ends e WHERE e.refund_id = r.id AND e.how = 'done') AS done_at,
       (SELECT e.at FROM payment_refund_ends e WHERE e.refund_id = r.id AND e.how = 'failed') AS failed_at
  FROM payment_refunds r LEFT JOIN payment_refund_receipts n ON n.refund_id = r.id"""
_DISPUTE = """SELECT d.id, d.payment_id, d.provider_ref, d.amount, d.reason, d.at, w.at AS withdrawn_at, b.at AS reinstated_at, z.at AS closed_at,
       coalesce(z.outcome, '') AS outcome, coalesce(t.value, 0) AS value, coalesce(t.owed, 0) AS owed, q.at AS returned_at
  FROM payment_disputes d
  LEFT JOIN payment_dispute_steps w ON w.dispute_id = d.id AND w.what = 'funds_withdrawn'
  LEFT JOIN payment_dispute_steps b ON b.dispute_id = d.id AND b.what = 'funds_reinstated'
  LEFT JOIN payment_dispute_steps z ON z.dispute_id = d.id AND z.what = 'closed'
  LEFT JOIN payment_dispute_takings t ON t.dispute_id = d.id LEFT JOIN payment_dispute_returns q ON q.dispute_id = d.id"""
_CALL = "SELECT id, what, refund_id, began_at, answered_at, outcome, note FROM payment_calls"
_EVENT = "SELECT id, event_ref, kind, body, received_at, repeats, heard_at, outcome, payment_id FROM provider_events"


def payment(payment_id: int) -> Payment:
    """A payment by its id. Raises NoPayment."""
    return _one("p.id = %(id)s", id=payment_id)


def payment_of(purpose: Purpose, purpose_id: int) -> Payment:
    """The payment of an order. Raises NoPayment."""
    return _one("p.purpose = %(purpose)s AND p.purpose_id = %(id)s", purpose=purpose, id=purpose_id)


def by_public_id(public_id: str, *, programme_id: int | None = None) -> Payment:
    """A payment by the id that the provider and addresses know; of one programme, where it is given. Raises NoPayment."""
    whose = "AND (%(programme)s::bigint IS NULL OR p.programme_id = %(programme)s)"
    return _one(f"p.public_id = %(public)s {whose}", public=public_id, programme=programme_id)


def by_intent(intent_ref: str) -> Payment:
    """The payment that money of the provider's came for. Raises NoPayment: also while nobody knows that it came."""
    return _one("c.intent_ref = %(intent)s", intent=intent_ref)


def available(payment_id: int) -> int:
    """How much of a payment can still be refunded."""
    return int(execute("SELECT payment_available(%(id)s)", {"id": payment_id}).scalar_one())


def is_whole(paid: Payment) -> bool:
    """Whether all of its money is there: nothing is refunded or withdrawn."""
    return available(paid.id) == paid.amount


def refund(refund_id: int) -> Refund:
    """A refund by its id. Raises NoPayment."""
    row = execute(f"{_REFUND} WHERE r.id = %(id)s", {"id": refund_id}).mappings().first()
    if row is None:
        raise NoPayment
    return Refund(**row)


def refunds_of(purpose: Purpose, purpose_id: int) -> list[Refund]:
    """The refunds of what was paid for a thing, oldest first."""
    return refunds(payment_of(purpose, purpose_id).id)


def refunds(payment_id: int) -> list[Refund]:
    """The refunds of a payment, oldest first."""
    rows = execute(f"{_REFUND} WHERE r.payment_id = %(id)s ORDER BY r.id", {"id": payment_id})
    return [Refund(**row) for row in rows.mappings()]


def dispute(dispute_id: int) -> Dispute:
    """A dispute by its id."""
    return Dispute(**execute(f"{_DISPUTE} WHERE d.id = %(id)s", {"id": dispute_id}).mappings().one())


def disputes(payment_id: int) -> list[Dispute]:
    """The disputes of a payment, oldest first."""
    rows = execute(f"{_DISPUTE} WHERE d.payment_id = %(id)s ORDER BY d.id", {"id": payment_id})
    return [Dispute(**row) for row in rows.mappings()]


def calls(payment_id: int, refund_id: int | None = None) -> list[Call]:
    """What was asked of the provider about a payment itself, or about one of its refunds, oldest first."""
    rows = execute(
        f"{_CALL} WHERE payment_id = %(id)s AND refund_id IS NOT DISTINCT FROM %(refund)s::bigint ORDER BY id",
        {"id": payment_id, "refund": refund_id},
    )
    return [Call(**row) for row in rows.mappings()]


def all_calls(payment_id: int) -> list[Call]:
    """What was asked about a payment and its refunds, oldest first."""
    rows = execute(f"{_CALL} WHERE payment_id = %(id)s ORDER BY id", {"id": payment_id})
    return [Call(**row) for row in rows.mappings()]


def event(event_id: int) -> Event:
    """An event by its id."""
    return _events("id = %(id)s", id=event_id)[0]


def events(payment_id: int) -> list[Event]:
    """What the provider said of a payment, in the order in which it came."""
    return _events("payment_id = %(id)s ORDER BY id", id=payment_id)


def waiting_events(about: str = "", *, limit: int = 200) -> list[Event]:
    """Events about money that was not known here and is by now, those first that were tried longest ago; `about`: of this money alone."""
    known = """outcome = 'waiting' AND (%(about)s = '' OR about = %(about)s)
        AND EXISTS (SELECT FROM payment_completions c WHERE c.intent_ref = provider_events.about)"""
    return _events(f"{known} ORDER BY heard_at, id LIMIT %(limit)s", about=about, limit=limit)


def trouble(payment_id: int) -> str | None:
    """Why a person has to look at it; None where nobody has."""
    row = execute("SELECT kind FROM payment_troubles WHERE payment_id = %(id)s", {"id": payment_id}).first()
    return None if row is None else str(row.kind)


def troubled(programme_id: int) -> int:
    """How many payments of a programme a person has to look at."""
    return int(
        execute(
            "SELECT count(*) FROM payment_troubles t JOIN payments p ON p.id = t.payment_id WHERE p.programme_id = %(id)s",
            {"id": programme_id},
        ).scalar_one()
    )


def _events(condition: str, **values: Any) -> list[Event]:
    rows = execute(f"{_EVENT} WHERE {condition}", values).mappings()
    return [Event(**{**row, "body": bytes(row["body"])}) for row in rows]


def _one(condition: str, **values: Any) -> Payment:
    row = execute(f"{_PAYMENT} WHERE {condition}", values).first()
    if row is None:
        raise NoPayment
    return Payment(*(getattr(row, field.name) for field in fields(Payment)))
