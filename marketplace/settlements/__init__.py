"""What partners and the programme owe each other: contracts, statements that can be drawn again, disputes, payments."""

from marketplace.settlements.book import SHEETS
from marketplace.settlements.contracts import begin, propose, refuse, sign
from marketplace.settlements.disputes import adjust, dispute, reject, remark, uphold, withdraw
from marketplace.settlements.drawing import accept, draw, next_period, replay, send
from marketplace.settlements.errors import (
    AdjustmentRefUsed,
    BadPayoutAccount,
    BadTerms,
    BothSides,
    ContractMoved,
    ContractSettled,
    ContractThere,
    DisputeEnded,
    LineNotDisputable,
    NoContract,
    NoDispute,
    NoPayoutRun,
    NoRate,
    NoStatement,
    NoTerms,
    NothingToPay,
    PayoutStep,
    StatementPeriod,
    StatementStep,
    StatementTooEarly,
)
from marketplace.settlements.payouts import (
    Account,
    Event,
    File,
    Holder,
    Payment,
    Run,
    account_of,
    approve_run,
    check_account,
    draft_run,
    drop_run,
    due_partners,
    happened,
    keep_file,
    own_account,
    payments,
    payout_file,
    payout_files,
    payout_run,
    payout_runs,
    run_of_payment,
    send_run,
    set_account,
)
from marketplace.settlements.queries import (
    contract,
    contracts,
    dispute_of,
    disputed,
    disputes,
    document,
    evidence,
    in_force,
    line,
    lines,
    remarks,
    statement,
    statements,
    totals,
    version,
    version_of,
    versions,
)
from marketplace.settlements.rates import put_rate
from marketplace.settlements.rules import CAP, checked_terms, next_end, payout_on, warns
from marketplace.settlements.values import (
    KINDS,
    OFFER_KINDS,
    REASONS,
    Contract,
    Dispute,
    Line,
    Remark,
    Replayed,
    Statement,
    Terms,
    Total,
    Version,
    facts_of,
)
from marketplace.settlements.verify import invariants

__all__ = [
    "CAP", "KINDS", "OFFER_KINDS", "REASONS", "SHEETS", "Account", "AdjustmentRefUsed", "BadPayoutAccount", "BadTerms", "BothSides", "Contract", "ContractMoved",
    "ContractSettled", "ContractThere", "Dispute", "DisputeEnded", "Event", "File", "Holder", "Line", "LineNotDisputable", "NoContract",
    "NoDispute", "NoPayoutRun", "NoRate", "NoStatement", "NoTerms", "NothingToPay", "Payment", "PayoutStep", "Remark", "Replayed", "Run",
    "Statement", "StatementPeriod", "StatementStep", "StatementTooEarly", "Terms", "Total", "Version", "accept", "account_of", "adjust", "approve_run",
    "begin", "check_account", "checked_terms", "contract", "contracts", "dispute", "dispute_of", "disputed", "disputes", "document", "draft_run", "draw", "drop_run", "due_partners", "evidence",
    "facts_of", "happened", "in_force", "invariants", "keep_file", "line", "lines", "next_end", "next_period", "own_account", "payments", "payout_file", "payout_files", "payout_on", "payout_run", "payout_runs",
    "propose", "put_rate", "refuse", "reject", "remark", "remarks", "replay", "run_of_payment", "send", "send_run", "set_account", "sign", "statement", "statements",
    "totals", "uphold", "version", "version_of", "versions", "warns", "withdraw",
]  # fmt: skip
