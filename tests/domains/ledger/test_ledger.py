"""What the ledger promises to other domains, one promise a test."""

from datetime import date, timedelta

import pytest
from flask import Flask

from marketplace import ledger
from marketplace.core.db import execute, transaction
from marketplace.core.paging import BadCursor, BadLimit
from marketplace.ledger import AlreadySettled, Entry, Lot, MalformedTransfer, NotEnoughPoints, RefUsed
from marketplace.programmes import Programme
from tests.builders import books
from tests.builders.ledger import THEN, a_member_account, a_ref, give, spend
from tests.builders.programmes import a_programme

pytestmark = pytest.mark.ledger_alone

TODAY = date(2026, 11, 1)
SOON, LATER = TODAY + timedelta(days=5), TODAY + timedelta(days=50)


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(texts=False)


@pytest.fixture
def account(programme: Programme) -> int:
    """A member's account with 400 points that end later, 300 that end soon and 100 that never end."""
    with transaction():
        account = a_member_account(programme, owner_id=5)
        give(programme, account, [(400, LATER), (300, SOON), (100, None)])
    return account


def lots(account: int, today: date = TODAY) -> list[tuple[date | None, int]]:
    with transaction():
        return [(lot.expires_on, lot.remaining) for lot in ledger.open_lots(account, today)]


def test_points_that_end_soonest_go_first(programme: Programme, account: int) -> None:
    with transaction():
        spend(programme, account, 450)
    assert lots(account) == [(LATER, 250), (None, 100)]


def test_member_with_too_few_points_is_refused_with_figures_and_nothing_moves(
    programme: Programme, account: int
) -> None:
    with pytest.raises(NotEnoughPoints) as refused, transaction():
        spend(programme, account, 801)
    assert refused.value.facts == {"needed": 801, "available": 800}
    assert lots(account) == [(SOON, 300), (LATER, 400), (None, 100)]


def test_points_past_their_day_cannot_be_spent_though_they_are_not_swept_yet(
    programme: Programme, account: int
) -> None:
    after = SOON + timedelta(days=1)
    with pytest.raises(NotEnoughPoints) as refused, transaction():
        spend(programme, account, 501, at=THEN + timedelta(days=6))
    assert refused.value.facts == {"needed": 501, "available": 500}
    with transaction():
        assert ledger.balance(account, after) == 500


def test_same_ref_posts_once_and_other_content_is_refused(programme: Programme, account: int) -> None:
    with transaction():
        partner = ledger.account(programme.id, "partner", owner_id=1)
    facts = {"ref": "twice", "at": THEN, "today": TODAY}
    entries = [Entry(account, -10), Entry(partner, 10)]
    with transaction():
        first = books.post(programme.id, "adjustment", entries=entries, **facts)  # type: ignore[arg-type]
    with transaction():
        again = books.post(programme.id, "adjustment", entries=entries, **facts)  # type: ignore[arg-type]
    assert (first.created, again.created, again.transfer_id) == (True, False, first.transfer_id)
    for other in (
        [Entry(account, -11), Entry(partner, 11)],
        [Entry(partner, 10), Entry(account, -10)],
        [Entry(account, -10), Entry(partner, 4), Entry(partner, 6)],
    ):
        with pytest.raises(RefUsed), transaction():
            books.post(programme.id, "adjustment", entries=other, **facts)  # type: ignore[arg-type]
    with transaction():
        assert ledger.balance(account, TODAY) == 790


def test_same_ref_with_another_last_day_is_refused(programme: Programme, account: int) -> None:
    giver = None
    for day, refused in ((SOON, False), (LATER, True)):
        with transaction():
            giver = ledger.account(programme.id, "programme")
        entries = [Entry(giver, -1), Entry(account, 1, expires_on=day)]
        facts = {"ref": "day", "entries": entries, "at": THEN, "today": TODAY}
        if refused:
            with pytest.raises(RefUsed), transaction():
                books.post(programme.id, "accrual", **facts)  # type: ignore[arg-type]
        else:
            with transaction():
                books.post(programme.id, "accrual", **facts)  # type: ignore[arg-type]


def test_refund_gives_points_back_to_the_lots_they_came_from(programme: Programme, account: int) -> None:
    with transaction():
        spent = spend(programme, account, 650)
    with transaction():
        books.reverse(spent, ref="back", at=THEN, today=TODAY)
    assert lots(account) == [(SOON, 300), (LATER, 400), (None, 100)]
    with pytest.raises(AlreadySettled), transaction():
        books.reverse(spent, ref="back again", at=THEN, today=TODAY)


