"""The audit speaks in words: every action that the code can record has them in both languages, who and what go by name, facts as people write them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from flask import Flask
from flask_babel import force_locale

from marketplace import giftcards, identity
from marketplace.approvals.actions import _VERBS
from marketplace.core import audit
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.fraud.values import Outcome
from marketplace.partners.rules import What
from marketplace.support.cases.writing import keeping
from marketplace.web.console import journal_acts, journal_facts, journal_names
from tests.builders.orders import a_member, a_shelf, an_order
from tests.laws.test_words_of_columns import words as words_of_columns
from tests.web.console.house import House, at

ROOT = Path(__file__).resolve().parents[3]
JOURNAL = "/console/journal"
RECORDERS = {"record", "_record", "_trail", "audit_record"}
ACTION = re.compile(r"[a-z]+\.[a-z_]+")
IN_SQL = re.compile(r"audit_record\(\s*'([a-z]+\.[a-z_]*)'")


def said_in(path: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (ROOT / path).read_text(encoding="utf-8")))


# What an action made at run time can be, by how it begins.
MADE = {
    "accounts.": {"credit", "debit", "goodwill"},
    "approvals.": set(_VERBS.values()),
    "cases.": set(keeping.ACTS.values()),
    "fraud.": set(get_args(Outcome)),
    "giftcards.": {"freeze", "unfreeze"},
    "orders.": said_in("marketplace/orders/supplied.py", r'_decided\(order, "(\w+)"'),
    "partners.": {*get_args(What), "admit", "refuse"},
    "reconciliation.": said_in("marketplace/reconciliation/deciding/by_hand.py", r'_record\(\s*"(\w+)"')
    | said_in("marketplace/reconciliation/at_tills/by_hand.py", r'_record\("(\w+)"'),
    "runs.": said_in("marketplace/runs/actions.py", r'steps.note\([\w.\[\]]+, "(\w+)"')
    | said_in("marketplace/runs/checking.py", r'steps.note\([\w.\[\]]+, "(\w+)"')
    | {"started", "continued"},
    "settlements.": {
        "sent",
        "accepted",
        "approved_payouts",
        "sent_payouts",
        "handed_payouts",
        "sent_netting",
        "dropped_netting",
    },
    "settlements.payout_": {"accepted", "confirmed", "failed", "name_mismatch", "returned", "reopened"},
    "tills.authorisation_": {"captured", "voided", "lapsed"},
}


def actions() -> set[str]:
    """Every action that some code records, of Python and of SQL."""
    found: set[str] = set()
    for file in (
        *ROOT.glob("marketplace/**/*.sql"),
        *ROOT.glob("marketplace/**/*.py"),
        *ROOT.glob("partner_portal/**/*.py"),
    ):
        source = file.read_text(encoding="utf-8")
        for action in IN_SQL.findall(source):
            found |= {action + end for end in MADE.get(action, {""})}
        if file.suffix == ".py":
            found |= {action for call in recorded(ast.parse(source)) for action in of_call(call)}
    return found


def recorded(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).rpartition(".")[2] in RECORDERS:
            yield node.args[0]


def of_call(first: ast.expr) -> Iterator[str]:
    if isinstance(first, ast.JoinedStr):
        begins = ast.literal_eval(first.values[0]) if isinstance(first.values[0], ast.Constant) else ""
        assert begins in MADE, f"nobody said what {ast.unparse(first)} can be"
        yield from (begins + end for end in MADE[begins])
    else:
        yield from (
            node.value for node in ast.walk(first)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACTION.fullmatch(node.value)
        )  # fmt: skip


def test_every_action_has_words_in_both_languages_and_no_words_are_left_over(ctx: Flask) -> None:
    known = actions() - {"tests.count"}
    assert len(known) > 90, "the look itself sees them"
    assert sorted(known - set(journal_acts.ACTS) - {"world.load"}) == []
    assert sorted(set(journal_acts.ACTS) - known - {"world.load"}) == []
    for action, words in journal_acts.ACTS.items():
        with force_locale("en"):
            english = str(words)
        with force_locale("ru"):
            assert str(words) != english, f"{action} has no Russian words"


def subjects() -> set[str]:
    """Every kind of thing that some code records an act about, of Python and of SQL."""
    found: set[str] = set()
    for file in (*ROOT.glob("marketplace/**/*.sql"), *ROOT.glob("marketplace/**/*.py")):
        source = file.read_text(encoding="utf-8")
        found |= set(re.findall(r"audit_record\(\s*[^,]+,\s*'([a-z_]+):", source))
        if file.suffix == ".py":
            found |= set(re.findall(r"""[\s(]f?"([a-z_]+):\{[^"]*\}",\s+at=""", source))
    return found


def test_every_kind_of_thing_has_a_name_in_both_languages(ctx: Flask) -> None:
    known = subjects()
    assert known >= {"payout_run", "statement", "contract", "netting", "publication", "till_alarm", "proposal"}
    assert sorted(known - set(journal_names.SUBJECTS) - set(journal_names.OF_INSTALLATION)) == []
    for kind, words in journal_names.SUBJECTS.items():
        with force_locale("en"):
            english = str(words)
        with force_locale("ru"):
            assert str(words) != english, kind


