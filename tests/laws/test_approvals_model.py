"""The law of two people: in whatever order things are proposed, edited, decided and simply done, nothing that takes two was done by one.

What was done is read from the books alone, and held against who said what to which version; beside them only what people saw is remembered.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from marketplace import approvals, giftcards, members, orders, support
from marketplace.approvals import Facts, Proposal
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.support import accounts, cases
from marketplace.web.console import corrections_kind, programme_kinds, reissue_kinds
from marketplace.web.console.money import kinds as money
from tests.builders.approvals import NEW_RULES, SUBJECT
from tests.builders.functions import function_changed
from tests.builders.identity import staff
from tests.builders.members import a_member
from tests.builders.orders import a_shelf, an_order
from tests.builders.programmes import a_programme
from tests.builders.settlements import a_contract
from tests.proof.plugin import Proof

NAMED = ["number", "order"]
# Done without as many people as the version asked for: of the newest version, within its time, neither authors nor whose account it is.
BY_TOO_FEW = """
SELECT p.kind, p.id FROM proposal_applications a JOIN proposals p ON p.id = a.proposal_id
  JOIN proposal_versions v ON v.proposal_id = p.id AND v.number = (SELECT max(number) FROM proposal_versions n WHERE n.proposal_id = p.id)
 WHERE a.digest <> v.digest OR a.applied_at >= v.expires_at OR v.approvals_needed > (
    SELECT count(DISTINCT d.decided_by) FROM proposal_decisions d
     WHERE d.proposal_id = p.id AND d.digest = v.digest AND d.outcome = 'approved' AND d.decided_at BETWEEN v.edited_at AND a.applied_at
       AND d.decided_by <> p.proposed_by AND NOT EXISTS (SELECT FROM proposal_versions w WHERE w.proposal_id = p.id AND w.edited_by = d.decided_by)
       AND NOT EXISTS (SELECT FROM members m WHERE m.id = ANY (v.about) AND m.user_id = d.decided_by))
    OR EXISTS (SELECT FROM proposal_decisions d WHERE d.proposal_id = p.id AND d.digest = v.digest AND d.outcome <> 'approved')"""
# Done for a member by one person alone within a day, beyond what one person may.
BEYOND_ONE = """
WITH alone AS (
    SELECT 'card' AS what, g.member_id, e.amount, r.at, r.risk FROM reissues r JOIN giftcards g ON g.id = r.old_card_id
      JOIN giftcard_endings e ON e.giftcard_id = g.id WHERE r.proposal_id IS NULL
    UNION ALL
    SELECT 'points', member_id, amount, at, 0 FROM point_corrections WHERE kind <> 'goodwill' AND proposal_id IS NULL)
