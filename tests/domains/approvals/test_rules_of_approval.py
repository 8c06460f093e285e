"""How many people an act needs, who they may be, over which cap; and that changing this is an act of two itself."""

import pytest
from flask import Flask

from marketplace import approvals
from marketplace.core.db import transaction
from marketplace.web.console import programme_kinds as kinds
from tests.builders.approvals import Office
from tests.builders.identity import staff


@pytest.fixture
def office(ctx: Flask) -> Office:
    return Office()


def test_a_rule_holds_from_when_another_admin_has_approved_it(office: Office) -> None:
    proposal = office.rule(kinds.TEXT, approvers=2)
    assert approvals.rule_of(office.programme.id, kinds.TEXT) == approvals.Rule()
    with pytest.raises(approvals.OwnProposal):
        office.approve(proposal, office.sergey)
    with pytest.raises(approvals.MayNotApprove):
        office.approve(proposal, office.elena)
    office.approve(proposal, office.irina)
    assert approvals.rule_of(office.programme.id, kinds.TEXT) == approvals.Rule(version=1, approvers=2)
    assert office.propose().approvals_needed == 2


def test_an_act_above_the_cap_needs_a_second_person(office: Office) -> None:
    office.approve(office.rule(kinds.SETTINGS, cap=500_000, approvers_over_cap=2), office.irina)
    at_the_cap = office.settings(reveal_limit=500_000)
    assert at_the_cap.approvals_needed == 1
    over = office.say(approvals.withdraw, at_the_cap, office.vera) and office.settings(reveal_limit=500_001)
    assert over.approvals_needed == 2
    assert office.approve(over, office.elena).state == "waiting"
    assert office.approve(over, office.sergey).state == "applied"


def test_an_edit_above_the_cap_needs_a_second_person_too(office: Office) -> None:
    office.approve(office.rule(kinds.SETTINGS, cap=500_000, approvers_over_cap=2), office.irina)
    proposal = office.settings(reveal_limit=400_000)
    with transaction():
        edited = approvals.edit(
            proposal.id, {"reveal_limit": 900_000}, seen=proposal.digest, by=office.vera, now=proposal.edited_at
        )
    assert edited.approvals_needed == 2


def test_a_rule_can_ask_for_a_role(office: Office) -> None:
    office.approve(office.rule(kinds.TEXT, roles=["admin"]), office.irina)
    proposal = office.propose()
    assert {one.id for one in approvals.could_approve(proposal)} == {office.sergey, office.irina}
    with pytest.raises(approvals.MayNotApprove):
        office.approve(proposal, office.elena)
    assert office.approve(proposal, office.sergey).state == "applied"


WRONG: list[dict[str, object]] = [
    {"approvers": 0}, {"approvers": 6}, {"cap": 1}, {"approvers_over_cap": 2}, {"cap": -1, "approvers_over_cap": 2},
    {"roles": ["finance"]}, {"roles": ["nobody"]},
]  # fmt: skip


def test_a_rule_that_means_nothing_is_refused(office: Office) -> None:
    for over in [*WRONG, {"cap": 1, "approvers_over_cap": 1}]:
        with pytest.raises(approvals.BadRule):
            office.rule(kinds.SETTINGS, **over)
    with pytest.raises(approvals.BadRule):
        office.rule(kinds.TEXT, cap=1, approvers_over_cap=2)


def test_a_rule_by_which_nobody_could_be_approved_is_refused(office: Office) -> None:
    with pytest.raises(approvals.NobodyCouldApprove) as nobody:
        office.rule(kinds.TEXT, approvers=4)
    assert nobody.value.facts == {"needed": 4, "could": 3}
    with pytest.raises(approvals.NobodyCouldApprove):
        office.rule(approvals.RULES, approvers=2)
    with transaction():
        staff(office.programme, "admin")
    assert office.rule(approvals.RULES, approvers=2).state == "waiting"


def test_a_rule_for_an_unknown_kind_is_refused(office: Office) -> None:
    with pytest.raises(approvals.BadRule):
        office.rule("pizza")
