"""A member exchanges points for a card: all of it happens, or none."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from marketplace import catalogue, codes, giftcards, ledger, members, orders, programmes
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from marketplace.core.topics import Topic
from tests.builders import orders as shop
from tests.builders.programmes import a_programme
from tests.builders.statements import watched

DAY = date(2026, 11, 21)


def count(table: str) -> int:
    return int(execute(f"SELECT count(*) AS n FROM {table}").one().n)


def test_member_gets_a_card_for_points_that_expire_soonest(ctx: Flask, now: datetime) -> None:
    with transaction():
        shelf = shop.a_shelf()
        lots = [(300, date(2027, 6, 30)), (120, date(2026, 12, 31)), (1000, None)]
        anna = shop.a_member(shelf.programme, lots=lots)
    with transaction():
        order = shop.an_order(anna, shelf, now=now)
    assert (order.state, order.price_points, order.value, order.currency) == ("issued", 450, 30_000, "RUB")
    assert order == orders.order(order.id, anna.id) == orders.by_ref(anna.id, order.ref)
    assert order.number == str(20_000 + order.id)
    assert orders.id_of(order.number) == order.id
    account = ledger.account(shelf.programme.id, "member", owner_id=anna.id)
    assert [(lot.expires_on, lot.remaining) for lot in ledger.open_lots(account, DAY)] == [(None, 970)]
    partner = ledger.account(shelf.programme.id, "partner", owner_id=shelf.brand.partner_id)
    assert ledger.total(partner) == 450
    card = giftcards.of_orders([order.id])[order.id]
    assert (card.value, card.remaining, card.state, card.expires_on) == (
        30_000,
        30_000,
        "active",
        DAY + timedelta(days=365),
    )
    assert codes.stock([shelf.denomination_id], today=DAY) == {shelf.denomination_id: 2}
    assert shop.wrong() == []


def test_history_tells_what_the_points_went_for(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=1000)
        order = shop.an_order(anna, shelf)
    account = ledger.account(shelf.programme.id, "member", owner_id=anna.id)
    memo = ledger.history(account, limit=1).items[0].memo
    assert memo == {
        "what": "order", "order_id": order.id, "brand_id": shelf.brand.id, "offer_id": order.offer_id, "value": 30_000,
        "currency": "RUB",
    }  # fmt: skip


def test_order_leaves_acceptances_audit_record_and_a_promise_of_mail(ctx: Flask, now: datetime) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=450)
        order = shop.an_order(anna, shelf, now=now)
    row = execute("SELECT rules_digest, offer_digest FROM orders WHERE id = %(id)s", {"id": order.id}).one()
    assert {"rules": bytes(row.rules_digest), "offer": bytes(row.offer_digest)} == shelf.accepted
    record = execute("SELECT * FROM audit_records WHERE subject = %(s)s", {"s": f"order:{order.id}"}).one()
    assert (record.action, record.actor_kind, record.actor_id, record.at) == (
        "orders.place",
        "user",
        1000 + anna.id,
        now,
    )
    card = giftcards.of_orders([order.id])[order.id]
    promise = execute("SELECT topic, ref FROM outbox").one()
    assert (promise.topic, promise.ref) == (Topic.GIFTCARDS_DELIVER, str(card.id))


def test_soonest_expiring_code_is_sold_first_and_bounds_the_card(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=1)
        shop.codes_in_stock(shelf.brand, shelf.denomination_id, 1, expires_on=date(2027, 3, 1))
        anna = shop.a_member(shelf.programme, points=1000)
        first, second = (
            giftcards.of_orders([o.id])[o.id] for o in (shop.an_order(anna, shelf), shop.an_order(anna, shelf))
        )
    assert (first.expires_on, second.expires_on) == (date(2027, 3, 1), DAY + timedelta(days=365))


def test_same_ref_for_the_same_thing_is_the_same_order_whatever_has_changed(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=1, per_member_limit=1)
        anna = shop.a_member(shelf.programme, points=450)
        order = shop.an_order(anna, shelf, ref="click-0001")
    with transaction():
        assert shop.an_order(anna, shelf, ref="click-0001") == order
    stale = shelf.accepted
    with transaction():
        programmes.publish_text(shelf.programme.id, "rules", "ru", "# Новые правила\n", now=shop.NOW)
        execute("UPDATE offers SET published = false")
        assert shop.an_order(anna, shelf, ref="click-0001", accepted=stale) == order
    assert (count("orders"), count("giftcards"), shop.balance(anna)) == (1, 1, 0)
    assert shop.wrong() == []


def test_same_ref_for_another_thing_is_refused(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        other = shop.a_shelf(shelf.programme)
        ranged = shop.a_range_shelf(shelf.programme)
        anna = shop.a_member(shelf.programme, points=5000)
        shop.an_order(anna, shelf, ref="click-0001")
        shop.an_order(anna, ranged, ref="click-0002")
        for thing, ref, over in (
            (other, "click-0001", {}), (ranged, "click-0001", {}), (shelf, "click-0002", {}), (ranged, "click-0002", {"value": 60_000, "price": 900}),
            (shelf, "click-0001", {"price": 440}),
        ):  # fmt: skip
            with pytest.raises(orders.RefUsed):
                shop.an_order(anna, thing, ref=ref, **over)
        with pytest.raises(orders.RefUsed):
            shop.an_order(anna, shelf, ref="click-0001", denomination_id=10**9)


def test_another_members_ref_is_independent(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna, boris = (shop.a_member(shelf.programme, points=450) for _ in range(2))
        mine, his = (shop.an_order(member, shelf, ref="click-0001") for member in (anna, boris))
    assert mine.id != his.id
    assert (mine.member_id, his.member_id) == (anna.id, boris.id)
    with pytest.raises(orders.OrderNotFound):
        orders.order(his.id, anna.id)


@pytest.mark.parametrize("ref", ["", "short", "x" * 65, "with space", "НеЛатиница", "nul\0nul0", "eight\n88"])
def test_a_ref_that_cannot_be_kept_is_refused(ctx: Flask, ref: str) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=450)
        with pytest.raises(orders.BadRef):
            orders.place(anna, denomination_id=shelf.denomination_id, ref=ref, price=450, accepted={}, now=shop.NOW)


def refused(kind: type[Refusal], member: members.Member, shelf: shop.Shelf, **over: object) -> Refusal:
    """The order is refused so, and nothing has changed."""
    tables = ("orders", "giftcards", "free_codes", "transfers", "entries", "audit_records", "outbox",
              "offer_usage", "member_offer_usage", "order_obtainments")  # fmt: skip
    before = [count(table) for table in tables], shop.balance(member)
    with pytest.raises(kind) as no, transaction():
        shop.an_order(member, shelf, **over)
    assert ([count(table) for table in tables], shop.balance(member)) == before
    assert shop.wrong() == []
    return no.value


def test_member_with_too_few_points_is_refused_and_nothing_moves(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, lots=[(449, None), (10_000, date(2026, 11, 20))])
    assert refused(ledger.NotEnoughPoints, anna, shelf).facts == {"needed": 450, "available": 449}


def test_sold_out_takes_no_points(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=0)
        shop.codes_in_stock(shelf.brand, shelf.denomination_id, 1, expires_on=date(2026, 11, 20))
        anna = shop.a_member(shelf.programme, points=450)
    assert refused(codes.OutOfStock, anna, shelf).facts == {"denomination_id": shelf.denomination_id}


@pytest.mark.parametrize("kind", ["rules", "offer"])
def test_both_texts_must_be_accepted_as_they_are_now(ctx: Flask, kind: str) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=450)
    stale = shelf.accepted
    refused(orders.TermsChanged, anna, shelf, accepted={k: v for k, v in stale.items() if k != kind})
    refused(orders.TermsChanged, anna, shelf, accepted={})
    with transaction():
        programmes.publish_text(shelf.programme.id, kind, "ru", "# Новая редакция\n", now=shop.NOW)
    refused(orders.TermsChanged, anna, shelf, accepted=stale)
    with transaction():
        assert shop.an_order(anna, shelf).state == "issued"


def test_texts_may_be_accepted_in_any_language_but_one_for_both(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=900)
        english = programmes.texts_accepted(shelf.programme.id, "en")
        assert english != shelf.accepted
        assert shop.an_order(anna, shelf, accepted=english).state == "issued"
    refused(orders.TermsChanged, anna, shelf, accepted={"rules": english["rules"], "offer": shelf.accepted["offer"]})


def test_programme_without_texts_takes_no_orders(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(a_programme(texts=False))
        anna = shop.a_member(shelf.programme, points=450)
    refused(orders.TermsChanged, anna, shelf, accepted={"rules": b"", "offer": b""})


def test_limits_for_each_member_and_in_all(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=9, per_member_limit=2, total_limit=3)
        anna, boris = (shop.a_member(shelf.programme, points=4500) for _ in range(2))
        for _ in range(2):
            shop.an_order(anna, shelf)
    assert refused(orders.LimitReached, anna, shelf).facts == {"limit": 2, "whose": "member"}
    with transaction():
        shop.an_order(boris, shelf)
    assert refused(orders.LimitReached, boris, shelf).facts == {"limit": 3, "whose": "offer"}


@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        ({"published": False}, "withdrawn"),
        ({"tier": "gold"}, "tier"),
        ({"starts_at": shop.NOW + timedelta(seconds=1)}, "not_started"),
        ({"ends_at": shop.NOW}, "ended"),
        ({"fulfilment": "supplier"}, "supplier"),
    ],
)
def test_what_is_not_for_sale_is_refused(ctx: Flask, offer: dict[str, object], reason: str) -> None:
    with transaction():
        shelf = shop.a_shelf(**offer)
        anna = shop.a_member(shelf.programme, points=450, tier="silver")
    assert refused(catalogue.NotForSale, anna, shelf).facts["reason"] == reason


def test_offer_for_a_tier_is_sold_to_it(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(tier="gold")
        anna = shop.a_member(shelf.programme, points=450, tier="gold")
        assert shop.an_order(anna, shelf).state == "issued"


def test_another_programmes_offer_does_not_exist(ctx: Flask) -> None:
    with transaction():
        shelf, elsewhere = shop.a_shelf(), shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=450)
    refused(catalogue.NoOffer, anna, elsewhere, accepted=shelf.accepted)


def test_an_order_is_two_statements(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=900)
    with transaction():
        shop.an_order(anna, shelf)
    accepted, member_id = shelf.accepted, anna.id
    programmes.by_slug(shelf.programme.slug)  # as a request does before its transaction
    seen: list[str] = []
    with transaction(), watched(lambda sql, _: seen.append(sql)):
        anna = members.member(member_id)
        thing, terms = {"denomination_id": shelf.denomination_id, "price": shelf.price}, {"accepted": accepted}
        orders.place(anna, **thing, **terms, ref="click-0002", now=shop.NOW)
    assert len(seen) - 1 == 2, seen  # one of them loads the member
