"""What the hash chain covers of settlements: what was agreed, what was drawn and said about it, what was paid; all facts.

A statement's lines are held by its fingerprint, which is sealed with it.
"""

from marketplace.core.chain import Sheet
from marketplace.core.own_seals import Owned
from marketplace.settlements.values import Terms

_SIGNED = ("version_id", "side", "user_id", "at")
_LINE = ("run_id", "partner_id", "statement_id", "account_id", "connected_id", "owed", "netted", "amount")
SHEETS = (
    Sheet("contracts", ("partner_id", "number", "currency", "time_zone", "begins_on", "made_at", "salt")),
    Sheet(
        "contract_versions",
        ("contract_id", "number", "valid_from", *Terms.__dataclass_fields__, "side", "drafted_by", "drafted_at", "why"),
    ),
    Sheet("contract_signatures", _SIGNED),
    Sheet("contract_refusals", (*_SIGNED, "why"), key="version_id"),
    Sheet(
        "joint_promotions",
        ("contract_id", "offer_id", "name", "from_day", "to_day", "discount_bp", "partner_bp", "side", "proposed_by", "proposed_at", "ref"),
    ),
    Sheet("joint_promotion_signatures", ("promotion_id", "side", "user_id", "at")),
    Sheet("joint_promotion_refusals", ("promotion_id", "side", "user_id", "at", "why"), key="promotion_id"),
    Sheet("settlement_rates", ("programme_id", "source", "from_currency", "to_currency", "day", "rate")),
    Sheet("settlement_adjustments", ("partner_id", "ref", "amount", "why", "made_by", "proposal_id", "at")),
    Sheet("partner_payments", ("partner_id", "kind", "ref", "amount", "at")),
    Sheet("balance_crossings", ("contract_id", "how", "balance", "at")),
    Sheet("deposit_releases", ("partner_id", "amount", "why", "proposal_id", "at")),
    Sheet(
        "statements",
        (
            "contract_id", "partner_id", "number", "previous_id", "from_day", "to_day", "from_at", "to_at", "snapshot", "currency", "opening", "closing",
            "line_count", "digest", "drawn_at",
        ),
    ),
    Sheet("statement_parties", ("statement_id", "side", "name_ru", "name_en", "legal_name", "account_id")),
    Sheet("statement_steps", ("statement_id", "step", "user_id", "at")),
    Sheet("statement_disputes", ("statement_id", "position", "claimed", "reason", "raised_by", "at")),
    Sheet("statement_dispute_remarks", ("dispute_id", "side", "user_id", "at", "body", "ref")),
    Sheet("statement_dispute_files", ("dispute_id", "remark_id", "name", "kind", "size", "digest", "at")),
    Sheet("statement_dispute_ends", ("dispute_id", "outcome", "user_id", "at", "adjustment_id"), key="dispute_id"),
    Sheet(
        "payout_accounts",
        ("programme_id", "partner_id", "holder", "country", "town", "inn", "kpp", "bic", "bank", "account", "iban", "proposal_id", "at"),
    ),
    Sheet("payout_runs", ("programme_id", "ref", "pays_on", "currency", "channel", "drafted_by", "drafted_at")),
    Sheet("payout_run_steps", ("run_id", "step", "proposal_id", "at")),
    Sheet("payout_lines", _LINE),
    Sheet("payout_events", ("line_id", "what", "code", "note", "known_by", "proposal_id", "at")),
    Sheet("payout_moves", ("line_id", "what", "provider_ref", "amount", "at")),
    Sheet("nettings", ("programme_id", "ref", "currency", "drafted_by", "drafted_at")),
    Sheet("netting_positions", ("netting_id", "programme_id", "partner_id", "inn", "statement_id", "standing", "cleared")),
    Sheet("netting_transfers", ("netting_id", "payer_id", "receiver_id", "amount")),
    Sheet("netting_approvals", ("netting_id", "programme_id", "user_id", "at")),
    Sheet("netting_steps", ("netting_id", "step", "user_id", "at"), key="netting_id"),
    Sheet("payout_files", ("run_id", "kind", "name", "content", "digest", "made_at")),
)  # fmt: skip
PAYOUT_ACCOUNTS = Owned(
    "payout_accounts", "an account that money is paid to was set by the application itself, which alone can seal it",
    tuple(f"t.{name}" for name in (
        "programme_id", "partner_id", "holder", "country", "town", "inn", "kpp", "bic", "bank", "account", "iban", "proposal_id")),
)  # fmt: skip
PAID_IN = Owned(
    "partner_payments", "what a partner has paid was noted by the application itself, which alone can seal it",
    ("t.partner_id", "t.kind", "t.ref", "t.amount"),
)  # fmt: skip
RELEASES = Owned(
    "deposit_releases", "a deposit was released by the application itself, which alone can seal it",
    ("t.partner_id", "t.amount", "t.proposal_id"),
)  # fmt: skip
SIGNATURES = Owned(
    "contract_signatures", "a version of a contract was signed by the application itself, which alone can seal it",
    ("t.version_id", "t.side", "t.user_id"),
)  # fmt: skip
PROMOTION_SIGNATURES = Owned(
    "joint_promotion_signatures", "a joint promotion was signed by the application itself, which alone can seal it",
    ("t.promotion_id", "t.side", "t.user_id"),
)  # fmt: skip
ADJUSTMENTS = Owned(
    "settlement_adjustments", "a sum owed to a partner was put right by the application itself, which alone can seal it",
    ("t.partner_id", "t.ref", "t.amount", "t.made_by", "t.proposal_id"),
)  # fmt: skip
# Which account at the payment provider it is, and that its bank account was agreed to; whether it answers is the provider's to say.
CONNECTED = Owned(
    "connected_accounts", "an account at the payment provider was noted by the application itself, which alone can seal it",
    tuple(f"t.{name}" for name in ("partner_id", "public_id", "country", "provider_ref", "bank_mark", "agreed_mark")),
)  # fmt: skip
RATES = Owned(
    "settlement_rates", "an exchange rate was loaded by the application itself, which alone can seal it",
    tuple(f"t.{name}" for name in ("programme_id", "source", "from_currency", "to_currency", "day", "rate")), only_added=True,
)  # fmt: skip
OWNED = (PAYOUT_ACCOUNTS, PAID_IN, RELEASES, SIGNATURES, PROMOTION_SIGNATURES, ADJUSTMENTS, CONNECTED, RATES)
