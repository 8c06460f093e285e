"""Cards exchanged, split and merged: what ends and what begins is worth no more and lasts no longer, within limits, once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from marketplace import catalogue, exchanges, giftcards, orders, tills
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from marketplace.exchanges import Quote, Rule
from marketplace.giftcards import Card
from marketplace.members import Member
from tests.builders.codes import in_the_clear
from tests.builders.merging import become_one
from tests.builders.orders import NOW, Shelf, a_member, a_shelf, an_order, beside, wrong
from tests.builders.tills import a_terminal, redeem

VALUE = 100_000
LATER = NOW + timedelta(days=1)


@dataclass
class Counter:
    """A member of a programme with brands that may be exchanged: one of ours, another of ours, one with codes in stock."""

    anna: Member
    own: Shelf
    other: Shelf
    stock: Shelf

    def card(self, shelf: Shelf | None = None) -> Card:
        """One more card of ours, of 1 000 ₽; in a transaction of its own."""
        with transaction():
            order = an_order(self.anna, shelf or self.own)
            orders.fulfil(order.id, now=NOW)
            return giftcards.of_orders([order.id])[order.id]

    def quote(self, card: Card, to: Shelf, *, amount: int | None = None, now: Any = NOW) -> Quote:
        with transaction():
            return exchanges.offer(self.anna, card.public_id, to.brand.id, amount=amount, now=now)

    def exchange(self, card: Card, to: Shelf, *, amount: int | None = None, now: Any = NOW) -> Card:
        quote = self.quote(card, to, amount=amount, now=now)
        with transaction():
            return exchanges.exchange(quote, self.anna, now=now)


@pytest.fixture
def counter(ctx: Flask) -> Counter:
    with transaction():
        own = a_shelf(value=VALUE, fulfilment="own")
        other = a_shelf(own.programme, value=VALUE, fulfilment="own")
        stock = a_shelf(own.programme, value=30_000, stock=2)
        for shelf in (own, other, stock):
            rule = Rule(shelf.brand.id, gives=True, takes=True, recasts=True, fee_permille=40 if shelf is other else 0)
            exchanges.set_rule(own.programme.id, rule, now=NOW)
        return Counter(a_member(own.programme, points=100_000), own, other, stock)


def test_offer_with_a_limit_is_not_exchanged_for_so_that_none_is_passed(counter: Counter) -> None:
    card = counter.card()
    for column in ("per_member_limit", "total_limit"):
        with transaction():
            execute(f"UPDATE offers SET {column} = 1 WHERE id = %(id)s", {"id": counter.other.offer_id})
        with pytest.raises(exchanges.NothingToExchange):
            counter.quote(card, counter.other)
        with transaction():
            execute(f"UPDATE offers SET {column} = NULL WHERE id = %(id)s", {"id": counter.other.offer_id})
    assert counter.quote(card, counter.other).value > 0


def code_of(card: Card) -> str:
    code_id = execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one()
    return in_the_clear(code_id).code


def now_of(card: Card) -> Card:
    return giftcards.card_by_id(card.id)


def test_a_card_is_exchanged_at_its_quote_once_and_its_old_code_is_dead(counter: Counter) -> None:
    card = counter.card()
    quote = counter.quote(card, counter.other)
    assert (quote.amount, quote.value) == (VALUE, 96_000)
    with transaction():
        new = exchanges.exchange(quote, counter.anna, now=NOW)
    assert (new.brand_id, new.value, new.remaining, new.expires_on) == (
        counter.other.brand.id,
        96_000,
        96_000,
        card.expires_on,
    )
    with transaction():
        assert exchanges.exchange(quote, counter.anna, now=NOW).id == new.id
    with pytest.raises(tills.CardUnusable), transaction():
        redeem(a_terminal(counter.own.brand.partner_id), code_of(card), pin="", amount=1)
    with transaction():
        assert redeem(a_terminal(counter.other.brand.partner_id), code_of(new), pin="", amount=96_000).remaining == 0
    assert wrong() == []


def test_a_fixed_value_comes_from_stock_and_the_rest_stays_a_card_of_the_old_brand(counter: Counter) -> None:
    card = counter.card()
    new = counter.exchange(card, counter.stock)
    assert (new.brand_id, new.value) == (counter.stock.brand.id, 30_000)
    [rest] = [
        one for one in giftcards.of_member(counter.anna.id, today=NOW.date(), shelf="live").items if one.id != new.id
    ]
    assert (rest.brand_id, rest.remaining, rest.expires_on) == (counter.own.brand.id, 70_000, card.expires_on)
    with pytest.raises(exchanges.NotOurCode):
        counter.quote(new, counter.own)
    assert wrong() == []


def test_a_quote_holds_until_its_time_is_over_or_the_card_has_less_on_it(counter: Counter) -> None:
    card = counter.card()
    quote = counter.quote(card, counter.other)
    with pytest.raises(exchanges.QuoteOver), transaction():
        exchanges.exchange(quote, counter.anna, now=quote.good_until)
    with transaction():
        redeem(a_terminal(counter.own.brand.partner_id), code_of(card), pin="", amount=1)
    with pytest.raises(exchanges.QuoteOver), transaction():
        exchanges.exchange(quote, counter.anna, now=NOW)
    with pytest.raises(exchanges.QuoteNotFound):
        exchanges.quote(quote.ref, counter.anna.id + 1)
    assert now_of(card).remaining == VALUE - 1


def test_a_quote_gives_no_card_that_is_no_longer_on_sale(counter: Counter) -> None:
    """Also within its time: the offer was withdrawn since, or its partner suspended; of a brand with a stock as of one whose codes we make."""
    card = counter.card()
    for to in (counter.other, counter.stock):
        quote = counter.quote(card, to)
        for change in (
            "UPDATE offers SET published = {} WHERE id = %(offer)s",
            "UPDATE brands SET hidden = NOT {} WHERE id = %(brand)s",
        ):
            facts = {"offer": to.offer_id, "brand": to.brand.id}
            with transaction():
                execute(change.format("false"), facts)
            with pytest.raises(catalogue.NotForSale), transaction():
                exchanges.exchange(quote, counter.anna, now=NOW)
            with transaction():
                execute(change.format("true"), facts)
        assert now_of(card).state == "active"
    with transaction():
        assert exchanges.exchange(quote, counter.anna, now=NOW).brand_id == counter.stock.brand.id


def test_splitting_and_merging_keep_all_of_the_value_and_the_earliest_term(counter: Counter) -> None:
    card = counter.card()
    with transaction():
        parts = exchanges.split(counter.anna, card.public_id, [60_000, 40_000], ref="split-one", now=NOW)
        assert [
            one.id for one in exchanges.split(counter.anna, card.public_id, [60_000, 40_000], ref="split-one", now=NOW)
        ] == [one.id for one in parts]
    assert [(one.remaining, one.expires_on) for one in parts] == [(60_000, card.expires_on), (40_000, card.expires_on)]
    with transaction():
        execute("UPDATE offers SET validity_days = 30 WHERE id = %(id)s", {"id": counter.own.offer_id})
    soon = counter.card()
    names = [parts[0].public_id, soon.public_id]
    with pytest.raises(exchanges.ShorterNotAccepted), transaction():
        exchanges.merge(counter.anna, names, shorter_accepted=False, ref="merge-one", now=NOW)
    with transaction():
        whole = exchanges.merge(counter.anna, names, shorter_accepted=True, ref="merge-one", now=NOW)
    assert (whole.remaining, whole.expires_on) == (60_000 + VALUE, soon.expires_on)
    assert wrong() == []


@pytest.mark.parametrize(
    "parts",
    [[VALUE], [50_000, 49_999], [99_999, 1], [50_000, 60_000], [20_000] * 4 + [10_000, 10_000], [110_000, -10_000]],
)
def test_parts_that_are_not_all_of_the_card_or_not_worth_having_are_refused(counter: Counter, parts: list[int]) -> None:
    card = counter.card()
    with pytest.raises(exchanges.BadParts), transaction():
        exchanges.split(counter.anna, card.public_id, parts, ref="split-one", now=NOW)
    assert now_of(card).remaining == VALUE


def test_limits_of_a_day_and_a_month_and_of_a_chain_each_say_no_by_name(counter: Counter) -> None:
    card = counter.exchange(counter.card(), counter.other)
    with pytest.raises(exchanges.ExchangedLately):
        counter.quote(card, counter.own)
    twice = counter.exchange(card, counter.own, now=LATER)
    with transaction():
        whole, _ = exchanges.split(counter.anna, twice.public_id, [50_000, 46_000], ref="split-one", now=LATER)
    with pytest.raises(exchanges.ExchangedTooOften):
        counter.quote(whole, counter.other, now=LATER + timedelta(days=2))
    for _ in range(2):
        counter.exchange(counter.card(), counter.other, now=LATER)
    with pytest.raises(exchanges.TooManyExchanges):
        counter.quote(counter.card(), counter.other, now=LATER)
    with transaction():
        larger = beside(counter.own, value=700_000)
        beside(counter.other, value=700_000)
    dear = counter.card(larger)
    with pytest.raises(exchanges.ExchangeLimit) as refused:
        counter.quote(dear, counter.other, now=LATER + timedelta(days=2))
    assert refused.value.facts["left"] == exchanges.MONTH_MAX - VALUE * 3 - 96_000
    with transaction():
        into = a_member(counter.own.programme)
        become_one(counter.anna, into, now=LATER)
    assert exchanges.room(into.id, "RUB", LATER) == exchanges.room(counter.anna.id, "RUB", LATER)
    assert exchanges.room(into.id, "RUB", LATER).times == 0, "another membership is no new day"


def test_what_the_programme_has_not_allowed_is_off(counter: Counter) -> None:
    card = counter.card()
    with transaction():
        exchanges.set_rule(counter.own.programme.id, Rule(counter.own.brand.id), now=NOW)
        exchanges.set_rule(counter.own.programme.id, Rule(counter.own.brand.id), now=NOW)
    attempts = (
        lambda: exchanges.offer(counter.anna, card.public_id, counter.other.brand.id, now=NOW),
        lambda: exchanges.split(counter.anna, card.public_id, [50_000, 50_000], ref="split-one", now=NOW),
        lambda: exchanges.merge(counter.anna, [card.public_id, counter_card.public_id], shorter_accepted=True, ref="merge-one", now=NOW),
    )  # fmt: skip
    counter_card = counter.card()
    for attempt in attempts:
        with pytest.raises(Refusal) as refused, transaction():
            attempt()
        assert refused.value.code == "exchange_off"
    assert exchanges.possible(card) == Rule(card.brand_id)
