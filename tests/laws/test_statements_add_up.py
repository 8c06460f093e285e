"""P15: whatever happened and wherever it is cut, statements add up to the last unit, each event once, and each is drawn again to the same bytes.

What is owed is worked out twice more: in plain Python from the cards and what tills, members and staff did with them, and by one SQL query over the
cards' movements. Cards go from one partner to another by exchange, whole or a part that is split off first; each partner has statements of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from flask import Flask

from marketplace import exchanges, giftcards, orders, settlements, tills
from marketplace.core.actors import Actor
from marketplace.core.db import act_as, db, execute, transaction
from marketplace.core.errors import Refusal
from marketplace.exchanges.rules import PART_MIN
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.settlements import Contract, Statement
from marketplace.tills import Found, Terminal
from tests.builders import settlements as deals
from tests.builders.functions import function_changed
from tests.builders.orders import NOW, Shelf, a_member, a_shelf, an_order, beside
from tests.builders.tills import a_terminal
from tests.proof.plugin import Proof

pytestmark = pytest.mark.proof("P15")
BEGINS, ENDS = date(2026, 11, 1), date(2026, 12, 25)
UNTIL = datetime(2026, 12, 24, 21, tzinfo=UTC)  # that day in Moscow
COMMISSION, FIXED, VAT, BREAKAGE = 637, 3, 2_200, 3_333  # basis points, minor units
VALUE, FEE = 25_000, 40  # of a card, in minor units; of an exchange, in thousandths


class Undone(Exception):
    """Ends a transaction whose work is not wanted."""


@dataclass
class Trade:
    """Two partners with a terminal each, which take each other's cards; the first sells, and its cards become cards of the second's."""

    member: Member
    contract: Contract
    elsewhere: Contract
    own: Terminal
    other: Terminal
    target: int  # the second's brand
    cards: list[Card]
    chance: Random
    done: int = 0
    exchanged: list[bool] = field(default_factory=list)  # whether the card was split for it

    @property
    def contracts(self) -> tuple[Contract, Contract]:
        return self.contract, self.elsewhere

    def go_on(self, steps: int) -> None:
        """Redeem, reverse, exchange, adjust, cancel and refund at random moments; what cannot be is left out."""
        for _ in range(steps):
            self.done += 1
            at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.chance.randrange(32 * 86_400))
            terminal, card = self.chance.choice([self.own, self.own, self.other]), self.chance.choice(self.cards)
            what = self.chance.randrange(9)
            if what == 0:
                partner = self.chance.choice(self.contracts).partner_id
                settlements.adjust(
                    partner, self.chance.choice([-1, 1]) * self.chance.randint(1, 999), ref=f"adjust-{partner}-{self.done}", why="x", by=self.somebody, now=at
                )  # fmt: skip
            elif what == 1:
                self._take_back(at)
            elif what == 2:
                self._give_back(card, at)
            elif what == 3:
                self.exchange(card, at)
            else:
                self._take(terminal, card, at)

    @property
    def somebody(self) -> int:
        return int(execute("SELECT min(id) FROM users").scalar_one())

    def exchange(self, card: Card, at: datetime, *, part: bool | None = None) -> None:
        """Make a card, or a part of it that is split off, one of the other partner's; nothing where the member may not."""
        now = giftcards.card_by_id(card.id)
        at = max(at, self._last(now) or at, now.issued_at)
        part = self.chance.random() < 0.5 if part is None else part
        amount = (
            self.chance.randint(PART_MIN, now.remaining - PART_MIN) if part and now.remaining > 2 * PART_MIN else None
        )
        try:
            quote = exchanges.offer(self.member, now.public_id, self.target, amount=amount, now=at)
        except Refusal:
            return
        new = exchanges.exchange(quote, self.member, now=at)
        rest = execute("SELECT id FROM giftcards WHERE issued_at = %(at)s AND state = 'active' AND member_id = %(member)s AND id <> %(new)s", {"at": at, "member": self.member.id, "new": new.id}).scalars()  # fmt: skip
        kept = [giftcards.card_by_id(one) for one in rest]
        self.cards += [new, *kept]
        self.exchanged.append(bool(kept))

    def _take(self, terminal: Terminal, card: Card, at: datetime) -> None:
        now = giftcards.card_by_id(card.id)
        amount = self.chance.randint(1, 6_000)
        if now.state == "active" and now.remaining >= amount and now.issued_at <= at and at.date() < last_day(card, at):
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
                act_as(Actor("terminal", terminal.id))
                tills.reverse(terminal, row.ref, by="owner", now=max(row.at, min(at, row.until)))

    def _give_back(self, card: Card, at: datetime) -> None:
        """Cancel the order of a card that nobody has used; refund what is left of any other, as the desk does. Nothing may happen to it later."""
        now = giftcards.card_by_id(card.id)
        last = self._last(now)
        at = max(at, last or at, now.issued_at)
        if now.state != "active" or now.remaining < 100 or at.date() >= last_day(card, at):
            return
        if last is None and now.order_id is not None:
            orders.cancel(orders.order_by_id(now.order_id), why="", now=at)
            return
        voiding = orders.refund(now, "unwanted", note="", now=at)
        execute(
            "INSERT INTO withdrawals (programme_id, voiding_id, refund, asked_by, at) VALUES (%(programme)s, %(voiding)s, 'source', %(by)s, %(now)s)",
            {"programme": now.programme_id, "voiding": voiding, "by": self.somebody, "now": at},
        )

    @staticmethod
    def _last(card: Card) -> datetime | None:
        """When anything was last taken off a card, or put back."""
        asked = "SELECT max(at) FROM giftcard_movements WHERE giftcard_id = %(id)s"
        found: datetime | None = execute(asked, {"id": card.id}).scalar_one()
        return found

    def cut(self, ends: list[date], of: Contract | None = None) -> list[Statement]:
        """Statements that end on these days, of the first partner or of the one with this contract."""
        return [deals.drawn(of or self.contract, end) for end in ends]


