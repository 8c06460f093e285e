"""Orders and cards against a model of them in plain Python: seeded sequences of everything that can be done.

After every step the model and the books must agree and every invariant must hold. A failure names its seed, which
`pytest --seed` repeats.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from marketplace import codes, giftcards, ledger, orders
from marketplace.core.db import db, execute, transaction
from marketplace.core.errors import Refusal
from marketplace.members import Member
from tests.builders import orders as shop
from tests.builders.functions import function_changed
from tests.builders.programmes import a_programme
from tests.laws.looking import Looker
from tests.proof.plugin import Proof

PRICE, OWN_PRICE, PER_MEMBER, CANCELLED_A_DAY = 450, 1500, 3, 3


@dataclass
class ModelOrder:
    id: int
    member: int
    own: bool
    price: int
    ref: str
    state: str  # placed, issued, cancelled
    card: str = "none"  # active, frozen, void
    seen: bool = False


class Story:
    """A shop with two members, a limited gift card in stock and a certificate of ours, and what the model makes of it."""

    def __init__(self, seed: int, looker: Looker) -> None:
        self.looker = looker
        self.random = random.Random(seed)
        self.now = shop.NOW
        self.log: list[str] = []
        with transaction():
            programme = a_programme(time_zone="UTC")
            self.card = shop.a_shelf(programme, stock=8, per_member_limit=PER_MEMBER)
            self.own = shop.a_range_shelf(programme)
            self.members: list[Member] = [shop.a_member(programme, lots=self.some_lots()) for _ in range(2)]
        self.points = [shop.balance(member) for member in self.members]
        self.first_lots = [self.lots(member) for member in self.members]
        self.stock, self.waiting = 8, 0
        self.taken_back: Counter[tuple[int, date]] = Counter()
        self.orders: list[ModelOrder] = []
        db.session.rollback()

    def some_lots(self) -> list[tuple[int, date | None]]:
        days = [None, *(shop.NOW.date() + timedelta(days=n) for n in (200, 300, 400))]
        return [(self.random.randint(200, 1500), self.random.choice(days)) for _ in range(4)]

    def step(self) -> None:
        self.now += timedelta(minutes=self.random.randint(1, 60))
        deeds: list[Callable[[], None]] = [
            self.order, self.order, self.order, self.replay, self.cancel, self.cancel, self.decide, self.fulfil, self.show, self.freeze
        ]  # fmt: skip
        deed = self.random.choice(deeds)
        self.log.append(deed.__name__)
        deed()
        self.looker.ask(self.compare)

    def attempt(self, expected: str, deed: Callable[[], object]) -> object:
        """Do it in a transaction; the outcome must have the name that the model expects."""
        try:
            with transaction():
                outcome = deed()
        except Refusal as no:
            outcome, name = None, type(no).__name__
        else:
            name = ""
        assert name == expected, self.log
        return outcome

    def order(self) -> None:
        member, own, ref = self.random.randrange(2), self.random.random() < 0.4, f"ref-{len(self.log):05}"
        price = OWN_PRICE if own else PRICE
        held = sum(o.member == member and not o.own and o.state != "cancelled" for o in self.orders)
        expected = ""
        if not own and (held >= PER_MEMBER or self.taken_back[member, self.now.date()] >= CANCELLED_A_DAY):
            expected = "LimitReached"
        elif not own and self.stock == 0:
            expected = "OutOfStock"
        elif self.points[member] < price:
            expected = "NotEnoughPoints"
        shelf = self.own if own else self.card
        placed = self.attempt(expected, lambda: shop.an_order(self.members[member], shelf, ref=ref, now=self.now))
        if isinstance(placed, orders.Order):
            self.points[member] -= price
            self.stock -= 0 if own else 1
            state, card = ("placed", "none") if own else ("issued", "active")
            self.orders.append(ModelOrder(placed.id, member, own, price, ref, state, card))

    def replay(self) -> None:
        if not self.orders:
            return
        old, own = self.random.choice(self.orders), self.random.random() < 0.5
        shelf = self.own if own else self.card
        again = self.attempt(
            "" if own == old.own else "RefUsed",
            lambda: shop.an_order(self.members[old.member], shelf, ref=old.ref, now=self.now),
        )
        assert again is None or (isinstance(again, orders.Order) and again.id == old.id)

    def cancel(self) -> None:
        if not self.orders:
            return
        old = self.random.choice(self.orders)
        order = orders.order_by_id(old.id)
        db.session.rollback()
        self.attempt(
            "NotCancellable" if old.seen else "",
            lambda: orders.cancel(order, why="", now=self.now),
        )
        if not old.seen and old.state != "cancelled":
            self.points[old.member] += old.price
            self.waiting += 0 if old.own else 1
            self.taken_back[old.member, self.now.date()] += 0 if old.own else 1
            old.card = "void" if old.state == "issued" else "none"
            old.state = "cancelled"

    def decide(self) -> None:
        row = execute(
            """SELECT id FROM code_returns r WHERE NOT EXISTS (SELECT FROM code_return_decisions k WHERE k.return_id = r.id)
                ORDER BY id LIMIT 1"""
        ).first()
        db.session.rollback()
        if row is None:
            return
        again, programme_id = self.random.random() < 0.7, self.card.programme.id
        verb = codes.restock if again else codes.retire
        back = codes.returned(row.id, programme_id=programme_id, partner_id=None)
        db.session.rollback()
        self.attempt("", lambda: verb(back, why="decided", now=self.now))
        self.waiting -= 1
        self.stock += 1 if again else 0

    def fulfil(self) -> None:
        if not self.orders:
            return
        old = self.random.choice(self.orders)
        self.attempt("", lambda: orders.fulfil(old.id, now=self.now))
        if old.state == "placed":
            old.state, old.card = "issued", "active"
            promise = {"now": self.now, "ref": str(old.id)}
            with transaction():
                execute("UPDATE outbox SET kept_at = %(now)s WHERE topic = 'orders.advance' AND ref = %(ref)s", promise)

    def show(self) -> None:
        old = self.a_card()
        if old is None:
            return
        member, public_id = self.members[old.member], self.public_id(old)
        self.attempt(
            "" if old.card == "active" else "CardNotActive",
            lambda: giftcards.reveal(
                public_id,
                programme_id=member.programme_id,
                member_id=member.id,
                now=self.now,
                fresh_factor=True,
            ),
        )
        old.seen = old.seen or old.card == "active"
        stranger = self.members[1 - old.member]
        self.attempt(
            "CardNotFound",
            lambda: giftcards.reveal(
                public_id,
                programme_id=stranger.programme_id,
                member_id=stranger.id,
                now=self.now,
                fresh_factor=True,
            ),
        )

    def freeze(self) -> None:
        old = self.a_card()
        if old is None:
            return
        member, public_id = self.members[old.member], self.public_id(old)
        verb, after = self.random.choice([(giftcards.freeze, "frozen"), (giftcards.unfreeze, "active")])
        self.attempt(
            "CardNotActive" if old.card == "void" else "",
            lambda: verb(public_id, member=member, now=self.now),
        )
        old.card = "void" if old.card == "void" else after

    def a_card(self) -> ModelOrder | None:
        with_card = [order for order in self.orders if order.card != "none"]
        return self.random.choice(with_card) if with_card else None

    def public_id(self, old: ModelOrder) -> str:
        found = giftcards.of_orders([old.id])[old.id].public_id
        db.session.rollback()
        return found

    def lots(self, member: Member) -> list[tuple[int, date | None, int]]:
        account = ledger.account(member.programme_id, "member", owner_id=member.id)
        return [(lot.id, lot.expires_on, lot.remaining) for lot in ledger.open_lots(account, self.now.date())]

    def compare(self) -> None:
        assert self.looker.look(shop.wrong) == []
        assert [shop.balance(member, self.now) for member in self.members] == self.points
        denomination = self.card.denomination_id
        assert denomination is not None
        assert codes.stock([denomination], today=self.now.date()) == {denomination: self.stock}
        assert codes.waiting(self.card.programme.id) == self.waiting
        # One order changes at a time: the one of this step is among the last, or it is looked at in the round that follows.
        self.compare_orders(self.orders if len(self.log) % 16 == 0 else self.orders[-2:])

    def compare_orders(self, some: list[ModelOrder]) -> None:
        cards = giftcards.of_orders([order.id for order in some])
        assert {order_id: card.state for order_id, card in cards.items()} == {
            o.id: o.card for o in some if o.card != "none"
        }
        states = {"placed": "placed", "issued": "issued", "cancelled": "cancelled"}
        for old in some:
            assert orders.order_by_id(old.id).state == states[old.state]
        for at, member in enumerate(self.members):
            if all(order.state == "cancelled" for order in self.orders if order.member == at):
                assert self.lots(member) == self.first_lots[at], "every point is back in the lot it came from"


@pytest.mark.proof("P04")
@pytest.mark.sequences(4, 64)
def test_orders_and_model_agree_after_every_step(looker: Looker, sequence: int, proof: Proof) -> None:
    story = Story(sequence, looker)
    for number in range(proof.size(48, 512)):
        try:
            story.step()
        except BaseException:
            print(f"seed {sequence}, step {number}: {story.log[-8:]}")
            raise
        proof.count("order operations")


@pytest.mark.proof("P04", control=True)
@pytest.mark.spoils_the_books
def test_control_a_wrong_cancellation_is_found(looker: Looker, owner_url: str) -> None:
    """A cancellation that forgets to give the points back."""
    with function_changed(owner_url, "order_cancel", "PERFORM ledger_reverse(", "PERFORM num_nulls("):
        assert any(fails(seed, looker) for seed in range(10))


def fails(seed: int, looker: Looker) -> bool:
    """Whether a sequence finds something."""
    story = Story(seed, looker)
    try:
        for _ in range(48):
            story.step()
    except AssertionError:
        db.session.rollback()
        return True
    return False
