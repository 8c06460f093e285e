"""How cards go on as others: what they are worth travels, the old ones end at once, and nothing is made on the way."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from marketplace import codes, giftcards, orders, support, tills
from marketplace.core import ids
from marketplace.core.db import as_owner, broken_rule, execute, transaction
from marketplace.giftcards import Card
from tests.builders.codes import in_the_clear
from tests.builders.identity import a_user
from tests.builders.orders import NOW, a_shelf, wrong
from tests.builders.tills import VALUE, Till, a_card, a_till, left, redeem

TODAY = NOW.date()


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        return a_till(stock=3)


def reissued(card: Card, ref: str = "reissue-1") -> tuple[Card, str]:
    """The card under another code, and that code."""
    made = codes.mint(card.brand_id)
    new = giftcards.reissue(card, made, ref=ref, now=NOW)
    note(card, new)
    code_id = execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": new.id}).scalar_one()
    return new, in_the_clear(code_id).code


def note(card: Card, new: Card) -> None:
    """Say that support did it, as `verify` wants to know."""
    execute(
        """INSERT INTO reissues (programme_id, old_card_id, new_card_id, reason, identified, risk, note, asked_by, at)
           VALUES (%(programme)s, %(old)s, %(new)s, 'lost', '{number,order}', 0, '', %(by)s, %(now)s) ON CONFLICT DO NOTHING""",
        {"programme": card.programme_id, "old": card.id, "new": new.id, "by": a_user().id, "now": NOW},
    )


def child(card: Card, value: int, **over: Any) -> dict[str, Any]:
    """What is to be born of a card."""
    made = codes.mint(over.get("brand", card.brand_id))
    return {
        "member": card.member_id, "brand": card.brand_id, "offer": card.offer_id, "value": value, "code": made.code_id,
        "last4": made.last4, "public_id": ids.new_ref(), "expires_on": card.expires_on.isoformat(),
    } | over  # fmt: skip


def succeed(cause: str, parents: list[Card], children: list[dict[str, Any]], ref: str = "succession-1") -> int:
    """The owner's function, as those of other domains call it."""
    facts = {
        "programme": parents[0].programme_id, "cause": cause, "ref": ref, "parents": [one.id for one in parents],
        "children": json.dumps(children), "today": TODAY, "now": NOW,
    }  # fmt: skip
    with as_owner():
        return int(
            execute(
                """SELECT giftcard_succeed(%(programme)s, %(cause)s, %(ref)s, %(parents)s::bigint[], %(children)s::jsonb,
                                           %(today)s::date, %(now)s::timestamptz)""",
                facts,
            ).scalar_one()
        )


def born(succession: int) -> list[Card]:
    rows = execute("SELECT id FROM giftcards WHERE succession_id = %(id)s ORDER BY id", {"id": succession})
    return [giftcards.card_by_id(row.id) for row in rows]


def test_a_reissued_card_is_dead_under_its_old_code_and_worth_what_was_left_under_the_new_one(till: Till) -> None:
    with transaction():
        till.redeem(amount=3_000)
    with transaction():
        new, code = reissued(till.card)
    assert (new.value, new.remaining, new.expires_on, new.member_id) == (
        VALUE,
        7_000,
        till.card.expires_on,
        till.member.id,
    )
    assert left(till.card) == (0, "void")
    assert giftcards.card_by_id(till.card.id).state_on(TODAY) == "replaced"
    with pytest.raises(tills.CardUnusable), transaction():
        redeem(till.terminal, till.code, amount=1)
    with transaction():
        assert redeem(till.terminal, code, pin="", amount=7_000).remaining == 0
    assert wrong() == []


def test_the_same_ref_reissues_once(till: Till) -> None:
    with transaction():
        first, _ = reissued(till.card)
    with transaction():
        again, _ = reissued(till.card)
    assert again == first


