"""A large refund as an act of two: what is proposed, how the payment stands, what happens once it is approved, and how it is said."""

from datetime import datetime

from flask import g, url_for
from flask_babel import gettext

from marketplace import approvals, identity, payments
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.core.money import minor_digits
from marketplace.identity import Permission
from marketplace.payments import Payment
from marketplace.web.console import approval_words
from marketplace.web.shared import filters

REFUND = "payment_refund"


def send_or_ask(payment: Payment, amount: int, *, why: str, ref: str, by: int) -> Proposal | None:
    """Send money back, or propose it where it is more than one person gives back in a day alone; once by `ref`.

    Raises:
        NotRefundable, NotHandedOver, RefundUnexplained: as `payments.send_back`.
        identity.StaffChanged, identity.IssuingSuspended: what they sign in with was changed within the last 24 hours, or they are suspended.
    """
    now = clock.now()
    identity.must_be_settled(by, programme_id=payment.programme_id, now=now)
    together = payments.sent_back_with(payment, amount, by=by, ref=ref, now=now)
    facts = {"amount": amount, "ref": ref, "by": by, "together": together}
    if not approvals.approvers_needed(payment.programme_id, REFUND, facts):
        payments.send_back(payment, amount, why=why, ref=ref, now=now)
        return None
    if len(why.strip()) < payments.MIN_REASON_LENGTH:
        raise payments.RefundUnexplained
    return approvals.propose(
        REFUND, payment.public_id, facts, programme_id=payment.programme_id, by=by, ref=ref, why=why, now=now
    )


def _of(programme_id: int, subject: str) -> Payment:
    """The payment. Raises NoPayment: another programme's."""
    found = payments.by_public_id(subject)
    if found.programme_id != programme_id:
        raise payments.NoPayment
    return found


def _about(programme_id: int, subject: str, _facts: Facts) -> list[int]:
    return [_of(programme_id, subject).member_id]


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    available = payments.available(_of(programme_id, subject).id)
    if not 1 <= int(facts["amount"]) <= available:
        raise payments.NotRefundable(available=available)
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    available = payments.available(_of(programme_id, subject).id)
    return Target(str(available), dict.fromkeys(facts, "") | {"amount": 0, "together": 0})


def _hold(_programme_id: int, _subject: str) -> None:
    """Nothing to lock: the database refuses what is not left."""


def _apply(proposal: Proposal, now: datetime) -> None:
    facts = proposal.payload
    payments.send_back(
        _of(proposal.programme_id, proposal.subject), facts["amount"], why=proposal.why, ref=facts["ref"], now=now
    )


def _title(proposal: Proposal) -> str:
    of = _of(proposal.programme_id, proposal.subject)
    return str(gettext("Refund of %(sum)s", sum=filters.money(proposal.payload["amount"], of.currency)))


def _rows(proposal: Proposal) -> list[approval_words.Row]:
    of, facts = _of(proposal.programme_id, proposal.subject), proposal.payload
    return [
        approval_words.Row(gettext("Paid"), "", filters.money(of.amount, of.currency)),
        approval_words.Row(gettext("Refund"), "", filters.money(facts["amount"], of.currency)),
        approval_words.Row(
            gettext("Refunded by this person in a day, together"), "", filters.money(facts["together"], of.currency)
        ),
    ]


approvals.register(
    approvals.Kind(
        name=REFUND, propose=Permission.PAYMENTS_REFUND, approve=Permission.PAYOUTS_APPROVE, check=_check, target=_target, hold=_hold,
        apply=_apply, about=_about, size=lambda facts: int(facts["together"]), alone=True, cap=payments.REFUND_CAP, gives=True,
    )
)  # fmt: skip
approval_words.register(
    REFUND,
    approval_words.Words(
        kind=lambda: gettext("Refunds of money"), title=_title, approve=lambda _proposal: gettext("Approve the refund"),
        template="console/approvals/settings_difference.html", draw=_rows,
        impact=lambda _proposal: [gettext("The money goes to the card that was paid with. What was bought stays with its owner.")],
        editor=lambda proposal: url_for("console.payments.show", payment=proposal.subject),
        cap=approval_words.Cap(
            lambda: gettext("Amount in a day by one person"), lambda: minor_digits(g.programme.currency),
            lambda amount: filters.written(amount, g.programme.currency), filters.money,
        ),
    ),
)  # fmt: skip
