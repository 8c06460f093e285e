"""Another code for a card, at the support desk: alone where the card is small and nobody has seen it, with another person where it is not."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import approvals, codes, exchanges, giftcards, members, orders, support, tills
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.giftcards import Card
from marketplace.jobs import outbox as relay
from marketplace.members import Member
from marketplace.support import cases
from tests.builders.codes import in_the_clear
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.orders import Shelf, a_shelf, an_order, wrong
from tests.builders.programmes import set_of
from tests.builders.tills import a_terminal, redeem
from tests.web.console.house import House, at

NAMED = ["number", "order"]


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, clock.now())


def a_card(
    house: House, value: int = 30_000, *, of: Member | None = None, at: Shelf | None = None, **shelf: str
) -> Card:
    """A card of our own making that was ordered a moment ago, by a new member of a new partner where none is given."""
    with house.app.app_context():
        with transaction():
            made = at or a_shelf(house.first, value=value, **(shelf or {"fulfilment": "own"}))
            order = an_order(of or a_member(house.first, points=2_000), made, now=clock.now())
        if order.fulfilment == "own":
            with transaction():
                orders.fulfil(order.id, now=clock.now())
        return giftcards.of_orders([order.id])[order.id]


def code_of(house: House, card: Card) -> str:
    with house.app.app_context():
        return in_the_clear(
            execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one()
        ).code


def newest(house: House, card: Card) -> Card:
    with house.app.app_context():
        return newest_of(card)


def newest_of(card: Card) -> Card:
    return giftcards.heir(giftcards.card_by_id(card.id))


def take(house: House, card: Card, code: str) -> int:
    """What is left on a card after its partner's till has taken a hundredth of it."""
    with house.app.app_context():
        with transaction():
            partner = execute("SELECT partner_id FROM brands WHERE id = %(id)s", {"id": card.brand_id}).scalar_one()
            terminal = a_terminal(partner)
        with transaction():
            return redeem(terminal, code, pin="", amount=100, now=clock.now()).remaining


def send(client: FlaskClient, card: Card, **over: object) -> TestResponse:
    path = f"/console/cards/{card.public_id}/reissue"
    ref = re.search(r'name="ref" value="([0-9A-Z]{26})"', at(client, path)[1])
    fields = {
        "csrf_token": client.token,
        "ref": ref[1] if ref else "",
        "step": "act",
        "reason": "lost",
        "identified": NAMED,
        "note": "by phone",
    }  # type: ignore[attr-defined]
    return client.post(path, base_url="http://first.test", data=fields | over)


def looked(client: FlaskClient, card: Card) -> str:
    """The step at which we say what we know of a card, and how risky it is."""
    return send(client, card, step="cause").text