def test_a_frozen_card_is_reissued_and_a_replaced_or_returned_one_is_not(till: Till) -> None:
    with transaction():
        giftcards.freeze(till.card.public_id, member=till.member, now=NOW)
    with transaction():
        new, _ = reissued(till.card)
    assert new.state_on(TODAY) == "active"
    with pytest.raises(giftcards.CardNotActive), transaction():
        reissued(till.card, ref="reissue-2")
    with transaction():
        other, _ = a_card(till.shelf, till.member)
        assert other.order_id is not None
        orders.cancel(orders.order(other.order_id, other.member_id), why="", now=NOW)
    with pytest.raises(giftcards.CardNotActive), transaction():
        reissued(other, ref="reissue-3")


def test_a_purchase_with_the_old_code_that_is_reversed_comes_back_to_the_newest_card(till: Till) -> None:
    with transaction():
        till.redeem(ref="R1", amount=3_000)
    with transaction():
        second, _ = reissued(till.card)
        third, _ = reissued(second, ref="reissue-2")
    with transaction():
        back = tills.reverse(till.terminal, "R1", by="program", now=NOW)
    assert (back.amount, left(third), left(till.card)) == (3_000, (VALUE, "active"), (0, "void"))
    assert giftcards.heir(till.card).id == third.id
    assert giftcards.forebear(third) == giftcards.card_by_id(second.id)
    assert wrong() == []


@pytest.mark.spoils_the_books  # nobody has asked for it
def test_cards_are_split_and_merged_with_all_of_their_value(till: Till) -> None:
    with transaction():
        parts = born(succeed("split", [till.card], [child(till.card, 4_000), child(till.card, 6_000)]))
    assert [part.remaining for part in parts] == [4_000, 6_000]
    with transaction():
        [whole] = born(succeed("merge", parts, [child(till.card, VALUE)], ref="succession-2"))
    assert (whole.remaining, whole.expires_on) == (VALUE, till.card.expires_on)
    with pytest.raises(tills.CardUnusable), transaction():
        redeem(till.terminal, till.code, amount=1)
    assert wrong() == []


@pytest.mark.spoils_the_books  # nobody has asked for it
def test_a_card_goes_to_another_member_with_what_is_left_and_the_code_that_nobody_saw(till: Till) -> None:
    with transaction():
        friend = a_shelf(till.shelf.programme)  # of the same programme
        other, _ = a_card(friend)
        code_id = execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": till.card.id}).scalar_one()
        [given] = born(
            succeed(
                "gift",
                [till.card],
                [child(till.card, VALUE, member=other.member_id, code=code_id, last4=till.card.last4)],
            )
        )
    assert (given.member_id, given.remaining) == (other.member_id, VALUE)
    with pytest.raises(support.PartnersCode), transaction():
        support.check(given, ["number", "order"], by=a_user().id, now=NOW)
    with transaction():
        assert redeem(till.terminal, till.code, amount=VALUE).remaining == 0
    assert wrong() == []


@pytest.mark.parametrize(
    ("cause", "over"),
    [
        ("reissue", {"value": VALUE + 1}),
        ("reissue", {"expires": 1}),
        ("reissue", {"member": True}),
        ("exchange", {"value": VALUE + 1}),
        ("exchange", {"expires": 1}),
        ("gift", {"expires": 1}),
        ("merge", {}),
        ("split", {}),
    ],
)
def test_no_succession_makes_value_or_time_or_takes_from_its_owner(
    till: Till, cause: str, over: dict[str, Any]
) -> None:
    with transaction():
        stranger, _ = a_card(a_shelf(till.shelf.programme))
    wanted = {"member": stranger.member_id} if "member" in over else {}
    if "expires" in over:
        wanted["expires_on"] = (till.card.expires_on + timedelta(days=over["expires"])).isoformat()
    with pytest.raises(IntegrityError) as refused, transaction():
        succeed(cause, [till.card], [child(till.card, over.get("value", VALUE), **wanted)])
    assert broken_rule(refused.value) == "giftcard_succession"
    assert left(till.card) == (VALUE, "active")


def test_a_card_past_its_last_day_goes_nowhere(till: Till) -> None:
    with pytest.raises(giftcards.CardNotActive), transaction():
        giftcards.reissue(till.card, codes.mint(till.card.brand_id), ref="reissue-1", now=NOW + timedelta(days=4000))
