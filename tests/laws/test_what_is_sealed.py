"""Every column of every table is sealed, is held against sealed rows by a rule, or is written down here as neither, with the reason.

So a new table or column fails until somebody has decided.
"""

from flask import Flask

from marketplace import reports
from marketplace.core.db import execute, transaction

# Columns of sealed tables that may change, and what holds them: a rule of the domain's `verify.py`.
HELD = {
    "api_clients": {"revoked_at": "identity: the audit"},
    "batches": {
        "code_count": "codes: the batch's codes",
        "without_pin": "codes: what waits of an easily guessed batch",
    },
    "codes": {"ciphertext": "sealed as it was loaded; codes: each renewal"},
    "giftcards": {
        "state": "gift cards: the card's history",
        "revealed_at": "gift cards: the card's history and the audit",
        "remaining": "gift cards: its value, its movements and its state",
        "expires_on": "gift cards: the day it was born with and its extensions",
    },
    "erasures": {"evidence": "staff's own words, which go with the rest"},
    "point_corrections": {"note": "people's own words, which may have to be erased"},
    "giftcard_stops": {"lifted_at": "gift cards: the audit"},
    "terminals": {"closed_at": "tills: the audit"},
    "terminal_keys": {"revoked_at": "tills: the audit"},
    "acceptances": {"ended_at": "tills: the audit"},
    "offline_terms": {"ended_at": "tills: the audit"},
    "offline_takings": {"holder_id": "tills: the device's own terms and time"},
    "payout_lines": {"released_at": "settlements: what happened to it"},
    "member_cards": {"unbound_at": "members: the audit"},
    "members": {
        "user_id": "sealed as he joined; members: the audit",
        "tier": "sealed as he joined; members: the merges",
        **dict.fromkeys(("first_name", "last_name", "email", "phone", "city_slug", "language"), "his own words"),
    },
}
# Tables that are not sealed, since their rows come and go.
HELD_TABLES = {
    "account_days": "ledger: the entries",
    "gift_letters": "gifts: the audit; the database lets words be taken out, and nothing else",
    "member_holds": "members: the audit",
    "balances": "ledger: the entries; members: the merges",
    "open_lots": "ledger: lots and entries",
    "free_codes": "codes, gift cards: codes and cards",
    "withdrawn_codes": "codes, gift cards: codes, withdrawals and cards",
    "grants": "identity: the audit, and the application's own seals",
    "ended_grants": "identity: the audit",
    "user_sessions": "identity: the audit",
    "users": "identity: what they sign in with, the newest seal of it",
    "passkeys": "identity: the newest seal of their user",
    "issuing_suspensions": "identity: the audit",
    "invitations": "identity: the audit, and the application's own seals",
    "offline_holders": "tills: one device at a time, the audit",
    "partners": "partners: its state, the audit",
    "brands": "partners: hidden or not, its partner; how it is shown is its partner's to say",
    "supplier_connections": "suppliers: the audit",
    "offers": "catalogue: publications; orders: what was published",
    "denominations": "catalogue: publications",
    "programmes": "programmes: the audit",
    "brand_search": "catalogue: brands",
    "exchange_quotes": "exchanges: the application's own seals",
    "exchange_rules": "exchanges: the application's own seals; each change is in the audit",
    "connected_accounts": "settlements: the application's own seals of which account it is and which bank account was agreed to; how it stands is the provider's",
    "webhook_endpoints": "webhooks: the application's own seals of where partners are told what; whether they answer is theirs",
    "seals": "the chain itself and the file outside",
    "correction_days": "support: the corrections",
    "offer_usage": "orders",
    "statement_lines": "settlements: the statement, whose fingerprint is sealed",
    "statement_totals": "settlements: the lines",
    "statement_dispute_file_parts": "settlements: the file, whose digest is sealed",
    "member_offer_usage": "orders",
}
FREE = {
    "what is shown and on what terms it is sold from now on; an order keeps its own, sealed": (
        "categories", "cities", "programme_hosts", "programme_tiers", "search_words", "shops",
        "shop_closures", "brand_pictures", "brand_versions",
    ),
    "on the way to signing in: a link opens nothing without its password or its letter, and what it changes is sealed": (
        "guest_members", "unreachable_emails", "sign_in_traces", "email_changes", "former_addresses", "letter_requests",
    ),
    "who partners are and what becomes of them: the audit holds each change, and what was sold is sealed by itself": (
        "partner_events", "partner_applications", "partner_application_ends", "partner_documents", "partner_document_parts",
    ),
    "what a card's owner says of it himself: it moves no value": ("giftcard_marks",),
    "what givers write, and what became of their letters: whose a card is, is sealed": ("gift_letter_events", "gift_words"),
    "who may show a card at a till without a network: what came of it is sealed": ("offline_passes",),
    "what members want put right: people's words, which may have to be erased; each act is in the audit": (
        "calls", "call_steps", "identifications", "training_scenes", "fraud_limits", "fraud_signals", "fraud_decisions", "fraud_marks", "cases", "case_events", "case_files", "case_file_parts", "case_looks", "case_questions", "case_question_answers", "incidents",
        "answer_templates", "service_desks", "service_times", "account_papers", "account_paper_parts",
    ),
    "what banks' files say: it moves no value, and each statement has to add up": (
        "bank_accounts", "bank_account_closings", "bank_statements", "bank_entries", "bank_entry_repeats", "bank_repairs",
        "expectations", "expectation_ends", "bank_matches", "bank_asides", "bank_returns", "bank_repair_ends", "deposit_requests",
        "till_exports", "till_columns", "till_lines", "till_line_ends", "till_matches", "till_clearings",
    ),
    "which phones show a card: they hold no code": ("wallet_passes", "wallet_devices", "wallet_objects"),
    "what members wish for: it carries neither value nor right": ("wishes",),
    "work in hand, whose outcome is a fact elsewhere": (
        "outbox", "mails", "mail_returns", "idempotency_keys", "payment_sessions", "payment_closings", "payment_calls", "payout_calls", "payment_troubles", "provider_events", "order_unknown_outcomes", "proposal_notes", "supplier_calls", "supplier_troubles",
        "webhook_events", "webhook_deliveries", "webhook_tries", "batch_moves",
        "runs", "run_events", "run_errors", "run_changes", "run_files", "run_comments", "run_comment_resolutions", "catalogue_drafts", "catalogue_draft_edits", "exports", "export_parts", "member_archives", "member_archive_parts",
    ),
    "how others are reached and whether they answer; each change is in the audit": ("supplier_breaks", "webhook_secrets"),
    "counters and looks that carry neither value nor right": (
        "book_checks", "member_notifications", "pulses", "staff_reveals", "throttle", "alembic_version", "pin_tries", "till_refusals", "till_alarms", "till_alarm_answers", "stock_thresholds", "stock_lows", "offer_cancellations",
    ),
}  # fmt: skip


def test_every_column_is_sealed_or_held_or_free_for_a_reason(ctx: Flask) -> None:
    with transaction():
        columns = execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        ).all()
    sealed = {
        sheet.table: {sheet.key, "txid", *sheet.stored, *HELD.get(sheet.table, {})}
        for book in reports.BOOKS
        for sheet in book.sheets
    }
    elsewhere = {*HELD_TABLES, *(table for tables in FREE.values() for table in tables)}
    assert sealed.keys() & elsewhere == set(), "a table is sealed or not"
    undecided = {
        f"{row.table_name}.{row.column_name}"
        for row in columns
        if row.table_name not in elsewhere and row.column_name not in sealed.get(row.table_name, ())
    }
    assert undecided == set(), "sealed (the domain's book.py), held by a rule, or free for a reason?"
    there = {row.table_name for row in columns}
    assert (sealed.keys() | elsewhere) - there == set(), "a table is gone"
