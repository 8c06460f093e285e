"""The law of value over all that cards can become: no sequence of orders, gifts, exchanges, splits, merges, purchases and reversals makes value or time."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

import pytest
from flask import Flask

from marketplace import exchanges, giftcards, gifts, orders, tills
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from marketplace.exchanges import Rule
from marketplace.giftcards import Card
from marketplace.members import Member
from tests.builders.gifts import A_GIFT
from tests.builders.orders import NOW, Shelf, a_member, a_shelf, an_order
from tests.builders.tills import a_terminal
from tests.proof.plugin import Proof

VALUE = 100_000
_numbers = count(1)


@dataclass
class Story:
    """One sequence: two members, two brands of ours and one with codes in stock, and what the books of plain numbers say."""

    chance: Random
    members: list[Member]
    shelves: list[Shelf]
    terminals: dict[int, tills.Terminal]
    at: datetime = NOW
    ordered: int = 0
    fees: int = 0
    withdrawn: int = 0
    last_day: date = date.min
    taken: dict[tuple[int, str], int] = field(default_factory=dict)
    waiting: list[gifts.Gift] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)

    def step(self) -> str:
        """Something that somebody does; returns what differs from the plain numbers, or nothing."""
        self.at += self.chance.choice((timedelta(), timedelta(minutes=1), timedelta(hours=30)))
        act = self.chance.choice(self.acts())
        try:
            with transaction():
                act()
            self.done.add(act.__name__)
        except Refusal as no:
            self.refused.add(no.code)
        there = execute(
            "SELECT coalesce(sum(remaining), 0) AS left, max(expires_on) AS until FROM giftcards WHERE state <> 'void'"
        ).one()
        wanted = self.ordered - self.fees - sum(self.taken.values()) - self.withdrawn
        wrong = there.left != wanted or (there.until is not None and there.until > self.last_day)
        return (
            f"{act.__name__}: {there.left} until {there.until} instead of {wanted} until {self.last_day}"
            if wrong
            else ""
        )

    def acts(self) -> tuple[Callable[[], None], ...]:
        """What may happen; what stands here twice happens twice as often."""
        return (
            self.order, self.split, self.merge, self.exchange, self.exchange, self.give, self.claim, self.claim, self.take_back, self.redeem, self.redeem, self.reverse,
        )  # fmt: skip

    def order(self) -> None:
        """Bought early alone: what is ordered later lasts longer by right."""
        member, shelf = self.chance.choice(self.members), self.chance.choice(self.shelves[:2])
        order = an_order(member, shelf, now=NOW)
        orders.fulfil(order.id, now=NOW)
        card = giftcards.of_orders([order.id])[order.id]
        self.ordered += card.value
        self.last_day = max(self.last_day, card.expires_on)

    def split(self) -> None:
        card = self._card()
        first = self.chance.choice((card.remaining // 2, 10_000, card.remaining - 1))
        exchanges.split(
            self._owner(card), card.public_id, [first, card.remaining - first], ref=self._ref(), now=self.at
        )

    def merge(self) -> None:
        card = self._card()
        same = [one for one in self._cards() if (one.member_id, one.brand_id) == (card.member_id, card.brand_id)]
        names = [one.public_id for one in self.chance.sample(same, min(len(same), 3))]
        exchanges.merge(self._owner(card), names, shorter_accepted=True, ref=self._ref(), now=self.at)

    def exchange(self) -> None:
        card, to = self._card(), self.chance.choice(self.shelves)
        amount = self.chance.choice((None, card.remaining // 2, 30_000))
        owner = self._owner(card)
        quote = exchanges.offer(owner, card.public_id, to.brand.id, amount=amount, now=self.at)
        new = exchanges.exchange(quote, owner, now=self.at)
        assert exchanges.exchange(quote, owner, now=self.at).id == new.id
        assert new.value <= quote.amount
        self.fees += quote.amount - new.value

    def give(self) -> None:
        card = self._card()
        wanted = replace(A_GIFT, email=f"friend{self.chance.randrange(2)}@example.org")
        self.waiting.append(gifts.give(self._owner(card), card.public_id, wanted, ref=self._ref(), now=self.at))

    def claim(self) -> None:
        of = self.chance.choice(self.waiting) if self.waiting else None
        if of is not None:
            by = self.chance.choice((*self.members, gifts.recipient(of, now=self.at)))
            gifts.claim(of, by, now=self.at)

    def take_back(self) -> None:
        if self.waiting:
            gifts.take_back(self.chance.choice(self.waiting), now=self.at)

    def redeem(self) -> None:
        card = self._card()
        terminal, ref = self.terminals[card.brand_id], self._ref()
        amount = self.chance.choice((1, 5_000, card.remaining))
        tills.redeem(
            terminal, tills.Found(card.id), ref=ref, asked=bytes(32), amount=amount, currency=card.currency, now=self.at
        )
        self.taken[terminal.id, ref] = amount

    def reverse(self) -> None:
        if self.taken:
            key = self.chance.choice(sorted(self.taken))
            [terminal] = [one for one in self.terminals.values() if one.id == key[0]]
            tills.reverse(terminal, key[1], by="owner", now=self.at)
            del self.taken[key]

    def _cards(self) -> list[Card]:
        rows = execute("SELECT id FROM giftcards WHERE state = 'active' ORDER BY id")
        return [giftcards.card_by_id(row.id) for row in rows]

    def _card(self) -> Card:
        cards = self._cards()
        if not cards:
            raise giftcards.CardNotFound
        return self.chance.choice(cards)

    def _owner(self, card: Card) -> Member:
        found = next((one for one in self.members if one.id == card.member_id), None)
        return found or replace(self.members[0], id=card.member_id)

    def _ref(self) -> str:
        return f"step-{next(_numbers):06}"


def a_story(sequence: int, kind: type[Story]) -> Story:
    """Two members with points and four cards, in a shop of three brands."""
    own = a_shelf(value=VALUE, fulfilment="own")
    other = a_shelf(own.programme, value=VALUE, fulfilment="own")
    stock = a_shelf(own.programme, value=30_000, stock=20)
    shelves = [own, other, stock]
    for shelf in shelves:
        rule = Rule(shelf.brand.id, gives=True, takes=True, recasts=True, fee_permille=30 if shelf is other else 0)
        exchanges.set_rule(own.programme.id, rule, now=NOW)
    terminals = {shelf.brand.id: a_terminal(shelf.brand.partner_id) for shelf in shelves}
    story = kind(Random(sequence), [a_member(own.programme, points=1_000_000) for _ in range(2)], shelves, terminals)
    for _ in range(4):
        story.order()
    return story


@pytest.mark.proof("P04")
@pytest.mark.sequences(2, 40)
def test_no_loop_of_gifts_exchanges_splits_and_merges_makes_value_or_time(
    ctx: Flask, sequence: int, proof: Proof
) -> None:
    with transaction():
        story = a_story(sequence, Story)
    for _ in range(proof.size(60, 300)):
        assert story.step() == ""
        proof.count("steps of cards")
    assert {"redeem", "give", "split"} <= story.done, story.done
    assert [*giftcards.invariants(), *gifts.invariants(), *exchanges.invariants()] == []
