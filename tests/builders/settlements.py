"""Contracts and statements for tests. All need a transaction."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from marketplace import approvals, codes, giftcards, settlements
from marketplace.core import ids
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.settlements import Contract, Holder, Statement, Terms, Version
from marketplace.web.console.money import kinds
from tests.builders.identity import staff
from tests.builders.partners import a_partner

NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
SIX_PERCENT = Terms(
    commission_bp=600, vat_bp=2_200, vat_kinds={"gift_card": {"voucher": "multi", "role": "agent"}}, payout_day=20,
)  # fmt: skip
ACCOUNT = Holder(
    holder="ООО «Вереск Карты»", town="Архангельск", inn="2901000017", kpp="290101001", bic="041117601", bank="Поморский банк",
    account="40702810000000009020",
)  # fmt: skip
_numbers = count(1)
ANSWERED = datetime(2026, 12, 2, 9, tzinfo=UTC)


def moment(day: int, hour: int = 12, month: int = 11) -> datetime:
    """A moment of 2026 in UTC."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def two_sides(programme: Any, partner_id: int) -> tuple[int, int]:
    """Somebody who signs for the programme, and the partner's owner."""
    return staff(programme, "manager").id, staff(programme, "owner", partner_id=partner_id).id


def a_contract(programme: Any, partner_id: int, *, begins_on: date = NOVEMBER, currency: str = "RUB", signed: bool = True, time_zone: str = "Europe/Moscow", **terms: Any) -> Contract:  # fmt: skip
    """A contract in force: 6 % of what is redeemed, VAT of 22 % on it, by month."""
    ours, theirs = two_sides(programme, partner_id)
    facts = {name: getattr(SIX_PERCENT, name) for name in Terms.__dataclass_fields__} | terms
    made = settlements.begin(
        partner_id, f"В-{next(_numbers)}", Terms(**facts), currency=currency, time_zone=time_zone, begins_on=begins_on, by=ours,
        now=moment(1, 9),
    )  # fmt: skip
    if signed:
        settlements.sign(made, side="partner", by=theirs, now=moment(1, 10))
    return settlements.contract(partner_id)


def another_version(programme: Any, of: Contract, valid_from: date, *, now: datetime, **terms: Any) -> Version:
    """The next version, signed by both sides."""
    ours, theirs = two_sides(programme, of.partner_id)
    last = settlements.versions(of)[0].terms
    facts = {name: getattr(last, name) for name in Terms.__dataclass_fields__} | terms
    made = settlements.propose(of, Terms(**facts), valid_from=valid_from, side="programme", by=ours, now=now)
    return settlements.sign(made, side="partner", by=theirs, now=now)


def drawn(of: Contract, to_day: date = DECEMBER, *, now: datetime | None = None) -> Statement:
    """The next statement, drawn two hours after its period's end. In a transaction after what it counts."""
    return settlements.draw(
        of, to_day=to_day, now=now or datetime(to_day.year, to_day.month, to_day.day, 2, tzinfo=UTC)
    )


def by_kind(of: Statement) -> dict[str, tuple[int, int, int, int, int]]:
    """What a statement's lines come to: by kind lines, gross, due, commission, net."""
    return {one.kind: (one.lines, one.gross, one.due, one.commission, one.net) for one in settlements.totals(of)}


def accepted(of: Statement, *, now: datetime = ANSWERED) -> Statement:
    """Sent and accepted."""
    person = execute("SELECT min(id) FROM users").scalar_one()
    settlements.send(of, by=person, now=now)
    return settlements.accept(settlements.statement(of.number), by=person, now=now)


def under_another_code(card: Card, *, now: datetime) -> int:
    """The id of the card that goes on as this one: support has given it another code."""
    new = giftcards.reissue(card, codes.mint(card.brand_id), ref=f"reissue:{card.id}", now=now)
    execute(
        """INSERT INTO reissues (programme_id, old_card_id, new_card_id, reason, identified, risk, note, asked_by, at)
           VALUES (%(programme)s, %(old)s, %(new)s, 'lost', ARRAY['number', 'phone'], 0, '', (SELECT min(id) FROM users), %(now)s)""",
        {"programme": card.programme_id, "old": card.id, "new": new.id, "now": now},
    )
    return new.id


