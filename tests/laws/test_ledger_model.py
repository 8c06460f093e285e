"""The ledger against a model of it in plain Python: seeded sequences of everything that can be done to it.

After every step the model and the books must agree and every invariant must hold. A failure names its seed, which
`pytest --seed` repeats.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from marketplace import ledger
from marketplace.core.db import db, execute, transaction
from marketplace.ledger import Entry
from tests.builders import books
from tests.builders.functions import function_changed
from tests.builders.ledger import a_ref
from tests.builders.programmes import a_programme
from tests.laws.looking import Looker
from tests.proof.plugin import Proof

STEPS = 64
MEMBERS = 3


class Refused(Exception):
    """The model's no: the name of the exception that the ledger must raise."""


@dataclass(eq=False)  # two lots may look the same and are two all the same
class ModelLot:
    member: int
    expires_on: date | None
    amount: int
    remaining: int


@dataclass
class ModelTransfer:
    kind: str
    changes: dict[str, int]
    taken: list[tuple[ModelLot, int]] = field(default_factory=list)
    brought: list[ModelLot] = field(default_factory=list)
    settled: bool = False
    hold: "ModelTransfer | None" = None
    member: int = 0


class Model:
    """What the books should say, kept as naively as possible."""

    def __init__(self) -> None:
        self.sums: dict[str, int] = {}
        self.lots: list[ModelLot] = []

    def queue(self, member: int, today: date, first: list[ModelLot] = []) -> list[ModelLot]:  # noqa: B006
        mine = [lot for lot in self.lots if lot.member == member and lot.remaining]
        good = [lot for lot in mine if lot in first or lot.expires_on is None or lot.expires_on >= today]
        good.sort(key=lambda lot: lot.expires_on or date.max)  # stable: the older lot first
        return [lot for lot in good if lot in first] + [lot for lot in good if lot not in first]

    def spendable(self, member: int, today: date) -> int:
        return sum(lot.remaining for lot in self.queue(member, today))

    def take(
        self,
        member: int,
        amount: int,
        today: date,
        first: list[ModelLot] = [],  # noqa: B006
        most: dict[ModelLot, int] = {},  # noqa: B006
    ) -> list[tuple[ModelLot, int]]:
        """`first` goes whole before all others, or up to `most`, from which is taken what went."""
        queue = self.queue(member, today, first)
        if sum(lot.remaining for lot in queue) < amount:
            raise Refused("NotEnoughPoints")
        taken = []
        for lot in [lot for lot in queue if lot in most]:
            part = min(amount, lot.remaining, most[lot])
            lot.remaining -= part
            most[lot] -= part
            amount -= part
        for lot in queue:
            part = min(amount, lot.remaining)
            if part:
                lot.remaining -= part
                amount -= part
                taken.append((lot, part))
        return taken

    def add(self, changes: dict[str, int]) -> None:
        assert sum(changes.values()) == 0
        for name, amount in changes.items():
            self.sums[name] = self.sums.get(name, 0) + amount


