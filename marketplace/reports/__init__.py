"""What is asked across all domains: queries, and lists that leave the house as files."""

from marketplace.reports import accounting
from marketplace.reports.books import BOOKS, CHECKS, Looked, look
from marketplace.reports.days import Day, by_day
from marketplace.reports.exports import (
    AT_ONCE,
    CIPHERTEXTS,
    LISTINGS,
    Export,
    TooManyRows,
    Wanted,
    ask_for_export,
    export,
    export_content,
    export_to_make,
    forget_exports,
    keep_export,
    note_progress,
    record_export,
    rows_wanted,
    write_export,
)
from marketplace.reports.finding import SHORTEST, FindKind, Hit, find, find_nearly
from marketplace.reports.journal import AUDIT, audit_scope
from marketplace.reports.liability import Breakage, Liability, Lots, breakage, liability, liability_by_month
from marketplace.reports.partner_sales import (
    SALES,
    Left,
    Sold,
    SoldBy,
    sales_by_partner,
    sold_by_day,
    stock_left,
)
from marketplace.reports.promises import PROMISES
from marketplace.reports.seen import Seen, seen
from marketplace.reports.standing import may_sell, watch
from marketplace.reports.timeline import GROUPS, About, Group, Line, of_card, of_member, of_order, timeline

__all__ = [
    "AT_ONCE",
    "AUDIT",
    "BOOKS",
    "CHECKS",
    "CIPHERTEXTS",
    "GROUPS",
    "LISTINGS",
    "PROMISES",
    "SALES",
    "SHORTEST",
    "About",
    "Breakage",
    "Day",
    "Export",
    "FindKind",
    "Group",
    "Hit",
    "Left",
    "Liability",
    "Line",
    "Looked",
    "Lots",
    "Seen",
    "Sold",
    "SoldBy",
    "TooManyRows",
    "Wanted",
    "accounting",
    "ask_for_export",
    "audit_scope",
    "breakage",
    "by_day",
    "export",
    "export_content",
    "export_to_make",
    "find",
    "find_nearly",
    "forget_exports",
    "keep_export",
    "liability",
    "liability_by_month",
    "look",
    "may_sell",
    "note_progress",
    "of_card",
    "of_member",
    "of_order",
    "record_export",
    "rows_wanted",
    "sales_by_partner",
    "seen",
    "sold_by_day",
    "stock_left",
    "timeline",
    "watch",
    "write_export",
]  # fmt: skip
