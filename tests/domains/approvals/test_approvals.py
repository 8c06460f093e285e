"""Acts of two people: what is proposed, who may agree, and what a change, the time or a moved target does to it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from marketplace import approvals, identity, programmes
from marketplace.core import audit, ids
from marketplace.core.db import execute, transaction
from marketplace.web.console import programme_kinds as kinds
from tests.builders.approvals import NEW_RULES, NOW, SUBJECT, Office
from tests.builders.identity import staff
from tests.builders.programmes import RULES, a_programme
from tests.builders.statements import watched

LATER = NOW + timedelta(hours=1)
OTHER = "# Правила\n\nКарта действует три года.\n"


@pytest.fixture
def office(ctx: Flask) -> Office:
    return Office()


def published(office: Office) -> list[str]:
    return [text.body for text in programmes.text_versions(office.programme.id, "rules", "ru")]


def now_of(office: Office, proposal: approvals.Proposal, now: object = NOW) -> approvals.Proposal:
    return approvals.proposal(proposal.ref, programme_id=office.programme.id, now=now)  # type: ignore[arg-type]


def test_text_is_published_when_another_person_approves_it_and_not_before(office: Office) -> None:
    proposal = office.propose(why="Срок стал длиннее")
    assert (proposal.state, proposal.approvals_needed, published(office)) == ("waiting", 1, [RULES["ru"]])
    assert approvals.difference(proposal) == [approvals.Change("body", RULES["ru"], NEW_RULES)]
    done = office.approve(proposal, note="Верно", now=LATER)
    assert (done.state, done.ended_at) == ("applied", LATER)
    assert published(office) == [NEW_RULES, RULES["ru"]]
    assert [(d.outcome, d.by, d.note) for d in approvals.decisions(proposal.id)] == [
        ("approved", office.elena, "Верно")
    ]
    found = [record.action for record in audit.of_subject(f"proposal:{proposal.id}", limit=9)]
    assert found == ["approvals.apply", "approvals.approve", "approvals.propose"]


def test_nobody_approves_his_own_under_a_second_role_either(office: Office) -> None:
    proposal = office.propose()
    with transaction():
        identity.grant(office.vera, "admin", programme_id=office.programme.id, now=NOW)
    with pytest.raises(approvals.OwnProposal):
        office.approve(proposal, office.vera)
    assert approvals.refusal(proposal, office.vera, now=NOW) == "proposal_own"
    assert office.vera not in [one.id for one in approvals.could_approve(proposal)]
    assert published(office) == [RULES["ru"]]


def test_who_may_approve_is_asked_of_what_waits_and_not_of_every_kind_there_is(office: Office) -> None:
    asked: list[str] = []
    waiting = {"programme_id": office.programme.id, "now": NOW}
    with watched(lambda sql, _: asked.append(sql)):
        assert approvals.waiting_for(office.elena, **waiting) == []
    assert len(asked) == 1
    proposal = office.propose()
    with watched(lambda sql, _: asked.append(sql)):
        assert [one.id for one in approvals.waiting_for(office.elena, **waiting)] == [proposal.id]
    assert len(asked) < len(approvals.names()) / 2
    assert approvals.waiting_for(office.vera, **waiting) == []


def test_whoever_edited_it_cannot_approve_it(office: Office) -> None:
    edited = office.edit(office.propose(), OTHER, office.elena)
    assert edited.authors == (office.vera, office.elena) or set(edited.authors) == {office.vera, office.elena}
    for author in (office.vera, office.elena):
        with pytest.raises(approvals.OwnProposal):
            office.approve(edited, author)
    assert office.approve(edited, office.sergey).state == "applied"


def test_a_change_after_approval_voids_it(office: Office) -> None:
    office.approve(office.rule(kinds.TEXT, approvers=2), office.irina)
    proposal = office.propose()
    half = office.approve(proposal, office.elena)
    assert (half.state, half.approvals, half.approvals_needed) == ("waiting", 1, 2)
    edited = office.edit(half, OTHER, office.vera)
    assert (edited.approvals, edited.voided) == (0, 1)
    assert office.approve(edited, office.sergey).state == "waiting"
    assert published(office) == [RULES["ru"]]
    assert office.approve(edited, office.elena).state == "applied"
    assert published(office)[0] == OTHER


def test_a_decision_counts_for_the_version_that_was_seen(office: Office) -> None:
    seen = office.propose()
    office.edit(seen, OTHER, office.vera)
    for verb, note in ((approvals.approve, ""), (approvals.refuse, "нет"), (approvals.ask_for_changes, "нет")):
        with pytest.raises(approvals.ProposalChanged):
            office.say(verb, seen, office.elena, note=note)
    with pytest.raises(approvals.ProposalChanged):
        office.edit(seen, NEW_RULES, office.elena)
    assert published(office) == [RULES["ru"]]


def test_nobody_approves_twice_for_two(office: Office) -> None:
    office.approve(office.rule(kinds.TEXT, approvers=2), office.irina)
    proposal = office.propose()
    office.approve(proposal, office.elena)
    with pytest.raises(approvals.AlreadyDecided):
        office.approve(proposal, office.elena)
    assert now_of(office, proposal).approvals == 1


def test_changes_are_requested_and_it_waits_for_an_edit(office: Office) -> None:
    proposal = office.propose()
    asked = office.say(approvals.ask_for_changes, proposal, office.elena, note="Назовите срок в днях")
    assert asked.state == "changes_requested"
    assert approvals.waiting_for(office.sergey, programme_id=office.programme.id, now=NOW) == []
    assert [one.id for one in approvals.mine(office.vera, programme_id=office.programme.id, now=NOW)] == [proposal.id]
    with pytest.raises(approvals.ChangesAwaited):
        office.approve(proposal, office.sergey)
    edited = office.edit(asked, OTHER, office.vera)
    assert edited.state == "waiting"
    assert office.approve(edited, office.elena).state == "applied"


def test_a_refusal_ends_it_and_says_why(office: Office) -> None:
    proposal = office.propose()
    for verb in (approvals.refuse, approvals.ask_for_changes):
        with pytest.raises(approvals.ReasonNeeded):
            office.say(verb, proposal, office.elena, note="  ")
    assert office.say(approvals.refuse, proposal, office.elena, note="Рано").state == "refused"
    with pytest.raises(approvals.ProposalClosed):
        office.approve(proposal, office.sergey)
    with pytest.raises(approvals.ProposalClosed):
        office.edit(now_of(office, proposal), OTHER, office.vera)


def test_only_the_proposer_withdraws(office: Office) -> None:
    proposal = office.propose()
    with pytest.raises(approvals.ProposalOfAnother):
        office.say(approvals.withdraw, proposal, office.elena)
    assert office.say(approvals.withdraw, proposal, office.vera).state == "withdrawn"
    assert office.propose(by=office.elena).state == "waiting", "a withdrawn one stands in nobody's way"


def test_notes_among_approvers_are_hidden_from_whoever_proposed_or_edited(office: Office) -> None:
    proposal = office.propose()
    with transaction():
        for _ in range(2):
            approvals.write_note(proposal.id, "Всем", audience="everyone", by=office.vera, ref="R1", now=NOW)
        approvals.write_note(proposal.id, "Спросим юриста?", audience="approvers", by=office.elena, now=NOW)

    def seen(reader: int) -> list[str]:
        return [note.body for note in approvals.notes(now_of(office, proposal), reader=reader)]

    assert seen(office.sergey) == seen(office.elena) == ["Всем", "Спросим юриста?"]
    assert seen(office.vera) == seen(office.maria) == ["Всем"]
    office.edit(proposal, OTHER, office.sergey)
    assert seen(office.sergey) == ["Всем"]
    with pytest.raises(approvals.MayNotApprove), transaction():
        approvals.write_note(proposal.id, "Я тоже", audience="approvers", by=office.vera, now=NOW)


def test_a_target_that_has_moved_is_not_overwritten(office: Office) -> None:
    proposal = office.propose()
    with transaction():
        programmes.publish_text(office.programme.id, "rules", "ru", OTHER, now=NOW)
    with pytest.raises(approvals.TargetMoved) as moved:
        office.approve(proposal)
    assert moved.value.facts == {"base": "1", "found": "2"}
    assert published(office) == [OTHER, RULES["ru"]]
    assert now_of(office, proposal).approvals == 0, "the approval is not kept either"
    again = office.edit(proposal, NEW_RULES, office.vera)
    assert (again.base, again.before) == ("2", {"body": OTHER})
    assert office.approve(again).state == "applied"


def test_settings_that_have_moved_are_not_overwritten(office: Office) -> None:
    proposal = office.settings(name_ru="Даль")
    held = programmes.settings_of(office.programme.id)
    with transaction():
        programmes.change(office.programme.id, replace(held, mail_from="new@example.org"), now=NOW)
    with pytest.raises(approvals.TargetMoved):
        office.approve(proposal)
    assert programmes.settings_of(office.programme.id).name_ru == office.programme.name_ru


def test_a_proposal_made_on_an_old_page_is_refused(office: Office) -> None:
    with transaction():
        programmes.publish_text(office.programme.id, "rules", "ru", OTHER, now=NOW)
    with pytest.raises(approvals.TargetMoved):
        office.propose(base="1")
    proposal = office.propose(base="2")
    with pytest.raises(approvals.TargetMoved), transaction():
        approvals.edit(proposal.id, {"body": "# Правила\n"}, seen=proposal.digest, base="1", by=office.vera, now=NOW)


def test_what_can_no_longer_be_applied_is_not_approved(office: Office) -> None:
    with transaction():
        programmes.put_cities([programmes.City("omsk", "Омск", "Omsk")])
    proposal = office.settings(city_slug="omsk")
    with transaction():
        execute("DELETE FROM cities")
    with pytest.raises(programmes.BadSetting):
        office.approve(proposal)
    assert now_of(office, proposal).state == "waiting"
    assert approvals.decisions(proposal.id) == []


def test_a_proposal_lasts_24_hours_and_an_expired_one_never_blocks_the_next(office: Office) -> None:
    proposal = office.propose()
    last, over = NOW + timedelta(hours=24, seconds=-1), NOW + timedelta(hours=24)
    with pytest.raises(approvals.ProposalOpen) as blocked:
        office.propose(OTHER, by=office.elena, now=last)
    assert blocked.value.facts == {"ref": proposal.ref}
    with pytest.raises(approvals.ProposalExpired):
        office.approve(proposal, now=over)
    with pytest.raises(approvals.ProposalExpired), transaction():
        approvals.edit(proposal.id, {"body": OTHER}, seen=proposal.digest, by=office.vera, now=over)
    assert now_of(office, proposal, over).state == "expired"
    assert [p.id for p in approvals.ended(programme_id=office.programme.id, now=over, limit=9)] == [proposal.id]
    assert office.approve(office.propose(OTHER, by=office.elena, now=over), office.vera, now=over).state == "applied"


def test_an_approval_in_the_last_second_counts(office: Office) -> None:
    assert office.approve(office.propose(), now=NOW + timedelta(hours=24, seconds=-1)).state == "applied"


def test_nobody_could_approve_is_said_when_it_is_proposed(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
        alone = staff(programme, "admin").id
        staff(programme, "finance")
    ask = {"programme_id": programme.id, "ref": ids.new_ref(), "now": NOW}
    with pytest.raises(approvals.NobodyCouldApprove) as nobody, transaction():
        approvals.propose(kinds.TEXT, SUBJECT, {"body": NEW_RULES}, by=alone, **ask)
    assert nobody.value.facts == {"needed": 1, "could": 0}
    assert approvals.open_for(programme.id, kinds.TEXT, SUBJECT, now=NOW) is None
    with transaction():
        second = staff(programme, "manager").id
        proposal = approvals.propose(kinds.TEXT, SUBJECT, {"body": NEW_RULES}, by=alone, **ask)
    with pytest.raises(approvals.NobodyCouldApprove), transaction():
        approvals.edit(proposal.id, {"body": OTHER}, seen=proposal.digest, by=second, now=NOW)


def test_who_may_not_propose_or_approve_is_refused(office: Office) -> None:
    with pytest.raises(approvals.MayNotPropose):
        office.propose(by=office.maria)
    proposal = office.propose()
    with pytest.raises(approvals.MayNotPropose):
        office.edit(proposal, OTHER, office.maria)
    with transaction():
        elsewhere = staff(a_programme(), "admin").id
    for stranger in (office.maria, elsewhere):
        with pytest.raises(approvals.MayNotApprove):
            office.approve(proposal, stranger)
    with transaction():
        execute("UPDATE users SET active = false WHERE id = %(id)s", {"id": office.elena})
    with pytest.raises(approvals.MayNotApprove):
        office.approve(proposal, office.elena)


def test_the_same_ref_again_is_the_same_proposal(office: Office) -> None:
    first = office.propose(ref="A" * 26)
    assert office.propose(ref="A" * 26) == first
    with pytest.raises(approvals.ProposalRefUsed):
        office.propose(by=office.elena, ref="A" * 26)


def test_a_proposal_of_nothing_is_refused(office: Office) -> None:
    with pytest.raises(approvals.NothingProposed):
        office.propose(RULES["ru"])
    with pytest.raises(approvals.NothingProposed):
        office.settings(name_ru=office.programme.name_ru)
    with pytest.raises(programmes.BadSetting):
        office.settings(decimals=2)
    with pytest.raises(programmes.BadText):
        office.propose(" ")


def test_a_proposal_of_another_programme_is_not_found(office: Office) -> None:
    proposal = office.propose()
    with transaction():
        other = a_programme()
    with pytest.raises(approvals.NoProposal):
        approvals.proposal(proposal.ref, programme_id=other.id, now=NOW)


def test_the_inbox_shows_to_each_what_he_can_decide(office: Office) -> None:
    proposal = office.propose()

    def waits(user: int) -> list[int]:
        return [one.id for one in approvals.waiting_for(user, programme_id=office.programme.id, now=NOW)]

    assert (waits(office.elena), waits(office.vera), waits(office.maria)) == ([proposal.id], [], [])
    office.approve(proposal)
    assert waits(office.sergey) == []