def test_taking_an_accrual_back_takes_its_own_lot_first(programme: Programme, account: int) -> None:
    with transaction():
        gift = give(programme, account, [(50, LATER)])
    with transaction():
        books.reverse(gift, ref="gift back", at=THEN, today=TODAY)
    assert lots(account) == [(SOON, 300), (LATER, 400), (None, 100)]


def test_taking_back_what_was_spent_takes_other_points_or_is_refused(programme: Programme, account: int) -> None:
    with transaction():
        gift = give(programme, account, [(50, TODAY)])
        spend(programme, account, 150)
    with transaction():
        books.reverse(gift, ref="gift back", at=THEN, today=TODAY)
    assert lots(account) == [(SOON, 150), (LATER, 400), (None, 100)]
    with transaction():
        second = give(programme, account, [(50, TODAY)])
        spend(programme, account, 699)
    with pytest.raises(NotEnoughPoints), transaction():
        books.reverse(second, ref="second back", at=THEN, today=TODAY)


def test_held_points_are_captured_whole_or_released_to_their_lots(programme: Programme, account: int) -> None:
    facts = {"at": THEN, "today": TODAY}
    with transaction():
        held, partner = (
            ledger.account(programme.id, "held", owner_id=5),
            ledger.account(programme.id, "partner", owner_id=1),
        )
        first, second = (
            books.hold(account, held, 350, programme_id=programme.id, ref=ref, **facts).transfer_id  # type: ignore[arg-type]
            for ref in ("hold 1", "hold 2")
        )
    assert lots(account) == [(None, 100)]
    with transaction():
        books.release(first, ref="release", **facts)  # type: ignore[arg-type]
    assert lots(account) == [(SOON, 300), (LATER, 50), (None, 100)]
    with transaction():
        captured = books.capture(second, partner, ref="capture", **facts)  # type: ignore[arg-type]
    with transaction():
        assert (ledger.balance(held, TODAY), ledger.total(partner)) == (0, 350)
        books.reverse(captured.transfer_id, ref="refund", **facts)  # type: ignore[arg-type]
    assert lots(account) == [(SOON, 300), (LATER, 400), (None, 100)]
    with pytest.raises(AlreadySettled), transaction():
        books.release(second, ref="late", **facts)  # type: ignore[arg-type]


def test_points_expire_by_lot_with_every_expiry_shown_and_once(programme: Programme, account: int) -> None:
    at = THEN + timedelta(days=6)
    with transaction():
        other = a_member_account(programme, 20, expires_on=SOON)
        swept = ledger.expire(programme.id, at=at, today=programme.day(at))
    assert (swept.accounts, swept.lots, swept.points) == (2, 2, 320)
    with transaction():
        again = ledger.expire(programme.id, at=at, today=programme.day(at))
        newest = ledger.history(account).items[0]
        assert ledger.total(ledger.account(programme.id, "breakage")) == 320
        assert ledger.balance(other, programme.day(at)) == 0
    assert (again.transfer_id, again.lots) == (None, 0)
    assert (newest.kind, newest.amount, newest.balance_after) == ("expiry", -300, 500)
    assert [(move.expires_on, move.amount) for move in newest.lots] == [(SOON, -300)]


def test_expiry_in_parts_sweeps_everybody(programme: Programme) -> None:
    with transaction():
        for _ in range(5):
            a_member_account(programme, 10, expires_on=TODAY)
    at, swept = THEN + timedelta(days=1), []
    while not swept or swept[-1]:
        with transaction():
            swept.append(ledger.expire(programme.id, at=at, today=programme.day(at), limit=2).accounts)
    assert swept == [2, 2, 1, 0]


def test_points_of_another_programme_do_not_expire(programme: Programme, account: int) -> None:
    with transaction():
        other = a_programme(texts=False)
        assert ledger.expire(other.id, at=THEN + timedelta(days=99), today=TODAY + timedelta(days=99)).lots == 0


def test_history_is_read_in_pages_newest_first_and_by_way(programme: Programme, account: int) -> None:
    with transaction():
        for points in (1, 2, 3):
            spend(programme, account, points)
    with transaction():
        first = ledger.history(account, limit=2)
        rest = ledger.history(account, before=first.next, limit=4)
        out = ledger.history(account, way="out")
    assert [move.amount for move in first.items + rest.items] == [-3, -2, -1, 100, 300, 400]
    assert [move.balance_after for move in first.items] == [794, 797]
    assert rest.next is None
    assert [move.amount for move in out.items] == [-3, -2, -1]
    assert [(move.lots[0].expires_on, move.lots[0].amount) for move in rest.items[1:]] == [
        (None, 100),
        (SOON, 300),
        (LATER, 400),
    ]
    with pytest.raises(BadCursor):
        ledger.history(account, before="nonsense")
    with pytest.raises(BadLimit):
        ledger.history(account, limit=101)


