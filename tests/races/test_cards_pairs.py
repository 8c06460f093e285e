"""P03: two acts on one card, the second begun at a point within the first: it ends as if one had come after the other, and nobody waits for ever.

What "as if" means is not written down: the same two acts are done one after the other, in both orders, each with a card of its own, and points, cards
and what is left on them have to be as after one of the two.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count, product
from threading import Event, Thread, get_ident

import pytest
from flask import Flask
from sqlalchemy.engine import Connection

from marketplace import codes, earning, erasures, exchanges, giftcards, gifts, ledger, members, orders, tills
from marketplace.core.db import db, execute, transaction
from marketplace.core.errors import Refusal
from marketplace.earning import Operation
from marketplace.exchanges import Quote, Rule
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.programmes import Programme
from marketplace.tills import Found, Terminal
from tests.builders import orders as shop
from tests.builders.functions import function_changed
from tests.builders.ledger import give
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.statements import watched
from tests.builders.tills import a_terminal
from tests.proof.plugin import Proof

VALUE, TAKEN, PRICE, POINTS = 100_000, 20_000, 1_500, 100_000
BANK_CARD = "411111******1111"
PATIENCE = 10  # seconds; whoever takes longer waits for the other, who waits for him
READ, ACTED = "after it has first read something", "before it is committed"
POINTS_WITHIN = (READ, ACTED)
READING = re.compile(
    r"\b(?:FROM|JOIN) (?:giftcards|orders|members|offers|denominations|redemptions|accounts|member_cards)\b"
)
_numbers = count(1)


@dataclass
class Case:
    """A card, of which a till has taken something or which nobody has touched, and all that the acts need; plain, so that threads share it."""

    programme: Programme
    member: Member
    again: Member  # the same person, a member twice
    card: Card
    terminal: Terminal
    taken: str
    order_id: int
    offer: int
    denomination: int
    brand: int
    accepted: dict[str, bytes]
    quote: Quote  # for the other brand, of all that is left


def a_case(*, untouched: bool = False) -> Case:
    """The member has points that last, points whose last day was yesterday, and a bank card that earns."""
    with transaction():
        of = shop.a_shelf(value=VALUE, price=PRICE, fulfilment="own")
        other = shop.a_shelf(of.programme, value=VALUE, price=PRICE, fulfilment="own")
        for one in (of, other):
            rule = Rule(one.brand.id, gives=True, takes=True, recasts=True)
            exchanges.set_rule(of.programme.id, rule, now=shop.NOW)
        anna, again = a_member(of.programme, points=POINTS), shop.a_member(of.programme)
        own = ledger.account(of.programme.id, "member", owner_id=anna.id)
        give(
            of.programme,
            own,
            [(PRICE, shop.NOW.date() - timedelta(days=1))],
            at=shop.NOW - timedelta(days=9),
            memo=None,
        )
        members.bind_card(anna, BANK_CARD, shop.NOW - timedelta(days=9))
        terminal = a_terminal(of.brand.partner_id)
        order = shop.an_order(anna, of)
        orders.fulfil(order.id, now=shop.NOW)
        card = giftcards.of_orders([order.id])[order.id]
        ref = f"P-{next(_numbers)}"
        facts = {"asked": bytes(32), "amount": TAKEN, "currency": "RUB", "now": shop.NOW}
        if not untouched:
            tills.redeem(terminal, Found(card.id), ref=ref, **facts)
        quote = exchanges.offer(anna, card.public_id, other.brand.id, now=shop.NOW)
        return Case(
            of.programme, anna, again, giftcards.card_by_id(card.id), terminal, ref, order.id, of.offer_id, of.denomination_id or 0, of.brand.id,
            of.accepted, quote,
        )  # fmt: skip


def place(of: Case) -> None:
    orders.place(
        of.member, denomination_id=of.denomination, price=PRICE, accepted=of.accepted, ref=f"placed-anew-{next(_numbers)}", now=shop.NOW
    )  # fmt: skip


def cancel(of: Case) -> None:
    orders.cancel(orders.order_by_id(of.order_id), why="", now=shop.NOW)


def void(of: Case) -> None:
    giftcards.take_away(of.card, "fraud", note="", now=shop.NOW)


def refund(of: Case) -> None:
    orders.refund(of.card, "unwanted", note="", now=shop.NOW)


def reissue(of: Case) -> None:
    giftcards.reissue(of.card, codes.mint(of.brand), ref=f"reissue:{of.card.id}", now=shop.NOW)


def expire(of: Case) -> None:
    ledger.expire(of.programme.id, at=shop.NOW, today=shop.NOW.date())


def redeem(of: Case) -> None:
    facts = {"asked": bytes(32), "amount": VALUE - TAKEN, "currency": "RUB", "now": shop.NOW}
    tills.redeem(of.terminal, Found(of.card.id), ref=f"R-{next(_numbers)}", **facts)


def reverse(of: Case) -> None:
    tills.reverse(of.terminal, of.taken, by="owner", now=shop.NOW)


def exchange(of: Case) -> None:
    exchanges.exchange(of.quote, of.member, now=shop.NOW)


def take_in(of: Case) -> None:
    number = next(_numbers)
    done = Operation(1, f"op-{number}", BANK_CARD, shop.NOW, "purchase", 1_000_000, "RUB", "5999", "SHOP", "")
    earning.take_in(of.programme, [done], source="test", file=f"{number}.csv", now=shop.NOW)


def join(of: Case) -> None:
    become_one(of.member, of.again, now=shop.NOW)


def erase(of: Case) -> None:
    assert of.member.user_id is not None
    asked = erasures.ask(of.member, by=of.member.user_id, now=shop.NOW - erasures.TERM)
    begun = erasures.begin(asked.id, shop.NOW)
    for name in erasures.missing(begun) if begun else ():
        erasures.step(asked, name, now=shop.NOW)
    erasures.finish(asked, now=shop.NOW)


ACTS = (place, cancel, void, refund, reissue, expire, redeem, reverse, exchange, take_in, join, erase)
# They act in one statement, which locks what it reads: there is no point between the two.
AT_ONCE = (void, reissue, expire, redeem, reverse)
Act = Callable[[Case], None]


def a_case_for(*acts: Act) -> Case:
    """An order can be cancelled only while its card is untouched; a reversal needs one that a till has used."""
    return a_case(untouched=cancel in acts and reverse not in acts)


@cache
def in_turn(first: Act, second: Act) -> str:
    """How it ends where one act comes after the other; whichever is refused does nothing. Each order is tried once."""
    of = a_case_for(first, second)
    for act in (first, second):
        with suppress(Refusal), transaction():
            act(of)
    return _end(of)


def within(app: Flask, first: Act, second: Act, point: str) -> str:
    """Begin the second act at a point within the first; what is wrong afterwards, or nothing. An act that reads nothing before it acts is at both points at once."""
    of = a_case_for(first, second)
    db.session.remove()
    beside = Beside(app, second, of)
    try:
        with transaction():
            with after_reading(beside.go) if point == READ else nullcontext():
                first(of)
            beside.go()
    except Refusal:
        beside.go()  # the first was refused before its point
    except Exception as error:
        beside.said.append(error)
        beside.go()
    beside.thread.join(PATIENCE)
    if beside.thread.is_alive():
        return "they wait for each other"
    db.session.remove()
    end, ends = _end(of), [in_turn(*order) for order in ((first, second), (second, first))]
    third = [] if end in ends else [f"it ends as after neither order: {end}, not {' or '.join(ends)}"]
    return "; ".join([repr(one) for one in beside.said] + _wrong(of) + third)


class Beside:
    """The second act, in a thread and a transaction of its own. `said`: what was wrong with it."""

    def __init__(self, app: Flask, act: Act, of: Case) -> None:
        self.app, self.act, self.of = app, act, of
        self.said: list[BaseException] = []
        self.process = 0  # the server's, which waits for locks
        self.ended = Event()
        self.thread = Thread(target=self._do, daemon=True)

    def go(self) -> None:
        """Begin it, once, and come back when it has ended or waits for whoever called this."""
        if self.thread.ident:
            return
        self.thread.start()
        with db.engine.connect() as watching:
            for _ in range(PATIENCE * 200):
                if self.ended.wait(0.005) or (self.process and self._waits(watching)):
                    return

    def _waits(self, watching: Connection) -> bool:
        asked = watching.exec_driver_sql("SELECT cardinality(pg_blocking_pids(%s)) > 0", (self.process,))
        return bool(asked.scalar_one())

    def _do(self) -> None:
        with self.app.app_context():
            try:
                with transaction():
                    self.process = execute("SELECT pg_backend_pid()").scalar_one()
                    self.act(self.of)
            except Refusal:
                pass
            except BaseException as error:
                self.said.append(error)
            finally:
                db.session.remove()
                self.ended.set()


@contextmanager
def after_reading(do: Callable[[], None]) -> Iterator[None]:
    """Do something once, when this thread has read something of the case and sends the statement that comes next."""
    here, read, done = get_ident(), False, False

    def look(sql: str, _connection: object) -> None:
        nonlocal read, done
        if get_ident() != here or done:
            return
        if read:
            done = True
            do()
        else:
            read = READING.search(sql) is not None

    with watched(look):
        yield


def _end(of: Case) -> str:
    """Points and cards as they are, without what tells one case from another."""
    facts = {"programme": of.programme.id, "brand": of.brand, "member": of.member.id, "again": of.again.id}
    whose = "CASE {id} WHEN %(member)s THEN 'hers' WHEN %(again)s THEN 'hers again' ELSE '' END"
    cards = execute(
        f"""SELECT {whose.format(id="member_id")} AS whose, brand_id = %(brand)s AS own, state, remaining, expires_on
              FROM giftcards WHERE programme_id = %(programme)s ORDER BY 1, 2, 3, 4, 5""",
        facts,
    )
    points = execute(
        f"""SELECT a.kind, {whose.format(id="a.owner_id")} AS whose, sum(b.balance)::bigint AS balance
              FROM balances b JOIN accounts a ON a.id = b.account_id WHERE a.programme_id = %(programme)s AND a.unit = 'points'
             GROUP BY 1, 2 HAVING sum(b.balance) <> 0 ORDER BY 1, 2""",
        facts,
    )
    erased = execute("SELECT EXISTS (SELECT FROM erased_members WHERE member_id = %(member)s)", facts).scalar_one()
    return f"{[tuple(one) for one in points]} {[tuple(one) for one in cards]} {'erased' if erased else ''}".strip()


def _wrong(of: Case) -> list[str]:
    """What the books say is wrong; and value or points that came from nowhere."""
    left = execute(
        """SELECT coalesce((SELECT sum(remaining) FROM giftcards WHERE member_id = ANY (%(members)s) AND state IN ('active', 'frozen')), 0)
                + coalesce((SELECT sum(amount) FROM redemptions r WHERE NOT EXISTS (SELECT FROM reversals v WHERE v.redemption_id = r.id)
                             AND r.terminal_id = %(terminal)s), 0)
                + coalesce((SELECT sum(r.value) FROM order_refunds r JOIN orders o ON o.id = r.order_id WHERE o.member_id = ANY (%(members)s)), 0)
                - coalesce((SELECT sum(o.value) FROM orders o WHERE o.member_id = ANY (%(members)s)
                             AND EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)), 0)""",
        {"members": [of.member.id, of.again.id], "terminal": of.terminal.id},
    ).scalar_one()
    found = [
        *ledger.invariants(),
        *giftcards.invariants(),
        *orders.invariants(),
        *gifts.invariants(),
        *exchanges.invariants(),
        *members.invariants(),
        *erasures.invariants(),
    ]
    return [f"{left} more than was ordered"] * (left > 0) + [
        str(one) for one in found if "orders.advance" not in str(one)
    ]


def _stands(of: Case) -> object:
    """What an act can change: points, cards, and who the member is."""
    return execute(
        """SELECT (SELECT count(*) FROM entries e JOIN accounts a ON a.id = e.account_id AND a.kind = 'member' AND a.programme_id = %(programme)s),
                  (SELECT array_agg((id, state, remaining)::text ORDER BY id) FROM giftcards WHERE member_id = %(member)s),
                  member_now(%(member)s), EXISTS (SELECT FROM erased_members WHERE member_id = %(member)s)""",
        {"programme": of.programme.id, "member": of.member.id},
    ).one()


@pytest.mark.spoils_the_books
def test_each_act_on_a_card_does_something_when_nobody_else_acts(app: Flask) -> None:
    with app.app_context():
        for act in ACTS:
            of = a_case_for(act)
            before, point = _stands(of), Event()
            with transaction(), after_reading(point.set):
                act(of)
            assert _stands(of) != before, act.__name__
            assert point.is_set() == (act not in AT_ONCE), f"{act.__name__}: is there a point after what it reads?"


@pytest.mark.spoils_the_books  # acts of the desk have no proposals here
@pytest.mark.proof("P03")
def test_two_acts_on_one_card_end_as_if_one_had_come_after_the_other(app: Flask, proof: Proof) -> None:
    pairs = [pair for pair in product(ACTS, ACTS, POINTS_WITHIN) if pair[2] == ACTED or pair[0] not in AT_ONCE]
    tried = pairs if proof.full else proof.random.sample(pairs, 8)
    with app.app_context():
        for first, second, point in tried:
            assert within(app, first, second, point) == "", f"{second.__name__} {point}: {first.__name__}"
    proof.count("pairs of acts on a card", len(tried))


@pytest.mark.spoils_the_books
@pytest.mark.proof("P03", control=True)
def test_control_a_void_that_does_not_wait_for_the_card_is_noticed(app: Flask, owner_url: str, proof: Proof) -> None:
    with (
        function_changed(owner_url, "giftcard_void", "WHERE id = p_card FOR NO KEY UPDATE", "WHERE id = p_card"),
        app.app_context(),
    ):
        said = within(app, redeem, void, ACTED)
    assert said
    proof.figure(f"a void that does not wait: {said[:60]}")


@pytest.mark.spoils_the_books
@pytest.mark.proof("P03", control=True)
def test_control_an_exchange_that_believes_what_it_has_read_is_noticed(
    app: Flask, owner_url: str, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    """One after the other all is well, also without what is taken out; only a purchase between its reading and its acting shows it."""
    with (
        function_changed(
            owner_url, "giftcard_succeed", "IF v_parent.state NOT IN", "IF false AND v_parent.state NOT IN"
        ),
        app.app_context(),
    ):
        monkeypatch.setattr(giftcards, "hold", lambda card: card)
        assert within(app, exchange, redeem, ACTED) == ""
        said = within(app, exchange, redeem, READ)
    assert said
    proof.figure(f"an exchange that does not look again: {said[:60]}")