def last_day(card: Card, at: datetime) -> date:
    """The last day of a card as it stood at a moment; later ones may have been there already."""
    asked = "SELECT max(until) FROM giftcard_extensions WHERE giftcard_id = %(id)s AND at <= %(at)s"
    put_off: date | None = execute(asked, {"id": card.id, "at": at}).scalar_one()
    return put_off or card.expires_on


def a_trade(chance: Random, owed_on: str) -> Trade:
    """Committed, but for what happens. The other partner's contract may be of the other kind. A part of the first card is exchanged for a beginning."""
    terms: dict[str, Any] = {
        "commission_bp": COMMISSION, "commission_fixed": FIXED, "vat_bp": VAT, "breakage_bp": BREAKAGE,
    }  # fmt: skip
    with transaction():
        shelf = a_shelf(stock=9, value=VALUE, validity_days=20)
        ours, theirs = beside(shelf, value=VALUE), a_shelf(shelf.programme, value=VALUE, fulfilment="own")
        execute("UPDATE offers SET validity_days = 20 WHERE id = %(id)s", {"id": ours.offer_id})
        partners = shelf.brand.partner_id, theirs.brand.partner_id
        for brand, gives in ((shelf.brand, True), (theirs.brand, False)):
            rule = exchanges.Rule(
                brand.id, gives=gives, takes=not gives, recasts=True, fee_permille=0 if gives else FEE
            )
            exchanges.set_rule(shelf.programme.id, rule, now=NOW)
        for issuer, acceptor in (partners, partners[::-1]):
            tills.begin_acceptance(issuer, acceptor, now=NOW)
        member = a_member(shelf.programme, points=100_000)
        made = Trade(
            member, deals.a_contract(shelf.programme, partners[0], owed_on=owed_on, **terms),
            deals.a_contract(shelf.programme, partners[1], owed_on=chance.choice(["redemption", "sale"]), **terms),
            a_terminal(partners[0]), a_terminal(partners[1]), theirs.brand.id, _bought(member, [ours, shelf], chance.randint(2, 6)), chance,
        )  # fmt: skip
        made.exchange(made.cards[0], NOW + timedelta(days=2), part=True)
        made.go_on(chance.randint(5, 30))
    return made


