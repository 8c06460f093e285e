"""The words that a column takes stand in its CHECK; where Python says them again, it says the same."""

import importlib
import re
from enum import Enum
from typing import Any, get_args

import pytest

from tests.laws.test_bounds import SCHEMA

_TABLE = re.compile(r"^CREATE TABLE public\.(\w+) \((.*?)^\)", re.MULTILINE | re.DOTALL)
_WORDS = re.compile(r"CHECK \(\((\w+) = ANY \(ARRAY\[([^\]]*)\]\)\)\)")
# A column, and where Python says its words.
SAID_AGAIN = {
    "proposal_decisions.outcome": "approvals.values:Outcome", "proposal_notes.audience": "approvals.values:Audience",
    "audit_records.actor_kind": "core.actors:ActorKind", "brands.symbology": "giftcards.pictures:SYMBOLOGIES",
    "call_steps.what": "support.calls.values:Trouble", "case_question_answers.outcome": "support.cases.acts.asking:Outcome",
    "cases.category": "support.cases.values:Category", "cases.channel": "support.cases.values:Channel", "cases.priority": "support.cases.values:Priority",
    "cases.reply_by": "support.cases.values:ReplyBy", "cases.state": "support.cases.values:State", "code_return_decisions.decision": "codes.returning:Decision",
    "contract_signatures.side": "settlements.values:Side", "contract_versions.calendar": "settlements.values:Calendar",
    "erasure_ends.how": "erasures.values:End", "fraud_decisions.outcome": "fraud.values:Outcome", "fraud_signals.kind": "fraud.values:Kind", "gift_ends.how": "gifts.values:How",
    "gift_letters.design": "gifts.values:Design", "letter_requests.kind": "identity.addresses:LetterKind", "member_holds.kind": "members.standing.holds:HoldKind",
    "partner_events.what": "partners.rules:What", "partners.state": "partners.rules:State", "payment_calls.what": "payments.values:What",
    "payment_completions.known_by": "payments.values:KnownBy", "payment_dispute_steps.what": "payments.values:Step", "payments.purpose": "payments.values:Purpose",
    "payout_calls.what": "settlements.payouts.moving:What", "payout_moves.what": "settlements.payouts.moving:Move", "payout_runs.channel": "settlements.payouts.queries:Channel",
    "programme_texts.kind": "programmes.values:TextKind", "programmes.expiry_end": "programmes.values:ExpiryEnd", "provider_events.outcome": "payments.values:EventOutcome",
    "reissues.reason": "support.values:Reason", "statement_dispute_ends.outcome": "settlements.values:Outcome", "statement_disputes.reason": "settlements.values:Reason",
    "supplier_calls.what": "suppliers.values:What", "supplier_ends.how": "suppliers.values:End", "supplier_receipts.known_by": "suppliers.values:KnownBy",
    "till_alarm_answers.desk": "tills.alarms:Desk", "withdrawals.refund": "support.values:Refund", "exports.kind": "core.sheets:KINDS", "seals.book": "reports:BOOKS",
    "runs.state": "runs.rules:STATES", "run_changes.topic": "core.changes:Topic", "accounts.kind": "reports.accounting.chart:OF_LEDGER", "case_events.what": "support.cases.writing.keeping:ACTS",
    "contract_refusals.side": "settlements.values:Side", "contract_versions.commission_by": "settlements.values:Side",
    "contract_versions.side": "settlements.values:Side", "joint_promotion_refusals.side": "settlements.values:Side",
    "joint_promotion_signatures.side": "settlements.values:Side", "joint_promotions.side": "settlements.values:Side",
    "statement_dispute_remarks.side": "settlements.values:Side", "statement_parties.side": "settlements.values:Side", "cases.language": "programmes.rules:LANGUAGES",
    "member_archives.language": "programmes.rules:LANGUAGES", "expectations.kind": "reconciliation.listing:_KINDS",
    "giftcard_voidings.reason": "support.values:WHYS", "grants.role": "identity.permissions:Role", "member_notifications.kind": "members.rules:NOTIFICATIONS",
    "offers.fulfilment": "catalogue.rules:FULFILMENTS", "orders.fulfilment": "catalogue.rules:FULFILMENTS", "offers.kind": "catalogue.rules:KINDS", "publication_undos.side": "catalogue.rules:Side",
    "partner_payments.kind": "settlements.payouts.incoming:Paid", "payout_events.known_by": "settlements.payouts.queries:KnownBy",
    "statement_lines.kind": "settlements.values:KINDS", "supplier_troubles.kind": "suppliers.values:Trouble",
    "card_operations.kind": "integrations.card_registry:NAMES", "waiting_operations.kind": "integrations.card_registry:NAMES",
    "bank_statements.form": "web.console.reconciling.words:FORMS", "code_returns.why": "web.shared.held_codes:WHY",
    "giftcard_extensions.reason": "web.console.card_acts_forms:EXTENSIONS", "giftcard_stops.reason": "giftcards.values:StopReason",
    "payment_refunds.cause": "web.console.payments.words:CAUSES", "payment_troubles.kind": "web.console.payments.words:TROUBLES",
    "run_events.what": "web.shared.runs.words:EVENTS", "till_alarms.kind": "web.shared.alarm_pages.listed:KINDS",
    "till_matches.reason": "web.shared.till_lines.words:WHY", "till_refusals.reason": "web.shared.alarm_pages.listed:REASONS",
    "webhook_deliveries.state": "web.console.timeline_words:_ARRIVED",
    "balance_crossings.how": "settlements.payouts.balances:How", "lots.funder": "settlements.values:FUNDERS",
}  # fmt: skip
# Columns whose words Python says one by one where each is meant, and nowhere as a list that could differ.
NO_LIST = {
    "account_papers.kind",
    "authorisation_ends.kind",
    "bank_entry_repeats.why",
    "bank_matches.reason",
    "card_operations.reason",
    "case_files.kind",
    "contract_versions.owed_on",
    "contract_versions.papers",
    "contract_versions.payment",
    "correction_days.budget",
    "exchanges.kind",
    "expectation_ends.how",
    "fraud_marks.verdict",
    "gift_letter_events.kind",
    "giftcard_events.kind",
    "giftcard_successions.cause",
    "giftcards.state",
    "invitations.role",
    "lots.origin",
    "netting_steps.step",
    "offline_holders.ended_how",
    "offline_takings.why",
    "partner_application_ends.outcome",
    "partner_documents.kind",
    "passkeys.usage",
    "payment_expiries.known_by",
    "payment_refund_ends.how",
    "payment_refunds.borne_by",
    "payout_events.what",
    "payout_files.kind",
    "payout_run_steps.step",
    "point_corrections.kind",
    "point_corrections.reason",
    "statement_dispute_files.kind",
    "statement_lines.role",
    "statement_lines.voucher",
    "statement_steps.step",
    "stock_quarantines.why",
    "till_line_ends.how",
    "topup_takings.cause",
    "transfers.kind",
    "webhook_endpoints.off_why",
}
# What Python does not say, or says otherwise: a column knows a word more, or Python a state that is made of several facts.
BESIDE = {
    "call_steps.what": {"note", "end"},  # steps that are no trouble
    "brands.symbology": {"none"},  # a brand without bar codes
}