def a_settled_contract(
    programme: Any, partner_id: int, *, manager: int, owner: int, finance: int, now: datetime
) -> dict[str, Any]:
    """A contract; a statement of last month with one line, disputed and accepted; a payment of it, with its file. Their names in addresses."""
    first = now.date().replace(day=1)
    last = (first - timedelta(1)).replace(day=1)
    version = settlements.begin(
        partner_id, "C-1", Terms(payout_day=1), currency="RUB", time_zone=programme.time_zone, begins_on=last, by=manager, now=now
    )  # fmt: skip
    settlements.sign(version, side="partner", by=owner, now=now)
    at = datetime(last.year, last.month, 10, tzinfo=UTC)
    settlements.adjust(partner_id, 50_000, ref=f"builder:{partner_id}", why="Test", by=finance, now=at)
    made = settlements.send(
        settlements.draw(settlements.contract(partner_id), to_day=first, now=now), by=finance, now=now
    )
    papers = [settlements.Paper("a.pdf", b"%PDF-1.7 %%EOF")]
    dispute = settlements.dispute(
        made, 1, claimed=60_000, reason="amount", body="Test", papers=papers, by=owner, now=now
    )
    settlements.accept(settlements.statement(made.number), by=owner, now=now)
    return {
        "statement": made.number, "dispute_id": dispute.id, "version_id": version.id, "section": "adjustment", "position": 1,
        "dispute_file_id": settlements.dispute_files([dispute.id])[0].id,
    } | _promoted(partner_id, manager, first, now) | paid(programme, partner_id, finance, manager, now)  # fmt: skip


def _promoted(partner_id: int, manager: int, first: date, now: datetime) -> dict[str, Any]:
    """A joint promotion of its first offer, where it has one."""
    promotable = settlements.promotable([partner_id])
    if not promotable:
        return {}
    deal = settlements.Deal(
        offer_id=promotable[0].offer_id, name="Test", from_day=first, to_day=first + timedelta(9), discount_bp=1_000, partner_bp=5_000
    )  # fmt: skip
    return {"promotion_id": settlements.propose_promotion(deal, [partner_id], side="programme", by=manager, now=now).id}


def paid(programme: Any, partner_id: int, finance: int, manager: int, now: datetime) -> dict[str, Any]:
    """A payment to a partner of all that it is owed, on its way with its file."""
    for whose in (partner_id, None):
        settlements.set_account(programme.id, whose, ACCOUNT, now=now)
    due = settlements.payday(settlements.contract(partner_id), today=now.date()) or now.date()
    run = settlements.draft_run(
        programme.id, [partner_id], ref=ids.new_ref(), currency="RUB", pays_on=max(now.date(), due), by=finance, now=now
    )
    asked = approvals.propose(
        kinds.PAYOUT, str(run.id), {}, programme_id=programme.id, by=finance, ref=ids.new_ref(), now=now
    )
    approvals.approve(asked.id, seen=asked.digest, by=manager, now=now)
    run = settlements.payout_run(programme.id, run.id)
    file = settlements.keep_file(run, kind="1c", name="a.txt", content=b"x", now=now)
    settlements.send_run(run, now=now)
    return {"payout_id": run.id, "payment_id": settlements.payments(run.id)[0].id, "payout_file_id": file.id}


def a_position(programme: Any, amount: int, inn: str, *, by: int, now: datetime) -> int:
    """A partner with this tax number to which the programme owes an amount by an accepted statement of last month, below zero: that owes it."""
    partner_id = a_partner(programme, inn=inn).id
    ours, theirs = two_sides(programme, partner_id)
    first = now.date().replace(day=1)
    last = (first - timedelta(1)).replace(day=1)
    version = settlements.begin(
        partner_id, f"N-{partner_id}", Terms(payout_day=1), currency="RUB", time_zone=programme.time_zone, begins_on=last, by=ours, now=now
    )  # fmt: skip
    settlements.sign(version, side="partner", by=theirs, now=now)
    at = datetime(last.year, last.month, 10, tzinfo=UTC)
    settlements.adjust(partner_id, amount, ref=f"position-{partner_id}", why="Test", by=by, now=at)
    made = settlements.send(settlements.draw(settlements.contract(partner_id), to_day=first, now=now), by=by, now=now)
    settlements.accept(settlements.statement(made.number), by=theirs, now=now)
    return partner_id


def a_netting(programme: Any, elsewhere: Any, *, by: int, now: datetime) -> int:
    """A netting that waits to be approved, between two programmes; its id."""
    for whose, amount in ((programme, 5_000), (elsewhere, -3_000)):
        a_position(whose, amount, "2901000017", by=by, now=now)
    return settlements.draft_netting(programme.id, ref=ids.new_ref(), currency="RUB", by=by, now=now).id