def _bought(member: Member, shelves: list[Shelf], how_many: int) -> list[Card]:
    """Cards of ours and from stock in turn, the oldest first."""
    found = []
    for number in range(how_many):
        at = NOW + timedelta(hours=number)
        order = an_order(member, shelves[number % 2], now=at)
        if number % 2 == 0:
            orders.fulfil(order.id, now=at)
        found.append(giftcards.of_orders([order.id])[order.id])
    return found


def nearest(amount: int, part: int) -> int:
    """A share in hundredths of a percent; a half goes to the even neighbour, as Python rounds fractions."""
    return round(Fraction(amount * part, 10_000))


def owed(trade: Trade, of: Contract | None = None) -> int:
    """What a partner is owed at the end, the first where none is said, worked out from the facts without the statements."""
    of = of or trade.contract
    return sum(_net(due, fixed) for due, fixed in _sums(trade, of.partner_id, sold_is_paid=_sold_is_paid(of)))


def owed_by_sql(of: Contract) -> int:
    """The same by one query over what moved on the cards; doubles of these sizes round a half to the even neighbour, and are exact."""
    asked = {
        "partner": of.partner_id, "sale": _sold_is_paid(of), "until": UNTIL, "part": COMMISSION, "fixed": FIXED, "vat": VAT, "share": BREAKAGE,
    }  # fmt: skip
    return int(execute(_OWED, asked).scalar_one())


def _sold_is_paid(of: Contract) -> bool:
    return settlements.versions(of)[0].terms.owed_on == "sale"


# `worth`: what the card that a card was split from was sold or exchanged for, in shares of which the fixed commission is given back.
_OWED = """
    WITH RECURSIVE cards AS (
        SELECT g.id, g.value, g.value AS worth, g.order_id, s.cause, (coalesce(x.until, g.born_until) + 1)::timestamp AT TIME ZONE 'Europe/Moscow' AS ends
          FROM giftcards g JOIN brands b ON b.id = g.brand_id LEFT JOIN giftcard_successions s ON s.id = g.succession_id
          LEFT JOIN giftcard_extensions x ON x.giftcard_id = g.id AND x.at < %(until)s
         WHERE b.partner_id = %(partner)s AND s.cause IS DISTINCT FROM 'split'
        UNION ALL
        SELECT g.id, g.value, c.worth, NULL, s.cause, (coalesce(x.until, g.born_until) + 1)::timestamp AT TIME ZONE 'Europe/Moscow'
          FROM cards c JOIN giftcard_endings e ON e.giftcard_id = c.id
          JOIN giftcard_successions s ON s.id = e.succession_id AND s.cause = 'split' JOIN giftcards g ON g.succession_id = s.id
          LEFT JOIN giftcard_extensions x ON x.giftcard_id = g.id AND x.at < %(until)s),
    gone AS (
        SELECT g.id, v.amount FROM cards g JOIN giftcard_voidings v ON v.giftcard_id = g.id
        UNION ALL
        SELECT g.id, g.value FROM cards g JOIN order_cancellations c ON c.order_id = g.order_id
        UNION ALL
        SELECT g.id, e.amount FROM cards g JOIN giftcard_endings e ON e.giftcard_id = g.id JOIN giftcard_successions s ON s.id = e.succession_id AND s.cause = 'exchange'),
    tills AS (
        SELECT m.giftcard_id AS id, m.amount, m.at, r.acceptor_partner_id = %(partner)s AS own
          FROM giftcard_movements m LEFT JOIN reversals v ON m.cause = 'reversal:' || v.id
          JOIN redemptions r ON r.id = v.redemption_id OR m.cause = 'redemption:' || r.id
         WHERE m.at < %(until)s AND %(partner)s IN (r.acceptor_partner_id, r.issuer_partner_id)),
    lost AS (
        SELECT g.value + coalesce((SELECT sum(m.amount) FROM tills m WHERE m.id = g.id AND m.at < g.ends), 0) AS amount FROM cards g
         WHERE g.ends < %(until)s AND g.id NOT IN (SELECT id FROM gone) AND g.id NOT IN (SELECT giftcard_id FROM giftcard_endings)
        UNION ALL
        SELECT m.amount FROM tills m JOIN cards g USING (id) WHERE m.at >= g.ends AND g.ends < %(until)s),
    sums (due, fixed) AS (
        SELECT -m.amount, sign(-m.amount) * %(fixed)s FROM tills m WHERE m.own AND (NOT %(sale)s OR m.id NOT IN (SELECT id FROM cards))
        UNION ALL SELECT m.amount, sign(m.amount) * floor(%(fixed)s * abs(m.amount) / g.worth::numeric) FROM tills m JOIN cards g USING (id) WHERE NOT m.own AND %(sale)s
        UNION ALL SELECT g.value, %(fixed)s FROM cards g WHERE %(sale)s AND g.cause IS DISTINCT FROM 'split'
        UNION ALL SELECT -b.amount, -floor(%(fixed)s * b.amount / g.worth::numeric) FROM gone b JOIN cards g USING (id) WHERE %(sale)s),
    charged AS (
        SELECT due, round(due * %(part)s / 10000.0::float8) + fixed AS commission FROM sums)
    SELECT (SELECT coalesce(sum(amount), 0) FROM settlement_adjustments WHERE partner_id = %(partner)s)
         + (SELECT coalesce(sum(due - commission - round(commission * %(vat)s / 10000.0::float8)), 0) FROM charged)
         + (SELECT coalesce(sum(round(amount * %(share)s / 10000.0::float8) - CASE WHEN %(sale)s THEN amount ELSE 0 END), 0) FROM lost)"""


