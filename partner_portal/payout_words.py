"""What became of a payment, in the words that its partner reads wherever it is told."""

from flask_babel import gettext, lazy_gettext

from marketplace import settlements
from marketplace.settlements import PaidOut, Statement
from marketplace.web.shared import filters, statement_pages
from partner_portal.desk import here

PAYOUTS = {
    "written": (lazy_gettext("the file is ready, waiting for the bank"), "", "file-text"), "waiting": (lazy_gettext("on its way"), "", "hourglass"), "accepted": (lazy_gettext("accepted by the bank"), "accent", "check"),
    "confirmed": (lazy_gettext("arrived"), "good", "check"), "failed": (lazy_gettext("failed"), "bad", "x"),
    "name_mismatch": (lazy_gettext("the name does not match"), "warn", "triangle-alert"), "returned": (lazy_gettext("came back"), "bad", "undo-2"),
    "reopened": (lazy_gettext("on its way"), "warn", "hourglass"),
}  # fmt: skip
OVER = ("confirmed", "failed", "name_mismatch", "returned")  # the payment moves no further


def payment_said(one: PaidOut) -> str:
    """What became of a payment, and when; or by when it was to be made, while that is open."""
    label = str(PAYOUTS[one.state][0])
    if one.state in OVER:
        return str(gettext("%(state)s, %(day)s", state=label, day=filters.day(one.since or one.sent_at)))
    due = statement_pages.pays_on(settlements.statement(one.statement)) or one.pays_on
    if due < filters.today():
        return str(gettext("%(state)s; it was due on %(day)s", state=label, day=filters.day(due)))
    return str(gettext("%(state)s; it is due on %(day)s", state=label, day=filters.day(due)))


def payout_said(of: Statement) -> str:
    """How it stands with the payment of an accepted statement; "" where nothing is left to pay of it."""
    if of.settled or of.closing <= 0:
        return ""
    # A later statement carries on what an earlier one owes.
    numbers = {one.number for one in settlements.statements([here().id]) if one.to_day >= of.to_day}
    last = next((one for one in settlements.payments_to(here().id) if one.statement in numbers), None)
    if last is not None and last.state != "confirmed":
        return str(gettext("Payout: %(said)s.", said=payment_said(last)))
    due = statement_pages.pays_on(of)
    if due is None:
        return ""
    day = filters.day(due)
    if due < filters.today():
        return str(gettext("It was to be paid on %(day)s.", day=day))
    return str(gettext("Payment: %(day)s.", day=day))


def parts_said(of: Statement) -> list[str]:
    """Which part of a statement that waits for an answer is of its period, and what of it was owed before; empty where all of it is of its period."""
    period, carried, paying = settlements.parts_of(of)
    if carried == 0:
        return []
    said = [gettext("For this period: %(sum)s.", sum=filters.money(period, of.currency))]
    if paying:
        sum_ = filters.money(paying, of.currency)
        said.append(gettext("Carried over, already paid or being paid: %(sum)s.", sum=sum_))
    if carried != paying:
        said.append(gettext("Carried over from before: %(sum)s.", sum=filters.money(carried - paying, of.currency)))
    return said


def paid_when(of: Statement) -> str:
    """When what is not being paid yet of a statement is paid, once it is accepted; "" where nothing is left."""
    left, due = of.closing - settlements.parts_of(of).paying, statement_pages.pays_on(of)
    if left <= 0 or due is None:
        return ""
    sum_, day = filters.money(left, of.currency), filters.day(due)
    if due < filters.today():
        return str(gettext("Its payday, %(day)s, is over: %(sum)s goes into the next payout.", day=day, sum=sum_))
    return str(gettext("%(sum)s is paid on %(day)s.", sum=sum_, day=day))