SELECT a.what, a.at FROM alone a WHERE a.risk >= %(risk)s OR CASE a.what WHEN 'card' THEN %(card)s ELSE %(points)s END < (
    SELECT sum(b.amount) FROM alone b WHERE b.what = a.what AND b.member_id = a.member_id AND b.at > a.at - interval '24 hours' AND b.at <= a.at)"""
# Done in the name of a proposal that nobody has applied, or without one where one person never suffices.
WITHOUT_CAUSE = """
SELECT 'card' AS what, id FROM reissues r WHERE proposal_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM proposal_applications a WHERE a.proposal_id = r.proposal_id)
UNION ALL SELECT 'points', id FROM point_corrections r WHERE proposal_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM proposal_applications a WHERE a.proposal_id = r.proposal_id)
UNION ALL SELECT 'statement', id FROM settlement_adjustments r WHERE NOT EXISTS (
    SELECT FROM proposal_applications a WHERE a.proposal_id = r.proposal_id)"""


@dataclass
class Story:
    """A programme's people, of whom one is a member, too, and what they do as chance has it."""

    chance: random.Random
    at: datetime = field(default_factory=clock.now)
    seen: dict[int, bytes] = field(
        default_factory=dict
    )  # the version of each proposal that its last approver had before them
    done: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        with transaction():
            self.programme = a_programme()
            roles = ("manager", "manager", "admin", "admin", "support", "support", "admin", "finance")
            self.people = [staff(self.programme, role) for role in roles]
            self.members = [
                a_member(self.programme, points=90_000),
                a_member(self.programme, points=90_000, user=self.people[4]),
            ]
            self.shelves = [
                a_shelf(self.programme, value=value, fulfilment="own") for value in (10_000, 30_000, 60_000)
            ]
            self.partner = self.shelves[0].brand.partner_id
            a_contract(self.programme, self.partner)
        self.cases = [self._case(one) for one in self.members]
        for member in self.members:
            for shelf in self.shelves * 2:
                with transaction():
                    order = an_order(member, shelf, now=self.at)
                with transaction():
                    orders.fulfil(order.id, now=self.at)

    def step(self) -> None:
        """One act of somebody's; what a rule refuses leaves all as it was."""
        acts = (
            self.text,
            self.text,
            self.rule,
            self.points,
            self.points,
            self.card,
            self.card,
            self.statement,
            self.edit,
            self.withdraw,
            self.refuse,
        )
        act: Callable[[int], None] = self.chance.choice((*acts, *[self.approve] * 6))
        who = self.chance.choice(self.people).id
        self.at += timedelta(minutes=self.chance.choice((1, 5, 30, 120)))
        try:
            with transaction(by=Actor("user", who)):
                act(who)
            self.done.add(act.__name__)
        except Refusal as no:
            self.refused.add(no.code)
        assert execute(BY_TOO_FEW).all() == []
        limits = {"risk": support.SECOND_FROM, "card": support.CAP, "points": accounts.CAP}
        assert execute(BEYOND_ONE, limits).all() == []
        assert execute(WITHOUT_CAUSE).all() == []

    def text(self, who: int) -> None:
        body = f"{NEW_RULES}\n{self.chance.randrange(10**6)}"
        self._propose(programme_kinds.TEXT, SUBJECT, {"body": body}, who)

    def rule(self, who: int) -> None:
        """From now on one or two approve texts."""
        facts = {"approvers": self.chance.choice((1, 2)), "cap": None, "approvers_over_cap": None, "roles": []}
        self._propose(approvals.RULES, programme_kinds.TEXT, facts, who)

    def statement(self, who: int) -> None:
        self._propose(money.CORRECTION, str(self.partner), {"amount": self.chance.choice((-500, 900)), "by": who}, who)

    def points(self, who: int) -> None:
        """At once, or as a proposal, as the desk's page does."""
        place = self.chance.randrange(2)
        member, amount = self.members[place], self.chance.choice((300, 700, 1_500))
        wanted = accounts.Wanted(
            kind="credit", amount=amount, reason="missing", note="checked", case_id=self.cases[place]
        )
        facts = corrections_kind.payload(member, wanted, now=self.at)
        if approvals.approvers_needed(self.programme.id, corrections_kind.CORRECTION, facts):
            self._propose(corrections_kind.CORRECTION, member.number, facts, who)
        else:
            accounts.correct(member, wanted, ref=ids.new_ref(), now=self.at)

    def card(self, who: int) -> None:
        """The same."""
        card = support.hold(self._card())
        facts = reissue_kinds.payload(card, "lost", NAMED, by=who, now=self.at)
        if approvals.approvers_needed(self.programme.id, reissue_kinds.REISSUE, facts):
            self._propose(reissue_kinds.REISSUE, card.public_id, facts, who)
        else:
            support.reissue(card, "lost", NAMED, by=who, now=self.at)

    def edit(self, who: int) -> None:
        held = self._one()
        facts = dict(held.payload)
        if held.kind == programme_kinds.TEXT:
            facts["body"] = f"{NEW_RULES}\n{self.chance.randrange(10**6)}"
        approvals.edit(held.id, facts, seen=self._version(held), by=who, now=self.at)

    def approve(self, who: int) -> None:
        held = self._one()
        self.seen[held.id] = self._version(held)
        approvals.approve(held.id, seen=self.seen[held.id], by=who, now=self.at)
        assert held.digest == self.seen[held.id], "nobody agrees to what they have not seen"

    def refuse(self, who: int) -> None:
        held = self._one()
        verb = self.chance.choice((approvals.refuse, approvals.ask_for_changes))
        verb(held.id, seen=held.digest, by=who, note="no", now=self.at)

    def withdraw(self, who: int) -> None:
        held = self._one()
        approvals.withdraw(held.id, seen=held.digest, by=who, now=self.at)

    def _propose(self, kind: str, subject: str, facts: Facts, who: int) -> None:
        approvals.propose(
            kind, subject, facts, programme_id=self.programme.id, by=who, ref=ids.new_ref(), why="as agreed", now=self.at
        )  # fmt: skip

    def _one(self) -> Proposal:
        """A proposal that can still be decided, mostly; now and then one that cannot."""
        latest = execute("SELECT id FROM proposals ORDER BY id DESC LIMIT 12").scalars()
        found = [approvals.by_id(one, now=self.at) for one in list(latest)]
        found = [one for one in found if one.open or self.chance.random() < 0.1]
        if not found:
            raise approvals.NoProposal
        return self.chance.choice(found)

    def _version(self, of: Proposal) -> bytes:
        """What somebody saw of it: the newest version, or the first, which may be an older one."""
        if self.chance.random() < 0.7:
            return of.digest
        return bytes(
            execute(
                "SELECT digest FROM proposal_versions WHERE proposal_id = %(id)s AND number = 1", {"id": of.id}
            ).scalar_one()
        )

    def _card(self) -> Card:
        live = execute("SELECT id FROM giftcards WHERE state = 'active' ORDER BY id").scalars()
        return giftcards.card_by_id(self.chance.choice(list(live)))

    def _case(self, member: Member) -> int:
        contact = cases.Contact(email=member.email, phone="", reply_by="letter", language="ru")
        with transaction():
            opened = cases.open_case(
                self.programme.id, channel="phone", category="points", text="", contact=contact, ref=f"story:{member.id}", member=member, now=self.at
            )  # fmt: skip
        return opened.case.id


