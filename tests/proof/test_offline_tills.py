"""What holds of codes and cards holds of tills without a network, too: passes cannot be made up, guessed, told apart, or stolen."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from marketplace import giftcards, tills
from marketplace.core import audit, signing, vault
from marketplace.core.db import execute, transaction
from marketplace.tills.offline import packages, passes
from tests.builders.functions import function_changed
from tests.builders.orders import NOW, a_shelf
from tests.builders.tills import PIN, Offline, Till, a_terminal, a_till, goes_offline, left
from tests.proof.leaks.canaries import search, written
from tests.proof.plugin import Proof
from tests.proof.test_theft import Booty, here

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def shown(till: Till) -> str:
    """The pass on the owner's screen."""
    text = tills.give_pass(giftcards.card_by_id(till.card.id), pin="", now=NOW)
    assert text, "the card has one"
    return text


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        made = a_till()
        goes_offline(made.terminal)
        return made


def nearly(text: str) -> list[str]:
    """All that differ from a pass by one character, or by two neighbours that changed places; the last carries bits that say nothing."""
    places = range(len(passes.PREFIX), len(text) - 1)
    wrong = [text[:at] + other + text[at + 1 :] for at in places for other in SYMBOLS if other != text[at]]
    return wrong + [text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in places if text[at] != text[at + 1]]


def taken(texts: list[str]) -> list[str]:
    """Which of these a till without a network would take for passes of ours."""
    found = []
    for text in texts:
        try:
            passes.read(text)
        except tills.BadPass:
            continue
        found.append(text)
    return found


@pytest.mark.proof("P21")
def test_every_single_error_and_neighbour_swap_in_a_pass_is_caught_without_asking(till: Till, proof: Proof) -> None:
    with transaction():
        text = shown(till)
    wrong = nearly(text)
    wrong = wrong if proof.full else proof.random.sample(wrong, 400)
    assert taken([text]) == [text]
    assert taken(wrong) == []
    proof.count("passes with an error, all caught", len(wrong))