# A fact of the audit, and the column that has all words which it can be.
COLUMNS = {
    ("approvals", "audience"): "proposal_notes.audience", ("cases", "category"): "cases.category", ("cases", "priority"): "cases.priority",
    ("cases", "state"): "cases.state", ("cases", "outcome"): "case_question_answers.outcome", ("codes", "came_back"): "code_returns.why",
    ("codes", "why"): "stock_quarantines.why", ("fraud", "kind"): "fraud_signals.kind", ("fraud", "state"): "fraud_decisions.outcome",
    ("gifts", "how"): "gift_ends.how", ("members", "held"): "member_holds.kind", ("members", "kind"): "programme_texts.kind",
    ("support", "reason"): "reissues.reason", ("support", "refund"): "withdrawals.refund", ("giftcards", "reason"): "giftcard_stops.reason",
    ("partners", "state"): "partners.state", ("payments", "cause"): "payment_refunds.cause", ("payments", "trouble"): "payment_troubles.kind",
    ("payments", "dispute"): "payment_dispute_steps.what", ("reconciliation", "form"): "bank_statements.form",
    ("reconciliation", "reason"): "bank_matches.reason", ("runs", "state"): "runs.state", ("settlements", "state"): "statement_dispute_ends.outcome",
    ("settlements", "why"): "statement_disputes.reason", ("settlements", "calendar"): "contract_versions.calendar",
    ("settlements.paid_in", "kind"): "partner_payments.kind", ("tills", "why"): "offline_takings.why", ("webhooks", "off"): "webhook_endpoints.off_why",
    ("accounts", "reason"): "point_corrections.reason", ("identity", "role"): "grants.role", ("programmes", "expiry_end"): "programmes.expiry_end",
}  # fmt: skip


NAMED_SO = {"camt.052", "camt.053", "camt.054"}  # formats that everybody calls so


@pytest.mark.parametrize("fact", COLUMNS, ids=" ".join)
def test_every_word_of_a_column_is_said_in_words_where_the_audit_has_it(ctx: Flask, fact: tuple[str, str]) -> None:
    domain, name = fact
    action = domain if "." in domain else f"{domain}.something"
    with ctx.test_request_context(), force_locale("ru"):
        row = {"action": action, "before": {}, "subject_currency": None}
        raw = [
            word for word in words_of_columns()[COLUMNS[fact]] - {""} - NAMED_SO
            if journal_facts.changes(row | {"after": {name: word}})[0].becomes == word
        ]  # fmt: skip
    assert raw == []


def test_control_a_raw_word_is_seen(ctx: Flask) -> None:
    with ctx.test_request_context(), force_locale("ru"):
        row = {"action": "fraud.hold", "before": {}, "subject_currency": None}
        said = [
            journal_facts.changes(row | {"after": {"kind": word}})[0].becomes for word in ("no_word_of_ours", "limit")
        ]
    assert said[0] == "no_word_of_ours"
    assert said[1] != "limit"


@pytest.fixture
def house(app: Flask) -> House:
    return House(app)


def cells(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<tbody>")[2].partition("</tbody>")[0])).replace(
        "\u00a0", " "
    )


def test_who_and_what_are_named_and_values_are_written_out(house: House, app: Flask) -> None:
    with app.app_context():
        with transaction():
            shelf = a_shelf(programme=house.first)
            member = a_member(house.first, points=1_000, first_name="Мария", last_name="Орлова")
            order = an_order(member, shelf)
            client, _ = identity.create_client(house.first.id, "Kiosk", ["orders:read"], now=house.now)
        with transaction(by=Actor("client", client.id)):
            audit.record(
                "giftcards.freeze",
                f"giftcard:{giftcards.of_orders([order.id])[order.id].id}",
                at=house.now,
                before={"state": "active"},
                after={"state": "frozen"},
            )
            same = {"kind": "limit", "state": "open"}
            audit.record(
                "fraud.release",
                f"programme:{house.first.id}",
                at=house.now,
                before=same,
                after=same | {"state": "release"},
            )
    support = house.of("support")
    signalled = cells(at(support, f"{JOURNAL}?action=fraud.")[1])
    assert "Kind Just below what one person may do" in signalled, "and once, for it has not changed"
    assert "Nobody has decided → Suspicion cleared" in signalled
    page = at(support, f"{JOURNAL}?subject=order:{order.id}")[1]
    assert f'<a href="/console/orders/{order.number}"' in page
    said = cells(page)
    assert f"An order was placed Order {order.number}" in said
    assert "A person" in said, "a member who has no sign-in yet has no name there"
    assert "450 points" in said
    assert "price_points" not in said
    frozen = cells(at(support, f"{JOURNAL}?action=giftcards.freeze")[1])
    assert "API client Kiosk" in frozen
    assert "Valid → Frozen" in frozen


def test_a_person_is_called_by_name_and_a_colleague_by_a_masked_address(house: House, app: Flask) -> None:
    with app.app_context():
        with transaction():
            member = a_member(house.first, first_name="Мария", last_name="Орлова")
        for who in ("member", "admin"):
            with transaction(by=Actor("user", house.ids[who])):
                audit.record(
                    "members.update_profile",
                    f"member:{member.id}",
                    at=house.now,
                    before={"phone": ""},
                    after={"phone": "+7 9•• 1"},
                )
        with transaction():
            execute(
                "UPDATE members SET user_id = %(user)s WHERE id = %(id)s",
                {"user": house.ids["member"], "id": member.id},
            )
    said = cells(at(house.of("support"), f"{JOURNAL}?subject=member:{member.id}")[1])
    assert said.count("Мария Орлова") >= 3, "as who did it once, and as whom it was done to"
    assert "user:" not in said
    assert "@" in said
