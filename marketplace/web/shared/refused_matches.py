"""What the "no" of reconciliation means to people. By stable code."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.refused_words import Words

RECONCILIATION = {
    "no_reconciled": Words(_l("There is no such thing here"), _l("Check the address, or start from the front page.")),
    "own_bank_account": Words(_l("The programme pays from this account"), _l("Nothing was changed. Choose another account for payouts first.")),
    "reconciled_already": Words(_l("This has already been decided"), _l("Nothing was changed. Open the page again to see its current state.")),
    "not_matchable": Words(_l("These cannot be one payment"), _l("Nothing was matched. Currency and direction have to be the same, and on one side there is only one.")),
    "reconciled_unexplained": Words(_l("Say why"), _l("Nothing was changed. The reason is kept in the audit log.")),
}  # fmt: skip
