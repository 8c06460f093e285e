"""P15: whatever happened and wherever it is cut, statements add up to the last unit, each event once, and each is drawn again to the same bytes.

What is owed is worked out twice more: in plain Python from the cards and what tills and staff did with them, and by one SQL query over the cards'
movements.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from flask import Flask

from marketplace import giftcards, orders, settlements, tills
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
UNTIL = datetime(2026, 12, 24, 21, tzinfo=UTC)  # that day in Moscow
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
        """Redeem, reverse, adjust, cancel and refund at random moments; what cannot be is left out."""
        for _ in range(steps):
            self.done += 1
            at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.chance.randrange(32 * 86_400))
            terminal, card = self.chance.choice([self.own, self.own, self.other]), self.chance.choice(self.cards)
            what = self.chance.randrange(8)
            if what == 0:
                settlements.adjust(
                    self.contract.partner_id, self.chance.choice([-1, 1]) * self.chance.randint(1, 999), ref=f"adjust-{self.contract.partner_id}-{self.done}", why="x",
                    by=self.somebody, now=at,
                )  # fmt: skip
            elif what == 1:
                self._take_back(at)
            elif what == 2:
                self._give_back(card, at)
            else:
                self._take(terminal, card, at)

    @property
    def somebody(self) -> int:
        return int(execute("SELECT min(id) FROM users").scalar_one())

    def _take(self, terminal: Terminal, card: Card, at: datetime) -> None:
        now = giftcards.card_by_id(card.id)
        amount = self.chance.randint(1, 3_000)
        if now.state == "active" and now.remaining >= amount and at.date() < last_day(card, at):
            facts = {"ref": f"T{self.done}", "asked": bytes(32), "amount": amount, "currency": card.currency, "now": at}
            tills.redeem(terminal, Found(card.id), **facts)

    def _take_back(self, at: datetime) -> None:
        standing = execute(
            """SELECT r.ref, r.terminal_id, greatest(r.at, (SELECT max(x.at) FROM giftcard_extensions x WHERE x.giftcard_id = g.id)) AS at,
                      r.at + interval '29 days' AS until FROM redemptions r JOIN giftcards g ON g.id = r.giftcard_id LEFT JOIN reversals v ON v.redemption_id = r.id
                WHERE v.id IS NULL AND g.state <> 'void' AND r.terminal_id IN (%(own)s, %(other)s) ORDER BY r.id""",
            {"own": self.own.id, "other": self.other.id},
        ).all()
        if standing:
            row = self.chance.choice(standing)
            terminal = self.own if row.terminal_id == self.own.id else self.other
            if row.at <= row.until:
                tills.reverse(terminal, row.ref, by="owner", now=max(row.at, min(at, row.until)))

    def _give_back(self, card: Card, at: datetime) -> None:
        """Cancel the order of a card that nobody has used; refund what is left of any other, as the desk does. Nothing may happen to it later."""
        now = giftcards.card_by_id(card.id)
        last = execute(
            "SELECT max(at) FROM giftcard_movements WHERE giftcard_id = %(id)s", {"id": card.id}
        ).scalar_one()
        at = max(at, last or at)
        if now.state != "active" or now.remaining < 100 or at.date() >= last_day(card, at):
            return
        if last is None:
            assert now.order_id is not None
            orders.cancel(orders.order_by_id(now.order_id), why="", now=at)
            return
        voiding = orders.refund(now, "unwanted", note="", now=at)
        execute(
            "INSERT INTO withdrawals (programme_id, voiding_id, refund, asked_by, at) VALUES (%(programme)s, %(voiding)s, 'source', %(by)s, %(now)s)",
            {"programme": now.programme_id, "voiding": voiding, "by": self.somebody, "now": at},
        )

    def cut(self, ends: list[date]) -> list[Statement]:
        """Statements that end on these days."""
        return [deals.drawn(self.contract, end) for end in ends]


def last_day(card: Card, at: datetime) -> date:
    """The last day of a card as it stood at a moment; later ones may have been there already."""
    asked = "SELECT max(until) FROM giftcard_extensions WHERE giftcard_id = %(id)s AND at <= %(at)s"
    put_off: date | None = execute(asked, {"id": card.id, "at": at}).scalar_one()
    return put_off or card.expires_on


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
    return sum(_net(due, fixed) for due, fixed in _sums(trade, partner, sold_is_paid))


def owed_by_sql(trade: Trade) -> int:
    """The same by one query over what moved on the cards; doubles of these sizes round a half to the even neighbour, and are exact."""
    sale = settlements.versions(trade.contract)[0].terms.owed_on == "sale"
    asked = {
        "partner": trade.contract.partner_id, "sale": sale, "until": UNTIL, "part": COMMISSION, "fixed": FIXED, "vat": VAT, "share": BREAKAGE,
    }  # fmt: skip
    return int(execute(_OWED, asked).scalar_one())


_OWED = """
    WITH cards AS (
        SELECT g.id, g.value, g.order_id, (coalesce(x.until, g.born_until) + 1)::timestamp AT TIME ZONE 'Europe/Moscow' AS ends
          FROM giftcards g JOIN brands b ON b.id = g.brand_id
          LEFT JOIN giftcard_extensions x ON x.giftcard_id = g.id AND x.at < %(until)s WHERE b.partner_id = %(partner)s),
    gone AS (
        SELECT g.id, v.amount FROM cards g JOIN giftcard_voidings v ON v.giftcard_id = g.id
        UNION ALL
        SELECT g.id, g.value FROM cards g JOIN order_cancellations c ON c.order_id = g.order_id),
    moved AS (
        SELECT g.id, g.value, g.ends, m.amount, m.at, r.acceptor_partner_id = %(partner)s AS own
          FROM cards g JOIN giftcard_movements m ON m.giftcard_id = g.id LEFT JOIN reversals v ON m.cause = 'reversal:' || v.id
          JOIN redemptions r ON r.id = v.redemption_id OR m.cause = 'redemption:' || r.id
         WHERE m.at < %(until)s),
    lost AS (
        SELECT g.value + coalesce((SELECT sum(m.amount) FROM moved m WHERE m.id = g.id AND m.at < g.ends), 0) AS amount FROM cards g
         WHERE g.ends < %(until)s AND g.id NOT IN (SELECT id FROM gone)
        UNION ALL
        SELECT m.amount FROM moved m WHERE m.at >= m.ends AND m.ends < %(until)s),
    sums (due, fixed) AS (
        SELECT -m.amount, sign(-m.amount) * %(fixed)s FROM moved m WHERE m.own AND NOT %(sale)s
        UNION ALL SELECT m.amount, sign(m.amount) * floor(%(fixed)s * abs(m.amount) / m.value::numeric) FROM moved m WHERE NOT m.own AND %(sale)s
        UNION ALL SELECT g.value, %(fixed)s FROM cards g WHERE %(sale)s
        UNION ALL SELECT -b.amount, -floor(%(fixed)s * b.amount / g.value::numeric) FROM gone b JOIN cards g USING (id) WHERE %(sale)s),
    charged AS (
        SELECT due, round(due * %(part)s / 10000.0::float8) + fixed AS commission FROM sums)
    SELECT (SELECT coalesce(sum(amount), 0) FROM settlement_adjustments WHERE partner_id = %(partner)s)
         + (SELECT coalesce(sum(due - commission - round(commission * %(vat)s / 10000.0::float8)), 0) FROM charged)
         + (SELECT coalesce(sum(round(amount * %(share)s / 10000.0::float8) - CASE WHEN %(sale)s THEN amount ELSE 0 END), 0) FROM lost)"""


def _net(due: int, fixed: int | None) -> int:
    commission = nearest(due, COMMISSION) + (fixed if due > 0 else -fixed) if fixed is not None and due else 0
    return due - commission - nearest(commission, VAT)


def _sums(trade: Trade, partner: int, sold_is_paid: bool) -> Iterator[tuple[int, int | None]]:
    """Each sum with the fixed commission that belongs to it; None where it bears none. A part of a card gives back that part of it."""
    for row in execute(
        "SELECT amount FROM settlement_adjustments WHERE partner_id = %(partner)s", {"partner": partner}
    ):
        yield row.amount, None
    taken = execute(
        "SELECT r.*, v.at AS back FROM redemptions r LEFT JOIN reversals v ON v.redemption_id = r.id WHERE r.terminal_id IN (%(own)s, %(other)s)",
        {"own": trade.own.id, "other": trade.other.id},
    ).all()
    for row in taken:
        for sign in (1, -1) if row.back and row.back < UNTIL else (1,):
            if row.acceptor_partner_id == partner and not sold_is_paid:
                yield sign * row.amount, FIXED
            elif row.acceptor_partner_id != partner and sold_is_paid:
                yield -sign * row.amount, FIXED * row.amount // 10_000
    for card in execute(
        """SELECT g.id, g.value, coalesce(x.until, g.born_until) AS expires_on,
                  (coalesce(x.until, g.born_until) + 1)::timestamp AT TIME ZONE 'Europe/Moscow' AS ends, coalesce(v.amount, CASE WHEN c.order_id IS NOT NULL THEN g.value END) AS given_back
             FROM giftcards g JOIN brands b ON b.id = g.brand_id LEFT JOIN giftcard_voidings v ON v.giftcard_id = g.id
             LEFT JOIN giftcard_extensions x ON x.giftcard_id = g.id AND x.at < %(until)s
             LEFT JOIN order_cancellations c ON c.order_id = g.order_id WHERE b.partner_id = %(partner)s""",
        {"partner": partner, "until": UNTIL},
    ):
        if sold_is_paid:
            yield card.value, FIXED
        if card.given_back is not None:
            if sold_is_paid:
                yield -card.given_back, FIXED * card.given_back // card.value
            continue
        moved = execute("SELECT amount, at FROM giftcard_movements WHERE giftcard_id = %(id)s", {"id": card.id}).all()
        lost = [card.value + sum(one.amount for one in moved if one.at < card.ends)]
        lost += [one.amount for one in moved if card.ends <= one.at < UNTIL]
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
    days = [BEGINS + timedelta(one) for one in range(1, (ENDS - BEGINS).days)]
    for _ in range(proof.size(1, 100)):
        trade = a_trade(proof.random, owed_on)
        wanted = owed(trade)
        assert owed_by_sql(trade) == wanted
        for _cut in range(proof.random.randint(2, 3)):
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
