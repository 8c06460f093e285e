"""P32: nothing that says who somebody was is left of them: not in the database, the files or the logs; and the books add up as before."""

import io
import time
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from marketplace import (
    approvals,
    earning,
    erasures,
    fraud,
    giftcards,
    gifts,
    identity,
    mailings,
    members,
    orders,
    wallets,
    wishes,
)
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.earning import Operation
from marketplace.erasures import decisions
from marketplace.jobs import archives as archive_jobs
from marketplace.jobs import erasures as jobs
from marketplace.jobs import outbox as relay
from marketplace.reports import CHECKS
from marketplace.support import accounts, archives, calls, cases
from marketplace.web.console.corrections_kind import CORRECTION, payload
from tests.builders.cardholders import Holder, a_holder
from tests.builders.gifts import A_GIFT
from tests.builders.identity import csrf, sign_in, staff
from tests.proof.hostile import fields
from tests.proof.leaks.canaries import search
from tests.proof.leaks.places import caught
from tests.proof.leaks.workload import dump
from tests.proof.plugin import Proof
from tests.web.console.test_cases import a_photo

EXPORT_SECONDS = 60
SUMS = "SELECT a.kind, a.unit, sum(e.amount)::bigint AS amount FROM entries e JOIN accounts a ON a.id = e.account_id GROUP BY 1, 2"
BALANCE = "SELECT b.balance FROM balances b JOIN accounts a ON a.id = b.account_id WHERE a.kind = 'member' AND a.unit = 'points' AND a.owner_id = %(id)s"


