"""The books for accounting: every movement of the ledger and every statement of a period, as balanced double entries with named accounts."""

from marketplace.reports.accounting.chart import ACCOUNTS
from marketplace.reports.accounting.funders import (
    FUNDERS,
    Acceptance,
    Funder,
    FunderStatement,
    Spent,
    acceptances,
    funder_statement,
)
from marketplace.reports.accounting.queries import entries, ties, trial_balance, vat
from marketplace.reports.accounting.values import Document, Leg, Period, Tie, Turnover, VatLine

__all__ = [
    "ACCOUNTS",
    "FUNDERS",
    "Acceptance",
    "Document",
    "Funder",
    "FunderStatement",
    "Leg",
    "Period",
    "Spent",
    "Tie",
    "Turnover",
    "VatLine",
    "acceptances",
    "entries",
    "funder_statement",
    "ties",
    "trial_balance",
    "vat",
]
