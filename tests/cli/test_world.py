"""The demo world loads into an empty database and is what it promises to be."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, g
from flask_babel import force_locale
from time_machine import TimeMachineFixture

from marketplace import (
    approvals,
    catalogue,
    codes,
    identity,
    ledger,
    members,
    partners,
    programmes,
    settlements,
    shop,
    tills,
)
from marketplace.cli import world
from marketplace.cli.world import settling
from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.reconciliation.standing import ENTRY_STATE, ENTRY_STATES
from marketplace.reports import journal
from marketplace.web.console import journal_facts, journal_names, journal_whys, reissue_kinds

WORD = re.compile(r"[a-z]+(_[a-z]+)+|[a-z]{3,}")  # a word of the code, alone: people read Russian, or a name
TYPED = {"arkhangelsk", "bonus", "bonuses", "garage", "gold", "reloadly"}  # names that somebody chose
CODE = re.compile(r"[a-z]{2,} [a-z]")  # a fact that nobody has named: "approvals needed"
RAW = re.compile(r"[a-z]+_[a-z]+|^[a-z]+:")


def test_world_loads_and_anna_has_what_the_pictures_show(demo_world: None, ctx: Flask) -> None:
    now = clock.now()
    programme = programmes.by_slug("vysota")
    anna = members.by_number(programme.id, "770001842261")
    assert anna is not None
    account = ledger.account(programme.id, "member", owner_id=anna.id)
    assert ledger.balance(account, programme.day(now)) == 4820
    assert shop.total(programme.id, now=now, city="saint-petersburg") == 47
    assert ledger.invariants() == []
    desk = execute(
        """SELECT (SELECT count(*) FROM reissues) AS reissued, (SELECT count(*) FROM withdrawals WHERE refund = 'source') AS refunded,
                  (SELECT count(*) FROM member_holds) AS held"""
    ).one()
    assert tuple(desk) == (1, 1, 1)
    kirill = execute("SELECT id FROM users WHERE email = 'kirill@vitrina.example'").scalar_one()
    waiting = approvals.waiting_for(kirill, programme_id=programme.id, now=now)
    assert reissue_kinds.REISSUE in [one.kind for one in waiting], "a second person finds something to do"


@pytest.mark.parametrize(
    ("slug", "health", "published"),
    [("veresk", {"on_sale", "withdrawn", "expired"}, 3), ("polyarny-dvor", {"on_sale"}, 3)],
)
def test_both_partners_are_at_work(demo_world: None, ctx: Flask, slug: str, health: set[str], published: int) -> None:
    now, programme = clock.now(), programmes.by_slug("vysota")
    partner, today = partners.partner_by_slug(programme.id, slug), programme.day(now)
    versions = catalogue.publications(programme.id, partner_id=partner.id)
    assert len({programme.day(one.at) for one in versions}) >= published, "its catalogue has changed from time to time"
    assert sorted(one.number for one in versions) == list(range(1, len(versions) + 1)), "and is counted for itself"
    dated = [one.at for one in sorted(versions, key=lambda one: one.number)]
    assert dated == sorted(dated), "the later its number, the later its day"
    ids = execute("SELECT id FROM batches WHERE partner_id = %(id)s", {"id": partner.id}).scalars()
    batches = [codes.batch(one, programme_id=programme.id, partner_id=partner.id, today=today) for one in ids]
    assert {one.state for one in batches} >= health
    soon = today + timedelta(days=10)
    assert any(one.state == "on_sale" and one.first_expiry and one.first_expiry <= soon for one in batches), "soon over"
    assert any(one.state == "on_sale" and not (one.first_expiry and one.first_expiry <= soon) for one in batches), (
        "good"
    )
    assert len(tills.terminals(partner.id)) >= 3
    taken = execute(
        "SELECT at, issuer_partner_id FROM redemptions WHERE acceptor_partner_id = %(id)s", {"id": partner.id}
    ).all()
    days = {programme.day(one.at) for one in taken}
    assert len(days & {today - timedelta(days=one) for one in range(31)}) >= 20, "a month of redemptions"
    if slug == "polyarny-dvor":
        assert {one.issuer_partner_id for one in taken} > {partner.id}, "of the other's cards, too, by their contract"
    else:
        assert any(one.is_weak and one.without_pin for one in batches), "one can be guessed"
    team = identity.team(programme.id, partner.id)
    assert {held.role for one in team for held in one.grants} == set(identity.PARTNER_ROLES)
    assert all(one.name for one in team)


def test_world_has_a_closed_month_an_open_one_disputes_a_netting_and_money_in_each_state(
    demo_world: None, ctx: Flask
) -> None:
    programme, other = programmes.by_slug("vysota"), programmes.by_slug("garage")
    lately = programme.day(clock.now() - settling.MONTHS_REST)
    contract = next(one for one in settlements.contracts(programme.id) if one.number == "В-115")
    closed = settlements.statements([contract.partner_id])[0]
    assert (closed.to_day, closed.accepted_at is not None) == (lately.replace(day=1), True)
    assert settlements.replay(closed).same

    def words(sql: str) -> set[str]:
        return {str(one) for one in execute(sql).scalars()}

    assert words(
        "SELECT coalesce(e.outcome, 'open') FROM statement_disputes d LEFT JOIN statement_dispute_ends e ON e.dispute_id = d.id"
    ) == {"open", "upheld", "rejected", "withdrawn"}
    (netting,) = settlements.nettings(programme.id)
    assert (netting.state, settlements.nettings(other.id)) == ("sent", [netting])
    assert words("SELECT kind FROM payout_files") == {"1c", "pain.001.001.09"}
    entries = (
        f"SELECT {ENTRY_STATE} FROM bank_entries entry JOIN bank_accounts account ON account.id = entry.account_id"
    )
    assert words(entries) == set(ENTRY_STATES)
    assert settlements.invariants() == []


def test_the_audit_of_the_world_shows_nothing_raw(demo_world: None, ctx: Flask) -> None:
    """One record of each kind of act, in Russian: facts, values and things have names, and none is a word of the code."""
    programme = programmes.by_slug("vysota")
    ids = execute("SELECT max(id) FROM audit_records GROUP BY action, split_part(subject, ':', 1)").scalars()
    raw = set()
    with ctx.test_request_context(), force_locale("ru"):
        g.programme = programme
        for row in journal.records(list(ids), programme.id).values():
            said = [(one.label, one.was, one.becomes) for one in journal_facts.changes(row)]
            raw |= {
                (row["action"], *one)
                for one in said
                if any(WORD.fullmatch(text) and text not in TYPED for text in one) or CODE.search(one[0])
            }
            why = journal_whys.said(row)
            if why and not re.search("[а-яё]", why.casefold()):
                raw.add((row["action"], why))
            if RAW.search(journal_names.subject(row)):
                raw.add((row["action"], journal_names.subject(row)))
    assert sorted(raw) == []


def test_world_loads_in_the_first_minutes_of_a_month(app: Flask, time_machine: TimeMachineFixture) -> None:
    """What has only just ended is not drawn yet, and could not be paid."""
    time_machine.move_to(datetime(2026, 11, 30, 21, 5, tzinfo=UTC))
    with app.app_context():
        world.load(clock.now(), lambda _: None)
        assert len(settlements.nettings(programmes.by_slug("vysota").id)) == 1