class Canaries:
    """Values that stand nowhere else; each is made where it is planted."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}

    def __call__(self, name: str, before: str = "", after: str = "") -> str:
        number = len(self.made)
        value = f"{before}zq{chr(97 + number // 26)}{chr(97 + number % 26)}{name.replace(' ', '')}qz{after}"  # no digits: it is no code
        self.made[name] = value
        return value

    def digits(self, name: str) -> str:
        """Eleven digits, as of a phone."""
        self.made[name] = f"7916{len(self.made):03d}4471"
        return self.made[name]


@dataclass
class Planted:
    """Somebody with something in every place, and what to look for."""

    holder: Holder
    canary: Canaries
    former: str


def test_each_column_of_text_is_decided(owner_url: str) -> None:
    there = fields.columns(owner_url)
    kept = {column for columns in decisions.KEPT_COLUMNS.values() for column in columns}
    assert there - decisions.ERASED_COLUMNS - kept == set(), (
        "decide: it goes (the domain's forgetting.py), or it is kept (erasures/decisions.py)"
    )
    assert decisions.ERASED_COLUMNS & kept == set()


def plant(app: Flask, now: datetime) -> Planted:
    """A member who has used everything, by the pages and verbs that people use."""
    anna, c = a_holder(app, points=4000, cards=5, fresh=True, shelf={"stock": 9}), Canaries()
    bob = a_holder(app, beside=anna)
    http, me = anna.http, anna.member
    profile = {
        "first_name": c("first"),
        "last_name": c("last"),
        "phone": "+" + c.digits("phone"),
        "city": "",
        "language": "ru",
    }
    assert http.post("/account/profile", data={"csrf_token": csrf(http), **profile}).status_code in (302, 303)
    asked = {
        "csrf_token": csrf(http),
        "what": "other",
        "reply": "letter",
        "card": anna.card.public_id,
        "text": c("case text"),
        "ref": ids.new_ref(),
        "files": [(io.BytesIO(a_photo()), c("file", after=".jpg"))],
    }
    assert http.post("/cases", data=asked).status_code in (302, 303)
    http.post("/sign-in", data={"email": c("tried", after="@example.org"), "password": "x", "csrf_token": csrf(http)})
    with app.app_context():
        with transaction():
            agent, boss = staff(anna.shelf.programme, "support"), staff(anna.shelf.programme, "admin")
        c.made.pop("tried")  # whoever tries an address that nobody has is nobody's data
        with transaction(by=Actor("user", me.user_id)):
            _by_her(c, anna, now)
        with transaction(by=Actor("user", bob.member.user_id)):
            _by_a_friend(c, anna, bob, now)
        with transaction(by=Actor("user", agent.id)):
            _by_staff(c, anna, agent.id, now)
        _proposed(c, anna, agent.id, boss.id, now)
        relay.drain()
    sign_in(http, me.user_id or 0, fresh=True)
    with app.app_context(), transaction():
        named = {"agent": c("agent"), "id": me.user_id}
        execute("UPDATE user_sessions SET agent = %(agent)s WHERE user_id = %(id)s", named)
    return Planted(anna, c, c.made["former"])


def _by_her(c: Canaries, anna: Holder, now: datetime) -> None:
    me, user = anna.member, identity.user(anna.member.user_id or 0)
    assert user is not None
    former = c("former", after="@example.org")
    execute("UPDATE users SET email = %(email)s WHERE id = %(id)s", {"email": former, "id": user.id})
    execute("UPDATE members SET email = %(email)s WHERE id = %(id)s", {"email": former, "id": me.id})
    mailings.post(
        ids.new_ref(),
        programme_id=me.programme_id,
        recipient=former,
        subject=c("subject"),
        text=c("letter"),
        html=c("html"),
        now=now,
    )
    before = now - timedelta(days=2)  # support gives nothing within a day of it
    token = identity.ask_for_email(identity.user(user.id), c("address", after="@example.org"), now=before)
    identity.confirm_email(token, now=before)
    members.change_email(user.id, c.made["address"], now=before)
    # What was written about a card to an address that was given up longer ago than such addresses are kept.
    mailings.post(
        f"card_former:{anna.card.id}:1",
        programme_id=me.programme_id,
        recipient=c("long former", after="@example.org"),
        subject="-",
        text=c("about a card"),
        html="",
        now=now,
    )
    execute(
        """INSERT INTO passkeys (user_id, credential_id, public_key, name, usage, backup_state, device_type, lastuse_datetime)
           VALUES (%(id)s, 'x', 'x', %(name)s, 'secondary', false, 'single_device', %(now)s)""",
        {"id": user.id, "name": c("passkey"), "now": now},
    )
    identity.seal_sign_in(user.id, now=now)
    identity.ask_for_letter(
        "reset",
        c.made["address"],
        programme_id=me.programme_id,
        language="ru",
        host="localhost",
        onward="/" + c("onward"),
        now=now,
    )
    members.bind_card(me, c("token", before="2202.."), now)
    paid = Operation(1, "op-1", c.made["token"], now, "purchase", 537_410, "RUB", "5411", c("merchant"), "")
    earning.take_in(anna.shelf.programme, [paid], source="test", file="1.csv", now=now)
    wanted = replace(
        A_GIFT,
        to_name=c("to name"),
        email=c("to email", after="@example.org"),
        message=c("message"),
        signed=c("signed"),
    )
    gifts.take_back(gifts.give(me, anna.cards[1].public_id, wanted, ref=ids.new_ref(), now=now), now=now)
    wishes.add(me, denomination_id=anna.shelf.denomination_id, now=now)
    orders.cancel(orders.order(anna.cards[4].order_id or 0, me.id), why=c("cancelled"), now=now)


def _by_a_friend(c: Canaries, anna: Holder, bob: Holder, now: datetime) -> None:
    """He gives her a card, in his own words; she has it in her phone."""
    wanted = replace(A_GIFT, to_name=c("received"), email=c.made["address"], message=c("his words"), signed="Bob")
    card = gifts.claim(
        gifts.give(bob.member, bob.card.public_id, wanted, ref=ids.new_ref(), now=now), anna.member, now=now
    )
    wallets.register(wallets.give(card, language="ru", now=now), c("device"), b"x", now=now)


def _by_staff(c: Canaries, anna: Holder, agent: int, now: datetime) -> None:
    me = members.member(anna.member.id)
    assert me is not None
    contact = cases.Contact(email=c("contact", after="@example.org"), phone="+" + c.digits("contact phone"))
    case = cases.open_case(
        me.programme_id, channel="phone", category="other", text=c("told"), title=c("title"), contact=contact, ref=ids.new_ref(), member=me, now=now
    ).case  # fmt: skip
    case = cases.note(case, c("case note"), now=now).case
    cases.answer(case, c("answer"), seen=case.version, by=agent, then="wait", now=now)
    call = calls.take(me, ["number", "email"], phone="+" + c.digits("call"), by=agent, ref=ids.new_ref(), now=now)
    calls.note(call, c("call note"), ref=ids.new_ref(), now=now)
    accounts.keep(me.id, cases.Attachment(c("paper", after=".jpg"), a_photo()), now=now)
    accounts.give_goodwill(me, 100, note=c("goodwill"), ref=ids.new_ref(), now=now)
    card = giftcards.stop(giftcards.card_by_id(anna.cards[2].id), "suspicion", note=c("stop"), now=now)
    card = giftcards.release(card, lifts=True, note=c("release"), now=now)
    giftcards.extend(card, card.expires_on + timedelta(days=9), "goodwill", note=c("extended"), now=now)
    signal = execute(
        """INSERT INTO fraud_signals (programme_id, kind, member_id, key, score, evidence, at)
           VALUES (%(programme)s, 'burn', %(member)s, 'k', 50, '{}', %(now)s) RETURNING id""",
        {"programme": me.programme_id, "member": me.id, "now": now},
    ).scalar_one()
    fraud.hold(found := fraud.signal(signal, programme_id=me.programme_id), why=c("held"), now=now)
    fraud.release(found, why=c("released"), now=now)


def _proposed(c: Canaries, anna: Holder, agent: int, boss: int, now: datetime) -> None:
    """Points by hand above a limit: proposed with a note, talked about, refused with a reason."""
    with transaction(by=Actor("user", agent)):
        paper = execute("SELECT max(id) FROM account_papers").scalar_one()
        wanted = accounts.Wanted(kind="credit", amount=10_000_000, reason="missing", note=c("wanted"), paper_id=paper)
        facts = payload(anna.member, wanted, now=now)
        made = approvals.propose(
            CORRECTION, anna.member.number, facts, programme_id=anna.member.programme_id, by=agent, ref=ids.new_ref(), why=c("proposed"), now=now
        )  # fmt: skip
        approvals.write_note(made.id, c("talk"), audience="everyone", by=agent, now=now)
    with transaction(by=Actor("user", boss)):
        approvals.refuse(made.id, seen=made.digest, by=boss, note=c("refused"), now=now)


def erase(planted: Planted) -> None:
    """She asks by her own page; the week goes by; the worker does it."""
    http = planted.holder.http
    page = http.get("/account/erasure").text
    assert "disabled" not in page
    assert http.post("/account/erasure", data={"csrf_token": csrf(http)}).status_code == 303
    with planted.holder.app.app_context():
        relay.drain()
        [ref] = execute("SELECT ref FROM outbox WHERE topic = 'erasures.erase'").scalars()
        jobs.erase(ref)
        jobs.erase(ref)
        jobs.forget_farewell(ref)


def left(planted: Planted, folder: Path, url: str) -> set[str]:
    """Which canaries stand in a dump of the database, the data folder or the log."""
    (folder / "dump.sql").write_bytes(dump(url))
    forms = {
        form: name for name, value in planted.canary.made.items() for form in {value.encode(), value.lower().encode()}
    }
    found = search(forms, folder)
    return {forms[one] for one in found}


@pytest.mark.proof("P32")
def test_nothing_of_somebody_is_left_and_the_books_add_up(
    app: Flask, owner_url: str, tmp_path: Path, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    with caught(app, tmp_path, owner_url):
        planted = plant(app, now)
        assert len(planted.canary.made) >= 40
        assert set(planted.canary.made) - left(planted, tmp_path, owner_url) == set(), "each stands somewhere before"
        (tmp_path / "web.log").write_text("")  # what the log says from here on
        with app.app_context():
            before = sums()
            seconds = _exported(planted)
            balance = execute(BALANCE, {"id": planted.holder.member.id}).scalar_one()
        monkeypatch.setattr(erasures.asking, "TERM", timedelta(microseconds=1))
        erase(planted)
        assert left(planted, tmp_path, owner_url) == set()
        with app.app_context():
            of = erasures.newest(planted.holder.member.id)
            assert of is not None
            assert (of.state, of.steps) == ("done", len(erasures.STEPS))
            assert [finding for check in CHECKS.values() for finding in check()] == []
            after = sums()
    moved = {name: amount - before.get(name, 0) for name, amount in after.items() if amount != before.get(name, 0)}
    assert moved == {("member", "points"): -balance, ("breakage", "points"): balance}
    assert seconds < EXPORT_SECONDS
    proof.count("values sought", len(planted.canary.made))
    proof.figure(f"0 of {len(planted.canary.made)} left, export {seconds:.1f} s")


def sums() -> dict[tuple[str, str], int]:
    """What all accounts of a kind hold in a unit."""
    return {(row.kind, row.unit): row.amount for row in execute(SUMS)}


def _exported(planted: Planted) -> float:
    began = time.monotonic()
    me = planted.holder.member
    with transaction(by=Actor("user", me.user_id)):
        archives.ask(members.member(me.id), by=me.user_id or 0, language="ru", now=clock.now())  # type: ignore[arg-type]
    [ref] = execute("SELECT ref FROM outbox WHERE topic = 'support.archive'").scalars()
    archive_jobs.make(ref)
    made = archives.newest(me.id, by=me.user_id or 0, now=clock.now())
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(b"".join(archives.content(made)))) as whole:
        assert planted.canary.made["first"] in whole.read("data.json").decode()
    return time.monotonic() - began


@pytest.mark.proof("P32", control=True)
def test_control_a_value_that_no_step_erases_is_found(
    app: Flask, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    """A domain forgets to say that it keeps something: letters stay, and are found."""
    with caught(app, tmp_path, owner_url):
        planted = plant(app, clock.now())
        (tmp_path / "web.log").write_text("")
        monkeypatch.setattr(erasures.asking, "TERM", timedelta(microseconds=1))
        monkeypatch.setitem(erasures.doing.STEPS, "letters", lambda _of, _who: 0)  # type: ignore[arg-type]
        erase(planted)
        found = left(planted, tmp_path, owner_url)
    assert "subject" in found
    proof.figure(f"without the step of letters {len(found)} are found")
