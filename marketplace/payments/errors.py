"""How payments say no. Whatever is refused has changed nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from marketplace import members
from marketplace.core.db import broken_rule
from marketplace.core.errors import Conflict, NotFound, RefStands, Refusal


class NoPayment(NotFound):
    """There is no such payment."""

    code = "no_payment"


class StillPayable(Conflict):
    """It can still be paid: the provider is asked to close it first."""

    code = "payment_open"


class NotPaid(Conflict):
    """The money is not there: not paid, refunded in part, or withdrawn by a bank."""

    code = "payment_due"


class NotRefundable(Conflict):
    """That much of the payment cannot be refunded; fact: available."""

    code = "payment_refundable"


class RefundUnexplained(Conflict):
    """A refund by staff needs a reason."""

    code = "refund_unexplained"


class NotHandedOver(Conflict):
    """What it was paid for is still to be handed over: whoever wants the money back cancels that."""

    code = "payment_not_handed_over"


class NoTrouble(Conflict):
    """Nobody has to look at this payment."""

    code = "payment_untroubled"


class PaymentsOff(Conflict):
    """No provider is connected, so no money can be taken."""

    code = "payments_off"


class WrongAmount(Conflict):
    """What came is not what was to be paid; facts: amount and currency that came. It is shown to staff."""

    code = "payment_wrong_amount"
    counts = True


class TopUpOff(Conflict):
    """The programme sells no points."""

    code = "topup_off"


class TopUpPoints(Refusal):
    """That many points cannot be bought at once; facts: least and most, in minor units."""

    code = "topup_points"


class TopUpPrice(Conflict):
    """The price is no longer the one that was shown."""

    code = "topup_price"


class TopUpDay(Conflict):
    """That would be more than may be bought in one day; fact: left, in minor units."""

    code = "topup_day"


class NothingOwed(Conflict):
    """That much is no longer owed; fact: owed."""

    code = "write_off_less"


_NAMED: dict[str, type[Refusal]] = {
    one.code: one for one in (TopUpOff, TopUpPoints, TopUpPrice, TopUpDay, NothingOwed, NotHandedOver, NoTrouble)
}


@contextmanager
def named_refusals() -> Iterator[None]:
    """Turn what the database's functions refuse into exceptions; the open transaction is lost then.

    Raises:
        StillPayable, NotPaid, NotRefundable, NotHandedOver, NoTrouble, RefStands, members.MemberMerged; TopUpOff, TopUpPoints, TopUpPrice, TopUpDay.
    """
    try:
        yield
    except DBAPIError as error:
        match broken_rule(error):
            case "payment_open":
                raise StillPayable from error
            case "payment_due":
                raise NotPaid from error
            case "payment_refundable":
                raise NotRefundable(**_facts(error)) from error
            case "payment_refunds_public_id_key":
                raise RefStands from error
            case "member_merged":
                raise members.MemberMerged from error
            case str(rule) if rule in _NAMED:
                raise _NAMED[rule](**_facts(error)) from error
        raise


def _facts(error: DBAPIError) -> dict[str, Any]:
    detail = error.orig.diag.message_detail if isinstance(error.orig, psycopg.Error) else None
    facts: dict[str, Any] = json.loads(detail or "{}")
    return facts
