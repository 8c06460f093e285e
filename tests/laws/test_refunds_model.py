"""The law of refunds: no sequence of purchases, reversals, freezing, voids, refunds, reissues, exchanges and splits gives back what was used, or twice."""

from collections.abc import Callable

import psycopg
import pytest
from flask import Flask

from marketplace import codes, exchanges, giftcards, gifts, ledger, orders
from marketplace.core.db import execute, transaction
from tests.builders.functions import function_changed
from tests.laws.test_cards_model import Story, a_story
from tests.proof.plugin import Proof

WANTED = {"refund", "split", "redeem"}


class Desk(Story):
    """The same story, with a desk of staff in it."""

    refunded = 0
    merges = 0

    def acts(self) -> tuple[Callable[[], None], ...]:
        desk = (self.freeze, self.reissue, self.void, self.refund, self.refund)
        return (
            self.order,
            self.split,
            self.split,
            self.merge,
            self.exchange,
            self.give,
            self.claim,
            self.redeem,
            self.redeem,
            self.reverse,
            *desk,
        )

    def freeze(self) -> None:
        card = self._card()
        giftcards.stop(card, "suspicion", note="", now=self.at)
        if self.chance.random() < 0.5:
            giftcards.release(card, lifts=True, note="", now=self.at)

    def reissue(self) -> None:
        card = self._any()
        if orders.is_ours(card):
            giftcards.reissue(card, codes.mint(card.brand_id), ref=self._ref(), now=self.at)

    def void(self) -> None:
        card = self._any()
        giftcards.take_away(card, "fraud", note="", now=self.at)
        self.withdrawn += card.remaining

    def refund(self) -> None:
        card = self._any()
        voiding = orders.refund(card, "unwanted", note="", as_new=self.chance.random() < 0.3, now=self.at)
        self.withdrawn += card.remaining
        self.refunded += sum(one.value for one in orders.refunded(voiding))

    def merge(self) -> None:
        super().merge()
        self.merges += 1

    def _any(self) -> giftcards.Card:
        ids = execute("SELECT id FROM giftcards WHERE state IN ('active', 'frozen') ORDER BY id").scalars()
        if not ids:
            raise giftcards.CardNotFound
        return giftcards.card_by_id(self.chance.choice(ids))

    def paid_for(self) -> int:
        """Points that were paid and did not come back: at least what everything that is used, lost or still there was worth."""
        return int(
            execute(
                """SELECT coalesce(sum(o.points_part), 0) - coalesce((SELECT sum(points) FROM order_refunds), 0) FROM orders o
                    WHERE EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)"""
            ).scalar_one()
        )


def goes_on(story: Desk, steps: int) -> None:
    """So many steps, and on until what matters most was done: by chance a split comes late."""
    for number in range(5 * steps):
        if number >= steps and story.done >= WANTED:
            break
        assert story.step() == ""
    if not story.done >= WANTED:
        pytest.fail(f"by chance never done: {WANTED - story.done}")


@pytest.mark.spoils_the_books  # acts of the desk have no proposals here
@pytest.mark.proof("P04")
@pytest.mark.sequences(2, 40)
def test_no_sequence_of_acts_gives_back_what_was_used_or_twice(ctx: Flask, sequence: int, proof: Proof) -> None:
    with transaction():
        story = a_story(sequence, Desk)
    goes_on(story, proof.size(60, 300))
    proof.count("steps of cards with a desk of staff", proof.size(60, 300))
    price, value = execute("SELECT points_part, value FROM orders WHERE fulfilment = 'own' LIMIT 1").one()
    kept = story.ordered - story.refunded
    assert kept >= story.ordered - story.withdrawn, "nothing comes back that was not there"
    assert story.paid_for() * value >= kept * price, "no point comes back for what was used, lost or is still there"
    assert [
        *giftcards.invariants(),
        *gifts.invariants(),
        *exchanges.invariants(),
        *orders.invariants(),
        *ledger.invariants(),
    ] == []


@pytest.mark.spoils_the_books
@pytest.mark.proof("P04", control=True)
def test_control_with_a_card_that_stays_alive_after_its_refund_the_law_is_broken(
    ctx: Flask, owner_url: str, proof: Proof
) -> None:
    with function_changed(owner_url, "giftcard_void", "UPDATE giftcards SET state = 'void' WHERE id = p_card", "NULL"):
        with transaction():
            story = a_story(1, Desk)
        with pytest.raises((AssertionError, psycopg.Error)):
            goes_on(story, 60)
    proof.figure("a card that stays alive after its refund is noticed")