def _net(due: int, fixed: int | None) -> int:
    commission = nearest(due, COMMISSION) + (fixed if due > 0 else -fixed) if fixed is not None and due else 0
    return due - commission - nearest(commission, VAT)


def _sums(trade: Trade, partner: int, *, sold_is_paid: bool) -> Iterator[tuple[int, int | None]]:
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
        here, mine = (one == partner for one in (row.acceptor_partner_id, row.issuer_partner_id))
        for sign in (1, -1) if row.back and row.back < UNTIL else (1,):
            if here and not (mine and sold_is_paid):
                yield sign * row.amount, FIXED
            elif mine and not here and sold_is_paid:
                yield -sign * row.amount, FIXED * row.amount // _worth(row.giftcard_id)
    for card in execute(_CARDS, {"partner": partner, "until": UNTIL}):
        bought = card.order_id is not None or card.cause == "exchange"
        if sold_is_paid and bought:
            yield card.value, FIXED
        back = card.given_back if card.given_back is not None else card.exchanged
        if back is not None and sold_is_paid:
            yield -back, FIXED * back // _worth(card.id)
        yield from _unspent(card, sold_is_paid=sold_is_paid) if card.given_back is None else ()


_CARDS = """SELECT g.id, g.value, g.order_id, born.cause, coalesce(x.until, g.born_until) AS expires_on,
                  (coalesce(x.until, g.born_until) + 1)::timestamp AT TIME ZONE 'Europe/Moscow' AS ends,
                  coalesce(v.amount, CASE WHEN c.order_id IS NOT NULL THEN g.value END) AS given_back,
                  CASE WHEN gone.cause = 'exchange' THEN e.amount END AS exchanged
             FROM giftcards g JOIN brands b ON b.id = g.brand_id LEFT JOIN giftcard_voidings v ON v.giftcard_id = g.id
             LEFT JOIN giftcard_extensions x ON x.giftcard_id = g.id AND x.at < %(until)s
             LEFT JOIN order_cancellations c ON c.order_id = g.order_id LEFT JOIN giftcard_successions born ON born.id = g.succession_id
             LEFT JOIN giftcard_endings e ON e.giftcard_id = g.id LEFT JOIN giftcard_successions gone ON gone.id = e.succession_id
            WHERE b.partner_id = %(partner)s"""


