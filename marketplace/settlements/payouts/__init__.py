"""Money out: to which accounts, in runs that two people agree to, and what became of each payment."""

from marketplace.settlements.payouts.accounts import (
    Account,
    Holder,
    account_of,
    check_account,
    own_account,
    set_account,
)
from marketplace.settlements.payouts.balances import Crossing, balance_of, crossed, look_at_balance
from marketplace.settlements.payouts.connected import (
    Connected,
    agree_to_bank,
    connect,
    connected,
    connected_all,
    connected_of,
    look_again,
    look_at_account,
    note_link,
    note_opened,
    note_state,
)
from marketplace.settlements.payouts.incoming import deposit_of, paid_in, release_deposit
from marketplace.settlements.payouts.moving import (
    Fetched,
    Later,
    Make,
    MoveAnswer,
    MoveCall,
    Moved,
    MoveOutcome,
    Over,
    answered,
    go_on_paying,
    look_at_payment,
    move_calls,
)
from marketplace.settlements.payouts.names import Likeness, likeness
from marketplace.settlements.payouts.offsetting import (
    Netted,
    Netting,
    Position,
    Transfer,
    approve_netting,
    cleared,
    draft_netting,
    drop_netting,
    netting,
    netting_agreed,
    netting_positions,
    netting_transfers,
    nettings,
    send_netting,
    standing,
    transfers,
)
from marketplace.settlements.payouts.paying import (
    Held,
    Overdue,
    Payable,
    held,
    overdue,
    payable,
    payday,
    paydays,
)
from marketplace.settlements.payouts.queries import (
    UNDOING,
    Channel,
    Event,
    File,
    Payment,
    Repeated,
    Run,
    payment,
    payments,
    payout_file,
    payout_files,
    payout_run,
    payout_runs,
    repeated,
    run_of_payment,
    tax_within,
)
from marketplace.settlements.payouts.running import (
    approve_run,
    draft_run,
    drop_run,
    hand_over,
    happened,
    keep_file,
    reopen,
    send_run,
    send_through_provider,
)
from marketplace.settlements.payouts.sent import PaidOut, parts_of, payments_to

__all__ = [
    "UNDOING", "Account", "Channel", "Connected", "Crossing", "Event", "Fetched", "File", "Held", "Holder", "Later", "Likeness", "Make", "MoveAnswer", "MoveCall", "MoveOutcome", "Moved", "Netted", "Netting",
    "Over", "Overdue", "PaidOut", "Payable", "Payment", "Position", "Repeated", "Run", "Transfer", "account_of", "agree_to_bank", "answered", "approve_netting", "approve_run", "balance_of",
    "check_account", "cleared", "connect", "connected", "connected_all", "connected_of", "crossed", "deposit_of", "draft_netting", "draft_run", "drop_netting",
    "drop_run", "go_on_paying", "hand_over", "happened", "held", "keep_file", "likeness", "look_again", "look_at_account", "look_at_balance", "look_at_payment", "move_calls",
    "netting", "netting_agreed", "netting_positions", "netting_transfers", "nettings", "note_link", "note_opened", "note_state", "overdue", "own_account", "paid_in",
    "parts_of", "payable", "payday", "paydays", "payment", "payments", "payments_to", "payout_file", "payout_files", "payout_run", "payout_runs", "release_deposit", "reopen", "repeated", "run_of_payment",
    "send_netting", "send_run", "send_through_provider", "set_account", "standing", "tax_within", "transfers",
]  # fmt: skip
