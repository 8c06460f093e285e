"""The last codes of a whole shop: members ask by HTTP from processes of their own, all at the same moment."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from marketplace.core.db import db, execute, transaction
from tests.builders import orders as trade
from tests.builders.functions import function_changed
from tests.builders.installation import Installation, installed
from tests.builders.orders import Shelf
from tests.builders.wire import Answer, Wire
from tests.proof.plugin import Proof
from tests.races.buying import Buyer, Crowd, a_crowd
from tests.races.test_codes_claim import LOCK

MEMBERS, CODES, PRICE = 64, 8, 450
CONTROL_ROUNDS, BOOKS_EVERY = 20, 10
PURSES = """SELECT a.owner_id AS id, b.balance FROM accounts a JOIN balances b ON b.account_id = a.id
    WHERE a.kind = 'member' AND a.programme_id = %(programme)s"""
HELD = """SELECT o.ref, g.code_id FROM orders o JOIN giftcards g ON g.order_id = o.id
    WHERE o.denomination_id = %(denomination)s AND g.code_id > %(after)s"""


@pytest.fixture(scope="module")
def shop(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """In full size with two web processes, so that orders meet in the database as well as in a process."""
    with installed(WEB_WORKERS="2" if request.config.getoption("prove") else "1", WEB_THREADS="8") as shop:
        yield shop


@dataclass
class Sale:
    """One thing of which there are always too few, and everybody who wants it."""

    shop: Installation
    shelf: Shelf
    members: dict[str, int]  # ids, by the key of their API client
    crowd: Crowd
    rounds: int = 0

    def one_round(self) -> str:
        """Put codes on sale and let everybody go; returns what went wrong, or nothing."""
        self.rounds += 1
        made, last_before = self._restock()
        before = self._purses()
        told = self.crowd.ask(f"round-{self.rounds}")
        after = self._purses()
        sold = {key: answer.json for key, answer in told if answer.status == 201}
        clean = [answer for _, answer in told if answer.status == 409 and answer.is_problem]
        if (len(sold), len(clean)) != (CODES, MEMBERS - CODES):
            return f"round {self.rounds}: {Counter(said(answer) for _, answer in told)}"
        if {answer.json["code"] for answer in clean} != {"out_of_stock"}:
            return f"round {self.rounds}: other refusals: {clean}"
        paid = {key: before[member] - after[member] for key, member in self.members.items()}
        if paid != {key: PRICE if key in sold else 0 for key in self.members}:
            return f"round {self.rounds}: members paid {Counter(paid.values())}"
        return self._wrong_codes(made, last_before, {key: order["card"] for key, order in sold.items()})

    def _restock(self) -> tuple[list[str], int]:
        with self.shop.app.app_context(), transaction():
            last = execute("SELECT coalesce(max(id), 0) FROM codes").scalar_one()
            assert self.shelf.denomination_id
            return trade.codes_in_stock(self.shelf.brand, self.shelf.denomination_id, CODES), last

    def _purses(self) -> dict[int, int]:
        with self.shop.app.app_context():
            rows = execute(PURSES, {"programme": self.shelf.programme.id}).all()
            db.session.rollback()
        return {row.id: row.balance for row in rows}

    def _wrong_codes(self, made: list[str], last_before: int, cards: dict[str, str]) -> str:
        """What members read on their cards is exactly what was loaded, each code once; and so say the books."""
        read = [self._read(key, card) for key, card in cards.items()]
        if sorted(read) != sorted(made):
            return f"round {self.rounds}: {len(set(read))} codes for {len(read)} cards"
        with self.shop.app.app_context():
            held = execute(HELD, {"denomination": self.shelf.denomination_id, "after": last_before}).all()
            db.session.rollback()
        if not len(held) == len({row.code_id for row in held}) == CODES:
            return f"round {self.rounds}: {len(held)} cards in the database"
        wrong = self.shop.wrong_in_the_books() if self.rounds % BOOKS_EVERY == 0 else []
        return f"round {self.rounds}: {wrong}" if wrong else ""

    def _read(self, key: str, card: str) -> str:
        wire = Wire(self.shop.port, key)
        answer = wire.post(f"/cards/{card}/reveals", {}, key=f"read-{self.rounds}")
        wire.close()
        return str(answer.json["code"]) if answer.status == 201 else said(answer)


def said(answer: Answer) -> str:
    """An answer in a word."""
    return f"{answer.status} {answer.json['code'] if answer.is_problem else answer.kind}"


def a_sale(shop: Installation, rounds: int) -> tuple[Shelf, dict[str, int], list[Buyer]]:
    """A shelf, members who could pay for every round by the keys of their API clients, and what each wants."""
    with shop.app.app_context(), transaction():
        shelf = trade.a_shelf(stock=0, price=PRICE)
        accepted = {kind: digest.hex() for kind, digest in shelf.accepted.items()}
        wanted = {"denomination_id": shelf.denomination_id, "price": shelf.price, "accepted": accepted}
        members, buyers = {}, []
        for _ in range(MEMBERS):
            member = trade.a_member(shelf.programme, points=PRICE * rounds)
            key = trade.a_key(member)
            members[key] = member.id
            buyers.append((key, {"member": member.number} | wanted))
        db.session.flush()
        db.session.refresh(shelf.brand)
        db.session.expunge(shelf.brand)  # readable when the session is gone
    return shelf, members, buyers


def rounds_of_a_sale(shop: Installation, rounds: int) -> Iterator[str]:
    """What went wrong in each round; "" where nothing did."""
    shelf, members, buyers = a_sale(shop, rounds)
    with a_crowd(shop.port, buyers) as crowd:
        sale = Sale(shop, shelf, members, crowd)
        for _ in range(rounds):
            yield sale.one_round()


@pytest.mark.proof("P01")
def test_last_codes_go_to_as_many_members_and_the_others_keep_their_points(shop: Installation, proof: Proof) -> None:
    shop.start("web")
    for wrong in rounds_of_a_sale(shop, proof.size(2, 200)):
        assert wrong == ""
        proof.count("rounds")
        proof.count("orders", CODES)
        proof.count("clean refusals", MEMBERS - CODES)
    assert shop.wrong_in_the_books() == []
    shop.stop("web")


@pytest.mark.proof("P01", control=True)
def test_control_without_the_lock_on_codes_the_same_crowd_breaks_it(shop: Installation, proof: Proof) -> None:
    shop.start("web")
    with function_changed(shop.owner_url, "code_claim", LOCK):
        for wrong in rounds_of_a_sale(shop, CONTROL_ROUNDS):
            proof.count("rounds without the lock")
            if wrong:
                break
    assert wrong
    proof.figure(wrong)
    shop.stop("web")
