"""How codes say no. No message ever holds a code."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class OutOfStock(Conflict):
    """No unsold code of this denomination is left that has not expired."""

    code = "out_of_stock"


class CodeKnown(Conflict):
    """A code that was bought is one that we have had already."""

    code = "code_known"


class StockQuarantined(Refusal):
    """The database does not know which codes were sold already: none is, until an operator has reconciled it."""

    code = "stock_quarantined"
    status = 503


class NotNoted(Refusal):
    """The journal outside of the database cannot be written; a code that it does not know is shown to nobody."""

    code = "code_not_noted"
    status = 503


class NoCode(NotFound):
    """There is no such code."""

    code = "no_code"


class NoReturn(NotFound):
    """No code of this programme came back under this number."""

    code = "no_code_return"


class ReturnDecided(Conflict):
    """Somebody has decided about this code already."""

    code = "code_return_decided"


class CodeWeak(Conflict):
    """The code has no PIN and its batch is easily guessed: it is never sold by itself."""

    code = "code_weak"


class RetirementUnexplained(Refusal):
    """A code is not retired without a reason."""

    code = "code_retirement_unexplained"


class NoBatch(NotFound):
    """There is no such batch, or it is another's."""

    code = "no_batch"


class BatchWithdrawn(Conflict):
    """The batch is withdrawn: nothing of it comes on sale before it is released."""

    code = "batch_withdrawn"


class BatchMoving(Conflict):
    """Codes of the batch are still on their way out of the shop, or back: a minute later it can be done."""

    code = "batch_moving"


class BatchOnSale(Conflict):
    """The batch is not withdrawn, so there is nothing to release."""

    code = "batch_on_sale"


class WithdrawalUnexplained(Refusal):
    """A batch is neither withdrawn nor released without a reason."""

    code = "withdrawal_unexplained"
