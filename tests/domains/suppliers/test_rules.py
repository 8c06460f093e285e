"""What comes next for a purchase: asked, waited for, shown to a person, or known never to have been sold."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.suppliers import Call, NotSold, Outcome, Purchase, Sale, Trouble, Wait, rules
from marketplace.suppliers.rules import Ask, Show
from marketplace.suppliers.values import What

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def a_purchase(*, supplier_ref: str | None = None, trouble: str | None = None) -> Purchase:
    return Purchase(
        id=1, connection_id=1, order_id=7, attempt=1, ref="7-ABCDEFGH", product="101", value=100_000, currency="RUB", asked_at=NOW,
        supplier_ref=supplier_ref, known_by=None, trouble=trouble, trouble_since=None, end=None, ended_at=None,
    )  # fmt: skip


def a_call(what: What, outcome: str | None, seconds: int = 0) -> Call:
    at = NOW + timedelta(seconds=seconds)
    return Call(1, what, at, at if outcome else None, outcome)


def after(
    purchase: Purchase, *calls: Call, seconds: int, quiet_until: datetime | None = None, closed: bool = False
) -> rules.Step:
    now = NOW + timedelta(seconds=seconds)
    return rules.next_step(purchase, calls, now, quiet_until=quiet_until, closed=closed)


def test_order_is_sent_once_and_then_only_asked_about_until_its_outcome_is_known() -> None:
    purchase, unclear = a_purchase(), a_call("order", Outcome.UNCLEAR)
    assert after(purchase, seconds=0) == Ask("order")
    assert after(purchase, unclear, seconds=1) == Wait(NOW + rules.FIRST_PAUSE)
    for seconds in range(5, 840, 5):
        assert after(purchase, unclear, seconds=seconds) == Ask("find")


def test_process_that_died_between_asking_and_answer_leaves_an_order_that_is_asked_about() -> None:
    lost = a_call("order", None)
    assert after(a_purchase(), lost, seconds=59) == Wait(NOW + rules.CALL_LONGEST)
    assert after(a_purchase(), lost, seconds=61) == Ask("find")


def test_order_that_was_surely_not_taken_in_is_sent_again_for_ten_minutes() -> None:
    full = a_call("order", Outcome.NOT_TAKEN)
    assert after(a_purchase(), full, seconds=6) == Ask("order")
    quiet = NOW + timedelta(seconds=30)
    assert after(a_purchase(), full, seconds=6, quiet_until=quiet) == Wait(quiet)
    assert isinstance(after(a_purchase(), full, seconds=600), NotSold)
    assert isinstance(after(a_purchase(), full, seconds=6, closed=True), Wait)


def test_none_is_believed_only_when_a_slow_supplier_would_have_written_it_down() -> None:
    unclear = a_call("order", Outcome.UNCLEAR)
    assert isinstance(after(a_purchase(), unclear, a_call("find", Outcome.NONE, 599), seconds=599), Wait)
    assert isinstance(after(a_purchase(), unclear, a_call("find", Outcome.NONE, 601), seconds=601), NotSold)


@pytest.mark.parametrize("said", [Outcome.SEVERAL, Outcome.UNCLEAR, None])
def test_what_is_not_known_is_asked_less_often_once_a_person_sees_it(said: Outcome | None) -> None:
    unclear, find = a_call("order", Outcome.UNCLEAR), a_call("find", said, 700)
    assert after(a_purchase(), unclear, find, seconds=840) == Ask("find")
    shown = a_purchase(trouble=Trouble.UNKNOWN)
    assert after(shown, unclear, find, seconds=1301) == Ask("find")


def test_code_is_collected_until_it_is_there_and_what_is_not_one_goes_to_a_person() -> None:
    sold, order = a_purchase(supplier_ref="42"), a_call("order", Outcome.SOLD)
    assert after(sold, order, seconds=0) == Ask("collect")
    assert after(sold, order, a_call("collect", Outcome.NOT_YET), seconds=5) == Ask("collect")
    spoilt = [a_call("collect", Outcome.MALFORMED, at) for at in (0, 5, 15)]
    assert after(sold, order, *spoilt[:2], seconds=15) == Ask("collect")
    assert after(sold, order, *spoilt, seconds=15) == Show(Trouble.MALFORMED)


@pytest.mark.parametrize("trouble", [Trouble.DUPLICATE, Trouble.WRONG_VALUE, Trouble.MALFORMED])
def test_what_must_not_be_issued_is_never_collected_again(trouble: Trouble) -> None:
    purchase = a_purchase(supplier_ref="42", trouble=trouble)
    assert isinstance(after(purchase, a_call("order", Outcome.SOLD), seconds=5000), Wait)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.FAILED])
def test_refused_order_was_never_sold(outcome: Outcome) -> None:
    assert isinstance(after(a_purchase(), a_call("order", outcome), seconds=1), NotSold)


def test_transaction_without_our_reference_is_ours_only_where_it_can_be_nobody_elses() -> None:
    one, two = Sale("1", "101", 100_000, "RUB", named=False), Sale("2", "101", 100_000, "RUB", named=False)
    named = Sale("3", "101", 100_000, "RUB")
    assert rules.recognised([named], [one, two], 5) == named
    assert rules.recognised([named, named], [], 1) is Outcome.SEVERAL
    assert rules.recognised([], [one], 1) == one
    assert rules.recognised([], [one], 2) is Outcome.SEVERAL
    assert rules.recognised([], [one, two], 1) is Outcome.SEVERAL
    assert rules.recognised([], [], 1) is Outcome.NONE


def test_supplier_is_broken_after_five_calls_in_a_row_without_an_answer() -> None:
    assert not rules.is_broken([Outcome.UNCLEAR] * 4)
    assert rules.is_broken([Outcome.UNCLEAR] * 3 + [Outcome.NOT_TAKEN] * 2)
    assert not rules.is_broken([Outcome.UNCLEAR, Outcome.NONE, *[Outcome.UNCLEAR] * 4])
