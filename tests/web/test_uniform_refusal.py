"""P24: anyone who has no right to a card learns nothing of it: not whether it is there, nor what became of it, nor by how long we think."""

import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace import giftcards, tills
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Forbidden
from tests.builders.api import Caller, a_caller
from tests.builders.codes import in_the_clear
from tests.builders.functions import function_changed
from tests.builders.identity import a_user, csrf, sign_in, staff
from tests.builders.orders import a_member
from tests.builders.own import addressed
from tests.builders.partners import a_partner
from tests.builders.tills import a_terminal, on_sale
from tests.proof.plugin import Proof

TOLERANCE_MS = 0.5
TRIES = 8
pytestmark = pytest.mark.spoils_the_books  # cards become by decree what they would become by stories
Ask = Callable[[str], TestResponse]
# What can have become of a card, and how it comes to be so here.
BECOME = {
    "active": "state = 'active'", "frozen": "state = 'frozen'", "spent": "state = 'active'",
    "void": "state = 'void'", "past": "expires_on = '2020-01-01'", "opened": "state = 'active'",
}  # fmt: skip
UNSOLD = "UNSOLD7QK2M9XT4W"  # a code that is in the vault, and that nobody has bought
# Of the same length and form as the others, so that a name alone says nothing.
MALFORMED = ("0" * 26, "%27%20OR%201%3D1", "card", "9" * 400, "карта")


@dataclass
class World:
    """Somebody's cards, one in each state, by state; and who asks for them without a right."""

    app: Flask
    cards: dict[str, str]
    owner: Caller
    odd: tuple[str, ...] = MALFORMED

    def rest(self) -> None:
        """Let whoever asks ask again: here nothing is counted."""

    def strangers(self) -> dict[str, Ask]:
        """Each way to ask for a card for somebody who has no right to it."""
        member_key, programme_key = a_caller(self.app, beside=self.owner, bound=True), a_caller(self.app)
        browser = self.app.test_client()
        with self.app.app_context(), transaction():
            user, other = a_user(), a_member(self.owner.shelf.programme)
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user.id, "id": other.id})
            user_id = user.id
        sign_in(browser, user_id, fresh=True)
        token = {"csrf_token": csrf(browser)}
        return {
            "another member's page": lambda card: browser.get(f"/cards/{card}"),
            "another member's reveal": lambda card: browser.post(f"/cards/{card}/reveals", data=token),
            "another member's certificate": lambda card: browser.post(f"/cards/{card}/certificate", data=token),
            "another member's key": lambda card: member_key.get(f"/cards/{card}"),
            "another member's key to reveal": lambda card: member_key.post(f"/cards/{card}/reveals", {}),
            "another programme's key": lambda card: programme_key.get(f"/cards/{card}"),
            "another programme's key to reveal": lambda card: programme_key.post(f"/cards/{card}/reveals", {}),
        }


@pytest.fixture
def world(app: Flask, owner_url: str) -> World:
    owner = a_caller(app, points=100_000, stock=len(BECOME))
    cards = {state: owner.post("/orders", owner.order()).json["card"] for state in BECOME}
    assert owner.post(f"/cards/{cards['opened']}/reveals", {}).status_code == 201
    with psycopg.connect(owner_url) as connection:
        for state, change in BECOME.items():
            connection.execute(f"UPDATE giftcards SET {change} WHERE public_id = %(id)s", {"id": cards[state]})
        taken = "SELECT giftcard_take(id, remaining, 'redemption:1', '2020-01-01', now()) FROM giftcards WHERE public_id = %(id)s"
        connection.execute(taken, {"id": cards["spent"]})
    return World(app, cards, owner)


@dataclass
class Tills(World):
    """The same cards by the codes on them; who asks for them are tills that may not take them."""

    database: Any = None

    def rest(self) -> None:
        """What was refused counts, and after ten nothing is looked up."""
        self.database.execute("DELETE FROM till_refusals")
        self.database.execute("DELETE FROM throttle")

    def strangers(self) -> dict[str, Ask]:
        """Each way to ask for a card at another partner's till: by its program, and at the cashier's page."""
        programme, http, browser = self.owner.shelf.programme, self.app.test_client(), self.app.test_client()
        with self.app.app_context(), transaction():
            of = a_partner(programme)
            terminal, cashier = a_terminal(of.id), staff(programme, "cashier", partner_id=of.id).id
            bearer = {"Authorization": f"Bearer {tills.add_key(terminal, now=clock.now())}"}
            page = addressed(self.app, f"/partner/{of.slug}/tills/{terminal.id}/checks")
        sign_in(browser, cashier, fresh=True)
        token, refs = csrf(browser), count(1)

        def program(path: str, **body: Any) -> TestResponse:
            return http.post(f"/api/v1/terminal/{path}", json=body, headers=bearer)

        return {
            "another partner's till checks": lambda code: program("checks", code=code),
            "another partner's till takes": lambda code: program(
                "redemptions", code=code, ref=f"T{next(refs)}", amount=1, currency="RUB"
            ),
            "another partner's cashier": lambda code: browser.post(
                page, data={"csrf_token": token, "code": code}, follow_redirects=True
            ),
        }


@pytest.fixture
def at_tills(world: World, owner_url: str) -> Iterator[Tills]:
    """The cards of `world`, and a code that nobody has bought."""
    of = "SELECT c.id FROM codes c JOIN giftcards g ON g.code_id = c.id WHERE g.public_id = %(id)s"
    with world.app.app_context(), transaction():
        on_sale(world.owner.shelf, UNSOLD)
        codes = {state: execute(of, {"id": card}).scalar_one() for state, card in world.cards.items()}
        clear = {state: in_the_clear(code_id).code for state, code_id in codes.items()} | {"unsold": UNSOLD}
    with psycopg.connect(owner_url, autocommit=True) as database:
        yield Tills(world.app, clear, world.owner, ("КАРТА", "%27 OR 1=1", "0000"), database)