def words() -> dict[str, set[str]]:
    """The words of each column that takes a few only."""
    found = {}
    for table, body in _TABLE.findall(SCHEMA.read_text(encoding="utf-8")):
        for column, listed in _WORDS.findall(body):
            found[f"{table}.{column}"] = set(re.findall(r"'([^']*)'", listed))
    return found


def said(place: str) -> set[str]:
    """The words of a Literal, an enumeration, a dictionary or a tuple of Python."""
    module, _, name = place.partition(":")
    held: Any = getattr(importlib.import_module(f"marketplace.{module}"), name)
    if get_args(held):
        return set(get_args(held))
    if isinstance(held, type) and issubclass(held, Enum):
        return {one.value for one in held}
    return {getattr(one, "name", one) for one in held}


@pytest.mark.parametrize("column", SAID_AGAIN)
def test_python_says_the_words_of_the_column_and_no_others(column: str) -> None:
    assert said(SAID_AGAIN[column]) | BESIDE.get(column, set()) == words()[column]


def test_each_column_of_words_has_its_place() -> None:
    """A new one fails until somebody has said where Python lists its words, or that it does not."""
    assert set(words()) == set(SAID_AGAIN) | NO_LIST
    assert not set(SAID_AGAIN) & NO_LIST


def test_control_a_word_more_or_less_is_seen() -> None:
    assert words()["gift_ends.how"] | {"lost"} != said("gifts.values:How")
    assert words()["gift_ends.how"] - {"lapsed"} != said("gifts.values:How")
