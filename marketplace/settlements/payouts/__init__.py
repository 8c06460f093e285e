"""Money out: to which accounts, in runs that two people agree to, and what became of each payment."""

from marketplace.settlements.payouts.accounts import (
    Account,
    Holder,
    account_of,
    check_account,
    own_account,
    set_account,
)
from marketplace.settlements.payouts.incoming import paid_in
from marketplace.settlements.payouts.queries import (
    Event,
    File,
    Payment,
    Run,
    payments,
    payout_file,
    payout_files,
    payout_run,
    payout_runs,
    run_of_payment,
)
from marketplace.settlements.payouts.running import (
    approve_run,
    draft_run,
    drop_run,
    due_partners,
    happened,
    keep_file,
    send_run,
)

__all__ = [
    "Account", "Event", "File", "Holder", "Payment", "Run", "account_of", "approve_run", "check_account", "draft_run", "drop_run", "due_partners",
    "happened", "keep_file", "own_account", "paid_in", "payments", "payout_file", "payout_files", "payout_run", "payout_runs", "run_of_payment", "send_run", "set_account",
]  # fmt: skip
