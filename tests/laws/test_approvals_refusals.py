"""The database itself upholds that an act needs two: illegal statements by the application's role, each with its control.

The control is the same statement with a legal value, so the refusal is about what the statement asks for. All is rolled back.
"""

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask

from marketplace.core.db import db
from marketplace.web.console import programme_kinds as kinds
from tests.builders.approvals import Office
from tests.laws.test_ledger_refusals import TWICE, WRONG, Case, judged, tried

MOMENT, OVER = "'2026-11-21 09:30Z'", "'2026-11-22 09:00Z'"
TABLES = (
    "proposals", "proposal_versions", "proposal_decisions", "proposal_applications", "proposal_notes", "approval_rules",
)  # fmt: skip


def decision(
    by: str,
    *,
    of: str = "{waiting}",
    digest: str = "{digest}",
    outcome: str = "approved",
    at: str = MOMENT,
    note: str = "n",
) -> str:
    return (
        "INSERT INTO proposal_decisions (proposal_id, digest, outcome, decided_by, decided_at, note) "
        f"VALUES ({of}, '{digest}', '{outcome}', {by}, {at}, '{note}')"
    )


def version(
    number: str = "number + 1",
    *,
    by: str = "{vera}",
    of: str = "{waiting}",
    into: str = "proposal_id",
    at: str = MOMENT,
    lasts: str = "24 hours",
) -> str:
    return (
        "INSERT INTO proposal_versions (proposal_id, number, digest, payload, base, before, approvals_needed, edited_by, edited_at, "
        f"expires_at) SELECT {into}, {number}, sha256('new'), payload, base, before, approvals_needed, {by}, {at}, "
        f"timestamptz {at} + interval '{lasts}' FROM proposal_versions WHERE proposal_id = {of} ORDER BY number DESC LIMIT 1"
    )


def proposal(subject: str = "{subject}", *, at: str = MOMENT, ref: str = "Z" * 26) -> str:
    return (
        f"INSERT INTO proposals (ref, programme_id, kind, subject, proposed_by, proposed_at) VALUES ('{ref}', {{programme}}, "
        f"'{kinds.TEXT}', '{subject}', {{elena}}, {at})"
    )


def application(of: str, digest: str, at: str = MOMENT) -> str:
    return f"INSERT INTO proposal_applications (proposal_id, digest, applied_at) VALUES ({of}, '{digest}', {at})"


def rule(proposal: str, version: int = 1, kind: str = kinds.SETTINGS, approvers: int = 2) -> str:
    return (
        "INSERT INTO approval_rules (programme_id, kind, version, approvers, proposal_id) "
        f"VALUES ({{programme}}, '{kind}', {version}, {approvers}, {proposal})"
    )


NEWEST = "(SELECT max(id) FROM proposals)"
APPROVED = decision("{elena}") + "; "
BOTH = APPROVED + decision("{sergey}") + "; "
AGREED = decision("{irina}", of="{rule}", digest="{rule_digest}") + "; " + application("{rule}", "{rule_digest}") + "; "

