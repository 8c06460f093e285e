"""Gifts: a card that waits for somebody is nobody's to use, ends with whoever is first, and nothing of it is lost on the way."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import codes, giftcards, gifts, identity, members, orders, tills
from marketplace.core import formats, outbox
from marketplace.core.db import execute, transaction
from marketplace.gifts import Gift, Wanted
from marketplace.jobs import gifts as letters
from marketplace.members import Member
from tests.builders.codes import in_the_clear
from tests.builders.identity import a_user
from tests.builders.orders import NOW, a_member, a_shelf, an_order
from tests.builders.tills import VALUE, Till, a_card, a_terminal, a_till, left, redeem

LATER = NOW + timedelta(days=5)


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        return a_till(stock=3)


def wanted(**over: Any) -> Wanted:
    facts: dict[str, Any] = {
        "to_name": "Ольга", "email": "olga@example.org", "message": "С днём рождения!", "signed": "Анна", "design": "birthday",
        "language": "ru", "send_at": LATER, "word": "мишутка",
    } | over  # fmt: skip
    return Wanted(**facts)


def given(till: Till, ref: str = "gift-one", **over: Any) -> Gift:
    """The till's card, given; in a transaction of its own."""
    with transaction():
        return gifts.give(till.member, till.card.public_id, wanted(**over), ref=ref, now=NOW)


def claimed(of: Gift, by: Member | None = None) -> giftcards.Card:
    with transaction():
        return gifts.claim(of, by or gifts.recipient(of, now=NOW), now=NOW)


def code_of(card: giftcards.Card) -> str:
    """What is printed on a card."""
    code_id = execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one()
    return in_the_clear(code_id).code


def test_a_card_that_waits_as_a_gift_cannot_be_used_shown_frozen_or_given_again(till: Till) -> None:
    of = given(till)
    assert given(till).id == of.id, "the form sent twice is one gift"
    own = {"programme_id": till.member.programme_id, "member_id": till.member.id, "now": NOW, "fresh_factor": True}
    for act in (
        lambda: till.redeem(amount=100), lambda: giftcards.reveal(till.card.public_id, **own),
        lambda: giftcards.freeze(till.card.public_id, member=till.member, now=NOW),
        lambda: gifts.give(till.member, till.card.public_id, wanted(), ref="gift-two", now=NOW),
        lambda: giftcards.reissue(till.card, codes.mint(till.card.brand_id), ref="reissue-1", now=NOW),
    ):  # fmt: skip
        with pytest.raises((tills.CardUnusable, giftcards.CardNotActive)) as refused, transaction():
            act()
        assert "reason" not in refused.value.facts, "a till is told nothing of the gift"
    with transaction():
        gifts.take_back(of, now=NOW)
        gifts.take_back(of, now=NOW)
    with transaction():
        assert till.redeem(amount=100).remaining == VALUE - 100


def test_of_claiming_and_taking_back_the_first_wins_and_the_same_again_is_once(till: Till) -> None:
    of = given(till)
    card = claimed(of)
    assert (card.remaining, card.expires_on, card.value) == (VALUE, till.card.expires_on, VALUE)
    assert claimed(of).id == card.id
    with transaction():
        stranger = a_member(till.shelf.programme)
    with pytest.raises(gifts.GiftEnded):
        claimed(of, stranger)
    with pytest.raises(gifts.GiftEnded), transaction():
        gifts.take_back(of, now=NOW)
    with pytest.raises(gifts.OwnGift):
        claimed(of, till.member)


def test_a_partners_code_that_was_seen_is_not_given_and_an_unseen_one_travels(till: Till) -> None:
    of = given(till)
    card = claimed(of)
    with transaction():
        assert redeem(till.terminal, till.code, amount=4_000).remaining == VALUE - 4_000
        assert left(card) == (VALUE - 4_000, "active"), "the code is the recipient's now"
        other, _ = a_card(till.shelf, till.member)
        giftcards.reveal(
            other.public_id, programme_id=other.programme_id, member_id=other.member_id, now=NOW, fresh_factor=True
        )
    with pytest.raises(gifts.GiftSeen), transaction():
        gifts.give(till.member, other.public_id, wanted(), ref="gift-two", now=NOW)


def test_our_own_code_is_dead_once_the_gift_is_claimed_and_the_used_part_travels(ctx: Flask) -> None:
    with transaction():
        shelf = a_shelf(value=VALUE, fulfilment="own")
        anna = a_member(shelf.programme, points=1_000)
        order = an_order(anna, shelf)
        orders.fulfil(order.id, now=NOW)
        card = giftcards.of_orders([order.id])[order.id]
        till = Till(a_terminal(shelf.brand.partner_id), shelf, anna, card, code_of(card))
    with transaction():
        redeem(till.terminal, till.code, pin="", amount=3_000)
    new = claimed(given(till))
    assert (new.value, new.remaining) == (VALUE, VALUE - 3_000)
    with pytest.raises(tills.CardUnusable), transaction():
        redeem(till.terminal, till.code, pin="", amount=100)
    with transaction():
        assert redeem(till.terminal, code_of(new), pin="", amount=100).remaining == VALUE - 3_100