def _worth(card_id: int) -> int:
    """For how much a card was sold, or exchanged: itself, or what it was split from."""
    card = giftcards.card_by_id(card_id)
    if card.succession_id is None:
        return card.value
    born = execute("SELECT s.cause, e.giftcard_id FROM giftcard_successions s JOIN giftcard_endings e ON e.succession_id = s.id WHERE s.id = %(id)s", {"id": card.succession_id}).one()  # fmt: skip
    return _worth(born.giftcard_id) if born.cause == "split" else card.value


def _unspent(card: Any, *, sold_is_paid: bool) -> Iterator[tuple[int, None]]:
    """What a card has lost by expiring, and what came back to it later, as its partner's share of each."""
    moved = execute("SELECT amount, at FROM giftcard_movements WHERE giftcard_id = %(id)s", {"id": card.id}).all()
    lost = [card.value + sum(one.amount for one in moved if one.at < card.ends)]
    lost += [one.amount for one in moved if card.ends <= one.at < UNTIL]
    for amount in filter(None, lost if card.expires_on < date(2026, 12, 24) else []):
        yield nearest(amount, BREAKAGE) - (amount if sold_is_paid else 0), None


def try_cut(trade: Trade, ends: list[date], wanted: dict[Contract, int], proof: Proof) -> None:
    """Draw statements of both partners that end on these days, look at them, and have nothing of it kept."""
    made = {of: trade.cut(ends, of) for of in trade.contracts}
    for of, drawn in made.items():
        assert drawn[-1].closing == wanted[of], ends
        assert [one.opening for one in drawn] == [0, *(one.closing for one in drawn[:-1])]
        assert all(settlements.replay(one).same for one in drawn)
        proof.count("statements", len(drawn))
    assert settlements.invariants() == []
    raise Undone


@pytest.mark.parametrize("owed_on", ["redemption", "sale"])
def test_any_history_cut_anywhere_adds_up_and_is_drawn_again_to_the_same_bytes(
    ctx: Flask, proof: Proof, owed_on: str
) -> None:
    days = [BEGINS + timedelta(one) for one in range(1, (ENDS - BEGINS).days)]
    for _ in range(proof.size(1, 100)):
        trade = a_trade(proof.random, owed_on)
        wanted = {of: owed(trade, of) for of in trade.contracts}
        assert {of: owed_by_sql(of) for of in trade.contracts} == wanted
        for _cut in range(proof.random.randint(2, 3)):
            ends = [*sorted(proof.random.sample(days, proof.random.randint(0, 6))), ENDS]
            with pytest.raises(Undone), transaction():
                try_cut(trade, ends, wanted, proof)
            db.session.rollback()
        assert trade.exchanged[0], "the first card was split for an exchange"
        proof.count("exchanges", len(trade.exchanged))
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


@pytest.mark.proof("P15", control=True)
@pytest.mark.spoils_the_books
def test_statement_that_forgets_what_was_exchanged_is_seen(ctx: Flask, proof: Proof, owner_url: str) -> None:
    """The control: what left a partner's card for another's is not taken off, and neither implementation agrees."""
    trade = a_trade(proof.random, "sale")
    wanted = {of: owed(trade, of) for of in trade.contracts}
    assert {of: owed_by_sql(of) for of in trade.contracts} == wanted
    with (
        function_changed(owner_url, "settlement_of_cards", "x.cause = 'exchange'", "x.cause = 'none'"),
        pytest.raises(AssertionError),
        transaction(),
    ):
        try_cut(trade, [ENDS], wanted, proof)
