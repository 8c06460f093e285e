"""How reconciliation says no. Whatever is refused has changed nothing."""

from marketplace.core.errors import Conflict, NotFound


class NotReconciled(NotFound):
    """There is no such entry, expectation, match, repair or line here."""

    code = "no_reconciled"


class NotOpen(Conflict):
    """It is matched, set aside, repeated or ended already; fact: what (entry, expectation, match, repair, line)."""

    code = "reconciled_already"


class NotMatchable(Conflict):
    """These cannot be one payment; fact: why (nothing, many, currency, direction, fee, programme)."""

    code = "not_matchable"


class OwnAccount(Conflict):
    """The programme pays from this account: it stays the programme's while it does."""

    code = "own_bank_account"


class Unexplained(Conflict):
    """What a person decides needs a reason."""

    code = "reconciled_unexplained"