@pytest.mark.proof("P21", control=True)
def test_control_without_its_signature_a_changed_pass_is_taken(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        text = shown(till)
    monkeypatch.setattr(signing, "is_signed", lambda *_: True)
    assert taken(nearly(text)[-400:-200])


def forged(text: str, number: int) -> str:
    """A pass as somebody makes it who has seen one, and has no key."""
    said = replace(passes.read(text), mark=number.to_bytes(passes.MARK_BYTES, "big"))
    return passes.written(said)[:-40] + text[-40:]


def tried(till: Till, many: int) -> int:
    """How many made-up passes a till looks up, one a second."""
    looked = 0
    with transaction():
        text = shown(till)
    for number in range(many):
        try:
            with transaction():
                tills.find(till.terminal, forged(text, number), now=NOW + number * SECOND)
        except tills.CardUnusable:
            looked += 1
        except tills.TooManyCodes:
            continue
    return looked


@pytest.mark.proof("P22")
def test_passes_that_are_made_up_count_as_guesses_and_none_is_booked(till: Till, proof: Proof) -> None:
    many = proof.size(30, 600)
    looked = tried(till, many)
    assert looked <= 10 * (1 + many // 60)
    with transaction():
        text, off = shown(till), Offline.going(till.terminal)
    for number in range(many):
        with pytest.raises(tills.BadPass), transaction():
            off.bring(f"F{number}", forged(text, number), 100, NOW)
    assert execute("SELECT count(*) FROM offline_takings").scalar_one() == 0
    with transaction():
        assert off.bring("mine", text, 100, NOW).taken == 100, "its owner is not held up by it"
    proof.count("made-up passes", 2 * many)


@pytest.mark.proof("P22", control=True)
def test_control_where_made_up_passes_are_not_counted_all_are_looked_up(till: Till, owner_url: str) -> None:
    with function_changed(owner_url, "terminal_find", "wait := till_wait(p_terminal, p_user, p_now);", "wait := 0;"):
        assert tried(till, 20) == 20


@pytest.mark.proof("P23")
def test_a_card_with_a_pin_cannot_be_taken_without_a_network_at_all(till: Till, proof: Proof) -> None:
    with transaction():
        cards = proof.size(3, 200)
        assert [tills.give_pass(till.card, pin=PIN, now=NOW + at * SECOND) for at in range(cards)] == [""] * cards
    assert execute("SELECT count(*) FROM offline_passes").scalar_one() == 0
    proof.count("passes asked for a card with a PIN, none given", cards)


@pytest.mark.proof("P23", control=True)
def test_control_a_pass_in_spite_of_a_pin_is_taken_without_it(till: Till) -> None:
    with transaction():
        text, off = shown(till), Offline.going(till.terminal)
        assert off.take(text, 3_000) == ""
        assert [one.taken for one in off.sync()] == [3_000]
    assert left(till.card) == (7_000, "active"), "nobody asked for the PIN"


def told(till: Till, terminal: tills.Terminal) -> set[tuple[str, ...]]:
    """What a till without a right to the card is told of passes that are good, made up, over, of a frozen card, and of a wrong code."""
    with transaction():
        text = shown(till)
    seen: set[tuple[str, ...]] = set()
    for at, code in enumerate((text, forged(text, 1), text[:-1], "MOCK-0000-0000", "later", "frozen")):
        moment = NOW + (8 * DAY if code == "later" else at * SECOND)
        if code == "frozen":
            with transaction():
                giftcards.freeze(till.card.public_id, member=till.member, now=NOW)
        with pytest.raises(tills.CardUnusable) as no, transaction():
            tills.find(terminal, text if code in ("later", "frozen") else code, now=moment)
        seen.add((no.value.code, *sorted(no.value.facts)))
    return seen


@pytest.mark.proof("P24")
def test_a_till_without_a_right_to_a_card_is_told_the_same_of_every_pass(till: Till, proof: Proof) -> None:
    with transaction():
        stranger = a_terminal(a_shelf(till.shelf.programme).brand.partner_id)
    assert told(till, stranger) == {("card_unusable", "number")}
    proof.count("passes alike to a stranger", 6)


@pytest.mark.proof("P24", control=True)
def test_control_a_till_that_may_take_the_card_is_told_more(till: Till) -> None:
    with transaction():
        frozen = shown(till)
        giftcards.freeze(till.card.public_id, member=till.member, now=NOW)
    with pytest.raises(tills.CardUnusable) as no, transaction():
        tills.find(till.terminal, frozen, now=NOW)
    assert no.value.facts["reason"] == "frozen"


def needles(texts: list[str]) -> set[bytes]:
    """Passes, and the keys that make them, in every form in which they could stand somewhere."""
    keys = [vault.installed().seed(b"ed25519\0" + one.to_bytes(4, "big")).hex() for one in vault.installed().key_ids]
    return {form for secret in (*texts, *keys) for form in written(secret)}


def worked(till: Till) -> list[str]:
    """Passes are given, taken without a network, brought, brought wrongly, and shown at a till."""
    with transaction():
        text, off = shown(till), Offline.going(till.terminal)
        off.take(text, 3_000)
        off.sync()
        tills.find(till.terminal, text, now=NOW)
    for number, wrong in enumerate((text[:-20] + "A" * 20, text[:-1], "")):
        with pytest.raises(tills.BadPass), transaction():
            off.bring(f"W{number}", wrong, 100, NOW)
    return [text]


def stolen(booty: Booty, texts: list[str]) -> set[bytes]:
    """What of it stands in the dump of the database, or in the shop's folder."""
    booty.steal()
    assert b"INSERT INTO public.offline_takings" in (booty.folder / "dump.sql").read_bytes()
    return search(needles(texts), booty.folder, but=[booty.key_file])


@pytest.fixture
def booty(request: pytest.FixtureRequest, tmp_path: Path) -> Booty:
    return here(request, tmp_path)


@pytest.mark.proof("P28")
def test_a_thief_without_the_key_file_has_no_pass_and_can_make_none(till: Till, booty: Booty, proof: Proof) -> None:
    texts = worked(till)
    assert stolen(booty, texts) == set()
    proof.count("passes and signing keys sought, 0 found", len(texts) + len(vault.installed().key_ids))


@pytest.mark.proof("P28", control=True)
def test_control_a_pass_or_key_that_was_written_down_is_found(till: Till, booty: Booty) -> None:
    texts = worked(till)
    key = vault.installed().seed(b"ed25519\0" + signing.signing_key().to_bytes(4, "big")).hex()
    for number, slip in enumerate((texts[0], key), 1):
        with transaction():
            audit.record("tests.write", "thing:1", at=NOW, after={"said": slip})
        assert len(stolen(booty, texts)) >= number


@pytest.mark.proof("P27")
def test_a_pass_is_in_no_log_and_no_error(till: Till, proof: Proof, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    texts = worked(till)
    with transaction():
        given = packages.package(till.terminal, device=tills.Device("one"), now=NOW)
    said = caplog.text + repr(passes.read(texts[0])) + repr(given)
    assert [form for form in needles(texts) if form.decode(errors="replace") in said] == []
    proof.count("passes through errors, 0 found in logs", len(texts))


@pytest.mark.proof("P27", control=True)
def test_control_a_pass_in_an_error_is_found(till: Till, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    texts = worked(till)
    logging.getLogger("marketplace").warning("a till brought %s", texts[0])
    assert any(form.decode(errors="replace") in caplog.text for form in needles(texts))
