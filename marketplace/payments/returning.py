"""Money that goes back: asked for here or at the provider, done or failed. And what banks dispute."""

from datetime import datetime

from marketplace import programmes
from marketplace.core import ids, outbox
from marketplace.core.db import execute
from marketplace.payments import queries, rules
from marketplace.payments.errors import RefundUnexplained, named_refusals
from marketplace.payments.values import Dispute, DisputeSaid, Payment, Refund, RefundSaid, RefundState


def send_back(payment: Payment, amount: int, *, why: str, ref: str, now: datetime) -> Refund:
    """Staff refunds an amount, in minor units of the payment's currency; once by `ref`. Where what it was for has been handed over, the
    programme bears it.

    Raises:
        RefStands: under this ref another sum, or another payment, was given back. RefundUnexplained: no reason is given. NotRefundable: so much is not left. NotHandedOver: cancel what it was paid for instead.
    """
    if len(why.strip()) < rules.MIN_REASON_LENGTH:
        raise RefundUnexplained
    with named_refusals():
        refund_id = execute(
            "SELECT payment_refund(%(id)s, %(amount)s, 'staff', %(why)s, %(ref)s, %(now)s) AS id",
            {"id": payment.id, "amount": amount, "why": why.strip()[:1000], "ref": ref, "now": now},
        ).scalar_one()
    outbox.wake_after_commit()
    return queries.refund(int(refund_id))


def sent_back_with(payment: Payment, amount: int, *, by: int, ref: str, now: datetime) -> int:
    """What somebody of staff would have sent back within a day in a payment's currency, in minor units, with so much more of it: what rules
    hold against their cap. Whoever asks the same of the same person waits until this transaction has ended, so that two refunds at once count
    each other.

    Args:
        ref: the refund's own, so that it is not counted twice.
    """
    who = {"by": f"user:{by}", "currency": payment.currency}
    execute("SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))", {"key": f"refunds:{by}:{payment.currency}"})
    sent = execute(
        """SELECT coalesce(sum(r.amount), 0) FROM payment_refunds r JOIN payments p ON p.id = r.payment_id
            WHERE r.cause = 'staff' AND r.by = %(by)s AND r.at > %(since)s AND p.currency = %(currency)s AND r.public_id <> %(ref)s""",
        who | {"since": now - rules.REFUND_DAY, "ref": ref},
    ).scalar_one()
    return amount + int(sent)


def receive(payment: Payment, said: RefundSaid, *, now: datetime) -> Refund:
    """Note what the provider says of a refund, and how it ended, if it has; in whatever order this is said.

    Raises:
        NotRefundable: it was made at the provider, and comes to more than is left while one of ours is under way.
    """
    with named_refusals():
        refund_id = execute(
            "SELECT payment_refund_receive(%(id)s, %(public)s, %(ref)s, %(amount)s, %(new)s, %(rest)s, %(now)s) AS id",
            {
                "id": payment.id, "public": said.public_id, "ref": said.provider_ref, "amount": said.amount, "new": ids.new_ref(),
                "rest": ids.new_ref(), "now": now,
            },
        ).scalar_one()  # fmt: skip
    if said.state != "requested":
        end_refund(payment, int(refund_id), said.state, why=said.why, now=now)
    outbox.wake_after_commit()
    return queries.refund(int(refund_id))


def end_refund(payment: Payment, refund_id: int, how: RefundState, *, why: str, now: datetime) -> None:
    """Note that a refund is done, or has failed; once each."""
    execute(
        "SELECT payment_refund_end(%(id)s, %(how)s, %(why)s, %(now)s, %(today)s)",
        {
            "id": refund_id, "how": how, "why": why[:200], "now": now,
            "today": programmes.get(payment.programme_id).day(now),
        },
    )  # fmt: skip


def note_dispute(payment: Payment, said: DisputeSaid, *, now: datetime) -> Dispute:
    """Note what the provider says of a dispute; what is taken or given back for it is for whoever has the payment's purpose."""
    dispute_id = execute(
        "SELECT payment_dispute_note(%(id)s, %(ref)s, %(amount)s, %(reason)s, %(step)s, %(outcome)s, %(now)s) AS id",
        {
            "id": payment.id, "ref": said.provider_ref, "amount": said.amount, "reason": said.reason[:60], "step": said.step,
            "outcome": said.outcome[:40], "now": now,
        },
    ).scalar_one()  # fmt: skip
    return queries.dispute(int(dispute_id))