# "{waiting}" is Vera's, edited by Irina, and needs two; "{rule}" is a rule for settings that waits, "{done}" one for texts that was approved.
CASES = [
    Case("the proposer approves", decision("{vera}"), decision("{elena}"), WRONG),
    Case("an editor approves", decision("{irina}"), decision("{elena}"), WRONG),
    Case("the proposer refuses", decision("{vera}", outcome="refused"), decision("{elena}", outcome="refused"), WRONG),
    Case("somebody approves the version before the edit", decision("{elena}", digest="{old}"), decision("{elena}"), WRONG),
    Case("somebody approves twice", APPROVED + decision("{elena}"), BOTH, WRONG),
    Case("somebody approves after 24 hours", decision("{elena}", at=OVER), decision("{elena}"), WRONG),
    Case("somebody decides about what is done", decision("{vera}", of="{done}", digest="{done_digest}"), decision("{elena}"), WRONG),
    Case("another withdraws", decision("{elena}", outcome="withdrawn"), decision("{vera}", outcome="withdrawn"), WRONG),
    Case("a refusal without a reason", decision("{elena}", outcome="refused", note=""), decision("{elena}", outcome="refused"), WRONG),
    Case("an approval while changes are awaited", decision("{elena}", outcome="changes_requested") + "; " + decision("{sergey}"), BOTH, WRONG),
    Case("applied with one approval of two", APPROVED + application("{waiting}", "{digest}"), BOTH + application("{waiting}", "{digest}"), WRONG),
    Case("applied in the version before the edit", BOTH + application("{waiting}", "{old}"), BOTH + application("{waiting}", "{digest}"), WRONG),
    Case("applied after an edit that voided the approvals", BOTH + version() + "; " + application("{waiting}", "{digest}"),
         BOTH + application("{waiting}", "{digest}"), WRONG),
    Case("applied after 24 hours", BOTH + application("{waiting}", "{digest}", OVER), BOTH + application("{waiting}", "{digest}"), WRONG),
    Case("applied twice", BOTH + 2 * (application("{waiting}", "{digest}") + "; "), BOTH + application("{waiting}", "{digest}"), WRONG),
    Case("a version that skips one", version("number + 2"), version(), WRONG),
    Case("a version in the place of another", version("number"), version(), WRONG),
    Case("a version that lasts longer than a day", version(lasts="24 hours 1 second"), version(), WRONG),
    Case("a version of what has expired", version(at=OVER), version(), WRONG),
    Case("a version of what is done", version(of="{done}"), version(), WRONG),
    Case("a first version by somebody else", proposal("rules.en") + "; " + version("1", into=NEWEST, by="{vera}"),
         proposal("rules.en") + "; " + version("1", into=NEWEST, by="{elena}"), WRONG),
    Case("a first version with number 2", proposal("rules.en") + "; " + version("2", into=NEWEST, by="{elena}"),
         proposal("rules.en") + "; " + version("1", into=NEWEST, by="{elena}"), WRONG),
    Case("a second proposal for the subject", proposal(), proposal("offer.ru"), WRONG),
    Case("a second proposal before the first has expired", proposal(at=MOMENT), proposal(at=OVER), WRONG),
    Case("two proposals of one ref", proposal("offer.ru") + "; " + proposal("offer.en"), proposal("offer.ru"), TWICE),
    Case("a rule from a proposal that was not applied", rule("{rule}"), AGREED + rule("{rule}"), WRONG),
    Case("a rule for another kind than was agreed to", AGREED + rule("{rule}", kind=kinds.TEXT), AGREED + rule("{rule}"), WRONG),
    Case("a rule for fewer than were agreed to", AGREED + rule("{rule}", approvers=1), AGREED + rule("{rule}"), WRONG),
    Case("a rule in the place of another than the one it was made against", AGREED + rule("{rule}", version=2), AGREED + rule("{rule}"), WRONG),
    Case("a second rule from one proposal", AGREED + 2 * (rule("{rule}") + "; "), AGREED + rule("{rule}"), TWICE),
    *(Case(f"{table} edited", f"UPDATE {table} SET proposal_id = proposal_id") for table in TABLES[1:]),
    *(Case(f"{table} deleted", f"DELETE FROM {table}") for table in TABLES),
]  # fmt: skip


@pytest.fixture
def world(ctx: Flask, owner_url: str) -> Iterator[tuple[psycopg.Connection, dict[str, object]]]:
    office = Office()
    done = office.approve(office.rule(kinds.TEXT, approvers=2), office.irina)
    first = office.propose()
    agreed = office.rule(kinds.SETTINGS, approvers=2)
    waiting = office.edit(first, "# Правила\n", office.irina)
    ids: dict[str, object] = {
        "programme": office.programme.id, "vera": office.vera, "irina": office.irina, "elena": office.elena,
        "sergey": office.sergey, "waiting": waiting.id, "digest": rf"\x{waiting.digest.hex()}", "old": rf"\x{first.digest.hex()}",
        "subject": waiting.subject, "done": done.id, "done_digest": rf"\x{done.digest.hex()}",
        "rule": agreed.id, "rule_digest": rf"\x{agreed.digest.hex()}",
    }  # fmt: skip
    db.session.remove()
    with psycopg.connect(owner_url) as connection:
        yield connection, ids
        connection.rollback()


def test_illegal_statements_are_refused_and_their_controls_are_not(
    world: tuple[psycopg.Connection, dict[str, object]],
) -> None:
    connection, ids = world
    wrong = [f"{case.name}: {outcome}" for case in CASES if (outcome := judged(connection, case, ids))]
    assert wrong == []


def test_what_was_said_is_frozen_for_the_owner_of_the_database_too(
    world: tuple[psycopg.Connection, dict[str, object]],
) -> None:
    connection, _ = world
    for table in TABLES:
        assert tried(connection, f"DELETE FROM {table}", "SELECT") == "23000", table
