"""The law of a card's value: whatever terminals do in whatever order, what is left is its value less what stands."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest
from flask import Flask

from marketplace import giftcards, tills
from marketplace.core.db import transaction
from marketplace.core.errors import Refusal
from tests.builders.orders import NOW
from tests.builders.tills import VALUE, Till, a_terminal, a_till, left, redeem
from tests.proof.plugin import Proof

REFS = [f"R{number}" for number in range(8)]
MINUTE = timedelta(minutes=1)


@dataclass
class Model:
    """A card as plain numbers: what each terminal did under each ref, and what of it stands."""

    taken: dict[tuple[int, str], int] = field(default_factory=dict)
    held: dict[tuple[int, str], tuple[int, int]] = field(
        default_factory=dict
    )  # the amount, and the minute in which it lapses
    used: set[tuple[int, str]] = field(default_factory=set)
    reversed: set[tuple[int, str]] = field(default_factory=set)

    @property
    def left(self) -> int:
        return VALUE - sum(self.taken.values()) - sum(amount for amount, _ in self.held.values())


@dataclass
class Story:
    """One sequence: the real card and the model, side by side."""

    till: Till
    terminals: list[tills.Terminal]
    chance: Random
    model: Model = field(default_factory=Model)
    minute: int = 0

    def step(self) -> str:
        """Something that a terminal does; returns what differed, or nothing."""
        self.minute += self.chance.choice((0, 0, 1, 5))
        of, ref = self.chance.choice(self.terminals), self.chance.choice(REFS)
        act = self.chance.choice(
            (self.redeem, self.redeem, self.up_to, self.reverse, self.authorise, self.capture, self.void, self.lapse)
        )
        key = (of.id, ref)
        try:
            with transaction():
                act(of, ref, key)
        except Refusal as no:
            self.refused = no.code
        now = left(self.till.card)
        wanted = (self.model.left, "spent" if self.model.left == 0 else "active")
        return "" if now == wanted else f"{act.__name__} {key}: {now} instead of {wanted}"

    @property
    def now(self):  # type: ignore[no-untyped-def]
        return NOW + self.minute * MINUTE

    def redeem(self, of: tills.Terminal, ref: str, key: tuple[int, str]) -> None:
        amount = self.chance.choice((1, 100, 2_500, self.model.left or 1, VALUE))
        self._taken(of, ref, key, amount=amount)

    def up_to(self, of: tills.Terminal, ref: str, key: tuple[int, str]) -> None:
        self._taken(of, ref, key, bill=self.chance.choice((50, 5_000, 2 * VALUE)))

    def _taken(self, of: tills.Terminal, ref: str, key: tuple[int, str], **ask: int) -> None:
        done = redeem(of, self.till.code, ref=ref, now=self.now, **ask)
        if done.again:
            return
        assert key not in self.model.used | self.model.reversed
        assert done.amount == min(ask.get("amount", ask.get("bill", 0)), self.model.left)
        self.model.used.add(key)
        self.model.taken[key] = done.amount

    def reverse(self, of: tills.Terminal, ref: str, key: tuple[int, str]) -> None:
        back = tills.reverse(of, ref, by="program", now=self.now)
        if not back.again:
            assert back.amount == self.model.taken.pop(key, 0)
            self.model.held.pop(key, None)
            self.model.reversed.add(key)

    def authorise(self, of: tills.Terminal, ref: str, key: tuple[int, str]) -> None:
        amount = self.chance.choice((100, 4_000, self.model.left or 1))
        found = tills.find(of, self.till.code, ref=ref, now=self.now)
        held = tills.authorise(of, found, ref=ref, asked=bytes(32), amount=amount, currency="RUB", now=self.now)
        if not held.again:
            assert key not in self.model.used | self.model.reversed
            self.model.used.add(key)
            self.model.held[key] = (amount, self.minute + 30)

    def capture(self, of: tills.Terminal, ref: str, key: tuple[int, str]) -> None:
        amount = self.chance.choice((50, 100, 4_000))
        done = tills.capture(of, ref=ref, amount=amount, now=self.now)
        if not done.again:
            held, lapses = self.model.held.pop(key)
            assert amount <= held
            assert self.minute < lapses
            self.model.taken[key] = amount

    def void(self, of: tills.Terminal, ref: str, key: tuple[int, str]) -> None:
        if tills.void(of, ref=ref, now=self.now):
            del self.model.held[key]

    def lapse(self, of: tills.Terminal, ref: str, key: tuple[int, str]) -> None:
        del of, ref, key
        over = [one for one, (_, lapses) in self.model.held.items() if lapses <= self.minute]
        assert tills.lapse(self.now) == len(over)
        for one in over:
            del self.model.held[one]


@pytest.mark.proof("P04")
@pytest.mark.sequences(3, 60)
def test_what_is_left_is_the_value_less_what_stands(ctx: Flask, sequence: int, proof: Proof) -> None:
    with transaction():
        till = a_till()
        story = Story(till, [till.terminal, a_terminal(till.terminal.partner_id)], Random(sequence))
    for _ in range(proof.size(60, 300)):
        assert story.step() == ""
        proof.count("steps at tills")
    assert tills.invariants() == []
    assert giftcards.invariants() == []
