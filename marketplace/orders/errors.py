"""How orders say no. Whatever is refused has changed nothing: no points are taken."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from marketplace import codes, ledger, members, payments
from marketplace.catalogue import ForSale
from marketplace.core.db import broken_rule
from marketplace.core.errors import Conflict, NotFound, Refusal
from marketplace.orders import rules


class OrderNotFound(NotFound):
    """This member has no such order."""

    code = "order_not_found"


class RefUsed(Refusal):
    """The member's ref already stands for an order of something else."""

    code = "ref_used"


class BadRef(Refusal):
    """A ref has 8 to 64 characters: letters, digits, - and _."""

    code = "bad_ref"


class PriceChanged(Conflict):
    """It costs something else than the member saw; fact: price, what it costs now, in minor units of points."""

    code = "price_changed"


class TermsChanged(Conflict):
    """What was accepted is not what applies now: the rules or the offer have a new version, or one is missing."""

    code = "terms_changed"


class LimitReached(Conflict):
    """No more of this offer can be ordered; facts: limit, and whose: "member", "offer", or "cancellations", those of a member's day."""

    code = "limit_reached"


class OutOfStep(Conflict):
    """What was asked for is not the order's next step; facts: the state that it is in."""

    code = "order_out_of_step"


class NotCancellable(Conflict):
    """The order cannot be taken back, now or any more; facts: reason, as `rules.bar_to_cancelling` names it."""

    code = "not_cancellable"


class NothingToRefund(Conflict):
    """Nothing was paid for the card that could come back."""

    code = "nothing_to_refund"


@contextmanager
def named_steps(denomination_id: int | None) -> Iterator[None]:
    """Turn what the database refuses while an order takes a step into exceptions; the open transaction is lost then.

    Raises:
        OutOfStock, StockQuarantined, NotCancellable, payments.NotPaid, and what the ledger refuses.
    """
    try:
        with ledger.named_refusals(), payments.named_refusals():
            yield
    except payments.StillPayable as error:
        raise NotCancellable(reason="unpaid") from error
    except DBAPIError as error:
        match broken_rule(error):
            case "order_stock":
                raise codes.OutOfStock(denomination_id=denomination_id) from error
            case "stock_quarantine":
                raise codes.StockQuarantined from error
        raise


@contextmanager
def named_refusals(sale: ForSale) -> Iterator[None]:
    """Turn what the database refuses while an order is written into exceptions; the open transaction is lost then.

    Raises:
        TermsChanged, LimitReached, OutOfStock, StockQuarantined, NotEnoughPoints, members.MemberHeld, members.MemberMerged.
    """
    try:
        with ledger.named_refusals():
            yield
    except DBAPIError as error:
        match broken_rule(error):
            case "order_stock":
                raise codes.OutOfStock(denomination_id=sale.denomination_id) from error
            case "stock_quarantine":
                raise codes.StockQuarantined from error
            case "member_held":
                raise members.MemberHeld from error
            case "member_merged":
                raise members.MemberMerged from error
            case "order_texts":
                raise TermsChanged from error
            case "order_member_limit":
                raise LimitReached(limit=sale.per_member_limit, whose="member") from error
            case "order_offer_limit":
                raise LimitReached(limit=sale.total_limit, whose="offer") from error
            case "order_cancellations_limit":
                raise LimitReached(limit=rules.CANCELLED_A_DAY, whose="cancellations") from error
        raise