def test_a_guest_is_known_by_his_address_and_signing_up_with_it_makes_him_a_member(till: Till) -> None:
    card = claimed(given(till))
    with transaction():
        second, _ = a_card(till.shelf, till.member)
        of = gifts.give(till.member, second.public_id, wanted(), ref="gift-two", now=NOW)
    assert claimed(of).member_id == card.member_id
    with transaction():
        user = a_user("olga@example.org")
        olga = members.join(
            till.shelf.programme,
            user_id=user.id,
            first_name="Ольга",
            last_name="Иванова",
            email=user.email,
            language="ru",
            city=None,
            now=NOW,
        )
        assert olga.id == card.member_id
        assert {one.id for one in giftcards.of_member(olga.id, today=NOW.date()).items} >= {card.id}
        third, _ = a_card(till.shelf, till.member)
        of = gifts.give(till.member, third.public_id, wanted(), ref="gift-three", now=NOW)
        assert gifts.recipient(of, now=NOW).id == olga.id, "her address has an account now"
        assert identity.user_by_email(of.email) is not None


def test_a_corrected_address_kills_the_former_link_and_too_many_are_refused(till: Till) -> None:
    of = given(till, send_at=NOW)
    first = gifts.token(of)
    with transaction():
        gifts.note_sent(of, now=NOW)
    for same in (of.email, "\uff2flga@\u00adexample.org"):
        with pytest.raises(gifts.GiftSent), transaction():
            gifts.change(of, wanted(email=same), now=NOW)
    with transaction():
        gifts.note_bounced(of, now=NOW)
        of = gifts.change(of, wanted(email="olga@right.example"), now=NOW)
    assert gifts.by_token(gifts.token(of), of.programme_id).id == of.id
    for dead in (first, gifts.token(of)[:-1] + "x", "1-0", "nonsense"):
        with pytest.raises(gifts.GiftNotFound):
            gifts.by_token(dead, of.programme_id)
    for number in range(3):
        with transaction():
            of = gifts.change(of, wanted(email=f"olga{number}@example.org"), now=NOW)
    with pytest.raises(gifts.TooManyGiftLetters), transaction():
        gifts.change(of, wanted(email="olga9@example.org"), now=NOW)


def test_a_gift_that_nobody_claims_returns_when_its_time_is_over_and_not_before(till: Till) -> None:
    of = given(till)
    with transaction():
        assert not gifts.lapse(of, now=of.ends_at - timedelta(seconds=1))
        assert gifts.lapse(of, now=of.ends_at)
        assert not gifts.lapse(of, now=of.ends_at)
    assert gifts.gift(of.id).how == "lapsed"
    with transaction():
        assert till.redeem(amount=100).remaining == VALUE - 100


@pytest.mark.parametrize(
    ("field", "over"),
    [
        ("to_name", {"to_name": " "}), ("email", {"email": "nobody"}), ("message", {"message": "x" * 201}),
        ("message", {"message": "Смотри на www.prize.top"}), ("design", {"design": "loud"}), ("word", {"word": "aaaa"}),
        ("send_at", {"send_at": NOW + timedelta(days=500)}),
    ],
)  # fmt: skip
def test_what_cannot_be_a_gift_is_refused_by_its_field_and_the_card_stays(
    till: Till, field: str, over: dict[str, Any]
) -> None:
    with pytest.raises(gifts.BadGift) as refused:
        given(till, **over)
    assert refused.value.facts == {"field": field}
    with transaction():
        assert till.redeem(amount=100).remaining == VALUE - 100


def test_what_a_held_member_has_given_waits_until_somebody_has_looked(till: Till) -> None:
    of = given(till, send_at=NOW)
    with transaction():
        members.put_on_hold(till.member, "hold", why="looks taken over", now=NOW)
    with pytest.raises(gifts.GiftOnHold):
        claimed(of)
    for act in (
        lambda: gifts.change(of, wanted(email="accomplice@example.org"), now=NOW),
        lambda: gifts.new_word(of, "пароль", now=NOW),
        lambda: gifts.correct(of, to_name="X", email="accomplice@example.org", why="asked by phone", now=NOW),
    ):
        with pytest.raises(members.MemberHeld), transaction():
            act()
    with pytest.raises(outbox.NotYet):
        letters.send(str(of.letter_id))
    with transaction():
        members.lift_hold(till.member, "hold", why="it was him", now=NOW)
    letters.send(str(of.letter_id))
    assert gifts.gift(of.id).sent_at is not None
    assert claimed(of).remaining == VALUE


def test_a_gift_that_is_sent_on_by_staff_gives_nobody_more_tries_at_its_word(till: Till) -> None:
    of = given(till, send_at=NOW)
    for guess in range(4):
        with pytest.raises(gifts.WrongWord), transaction():
            gifts.prove(of, f"guess {guess}")
    with transaction():
        then = gifts.correct(of, to_name="Ольга", email="other@example.org", why="asked by phone", now=NOW)
    assert gifts.tries_left(then) == 1
    with transaction():
        gifts.new_word(then, "другое слово", now=NOW)
    assert gifts.tries_left(then) == 5


def test_giver_reads_what_was_left_on_the_card_and_that_one_whose_last_day_has_passed_is_not_theirs_again(
    ctx: Flask,
) -> None:
    with transaction():
        rest, short = a_till(), a_till(validity_days=3)
        rest.redeem(amount=VALUE - 2_500)
    claimed(of := given(rest))
    with transaction():
        late = gifts.give(short.member, short.card.public_id, wanted(send_at=NOW), ref="gift-late", now=NOW)
    over = NOW + timedelta(days=4)
    with transaction():
        assert gifts.lapse(late, now=over)
    with time_machine.travel(over):
        letters.tell(f"{of.id}:claimed")
        letters.tell(f"{late.id}:lapsed")
    said = [row.body_text for row in execute("SELECT body_text FROM mails ORDER BY id DESC LIMIT 2")]
    assert formats.money(2_500, "RUB", "ru") in said[1]
    assert "снова" not in said[0], "its last day has passed"
