"""Two at once with the same proposal: one act is done, and never one that was changed after it was approved."""

import pytest
from flask import Flask

from marketplace import approvals, programmes
from marketplace.approvals import Proposal
from marketplace.core import ids
from marketplace.core.db import execute
from marketplace.web.console import programme_kinds as kinds
from tests.builders.approvals import NEW_RULES, NOW, SUBJECT, Office
from tests.races.crowd import together

ROUNDS = 5
OTHER = "# Правила\n\nДругие.\n"


@pytest.fixture
def office(ctx: Flask) -> Office:
    return Office()


def approval(proposal: Proposal, by: int) -> object:
    return lambda: approvals.approve(proposal.id, seen=proposal.digest, by=by, now=NOW)


def versions(office: Office) -> int:
    return len(programmes.text_versions(office.programme.id, "rules", "ru"))


def test_of_two_who_approve_at_once_one_applies_it_and_the_other_hears_that_it_is_done(
    ctx: Flask, office: Office
) -> None:
    for number in range(ROUNDS):
        proposal = office.propose(f"# Правила {number}\n")
        outcomes = together(ctx, [approval(proposal, office.elena), approval(proposal, office.sergey)])  # type: ignore[list-item]
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Proposal", "ProposalClosed"]
        assert versions(office) == number + 2
    assert execute("SELECT count(*) FROM proposal_applications").scalar_one() == ROUNDS


def test_the_two_whom_it_needs_may_approve_at_once_and_it_is_applied_once(ctx: Flask, office: Office) -> None:
    office.approve(office.rule(kinds.TEXT, approvers=2), office.irina)
    proposal = office.propose()
    outcomes = together(ctx, [approval(proposal, office.elena), approval(proposal, office.sergey)])  # type: ignore[list-item]
    assert sorted(outcome.state for outcome in outcomes) == ["applied", "waiting"]  # type: ignore[attr-defined]
    assert versions(office) == 2


def test_what_is_approved_while_it_is_edited_is_what_was_seen_or_nothing(ctx: Flask, office: Office) -> None:
    for number in range(ROUNDS):
        proposal = office.propose(f"# Правила {number}\n")

        def edit(proposal: Proposal = proposal) -> Proposal:
            return approvals.edit(proposal.id, {"body": OTHER}, seen=proposal.digest, by=office.vera, now=NOW)

        approved, edited = together(ctx, [approval(proposal, office.elena), edit])  # type: ignore[list-item]
        newest = programmes.newest_text(office.programme.id, "rules", "ru")
        assert newest is not None
        if isinstance(approved, Proposal):
            assert isinstance(edited, approvals.ProposalClosed)
            assert newest.body == f"# Правила {number}\n"
        else:
            assert isinstance(approved, approvals.ProposalChanged)
            assert isinstance(edited, Proposal)
            assert newest.body != OTHER
            office.say(approvals.withdraw, edited, office.vera)


def test_of_two_who_propose_for_the_same_text_at_once_one_is_told_of_the_other(ctx: Flask, office: Office) -> None:
    def proposing(by: int, body: str, ref: str = "") -> object:
        return lambda: approvals.propose(
            kinds.TEXT,
            SUBJECT,
            {"body": body},
            programme_id=office.programme.id,
            by=by,
            ref=ref or ids.new_ref(),
            now=NOW,
        )

    outcomes = together(ctx, [proposing(office.vera, NEW_RULES), proposing(office.elena, OTHER)])  # type: ignore[list-item]
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Proposal", "ProposalOpen"]
    [made] = [outcome for outcome in outcomes if isinstance(outcome, Proposal)]
    office.say(approvals.withdraw, made, made.proposed_by)
    ref = ids.new_ref()
    twice = together(ctx, [proposing(office.vera, NEW_RULES, ref), proposing(office.vera, NEW_RULES, ref)])  # type: ignore[list-item]
    assert twice[0] == twice[1]