def face(answer: TestResponse) -> tuple[int, str, dict[str, str]]:
    """What a stranger sees: the answer without what differs from request to request."""
    number = re.search(REFUSAL, answer.text)
    named = f"|{number[1]}-?{number[2]}" if number else ""
    own = re.compile(f"{answer.headers['X-Request-ID']}|{FORM_TOKEN}|{CLOCK}{named}")
    headers = {name: value for name, value in answer.headers if name not in CHANGING}
    return answer.status_code, own.sub("…", answer.text), headers


REFUSAL = r'(?:"number": ?"|Отказ )([0-9A-Z]{4})[-–‑]?([0-9A-Z]{4})'  # by which support finds the cause
CLOCK = r"\b[0-2]\d:[0-5]\d\b"
FORM_TOKEN = r'name="csrf_token" value="[^"]+"'
CHANGING = {"Date", "X-Request-ID", "Content-Length", "RateLimit-Remaining", "RateLimit-Reset", "Set-Cookie"}


def unlike(world: World, ask: Ask) -> list[str]:
    """The cards for which a stranger gets another answer than for one that was never there."""
    world.rest()
    unknown, told = face(ask(missing(world))), {}
    for name, asked in (world.cards | {name: name for name in world.odd}).items():
        world.rest()
        told[name] = face(ask(asked))
    return [name for name, seen in told.items() if seen != unknown]


def missing(world: World) -> str:
    """A name that no card has, of the same form."""
    return world.cards["active"][::-1]


def slower(
    world: World, ask: Ask, turns: int, chance: Random, taken: dict[str, list[float]] | None = None
) -> dict[str, float]:
    """By how many milliseconds the middle answer for each card comes later than for one that was never there.

    Times of before are in `taken`, to which those of these turns are added.
    """
    asked = {"unknown": missing(world), **world.cards}
    taken = defaultdict(list) if taken is None else taken
    for _ in range(turns):  # by turns and in changing order, so that whatever else the machine does meets all of them
        for name, card in chance.sample(list(asked.items()), len(asked)):
            world.rest()
            began = time.perf_counter()
            ask(card)
            taken[name].append((time.perf_counter() - began) * 1000)
    middle = {name: statistics.median(times) for name, times in taken.items()}
    return {name: middle[name] - middle["unknown"] for name in world.cards}


@pytest.mark.proof("P24")
def test_every_card_looks_like_none_to_a_stranger(world: World, at_tills: Tills, proof: Proof) -> None:
    for asked in (world, at_tills):
        for way, ask in asked.strangers().items():
            assert (way, unlike(asked, ask)) == (way, [])
            proof.count("answers alike", len(asked.cards) + len(asked.odd))


@pytest.mark.proof("P24", full_only=True)  # times mean something over many turns
def test_no_answer_comes_later_for_a_card_that_is_there(world: World, at_tills: Tills, proof: Proof) -> None:
    for asked, way, ask in [(of, *one) for of in (world, at_tills) for one in of.strangers().items()]:
        # What the machine does besides may meet one card more than another, the less the more often they are asked for.
        taken: dict[str, list[float]] = defaultdict(list)
        tries = (max(map(abs, slower(asked, ask, 60, proof.random, taken).values())) for _ in range(TRIES))
        late = next((late for late in tries if late < TOLERANCE_MS), None)
        assert late is not None, f"{way}: more than {TOLERANCE_MS} ms apart after {TRIES * 60} turns"
        proof.figure(f"{way}: at most {late:.2f} ms apart")


@pytest.mark.proof("P24", control=True)
def test_control_a_look_at_the_owner_after_the_card_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(public_id: str, member_id: int) -> giftcards.Card:
        card = giftcards.card_of_programme(public_id, world.owner.shelf.programme.id)
        if card.member_id != member_id:
            raise Forbidden
        return card

    monkeypatch.setattr(giftcards, "card", tell)
    monkeypatch.setattr(
        giftcards, "card_to_show", lambda public_id, member_id, **_: (tell(public_id, member_id), False)
    )
    ways = world.strangers()
    assert unlike(world, ways["another member's page"]) == list(world.cards)
    assert unlike(world, ways["another member's key"]) == list(world.cards)


@pytest.mark.proof("P24", control=True)
def test_control_a_till_that_is_told_why_is_noticed(at_tills: Tills, owner_url: str) -> None:
    told = [state for state in at_tills.cards if state not in ("void", "unsold")]
    with function_changed(owner_url, "terminal_find", "NOT till_accepts(p_acceptor, b.partner_id)", "false"):
        ways = at_tills.strangers()
        for way in ("another partner's till checks", "another partner's cashier"):
            assert unlike(at_tills, ways[way]) == told, way


@pytest.mark.proof("P24", control=True, full_only=True)
def test_control_a_second_question_takes_longer(world: World, monkeypatch: pytest.MonkeyPatch, proof: Proof) -> None:
    plain = giftcards.card

    def thorough(public_id: str, member_id: int) -> giftcards.Card:
        execute("SELECT pg_sleep(0.002) FROM giftcards WHERE public_id = %(id)s", {"id": public_id})
        return plain(public_id, member_id)

    monkeypatch.setattr(giftcards, "card", thorough)
    late = max(slower(world, world.strangers()["another member's key"], 50, proof.random).values())
    proof.figure(f"two milliseconds of thought are seen as {late:.2f} ms")
    assert late > TOLERANCE_MS