class Story:
    """One seeded sequence: chooses a step, takes it in the model and in the ledger, compares."""

    def __init__(self, seed: int, looker: Looker) -> None:
        self.looker = looker
        self.random = random.Random(seed)
        self.model = Model()
        self.at = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
        self.transfers: dict[int, ModelTransfer] = {}
        self.log: list[str] = []
        self.last: tuple[str, list[Entry]] | None = None
        with transaction():
            self.programme = a_programme(texts=False)
            self.ids = {name: ledger.account(self.programme.id, name) for name in ("programme", "breakage")}
            self.ids["partner"] = ledger.account(self.programme.id, "partner", owner_id=1)
            for member in range(MEMBERS):
                for kind in ("member", "held", "debt"):
                    self.ids[f"{kind}{member}"] = ledger.account(self.programme.id, kind, owner_id=member + 1)

    @property
    def today(self) -> date:
        return self.programme.day(self.at)

    def day(self) -> date | None:
        return self.random.choice([None, *(self.today + timedelta(days=n) for n in (-1, 0, 0, 1, 2, 7, 30))])

    def step(self) -> None:
        steps: list[Callable[[], None]] = [
            self.accrue, self.accrue, self.spend, self.spend, self.spend, self.hold, self.capture, self.release, self.reverse,
            self.reverse, self.expire, self.earn, self.claw_back, self.tomorrow, self.both_ways, self.again, self.keep,
        ]  # fmt: skip
        step = self.random.choice(steps)
        self.log.append(step.__name__)
        step()
        self.looker.ask(self.compare)

    def attempt(self, model: Callable[[], ModelTransfer], real: Callable[[], ledger.Posted]) -> None:
        """Take a step on both sides; both must do it or both must refuse in the same words."""
        before = [(lot, lot.remaining) for lot in self.model.lots]
        try:
            expected = model()
        except Refused as no:
            for lot, remaining in before:
                lot.remaining = remaining
            with pytest.raises(getattr(ledger, str(no))), transaction():
                real()
            return
        with transaction():
            posted = real()
        assert posted.created
        self.model.add(expected.changes)
        self.transfers[posted.transfer_id] = expected

    def post(self, kind: str, changes: list[tuple[str, int, date | None]]) -> None:
        """Any posting: points received become lots first, then points spent are taken."""
        ref = a_ref("model")
        entries = [Entry(self.ids[name], amount, expires_on=day) for name, amount, day in changes]

        def model() -> ModelTransfer:
            done = ModelTransfer(kind, {})
            for name, amount, _ in changes:
                done.changes[name] = done.changes.get(name, 0) + amount
            born: dict[tuple[int, date | None], int] = {}
            for name, amount, day in changes:
                if name.startswith("member") and amount > 0:
                    born[int(name[6:]), day] = born.get((int(name[6:]), day), 0) + amount
            for (member, day), amount in sorted(born.items(), key=lambda item: (item[0][0], item[0][1] or date.max)):
                done.brought.append(ModelLot(member, day, amount, amount))
            self.model.lots += done.brought
            try:
                for name, amount, _ in changes:
                    if name.startswith("member") and amount < 0:
                        done.member = int(name[6:])
                        done.taken += self.model.take(done.member, -amount, self.today)
            except Refused:
                self.model.lots = [lot for lot in self.model.lots if lot not in done.brought]
                raise
            return done

        self.attempt(
            model,
            lambda: books.post(self.programme.id, kind, ref=ref, entries=entries, at=self.at, today=self.today),
        )
        self.last = (ref, entries)

    def member(self) -> int:
        return self.random.randrange(MEMBERS)

    def amount(self, member: int) -> int:
        """Often exactly what is there, or one more."""
        there = self.model.spendable(member, self.today)
        return max(1, self.random.choice([there, there + 1, there - 1, self.random.randint(1, 50), there // 2]))

    def accrue(self) -> None:
        lots = [
            (f"member{self.member()}", self.random.randint(1, 60), self.day()) for _ in range(self.random.randint(1, 3))
        ]
        self.post("accrual", [("programme", -sum(amount for _, amount, _ in lots), None), *lots])

    def spend(self) -> None:
        member = self.member()
        amount = self.amount(member)
        self.post("adjustment", [(f"member{member}", -amount, None), ("partner", amount, None)])

    def both_ways(self) -> None:
        """One account on both sides of one transfer."""
        member, got, gone = self.member(), self.random.randint(1, 20), self.random.randint(1, 40)
        name = f"member{member}"
        self.post(
            "adjustment",
            [
                (name, -gone, None),
                (name, got, self.day()),
                ("programme", gone - got or 1, None),
                *([] if gone - got else [("partner", -1, None)]),
            ],
        )

    def hold(self) -> None:
        member = self.member()
        amount = self.amount(member)
        self.post("hold", [(f"member{member}", -amount, None), (f"held{member}", amount, None)])

    def pick(self, *kinds: str) -> tuple[int, ModelTransfer] | None:
        chosen = [(number, done) for number, done in self.transfers.items() if done.kind in kinds]
        return self.random.choice(chosen) if chosen else None

    def settle(self, kind: str) -> None:
        picked = self.pick("hold")
        if picked is None:
            return
        number, held = picked
        amount = held.changes[f"held{held.member}"]

        def model() -> ModelTransfer:
            if held.settled:
                raise Refused("AlreadySettled")
            held.settled = True
            if kind == "capture":
                return ModelTransfer(
                    kind, {f"held{held.member}": -amount, "partner": amount}, hold=held, member=held.member
                )
            for lot, part in held.taken:
                lot.remaining += part
            return ModelTransfer(kind, {f"held{held.member}": -amount, f"member{held.member}": amount})

        facts = {"ref": a_ref("model"), "at": self.at, "today": self.today}
        if kind == "capture":
            self.attempt(model, lambda: books.capture(number, self.ids["partner"], **facts))
        else:
            self.attempt(model, lambda: books.release(number, **facts))

    def capture(self) -> None:
        self.settle("capture")

    def release(self) -> None:
        self.settle("release")

    def reverse(self) -> None:
        picked = self.pick("accrual", "capture", "adjustment", "adjustment")
        if picked is None:
            return
        number, done = picked

        def model() -> ModelTransfer:
            if done.settled:
                raise Refused("AlreadySettled")
            source = done.hold or done
            for lot, part in source.taken:
                lot.remaining += part
            for member in sorted({lot.member for lot in done.brought}):
                brought = [lot for lot in done.brought if lot.member == member]
                self.model.take(member, sum(lot.amount for lot in brought), self.today, first=brought)
            changes = {name: -amount for name, amount in done.changes.items()}
            if done.hold:
                changes[f"member{done.member}"] = changes.pop(f"held{done.member}")
            done.settled = True
            return ModelTransfer("reversal", changes)

        self.attempt(model, lambda: books.reverse(number, ref=a_ref("model"), at=self.at, today=self.today))

    def expire(self) -> None:
        due = [lot for lot in self.model.lots if lot.expires_on and lot.expires_on < self.today and lot.remaining]
        with transaction():
            swept = ledger.expire(self.programme.id, at=self.at, today=self.today)
        assert (swept.lots, swept.points) == (len(due), sum(lot.remaining for lot in due))
        for lot in due:
            self.model.add({f"member{lot.member}": -lot.remaining, "breakage": lot.remaining})
            lot.remaining = 0
        with transaction():
            assert ledger.expire(self.programme.id, at=self.at, today=self.today).transfer_id is None

    def rows(self) -> list[tuple[int, int, date | None]]:
        return [(self.member(), self.random.randint(1, 40), self.day()) for _ in range(self.random.randint(1, 3))]

    def selection(self, rows: list[tuple[int, int, date | None]]) -> books.Selection:
        return books.Selection(
            """SELECT account_id, amount, expires_on, NULL::jsonb AS memo
                 FROM unnest(%(a)s::bigint[], %(b)s::bigint[], %(c)s::date[]) WITH ORDINALITY u(account_id, amount, expires_on, n) ORDER BY n""",
            {
                "a": [self.ids[f"member{m}"] for m, _, _ in rows],
                "b": [a for _, a, _ in rows],
                "c": [d for _, _, d in rows],
            },
        )

    def earn(self) -> None:
        rows = self.rows()

        def model() -> ModelTransfer:
            done = ModelTransfer("earned", {"programme": -sum(amount for _, amount, _ in rows)})
            for member in range(MEMBERS):
                days = sorted({day for who, _, day in rows if who == member}, key=lambda day: day or date.max)
                for day in days:
                    amount = sum(amount for who, amount, d in rows if who == member and d == day)
                    done.brought.append(ModelLot(member, day, amount, amount))
                self.model.lots += [lot for lot in done.brought if lot.member == member]
                earned = sum(amount for who, amount, _ in rows if who == member)
                good = sum(amount for who, amount, day in rows if who == member and (day is None or day >= self.today))
                repaid = min(good, -self.model.sums.get(f"debt{member}", 0))
                if repaid:
                    self.model.take(member, repaid, self.today)
                    done.changes[f"debt{member}"] = repaid
                done.changes[f"member{member}"] = earned - repaid
            return done

        self.attempt(
            model,
            lambda: books.post_set(
                "accrual",
                self.selection(rows), programme_id=self.programme.id, other_account_id=self.ids["programme"],
                ref=a_ref("model"), at=self.at, today=self.today,
            ),
        )  # fmt: skip

    def claw_back(self) -> None:
        rows = self.rows()
        brought: list[tuple[int, int, int]] = []
        most: dict[ModelLot, int] = {}
        for member, amount, _ in rows:
            picked = self.pick("earned")
            if picked and any(lot.member == member for lot in picked[1].brought):
                points = self.random.choice([amount, self.random.randint(1, amount)])
                brought.append((picked[0], self.ids[f"member{member}"], points))
                for lot in picked[1].brought:
                    if lot.member == member:
                        most[lot] = most.get(lot, 0) + points

        def model() -> ModelTransfer:
            done = ModelTransfer("clawed", {"programme": sum(amount for _, amount, _ in rows)})
            for member, amount, _ in rows:
                part = min(amount, self.model.spendable(member, self.today))
                if part:
                    self.model.take(member, part, self.today, most=most)
                for name, change in ((f"member{member}", -part), (f"debt{member}", part - amount)):
                    done.changes[name] = done.changes.get(name, 0) + change
            return done

        self.attempt(
            model,
            lambda: books.post_set(
                "clawback",
                self.selection(rows), programme_id=self.programme.id, other_account_id=self.ids["programme"],
                ref=a_ref("model"), at=self.at, today=self.today, brought=brought,
            ),
        )  # fmt: skip

    def tomorrow(self) -> None:
        self.at += timedelta(days=self.random.choice([1, 1, 3]))

    def again(self) -> None:
        """The last posting once more: the same one; and with another amount: refused."""
        if self.last is None:
            return
        ref, entries = self.last
        other = [Entry(entry.account, entry.amount * 2, expires_on=entry.expires_on) for entry in entries]
        known = execute("SELECT id FROM transfers WHERE ref = %(ref)s", {"ref": ref}).scalar()
        db.session.rollback()
        if known is None:
            return
        kind = self.transfers[known].kind
        with transaction():
            again = books.post(
                self.programme.id, kind, ref=ref, entries=entries, at=self.at + timedelta(hours=1), today=self.today
            )
        assert again == (known, False)
        with pytest.raises(ledger.RefUsed), transaction():
            books.post(self.programme.id, kind, ref=ref, entries=other, at=self.at, today=self.today)

    def keep(self) -> None:
        """Add up the days of an account; nothing else may change, and the invariants hold them against the entries."""
        with transaction():
            ledger.keep_days(
                self.ids[f"{self.random.choice(('member', 'held', 'debt'))}{self.member()}"], self.programme.time_zone
            )

    def compare(self) -> None:
        assert self.looker.look(lambda: ledger.invariants()) == []
        found = self.looker.look(self.what_is_there, self.today)
        assert found.totals == [self.model.sums.get(name, 0) for name in self.ids]
        for member in range(MEMBERS):
            queue = self.model.queue(member, self.today)
            expected = [[str(lot.expires_on or "None"), lot.remaining, lot.amount] for lot in queue]
            assert (found.lots or {}).get(str(self.ids[f"member{member}"]), []) == expected
        if len(self.log) % 64 == 0:
            self.ask_the_product()
            execute("DISCARD PLANS")  # they were made when there was next to nothing in the books

    def what_is_there(self, today: date) -> Any:
        return execute(WHAT_IS_THERE, {"accounts": list(self.ids.values()), "today": today}).one()

    def ask_the_product(self) -> None:
        """The product's own questions give the same answers as the query above."""
        for member in range(MEMBERS):
            account = self.ids[f"member{member}"]
            queue = self.model.queue(member, self.today)
            lots = ledger.open_lots(account, self.today)
            assert [(lot.expires_on, lot.remaining, lot.amount) for lot in lots] == [
                (q.expires_on, q.remaining, q.amount) for q in queue
            ]
            assert ledger.balance(account, self.today) == sum(lot.remaining for lot in queue)
        for name, account in self.ids.items():
            assert ledger.total(account) == self.model.sums.get(name, 0), name


# All that a step can have changed, in one question: what each account comes to, and the spendable lots in their order.
WHAT_IS_THERE = """
    SELECT ARRAY(SELECT coalesce((SELECT sum(amount)::bigint FROM entries WHERE account_id = a.id), 0)
                   FROM unnest(%(accounts)s::bigint[]) WITH ORDINALITY a(id, n) ORDER BY a.n) AS totals,
           (SELECT jsonb_object_agg(account_id, lots) FROM (
                SELECT o.account_id, jsonb_agg(jsonb_build_array(coalesce(o.expires_on::text, 'None'), o.remaining, l.amount)
                                               ORDER BY o.expires_on NULLS LAST, o.lot_id) AS lots
                  FROM open_lots o JOIN lots l ON l.id = o.lot_id
                 WHERE o.account_id = ANY (%(accounts)s) AND (o.expires_on IS NULL OR o.expires_on >= %(today)s)
                 GROUP BY o.account_id) each) AS lots
"""


@pytest.mark.ledger_alone
@pytest.mark.proof("P04")
@pytest.mark.sequences(4, 448)  # and 64 of orders
def test_books_and_model_agree_after_every_step(looker: Looker, sequence: int, proof: Proof) -> None:
    story = Story(sequence, looker)
    for number in range(proof.size(STEPS, 512)):
        try:
            story.step()
        except BaseException:
            print(f"seed {sequence}, step {number}: {story.log[-8:]}")
            raise
        proof.count("ledger operations")


@pytest.mark.proof("P04", control=True)
@pytest.mark.spoils_the_books
@pytest.mark.parametrize(
    ("function", "part", "other"),
    [
        ("ledger_write", "o.expires_on NULLS LAST, o.lot_id", "o.expires_on DESC NULLS LAST, o.lot_id"),
        ("ledger_spendable", "p_expires >= p_today", "p_expires > p_today"),
        ("ledger_give_back", "open_lots.remaining + excluded.remaining", "excluded.remaining"),
        ("ledger_claw_back", "- a.before", "- 0"),
        ("ledger_claw_back", "f.lots", "NULL"),
        ("ledger_claw_back", "f.most", "NULL"),
    ],
)
def test_control_a_wrong_ledger_is_found(looker: Looker, owner_url: str, function: str, part: str, other: str) -> None:
    with function_changed(owner_url, function, part, other):
        assert any(fails(seed, looker) for seed in range(10))


def fails(seed: int, looker: Looker) -> bool:
    """Whether a sequence finds something: a difference, a broken rule, or a refusal that should not be."""
    story = Story(seed, looker)
    try:
        for _ in range(STEPS):
            story.step()
    except (AssertionError, ledger.NotEnoughPoints, DBAPIError):
        db.session.rollback()
        return True
    return False
