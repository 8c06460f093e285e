"""Terminals, and cards whose codes a test knows. All need a transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from marketplace import codes, giftcards, partners, tills
from marketplace.codes import NewCode
from marketplace.core import ids
from marketplace.core.actors import Actor
from marketplace.core.db import act_as, execute
from marketplace.core.problems import Problems
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.programmes import Programme
from marketplace.tills import Device, Found, Redemption, Terminal
from marketplace.tills.offline import dead, passes
from marketplace.tills.offline.rules import SLACK
from tests.builders.codes import in_the_clear
from tests.builders.orders import NOW, Shelf, a_member, a_shelf, an_order

PIN = "0417"  # of every code that tests.builders.orders loads
VALUE = 10_000
_numbers = count(1)


@dataclass(frozen=True)
class Till:
    """A terminal, a card that it may take, and the code that is on it."""

    terminal: Terminal
    shelf: Shelf
    member: Member
    card: Card
    code: str

    def redeem(self, **over: Any) -> Redemption:
        """Take something of the card, 80.00 where nothing else is said, as the terminal's program does."""
        return redeem(self.terminal, self.code, **over)


def a_terminal(partner_id: int, name: str = "", **over: Any) -> Terminal:
    """A terminal of a partner."""
    act_as(Actor("system"))
    return tills.open_terminal(partner_id, name or f"Касса {next(_numbers)}", now=NOW, **over)


def a_card(shelf: Shelf, member: Member | None = None) -> tuple[Card, str]:
    """A card off the shelf, and its code in the clear."""
    of = member or a_member(shelf.programme, points=100_000)
    order = an_order(of, shelf)
    card = giftcards.of_orders([order.id])[order.id]
    code_id = execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one()
    act_as(Actor("system"))
    return card, in_the_clear(code_id).code


def on_sale(shelf: Shelf, code: str, pin: str = PIN) -> None:
    """Put a code of one's own choice on the shelf."""
    name = f"till-{next(_numbers)}.csv"
    assert shelf.denomination_id is not None
    brand_id = execute("SELECT brand_id FROM offers WHERE id = %(id)s", {"id": shelf.offer_id}).scalar_one()
    codes.load(
        shelf.programme.id, brand_id, [NewCode(1, shelf.denomination_id, code, pin, None)], name=name,
        file_digest=hashlib.sha256(name.encode()).digest(), problems=Problems(name), today=NOW.date(), apply=True, now=NOW,
    )  # fmt: skip


def load_many(programme_id: int, brand_id: int, denomination_id: int | None, many: int) -> None:
    """Put codes on a shelf as a file does, with decoys among them."""
    name = f"till-{next(_numbers)}.csv"
    assert denomination_id is not None
    rows = [NewCode(row, denomination_id, f"MARK{ids.random_symbols(12)}", PIN, None) for row in range(many)]
    codes.load(
        programme_id, brand_id, rows, name=name, file_digest=hashlib.sha256(name.encode()).digest(), problems=Problems(name),
        today=NOW.date(), apply=True, now=NOW,
    )  # fmt: skip


def a_till(programme: Programme | None = None, *, value: int = VALUE, **shelf: Any) -> Till:
    """A terminal of the brand's own partner and a card of 100.00."""
    made = a_shelf(programme, value=value, **shelf)
    member = a_member(made.programme, points=100_000)
    card, code = a_card(made, member)
    return Till(a_terminal(made.brand.partner_id), made, member, card, code)


def redeem(terminal: Terminal, code: str, *, pin: str = PIN, now: datetime = NOW, **over: Any) -> Redemption:
    """Find a card by its code, prove its PIN and take something, as the API does."""
    facts: dict[str, Any] = {"ref": f"R-{next(_numbers)}", "currency": "RUB"} | over
    if "amount" not in facts and "bill" not in facts:
        facts["amount"] = 8_000
    asked = tills.asked(code, *(facts.get(name) for name in ("amount", "bill", "receipt")))
    found = tills.find(terminal, code, ref=facts["ref"], now=now)
    tills.prove_pin(found, pin, now=now)
    return tills.redeem(terminal, found, asked=asked, now=now, **facts)


def use(card: Card, amount: int, *, now: datetime = NOW) -> Redemption:
    """Take an amount of a card at a new terminal of its brand's own partner."""
    terminal = a_terminal(partners.brand(card.brand_id).partner_id)
    facts: dict[str, Any] = {"ref": "R", "asked": bytes(32), "amount": amount, "currency": card.currency}
    return tills.redeem(terminal, Found(card.id), now=now, **facts)


def left(card: Card) -> tuple[int, str]:
    """What is left on a card, and its state."""
    now = giftcards.card_by_id(card.id)
    return now.remaining, now.state


def goes_offline(terminal: Terminal, **limits: int) -> None:
    """Its owner lets a terminal go on without a network: 50.00 of a card, 150.00 in all, ten times."""
    tills.switch_on(terminal, **({"card_limit": 5_000, "stored_limit": 15_000, "count_limit": 10} | limits), now=NOW)


@dataclass
class Offline:
    """A till without a network that keeps to its package, as its program and the cashier's page do."""

    terminal: Terminal
    package: tills.Package
    taken: list[tuple[str, str, int, datetime]]

    @classmethod
    def going(cls, terminal: Terminal, now: datetime = NOW, *, device: str = "one") -> "Offline":
        """A device of it has fetched a package and loses its network."""
        return cls(terminal, tills.package(terminal, device=Device(device), now=now), [])

    def take(self, shown: str, amount: int, *, now: datetime = NOW) -> str:
        """Take of a card as much of an amount as may be taken; "" or why nothing is."""
        said, of = passes.read(shown), self.package
        mine = [(sum_, passes.read(text).mark) for _, text, sum_, _ in self.taken]
        if not of.issued_at <= now <= of.ends_at or not said.at - SLACK <= now <= said.until:
            return "time"
        if said.issuer not in of.issuers or dead.holds(of.dead_count, of.dead, said.mark):
            return "ask"
        room = min(
            amount, said.value - sum(sum_ for sum_, mark in mine if mark == said.mark),
            of.terms.card_limit - sum(sum_ for sum_, mark in mine if mark == said.mark),
            of.terms.stored_limit - sum(sum_ for sum_, _ in mine),
        )  # fmt: skip
        if room <= 0 or len(mine) >= of.terms.count_limit:
            return "limit"
        self.taken.append((f"F-{next(_numbers)}", shown, room, now))
        return ""

    def sync(self, *, now: datetime = NOW) -> list[tills.Taking]:
        """Bring all of it; it may be brought again."""
        return [self.bring(*one, now=now) for one in self.taken]

    def bring(self, ref: str, shown: str, amount: int, at: datetime, *, now: datetime = NOW) -> tills.Taking:
        """Bring one."""
        return tills.sync(
            self.terminal, ref=ref, package=self.package.ref, shown=shown, amount=amount, taken_at=at, now=now
        )