def test_a_small_card_is_reissued_by_one_person_and_its_old_code_is_dead(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    old = code_of(house, card)
    asked = looked(support_desk, card)
    assert "You can do this alone. Because it is ₽300, within the limit of ₽500." in asked
    assert send(support_desk, card).status_code == 303
    new = newest(house, card)
    assert (new.id != card.id, new.remaining, new.expires_on, new.member_id) == (
        True,
        30_000,
        card.expires_on,
        card.member_id,
    )
    with pytest.raises(tills.CardUnusable):
        take(house, card, old)
    assert take(house, new, code_of(house, new)) == 29_900
    with house.app.app_context():
        said = execute("SELECT subject, why, before, after FROM audit_records WHERE action = 'support.reissue'").one()
    assert (said.subject, said.why, said.before["card"], said.after["card"]) == (
        f"giftcard:{new.id}", "by phone", card.public_id, new.public_id,
    )  # fmt: skip
    assert said.after["identified"] == NAMED
    for page in (f"/console/cards/{card.public_id}", f"/console/cards/{card.public_id}/reissue"):
        ended = at(support_desk, page)[1]
        assert f"/console/cards/{new.public_id}" in ended, "the replacement is a click away"
        assert "Nothing can be spent of this card." in ended
    assert f"/console/cards/{card.public_id}" in looked(support_desk, new)
    assert old not in str(said)


def test_asked_twice_it_is_reissued_once(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    first = send(support_desk, card)
    page = send(support_desk, card, ref="0" * 26)
    assert (first.status_code, page.status_code) == (303, 303)
    with house.app.app_context():
        assert execute("SELECT count(*) FROM reissues").scalar_one() == 1


def test_four_steps_lead_to_another_code_and_what_was_typed_is_never_lost(house: House) -> None:
    card, client = a_card(house), house.of("support")
    path, said = f"/console/cards/{card.public_id}/reissue", "She is in the shop."

    def step(page: str) -> str:
        return "".join(re.findall(r'name="step" value="(\w+)"', page))

    def answer(**fields: object) -> TestResponse:
        data = {"csrf_token": client.token, "ref": "A" * 26} | fields  # type: ignore[attr-defined]
        return client.post(path, base_url="http://first.test", data=data)

    asked = at(client, path)[1]
    assert (step(asked), "Because whoever gets the new code can spend" in asked) == ("caller", True)
    assert (answer(step="caller", identified=["phone"], note=said).status_code, newest(house, card).id) == (
        422,
        card.id,
    )
    heard = answer(step="caller", identified=["phone", "card"], note=said)
    assert (heard.status_code, step(heard.text), said in heard.text) == (200, "cause", True)
    assert step(at(client, path)[1]) == "cause", "the browser's own way back asks for nothing twice"
    mistaken = answer(step="cause", note=said)
    assert (mistaken.status_code, step(mistaken.text), said in mistaken.text) == (422, "cause", True)
    known = answer(step="cause", reason="damaged", note=said).text
    assert (step(known), said in known) == ("check", True)
    assert "Risk 10 of 100" in known
    assert "nobody has seen an identity document" in known
    assert "Phone number, Last four characters of a card" in known
    last = answer(step="check", reason="damaged", note=said).text
    assert (step(last), said in last, "You can do this alone." in last) == ("act", True, True)
    assert "The code cannot be read" in last
    back = [answer(step=one, back="1", reason="damaged", note=said).text for one in ("act", "check", "cause")]
    assert [step(page) for page in back] == ["check", "cause", "caller"]
    assert [said in page for page in back] == [True] * 3
    again = answer(step="caller", identified=["number", "in_person"], reason="damaged", note=said)
    assert (step(again.text), "Risk 0 of 100" in again.text) == ("check", True), "what was answered is not asked again"
    done = answer(step="act", reason="damaged", note=said)
    assert (done.status_code, done.location) == (303, path)
    new = newest(house, card)
    end = at(client, path)[1]
    assert (step(end), new.last4 in end, f"/console/cards/{new.public_id}" in end) == ("", True, True)
    with house.app.app_context():
        kept = execute("SELECT reason, identified, note FROM reissues").one()
        heard_of = execute("SELECT after FROM audit_records WHERE action = 'support.identify' ORDER BY id").scalars()
        assert [one["recognised"] for one in heard_of] == [False, True, True]
    assert tuple(kept) == ("damaged", ["number", "in_person"], said)


@pytest.mark.parametrize("why", ["dear", "shown and used"])
def test_a_dear_card_or_a_risky_one_takes_another_person(house: House, why: str) -> None:
    card, support_desk = a_card(house, 60_000 if why == "dear" else 30_000), house.of("support")
    if why != "dear":
        code = code_of(house, card)
        with house.app.app_context(), transaction():
            member = execute("SELECT id FROM members WHERE id = %(id)s", {"id": card.member_id}).scalar_one()
            giftcards.reveal(
                card.public_id, programme_id=card.programme_id, member_id=member, now=clock.now(), fresh_factor=True
            )
        take(house, card, code)
    because = "it is ₽600, and the limit is ₽500" if why == "dear" else "the risk is 40 or more"
    asked = looked(support_desk, card)
    assert f"Another person has to approve this. Because {because}." in asked
    sent = send(support_desk, card)
    assert (sent.status_code, newest(house, card).id) == (303, card.id)
    proposal = sent.headers["Location"]
    assert "/console/approvals/" in proposal
    admin = house.of("admin")
    assert "Ask for changes" not in at(admin, proposal)[1], "nobody could edit it"
    changes = {"csrf_token": admin.token, "seen": "0" * 64, "note": "another reason"}  # type: ignore[attr-defined]
    assert admin.post(f"{proposal}/changes", base_url="http://first.test", data=changes).status_code == 409
    page = at(admin, proposal)[1]
    left = "₽600" if why == "dear" else "₽299"
    assert "The phone or the printout is lost" in page
    assert f'href="/console/cards/{card.public_id}"' in page
    assert card.last4 in page
    assert re.search(r'href="/console/members/[^"]+">[^<]+, No. ', page), "whose card it is"
    assert left in _on_the_card(page)
    digest = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', at(admin, f"{proposal}/approval")[1])
    assert digest
    own = support_desk.post(
        f"{proposal}/approval", base_url="http://first.test", data={"csrf_token": support_desk.token, "seen": digest[1]}
    )  # type: ignore[attr-defined]
    assert (own.status_code >= 400, newest(house, card).id) == (True, card.id)
    done = admin.post(
        f"{proposal}/approval", base_url="http://first.test", data={"csrf_token": admin.token, "seen": digest[1]}
    )  # type: ignore[attr-defined]
    assert done.status_code == 303
    new = newest(house, card)
    assert (new.id != card.id, new.remaining) == (True, 60_000 if why == "dear" else 29_900)
    assert left in _on_the_card(at(admin, proposal)[1]), "what the approver saw"
    with house.app.app_context():
        assert execute("SELECT proposal_id IS NOT NULL FROM reissues").scalar_one()
        assert support.invariants() == []


def _on_the_card(page: str) -> str:
    row = re.search(r"<b>On the card when proposed</b>(.*?)</div>", page, re.S)
    assert row is not None
    return row[1]


def test_who_names_one_fact_alone_or_says_not_what_is_wrong_gets_nothing(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    alone = send(support_desk, card, identified=["number"])
    assert (alone.status_code, "at least two" in alone.text) == (422, True)
    assert send(support_desk, card, reason="").status_code == 422
    assert newest(house, card).id == card.id


def test_a_code_of_the_partners_own_is_not_made_anew(house: House) -> None:
    card, support_desk = a_card(house, stock=1), house.of("support")  # type: ignore[arg-type]
    sent = send(support_desk, card, ref="0" * 26)
    assert (sent.status_code, newest(house, card).id) == (409, card.id)


def partner_cancels(house: House, card: Card) -> None:
    """The partner is asked in a case about the card, and answers."""
    with house.app.app_context(), transaction(by=Actor("user", house.ids["support"])):
        opened = cases.open_case(
            house.first.id, channel="phone", category="refused", text="", contact=cases.Contact(), ref=ids.new_ref(), card=card,
            member=members.member(card.member_id), now=clock.now(),
        )  # fmt: skip
        asked = cases.ask_partner(opened.case, "", seen=opened.case.version, now=clock.now())
        [question] = cases.questions_of_case(asked.id)
        cases.answer_question(question, "cancelled", "done", now=clock.now())


def test_a_code_that_its_partner_has_cancelled_is_replaced_by_another_from_stock_while_there_is_one(
    house: House,
) -> None:
    card, support_desk = a_card(house, stock=2), house.of("support")  # type: ignore[arg-type]
    partner_cancels(house, card)
    assert "only the partner can cancel it" not in at(support_desk, f"/console/cards/{card.public_id}/reissue")[1]
    assert send(support_desk, card).status_code == 303
    new = newest(house, card)
    with house.app.app_context():
        of = execute(
            "SELECT batch_id, (SELECT count(*) FROM free_codes) AS left FROM codes c JOIN giftcards g ON g.code_id = c.id WHERE g.id = %(id)s",
            {"id": new.id},
        ).one()
    assert (new.id != card.id, new.remaining, new.expires_on, of.batch_id is not None, of.left) == (
        True, 30_000, card.expires_on, True, 0,
    )  # fmt: skip
    assert code_of(house, new) != code_of(house, card)
    assert send(support_desk, new, ref="0" * 26).status_code == 409, "the new one is the partner's own, too"
    partner_cancels(house, new)
    page = at(support_desk, f"/console/cards/{new.public_id}/reissue")[1]
    assert ("there is no other for this card" in page, f"/console/cards/{new.public_id}/withdrawal" in page) == (
        True,
        True,
    )
    refused = send(support_desk, new, ref="0" * 26, identified=["number", "order", "in_person"])
    assert (refused.status_code, newest(house, card).id) == (409, new.id)
    with house.app.app_context():
        assert [*wrong(), *support.invariants(), *codes.invariants()] == []


@pytest.mark.parametrize("who", ["finance", "other admin", "member"])
def test_others_cannot_ask_for_it(house: House, who: str) -> None:
    card = a_card(house)
    assert send(house.of(who), card).status_code in (302, 303, 403, 404)
    assert newest(house, card).id == card.id


def test_nobody_passes_a_cap_by_small_steps_with_other_money_or_on_a_card_of_their_own(house: House) -> None:
    support_desk = house.of("support")
    with house.app.app_context(), transaction():
        anna = a_member(house.first, points=9_000)
        own = a_member(house.first, points=9_000)
        execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": house.ids["support"], "id": own.id})
    first, second = a_card(house, of=anna), a_card(house, of=anna)
    with house.app.app_context():
        with transaction():
            exchanges.set_rule(house.first.id, exchanges.Rule(second.brand_id, recasts=True), now=clock.now())
        with transaction():
            parts = exchanges.split(anna, second.public_id, [15_000, 15_000], ref="into-two", now=clock.now())
    assert send(support_desk, first).status_code == 303
    asked = looked(support_desk, parts[0])
    assert "with what was done without approval in the last 24 hours it is ₽450, within the limit of ₽500" in asked
    assert send(support_desk, parts[0]).status_code == 303
    assert [newest(house, card).id != card.id for card in (first, parts[0])] == [True, True], "45 000 of 50 000"
    assert "/console/approvals/" in send(support_desk, parts[1]).headers["Location"]
    foreign = a_card(house, 100, fulfilment="own", currency="USD")
    assert "/console/approvals/" in send(support_desk, foreign).headers["Location"], "100 is not compared with roubles"
    mine = a_card(house, of=own)
    refused = send(support_desk, mine)
    assert (refused.status_code, "your own account" in refused.text) == (403, True)
    big = a_card(house, 60_000, of=own)
    proposal = send(house.of("admin"), big).headers["Location"]
    assert at(support_desk, proposal)[0] == 200
    digest = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', at(house.of("operator"), f"{proposal}/approval")[1])
    assert digest
    fields = {"csrf_token": support_desk.token, "seen": digest[1]}  # type: ignore[attr-defined]
    assert support_desk.post(f"{proposal}/approval", base_url="http://first.test", data=fields).status_code == 403
    assert newest(house, big).id == big.id


def test_a_card_whose_line_had_another_code_takes_two_whatever_it_went_on_as_and_a_gift_or_another_owner_is_no_reissue(
    house: House,
) -> None:
    support_desk = house.of("support")
    with house.app.app_context(), transaction():
        anna, olga = (a_member(house.first, points=9_000) for _ in range(2))
    card, given = a_card(house, of=anna), a_card(house, of=anna)
    assert send(support_desk, card).status_code == 303
    with house.app.app_context():
        with transaction():
            rule = exchanges.Rule(card.brand_id, gives=True, takes=True, recasts=True)
            exchanges.set_rule(house.first.id, rule, now=clock.now())
        with transaction():
            parts = exchanges.split(
                anna, newest_of(card).public_id, [10_000, 20_000], ref="split-after", now=clock.now()
            )
        with transaction():
            merged = exchanges.merge(
                anna, [one.public_id for one in parts], ref="merged-after", shorter_accepted=True, now=clock.now()
            )
        assert [support.known(one, clock.now()).in_line for one in (*parts, merged)] == [1, 1, 1]
        support_id = house.ids["support"]
        with transaction():
            proposal = approvals.propose(
                "card_rebind", given.public_id, {"member": olga.number, "by": support_id}, programme_id=house.first.id, by=support_id,
                ref=ids.new_ref(), now=clock.now(),
            )  # fmt: skip
        with transaction():
            approvals.approve(proposal.id, seen=proposal.digest, by=house.ids["admin"], now=clock.now())
        known = support.known(newest_of(given), clock.now())
        assert (known.in_line, known.of_member) == (0, 0), (
            "another owner is no reissue, and hers are not the former owner's"
        )
    assert "1 time" in looked(support_desk, merged)
    assert "/console/approvals/" in send(support_desk, merged).headers["Location"]
    with house.app.app_context():
        with transaction():
            into = a_member(house.first)
            become_one(anna, into, now=clock.now())
        theirs = a_card(house, of=into)
        assert support.known(theirs, clock.now()).of_member == 1, "a merge of memberships forgets none"


def test_the_press_that_reached_the_limit_does_nothing_more_when_it_is_repeated(house: House) -> None:
    with house.app.app_context(), transaction():
        set_of(house.first, issued_person_day=1)
    card, support_desk = a_card(house), house.of("support")
    first = send(support_desk, card)
    again = send(support_desk, card, ref="0" * 26)
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])


def test_owners_are_told_of_another_code_and_another_owner_whatever_they_want_to_be_told_otherwise(
    house: House,
) -> None:
    card, support_desk = a_card(house), house.of("support")
    with house.app.app_context(), transaction():
        execute("UPDATE members SET email = 'owner' || id || '@mail.test'")
        olga = a_member(house.first, email="olga@mail.test")
        execute(
            "INSERT INTO former_addresses (user_id, email, at) SELECT user_id, 'before@mail.test', now() FROM members WHERE id = %(id)s",
            {"id": card.member_id},
        )
        for member_id in execute("SELECT id FROM members").scalars():
            execute(
                "INSERT INTO member_notifications (member_id, kind, wanted) VALUES (%(id)s, 'orders', false)",
                {"id": member_id},
            )
    assert send(support_desk, card).status_code == 303
    new = newest(house, card)
    with house.app.app_context():
        relay.drain(clock.now())
        with transaction():
            support_id = house.ids["support"]
            proposal = approvals.propose(
                "card_rebind", new.public_id, {"member": olga.number, "by": support_id}, programme_id=house.first.id, by=support_id,
                ref=ids.new_ref(), now=clock.now(),
            )  # fmt: skip
        with transaction():
            approvals.approve(proposal.id, seen=proposal.digest, by=house.ids["admin"], now=clock.now())
        relay.drain(clock.now())
        told = execute(
            "SELECT recipient, subject FROM mails WHERE left(ref, 5) = 'card:' OR ref ~ '^card_(moved|former):' ORDER BY id"
        ).all()
    former = f"owner{card.member_id}@mail.test"
    assert [(row.recipient, row.subject) for row in told] == [
        (former, "У вашей карты «Детский мир» новый код"), ("before@mail.test", "У вашей карты «Детский мир» новый код"), ("olga@mail.test", "Карта «Детский мир» теперь ваша"),
        (former, "Ваша карта «Детский мир» теперь у другого участника"),
    ]  # fmt: skip