def test_earned_and_spent_leave_out_what_was_returned(programme: Programme, account: int) -> None:
    facts = {"at": THEN, "today": TODAY}
    with transaction():
        held = ledger.account(programme.id, "held", owner_id=5)
        gift = give(programme, account, [(50, None)])
        books.reverse(gift, ref="gift back", **facts)  # type: ignore[arg-type]
        kept = [
            books.hold(account, held, points, programme_id=programme.id, ref=a_ref("hold"), **facts).transfer_id  # type: ignore[arg-type]
            for points in (30, 70)
        ]
        books.release(kept[0], ref="release", **facts)  # type: ignore[arg-type]
    with transaction():
        (day,) = ledger.days(account, THEN.date(), "UTC").days
    assert (day.day, day.earned, day.spent) == (THEN.date(), 800, 70)


def test_days_begin_with_the_balance_before_them(programme: Programme, account: int) -> None:
    since, later = THEN + timedelta(days=2), THEN + timedelta(days=3)
    with transaction():
        spend(programme, account, 100, at=later)
        spend(programme, account, 50, at=later)
    with transaction():
        found = ledger.days(account, since.date(), "UTC").days
    assert [(one.at, one.balance_after, one.came, one.went) for one in found] == [
        (THEN, 800, 800, 0),
        (later, 650, 0, 150),
    ]


def test_money_and_points_balance_each_for_itself(programme: Programme, account: int) -> None:
    with transaction():
        bank = ledger.account(programme.id, "suspense", unit="RUB")
        owed = ledger.account(programme.id, "partner", owner_id=1, unit="RUB")
        points = ledger.account(programme.id, "partner", owner_id=1)
        books.post(
            programme.id, "adjustment", ref="both", at=THEN, today=TODAY,
            entries=[Entry(account, -100), Entry(points, 100), Entry(bank, -50_00), Entry(owed, 50_00)],
        )  # fmt: skip
    with pytest.raises(MalformedTransfer), transaction():
        books.post(
            programme.id, "adjustment", ref="mixed", at=THEN, today=TODAY, entries=[Entry(account, -100), Entry(owed, 100)]
        )  # fmt: skip
    with transaction():
        assert (ledger.total(owed), ledger.total(points)) == (5000, 100)


@pytest.mark.parametrize("amount", [0, 10**15 + 1, 2**63 - 1, 2**63, 2**80])
def test_amounts_beyond_reason_are_refused(programme: Programme, amount: int) -> None:
    with transaction():
        giver, taker = ledger.account(programme.id, "programme"), ledger.account(programme.id, "suspense")
    with pytest.raises(MalformedTransfer), transaction():
        books.post(
            programme.id, "adjustment", ref="huge", at=THEN, today=TODAY, entries=[Entry(giver, -amount), Entry(taker, amount)]
        )  # fmt: skip


def test_accounts_of_many_owners_are_opened_in_one_go_and_once(programme: Programme) -> None:
    with transaction():
        one = ledger.account(programme.id, "member", owner_id=3)
        sql = (
            "SELECT owner_id, account_id FROM ledger_open_all(%(programme)s, 'member', %(members)s::bigint[], 'points')"
        )
        opened = execute(sql, {"programme": programme.id, "members": [1, 2, 3, 3]}).all()
        assert sorted(execute(sql, {"programme": programme.id, "members": [3, 2, 1]})) == sorted(opened)
    assert (dict(opened)[3], len(set(dict(opened).values()))) == (one, 3)


def test_nothing_of_a_refused_action_remains(programme: Programme, account: int) -> None:
    def twice() -> None:
        spend(programme, account, 10)
        spend(programme, account, 10_000)

    with pytest.raises(NotEnoughPoints), transaction():
        twice()
    assert execute("SELECT count(*) FROM entries WHERE amount = -10").scalar_one() == 0
    assert lots(account) == [(SOON, 300), (LATER, 400), (None, 100)]


def test_what_expires_next_is_all_of_its_day() -> None:
    first, later = date(2027, 3, 31), date(2027, 6, 30)
    lots = [Lot(1, first, 240, 500), Lot(2, first, 705, 705), Lot(3, later, 90, 90), Lot(4, None, 10, 10)]
    assert ledger.next_expiry(lots) == (945, first)
    assert ledger.next_expiry(lots[2:]) == (90, later)
    assert ledger.next_expiry(lots[3:]) is None