class Loose(Story):
    """The same where a guard is taken out: what another guard catches all the same leaves all as it was, too."""

    def step(self) -> None:
        with suppress(IntegrityError):
            super().step()


# What each history has to have seen: acts that were done, and refusals.
DONE, REFUSED = {"approve", "points", "card", "text", "edit"}, {"proposal_changed", "may_not_approve", "own_account"}


def goes_on(story: Story, steps: int) -> None:
    for _ in range(steps):
        story.step()


@pytest.mark.proof("P29")
@pytest.mark.sequences(1, 24)
def test_nothing_that_takes_two_is_ever_done_by_one(ctx: Flask, sequence: int, proof: Proof) -> None:
    story, steps = Story(random.Random(sequence)), proof.size(120, 300)
    goes_on(story, steps)
    for _ in range(10 * steps):  # what chance has not brought yet: few histories need it, and none for long
        if story.done >= DONE and story.refused >= REFUSED:
            break
        goes_on(story, 1)
        steps += 1
    proof.count("acts of people who propose, edit, decide and do", steps)
    assert story.done >= DONE, story.done
    assert story.refused >= REFUSED, story.refused
    applied = execute(
        "SELECT kind, count(*) FROM proposals p JOIN proposal_applications a ON a.proposal_id = p.id GROUP BY kind"
    ).all()
    assert len(applied) > 1, applied
    assert members.numbered(story.programme.id, story.members[0].number) is not None


@pytest.mark.proof("P29", control=True)
@pytest.mark.spoils_the_books
@pytest.mark.parametrize("guard", ["whose it is", "what was seen"])
def test_control_without_the_guard_one_person_does_it_or_agrees_unseen(
    ctx: Flask, owner_url: str, guard: str, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_out = "p_user = ANY (v_now.authors)" if guard == "whose it is" else "p_digest <> v_now.digest"
    if guard == "whose it is":  # it is asked in two places
        monkeypatch.setattr("marketplace.approvals.queries.is_approver", lambda _proposal, _user: True)
    with function_changed(owner_url, "proposal_refusal", taken_out, "false"), pytest.raises(AssertionError):
        goes_on(Loose(random.Random(1)), 400)
    proof.figure(f"without the check of {guard} it is noticed")
