"""P15: whatever happened and wherever it is cut, statements add up to the last unit, each event once, and each is drawn again to the same bytes.

What is owed is worked out a second time here, in plain Python from the cards and what tills did with them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from flask import Flask

from marketplace import giftcards, settlements, tills
from marketplace.core.db import db, execute, transaction
from marketplace.giftcards import Card
from marketplace.settlements import Contract, Statement
from marketplace.tills import Found, Terminal
from tests.builders import settlements as deals
from tests.builders.functions import function_changed
from tests.builders.orders import NOW, a_member, a_shelf, an_order
from tests.builders.partners import a_partner
from tests.builders.tills import a_terminal
from tests.proof.plugin import Proof

pytestmark = pytest.mark.proof("P15")
BEGINS, ENDS = date(2026, 11, 1), date(2026, 12, 25)
COMMISSION, FIXED, VAT, BREAKAGE = 637, 3, 2_200, 3_333  # basis points, minor units


class Undone(Exception):
    """Ends a transaction whose work is not wanted."""


@dataclass
class Trade:
    """A partner with terminals of its own, another that takes its cards, and cards of both kinds of term."""

    contract: Contract
    own: Terminal
    other: Terminal
    cards: list[Card]
    chance: Random
    done: int = 0

    def go_on(self, steps: int) -> None:
        """Redeem, reverse and adjust at random moments; what cannot be is left out."""
        for _ in range(steps):
            self.done += 1
            at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.chance.randrange(32 * 86_400))
            terminal, card = self.chance.choice([self.own, self.own, self.other]), self.chance.choice(self.cards)
            what = self.chance.randrange(6)
            if what == 0:
                settlements.adjust(
                    self.contract.partner_id, self.chance.choice([-1, 1]) * self.chance.randint(1, 999), ref=f"adjust-{self.contract.partner_id}-{self.done}", why="x",
                    by=self.somebody, now=at,
                )  # fmt: skip
            elif what == 1:
                self._take_back(at)
            else:
                self._take(terminal, card, at)

    @property
    def somebody(self) -> int:
        return int(execute("SELECT min(id) FROM users").scalar_one())

    def _take(self, terminal: Terminal, card: Card, at: datetime) -> None:
        row = execute("SELECT remaining, expires_on FROM giftcards WHERE id = %(id)s", {"id": card.id}).one()
        amount = self.chance.randint(1, 3_000)
        if row.remaining >= amount and at.date() < row.expires_on:
            facts = {"ref": f"T{self.done}", "asked": bytes(32), "amount": amount, "currency": card.currency, "now": at}
            tills.redeem(terminal, Found(card.id), **facts)

    def _take_back(self, at: datetime) -> None:
        standing = execute(
            """SELECT r.ref, r.at, r.terminal_id FROM redemptions r LEFT JOIN reversals v ON v.redemption_id = r.id
                WHERE v.id IS NULL AND r.terminal_id IN (%(own)s, %(other)s) ORDER BY r.id""",
            {"own": self.own.id, "other": self.other.id},
        ).all()
        if standing:
            row = self.chance.choice(standing)
            terminal = self.own if row.terminal_id == self.own.id else self.other
            tills.reverse(terminal, row.ref, by="owner", now=max(row.at, min(at, row.at + timedelta(days=29))))

    def cut(self, ends: list[date]) -> list[Statement]:
        """Statements that end on these days."""
        return [deals.drawn(self.contract, end) for end in ends]


def a_trade(chance: Random, owed_on: str) -> Trade:
    """Committed, but for what happens."""
    with transaction():
        shelf = a_shelf(stock=9, value=10_000, validity_days=20)
        member, partner_id = a_member(shelf.programme, points=100_000), shelf.brand.partner_id
        ordered = [an_order(member, shelf, now=NOW + timedelta(hours=one)).id for one in range(chance.randint(2, 6))]
        bought = list(giftcards.of_orders(ordered).values())
        other = a_terminal(a_partner(shelf.programme).id)
        tills.begin_acceptance(partner_id, other.partner_id, now=NOW)
        contract = deals.a_contract(
            shelf.programme, partner_id, owed_on=owed_on, commission_bp=COMMISSION, commission_fixed=FIXED, vat_bp=VAT, breakage_bp=BREAKAGE
        )  # fmt: skip
        made = Trade(contract, a_terminal(partner_id), other, bought, chance)
        made.go_on(chance.randint(5, 30))
    return made


def nearest(amount: int, part: int) -> int:
    """A share in hundredths of a percent; a half goes to the even neighbour, as Python rounds fractions."""
    return round(Fraction(amount * part, 10_000))


def owed(trade: Trade) -> int:
    """What the partner is owed at the end, worked out from the facts without the statements."""
    partner, sold_is_paid = trade.contract.partner_id, settlements.versions(trade.contract)[0].terms.owed_on == "sale"
    return sum(_net(due, fixed) for due, fixed in _sums(partner, sold_is_paid))


def _net(due: int, fixed: int | None) -> int:
    commission = nearest(due, COMMISSION) + (fixed if due > 0 else -fixed) if fixed is not None and due else 0
    return due - commission - nearest(commission, VAT)


def _sums(partner: int, sold_is_paid: bool) -> Iterator[tuple[int, int | None]]:
    """Each sum with the fixed commission that belongs to it; None where it bears none. A part of a card gives back that part of it."""
    for row in execute(
        "SELECT amount FROM settlement_adjustments WHERE partner_id = %(partner)s", {"partner": partner}
    ):
        yield row.amount, None
    taken = execute("SELECT r.*, v.at AS back FROM redemptions r LEFT JOIN reversals v ON v.redemption_id = r.id").all()
    for row in taken:
        for sign in (1, -1) if row.back and row.back < datetime(2026, 12, 24, 21, tzinfo=UTC) else (1,):
            if row.acceptor_partner_id == partner and not sold_is_paid:
                yield sign * row.amount, FIXED
            elif row.acceptor_partner_id != partner and sold_is_paid:
                yield -sign * row.amount, FIXED * row.amount // 10_000
    for card in execute(
        "SELECT id, value, expires_on, (expires_on + 1)::timestamp AT TIME ZONE 'Europe/Moscow' AS ends FROM giftcards"
    ):
        if sold_is_paid:
            yield card.value, FIXED
        moved = execute("SELECT amount, at FROM giftcard_movements WHERE giftcard_id = %(id)s", {"id": card.id}).all()
        lost = [card.value + sum(one.amount for one in moved if one.at < card.ends)]
        lost += [one.amount for one in moved if card.ends <= one.at < datetime(2026, 12, 24, 21, tzinfo=UTC)]
        for amount in filter(None, lost if card.expires_on < date(2026, 12, 24) else []):
            yield nearest(amount, BREAKAGE) - (amount if sold_is_paid else 0), None


def try_cut(trade: Trade, ends: list[date], wanted: int, proof: Proof) -> None:
    """Draw statements that end on these days, look at them, and have nothing of it kept."""
    made = trade.cut(ends)
    assert made[-1].closing == wanted, ends
    assert [one.opening for one in made] == [0, *(one.closing for one in made[:-1])]
    assert settlements.invariants() == []
    assert all(settlements.replay(one).same for one in made)
    proof.count("statements", len(made))
    raise Undone


@pytest.mark.parametrize("owed_on", ["redemption", "sale"])
def test_any_history_cut_anywhere_adds_up_and_is_drawn_again_to_the_same_bytes(
    ctx: Flask, proof: Proof, owed_on: str
) -> None:
    trade = a_trade(proof.random, owed_on)
    wanted = owed(trade)
    days = [BEGINS + timedelta(one) for one in range(1, (ENDS - BEGINS).days)]
    for _ in range(proof.size(2, 50)):
        ends = [*sorted(proof.random.sample(days, proof.random.randint(0, 6))), ENDS]
        with pytest.raises(Undone), transaction():
            try_cut(trade, ends, wanted, proof)
        db.session.rollback()
    proof.count("histories")


@pytest.mark.proof("P15", control=True)
@pytest.mark.spoils_the_books
def test_statement_that_counts_a_day_twice_is_seen(ctx: Flask, proof: Proof, owner_url: str) -> None:
    """The control: without its lower bound each statement counts all from the beginning, and the key of events says no."""
    trade = a_trade(proof.random, "redemption")
    with (
        function_changed(owner_url, "settlement_falls", "p_at >= s.from_at", "true"),
        pytest.raises(Exception, match="statement_event_once"),
        transaction(),
    ):
        trade.cut([date(2026, 12, 10), ENDS])
