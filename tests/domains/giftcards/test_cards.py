"""A card shows its code to its owner alone, and everything that is done with it leaves a trace."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from marketplace import giftcards, orders
from marketplace.codes import Secret
from marketplace.core.actors import Actor
from marketplace.core.db import act_as, execute, transaction
from marketplace.core.errors import Refusal
from marketplace.core.paging import BadCursor, BadLimit
from marketplace.giftcards import Card
from marketplace.members import Member
from tests.builders import orders as shop
from tests.builders.identity import a_user
from tests.builders.programmes import a_programme

LATER = shop.NOW + timedelta(days=1)
TODAY = shop.NOW.date()
STAFF = Actor("user", 7)


def a_card(**shelf: object) -> tuple[Member, Card]:
    """A member and their card of 300 ₽."""
    of = shop.a_shelf(**shelf)  # type: ignore[arg-type]
    anna = shop.a_member(of.programme, points=450)
    return anna, giftcards.of_orders([shop.an_order(anna, of).id]).popitem()[1]


def show(card: Card, member: Member, **over: object) -> Secret:
    facts = {
        "programme_id": member.programme_id,
        "member_id": member.id,
        "now": LATER,
        "fresh_factor": False,
    } | over
    act_as(shop.by(member))
    return giftcards.reveal(card.public_id, **facts)  # type: ignore[arg-type]


def test_owner_sees_code_and_pin_and_each_look_is_audited(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=0)
        code = shop.codes_in_stock(shelf.brand, shelf.denomination_id, 1)[0]
        anna = shop.a_member(shelf.programme, points=450)
        card = giftcards.of_orders([shop.an_order(anna, shelf).id]).popitem()[1]
    assert (card.revealed_at, card.last4) == (None, code[-4:])
    for look in range(3):
        with transaction():
            secret = show(card, anna, now=LATER + timedelta(minutes=look))
        assert (secret.code, secret.pin) == (code, "0417")
        assert code not in repr(secret) + str(secret)
    assert giftcards.card(card.public_id, anna.id).revealed_at == LATER
    records = execute("SELECT * FROM audit_records WHERE action = 'giftcards.reveal' ORDER BY id").all()
    assert [(r.subject, r.actor_id, r.why, r.at) for r in records] == [
        (f"giftcard:{card.id}", 1000 + anna.id, "shown to its owner", LATER + timedelta(minutes=look))
        for look in range(3)
    ]
    assert shop.wrong() == []


def test_card_above_the_programmes_limit_needs_a_fresh_factor(ctx: Flask) -> None:
    with transaction():
        anna, card = a_card(programme=a_programme(reveal_limit=29_999))
        with pytest.raises(giftcards.FreshFactorNeeded) as no:
            show(card, anna)
        assert no.value.facts == {"limit": 29_999, "currency": "RUB"}
        assert giftcards.card(card.public_id, anna.id).revealed_at is None
        assert show(card, anna, fresh_factor=True).pin == "0417"


def test_card_at_the_limit_needs_none_but_one_in_another_currency_does(ctx: Flask) -> None:
    with transaction():
        programme = a_programme(reveal_limit=30_000)
        anna, card = a_card(programme=programme)
        show(card, anna)
        boris, dollars = a_card(programme=programme, currency="USD")
        with pytest.raises(giftcards.FreshFactorNeeded):
            show(dollars, boris)
        show(dollars, boris, fresh_factor=True)


VERBS: dict[str, Callable[[str, Member], object]] = {
    "card": lambda public_id, member: giftcards.card(public_id, member.id),
    "reveal": lambda public_id, member: giftcards.reveal(
        public_id,
        programme_id=member.programme_id,
        member_id=member.id,
        now=LATER,
        fresh_factor=True,
    ),
    "freeze": lambda public_id, member: giftcards.freeze(public_id, member=member, now=LATER),
    "unfreeze": lambda public_id, member: giftcards.unfreeze(public_id, member=member, now=LATER),
}


@pytest.mark.parametrize("verb", VERBS)
def test_unknown_foreign_and_malformed_cards_cannot_be_told_apart(ctx: Flask, verb: str) -> None:
    with transaction():
        anna, card = a_card()
        boris, _ = a_card()
    said = set()
    for public_id in (
        card.public_id,
        "0" * 26,
        "",
        "x",
        card.public_id.lower(),
        "' OR 1=1",
        "nul\0",
        "У" * 26,
        "7" * 5000,
        str(card.id),
    ):
        with pytest.raises(giftcards.CardNotFound) as no, transaction():
            VERBS[verb](public_id, boris)
        said.add((type(no.value), no.value.status, str(no.value), no.value.code))
    assert len(said) == 1
    assert giftcards.card(card.public_id, anna.id) == card
    assert execute("SELECT count(*) FROM audit_records WHERE action LIKE 'giftcards.%%'").scalar_one() == 0


def test_frozen_void_and_expired_cards_are_not_shown(ctx: Flask) -> None:
    with transaction():
        anna, card = a_card(validity_days=30)
        giftcards.freeze(card.public_id, member=anna, now=LATER)
        with pytest.raises(giftcards.CardNotActive) as no:
            show(card, anna, fresh_factor=True)
        assert no.value.facts == {"state": "frozen"}
        giftcards.unfreeze(card.public_id, member=anna, now=LATER)
        with pytest.raises(giftcards.CardNotActive) as no:
            show(card, anna, fresh_factor=True, now=shop.NOW + timedelta(days=31))
        assert no.value.facts == {"state": "expired"}
        orders.cancel(orders.order(card.order_id, anna.id), why="", now=LATER)
        with pytest.raises(giftcards.CardNotActive) as no:
            show(card, anna, fresh_factor=True)
        assert no.value.facts == {"state": "void"}


def test_a_card_works_through_its_last_day_in_the_programmes_zone(ctx: Flask) -> None:
    with transaction():
        anna, card = a_card(programme=a_programme(time_zone="Asia/Vladivostok"), validity_days=1)
        last_second = shop.NOW.replace(day=22, hour=13, minute=59, second=59)
        show(card, anna, now=last_second)
        assert [card.state_on(card.expires_on + timedelta(days=late)) for late in (0, 1)] == ["active", "expired"]
        with pytest.raises(giftcards.CardNotActive):
            show(card, anna, now=last_second + timedelta(seconds=1))


def test_freezing_and_releasing_twice_is_once_and_stands_in_the_history(ctx: Flask) -> None:
    with transaction():
        anna, card = a_card()
        for _ in range(2):
            assert giftcards.freeze(card.public_id, member=anna, now=LATER).state == "frozen"
        for _ in range(2):
            assert giftcards.unfreeze(card.public_id, member=anna, now=LATER).state == "active"
        show(card, anna, printed=True, why="printed")
    assert [event.kind for event in giftcards.events(card)] == ["downloaded", "unfrozen", "frozen", "issued"]
    actions = [
        row.action for row in execute("SELECT action FROM audit_records WHERE subject LIKE 'giftcard:%%' ORDER BY id")
    ]
    assert actions == ["giftcards.freeze", "giftcards.unfreeze", "giftcards.reveal"]
    with transaction(by=shop.by(anna)), pytest.raises(giftcards.CardNotActive):
        giftcards.freeze(card.public_id, member=anna, now=LATER + timedelta(days=400))


def test_staff_see_a_code_with_a_reason_and_twenty_a_day(ctx: Flask) -> None:
    with transaction():
        anna, card = a_card()
        programme_id = anna.programme_id
        user_id = a_user().id
    staff = Actor("user", user_id)

    def look(why: str = "код не читается на кассе", now: object = LATER) -> Secret:
        with transaction(by=staff):
            return giftcards.reveal_to_staff(
                card.public_id, programme_id=programme_id, staff_id=user_id, why=why, now=now
            )  # type: ignore[arg-type]

    with pytest.raises(giftcards.ReasonNeeded):
        look("  ")
    for _ in range(20):
        assert look().pin == "0417"
    with pytest.raises(giftcards.TooManyReveals) as no:
        look()
    assert no.value.facts == {"limit": 20}
    assert look(now=LATER + timedelta(days=1)).pin == "0417"
    records = execute("SELECT why, actor_id FROM audit_records WHERE action = 'giftcards.staff_reveal'").all()
    assert [(r.why, r.actor_id) for r in records] == [("код не читается на кассе", user_id)] * 21
    with pytest.raises(orders.NotCancellable), transaction(by=staff):
        orders.cancel(orders.order(card.order_id, anna.id), why="", now=LATER)


def test_staff_of_another_programme_find_no_card(ctx: Flask) -> None:
    with transaction():
        _, card = a_card()
        user_id = a_user().id
        other = a_programme()
    for public_id in (card.public_id, "0" * 26, "x"):
        with pytest.raises(giftcards.CardNotFound), transaction(by=Actor("user", user_id)):
            giftcards.reveal_to_staff(public_id, programme_id=other.id, staff_id=user_id, why="…", now=LATER)
        with pytest.raises(giftcards.CardNotFound):
            giftcards.card_of_programme(public_id, other.id)
    assert giftcards.card_of_programme(card.public_id, card.programme_id) == card
    assert execute("SELECT count(*) FROM staff_reveals").scalar_one() == 0


def test_my_cards_are_always_in_my_account_newest_first(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=4, validity_days=30)
        anna, boris = shop.a_member(shelf.programme, points=1350), shop.a_member(shelf.programme, points=450)
        mine = [giftcards.of_orders([shop.an_order(anna, shelf).id]).popitem()[1] for _ in range(3)]
        shop.an_order(boris, shelf)
        orders.cancel(orders.order(mine[1].order_id, anna.id), why="", now=LATER)
    first = giftcards.of_member(anna.id, today=TODAY, limit=2)
    assert [card.id for card in first.items] == [mine[2].id, mine[1].id]
    rest = giftcards.of_member(anna.id, today=TODAY, limit=2, cursor=first.next)
    assert ([card.id for card in rest.items], rest.next) == ([mine[0].id], None)
    live = giftcards.of_member(anna.id, today=TODAY, shelf="live")
    past = giftcards.of_member(anna.id, today=TODAY, shelf="past")
    assert [card.id for card in live.items] == [mine[2].id, mine[0].id]
    assert [card.state for card in past.items] == ["void"]
    ended = TODAY + timedelta(days=31)
    assert giftcards.of_member(anna.id, today=ended, shelf="live").items == []
    assert [c.state_on(ended) for c in giftcards.of_member(anna.id, today=ended).items] == [
        "expired",
        "void",
        "expired",
    ]


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_page_of_cards_has_bounds(ctx: Flask, limit: int) -> None:
    with pytest.raises(BadLimit):
        giftcards.of_member(1, today=TODAY, limit=limit)
    with pytest.raises(BadCursor):
        giftcards.of_member(1, today=TODAY, cursor="zzz")


def test_mail_is_noted_once_however_often_it_was_sent(ctx: Flask) -> None:
    with transaction():
        anna, card = a_card()
        assert [giftcards.mark_delivered(card.id, LATER) for _ in range(3)] == [True, False, False]
    assert [event.kind for event in giftcards.events(card)] == ["delivered", "issued"]
    assert giftcards.card(card.public_id, anna.id) == card


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE giftcards SET value = 1",
        "UPDATE giftcards SET member_id = member_id + 1",
        "UPDATE giftcards SET code_id = code_id + 1",
        "UPDATE giftcards SET remaining = value + 1",
        "UPDATE giftcards SET remaining = -1",
        "UPDATE giftcards SET state = 'spent'",
        "UPDATE giftcards SET state = 'lost'",
        "UPDATE giftcards SET remaining = 0",
        "DELETE FROM giftcards",
        "UPDATE giftcard_events SET kind = 'frozen'",
        "DELETE FROM giftcard_events",
        "UPDATE orders SET price_points = 1",
        "DELETE FROM orders",
        "UPDATE orders SET rules_digest = offer_digest",
        "DELETE FROM order_obtainments",
        "UPDATE order_cancellations SET why = ''",
        "DELETE FROM order_cancellations",
        "UPDATE order_unknown_outcomes SET since = now()",
        (
            "INSERT INTO giftcards (public_id, programme_id, member_id, order_id, brand_id, offer_id, offer_kind, code_id, value, remaining,"
            " currency, issued_at, expires_on, born_until, last4) SELECT repeat('0', 26), programme_id, member_id, order_id, brand_id, offer_id, offer_kind,"
            " code_id, value, value, currency, issued_at, expires_on, born_until, last4 FROM giftcards"
        ),
    ],
)
def test_the_database_refuses_wrong_states(ctx: Flask, change: str) -> None:
    with transaction():
        anna, card = a_card()
        giftcards.mark_delivered(card.id, LATER)
    with pytest.raises(Exception, match=r"permission denied|violates|append-only"), transaction():
        execute(change)
    assert giftcards.card(card.public_id, anna.id) == card


def test_refusals_never_hold_a_code(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=0)
        code = shop.codes_in_stock(shelf.brand, shelf.denomination_id, 1)[0]
        anna = shop.a_member(shelf.programme, points=450)
        card = giftcards.of_orders([shop.an_order(anna, shelf).id]).popitem()[1]
        giftcards.freeze(card.public_id, member=anna, now=LATER)
        with pytest.raises(Refusal) as no:
            show(card, anna)
    everything = "".join(str(dict(row)) for table in ("giftcards", "giftcard_events", "audit_records", "outbox", "orders", "entries")
                         for row in execute(f"SELECT * FROM {table}").mappings())  # fmt: skip
    assert code not in everything + repr(no.value) + str(no.value.facts)


@pytest.mark.spoils_the_books
@pytest.mark.parametrize("kind", ["revealed", "downloaded"])
def test_shown_card_that_does_not_say_so_or_is_void_is_found(ctx: Flask, kind: str) -> None:
    rule = "a certificate that was shown or downloaded says so, and is not void"
    facts: dict[str, object]
    with transaction():
        _, card = a_card()
        facts = {"id": card.id, "kind": kind, "at": LATER}
        execute("INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (%(id)s, %(kind)s, %(at)s)", facts)
    assert rule in {finding.rule for finding in giftcards.invariants()}
    with transaction():
        execute("UPDATE giftcards SET revealed_at = %(at)s", facts)
    assert rule not in {finding.rule for finding in giftcards.invariants()}
    with transaction():
        execute("UPDATE giftcards SET state = 'void'")
    assert rule in {finding.rule for finding in giftcards.invariants()}
