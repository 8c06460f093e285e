"""Passes kept up to date: phones are woken and Google's object follows whatever happens to the card, through whatever fails on the way."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from flask import Flask
from joserfc.jwk import ECKey, RSAKey

from marketplace import giftcards
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction
from marketplace.integrations.http import Limits
from marketplace.integrations.practising import running
from marketplace.integrations.wallets import pushing
from marketplace.integrations.wallets.practice import Practice
from marketplace.jobs import outbox, wallets
from marketplace.wallets import passes
from tests.builders.cardholders import Holder, a_holder
from tests.integrations.test_wallets import PASS_TYPE, keys, opened

TEAM, KEY_ID, ACCOUNT, ISSUER = "TEAM", "KEY123", "wallet@example.org", "338"
PUSH_TOKEN = "00ff" * 16


def pem(key: Any) -> bytes:
    return bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.fixture
def services(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    """Both services at work, and a shop whose operator has set them up."""
    push, account = pem(ec.generate_private_key(ec.SECP256R1())), pem(rsa.generate_private_key(65537, 2048))
    signer = keys()
    files = {"c.pem": signer.certificate, "k.pem": signer.key, "push.p8": push, "google.pem": account}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    settings = app.config["SETTINGS"].model_copy(update={
        "apple_pass_type": PASS_TYPE, "apple_team": TEAM, "apple_pass_certificate": tmp_path / "c.pem", "apple_pass_key": tmp_path / "k.pem",
        "apple_push_key": tmp_path / "push.p8", "apple_push_key_id": KEY_ID, "google_wallet_issuer": ISSUER, "google_wallet_account": ACCOUNT,
        "google_wallet_key": tmp_path / "google.pem",
    })  # fmt: skip
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    monkeypatch.setattr(pushing, "_tokens", {})
    monkeypatch.setattr(pushing, "LIMITS", Limits(1, 1, 2**16))
    practice = Practice(
        ECKey.import_key(push), RSAKey.import_key(account), TEAM, PASS_TYPE, now=lambda: clock.now().timestamp()
    )
    practice.slow_seconds = 1.5
    with running(practice) as url:
        monkeypatch.setattr(pushing.push, "__kwdefaults__", {"service": url})
        monkeypatch.setattr(pushing.patch, "__kwdefaults__", {"service": url, "tokens": f"{url}/token"})
        yield practice


@pytest.fixture
def anna(app: Flask, services: Practice) -> Holder:
    """Anna, with her card on a phone and in Google's wallet."""
    holder = a_holder(app)
    document = json.loads(opened(holder.get(f"{holder.page}/wallet/apple").data)["pass.json"])
    phone = app.test_client().post(
        f"/wallet/v1/devices/phone/registrations/{PASS_TYPE}/{document['serialNumber']}", json={"pushToken": PUSH_TOKEN},
        headers={"Authorization": f"ApplePass {document['authenticationToken']}"},
    )  # fmt: skip
    assert phone.status_code == 201
    assert holder.get(f"{holder.page}/wallet/google").status_code == 302
    services.objects[f"{ISSUER}.{document['serialNumber']}"] = {}
    return holder


def kept(app: Flask, later: timedelta = timedelta()) -> list[tuple[str, bool, str]]:
    """Let the worker keep what is due; the promises about passes that are due by then: topic, whether it is kept, and what stands in the way."""
    with app.app_context():
        outbox.drain(clock.now() + later)
        db.session.remove()
        rows = execute(
            "SELECT topic, kept_at IS NOT NULL AS kept, last_error FROM outbox WHERE topic LIKE 'wallets.%%' AND promised_at + interval '1 day' > due_at ORDER BY id"
        )
        return [(row.topic, row.kept, row.last_error) for row in rows]


def shown(services: Practice) -> tuple[str, str]:
    """What Google shows: what is left, and whether it can be used."""
    [one] = services.objects.values()
    return one["header"]["defaultValue"]["value"].replace("\u00a0", " "), one["state"]


def test_each_change_wakes_the_phone_once_and_google_follows(app: Flask, services: Practice, anna: Holder) -> None:
    assert kept(app) == [], "nothing has changed yet"
    anna.use(10_000)
    assert kept(app) == [("wallets.push", True, ""), ("wallets.patch", True, "")]
    assert (services.pushed, shown(services)) == ([PUSH_TOKEN], ("200 ₽", "ACTIVE"))
    kept(app)
    assert services.pushed == [PUSH_TOKEN], "told once"
    for step, state in ((giftcards.freeze, "EXPIRED"), (giftcards.unfreeze, "ACTIVE")):
        with app.app_context(), transaction():
            step(anna.card.public_id, member=anna.member, now=clock.now())
        kept(app)
        assert shown(services)[1] == state
    assert (len(services.pushed), services.tokens_given) == (3, 1)
    with app.app_context(), transaction():
        giftcards.reveal(
            anna.card.public_id,
            programme_id=anna.card.programme_id,
            member_id=anna.card.member_id,
            now=clock.now(),
            fresh_factor=True,
        )
    kept(app)
    assert len(services.pushed) == 3, "a pass does not show who has looked at the code"


def test_on_the_last_day_both_are_told_without_anything_happening(app: Flask, services: Practice, anna: Holder) -> None:
    """The phone's whole round: it is woken, asks what has changed, and takes the pass, which says that it is over."""
    phone, zone = app.test_client(), ZoneInfo(anna.shelf.programme.time_zone)
    kept(app)  # what was promised when she bought it: her letter
    [[serial]] = anna.rows("SELECT serial FROM wallet_passes")
    with app.app_context():
        key = {"Authorization": f"ApplePass {passes.token(passes.pass_of(serial))}"}
        db.session.remove()
    listed, own = f"/wallet/v1/devices/phone/registrations/{PASS_TYPE}", f"/wallet/v1/passes/{PASS_TYPE}/{serial}"
    since = phone.get(listed).json["lastUpdated"]
    taken = phone.get(own, headers=key).headers["Last-Modified"]

    def round_at(day: date, hour: int) -> tuple[int, list[str], bool | None]:
        """How often the phone has been woken by then, of what it hears, and whether its pass is void; None: it has that pass already."""
        nonlocal since, taken
        with time_machine.travel(datetime.combine(day, time(hour), zone), tick=False):
            kept(app)
            news = phone.get(listed, query_string={"passesUpdatedSince": since})
            fresh = phone.get(own, headers=key | {"If-Modified-Since": taken})
        since = news.json["lastUpdated"] if news.status_code == 200 else since
        taken = fresh.headers.get("Last-Modified", taken)
        void = json.loads(opened(fresh.data)["pass.json"])["voided"] if fresh.status_code == 200 else None
        return len(services.pushed), news.json["serialNumbers"] if news.status_code == 200 else [], void

    last = anna.card.expires_on
    assert round_at(last, 23) == (0, [], None)
    assert round_at(last + timedelta(days=1), 1) == (1, [serial], True)
    assert shown(services)[1] == "EXPIRED"
    assert round_at(last + timedelta(days=1), 2) == (1, [], None), "it knows"
    later = last + timedelta(days=40)
    over = datetime.combine(last + timedelta(days=2), time(12), UTC)
    with time_machine.travel(over, tick=False), app.app_context(), transaction():
        giftcards.extend(anna.card, later, "goodwill", note="", now=clock.now())
    assert round_at(last + timedelta(days=2), 16) == (2, [serial], False), "put off, it is good again"
    assert round_at(later, 23) == (2, [], None)
    assert round_at(later + timedelta(days=1), 1) == (3, [serial], True), "and over on its new last day"
    assert shown(services)[1] == "EXPIRED"


def test_what_fails_is_tried_again_when_they_ask_for_it_and_a_phone_that_has_left_is_forgotten(
    app: Flask, services: Practice, anna: Holder
) -> None:
    for faults, why in (
        ([(429, {"Retry-After": "90"})] * 2, "429"), ([(0, {}), (0, {})], "timed out"), ([(500, {})] * 2, "500"),
    ):  # fmt: skip
        services.faults.extend(faults)
        before = len(services.pushed)
        anna.use(100)
        found = kept(app)
        assert [(one[1], why in one[2]) for one in found if not one[1]] == [(False, True)] * 2, (why, found)
        if why == "429":
            assert any(not one[1] for one in kept(app, timedelta(seconds=80))), "not before they ask for it"
        assert all(one[1] for one in kept(app, timedelta(minutes=20)))
        assert len(services.pushed) == before + 1
    services.faults.append((410, {}))
    anna.use(100)
    with app.app_context():
        outbox.drain(clock.now() + timedelta(minutes=30))
        assert execute("SELECT count(*) FROM wallet_devices").scalar_one() == 0
    services.objects.clear()
    anna.use(100)
    assert all(one[1] for one in kept(app, timedelta(hours=1))), "an object that nobody saved needs nothing"


def test_without_a_push_key_the_service_answers_and_nothing_is_pushed(
    app: Flask, services: Practice, anna: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.config,
        "SETTINGS",
        app.config["SETTINGS"].model_copy(update={"apple_push_key": None, "google_wallet_issuer": ""}),
    )
    anna.use(10_000)
    assert all(one[1] for one in kept(app))
    assert (services.pushed, services.tokens_given) == ([], 0)


def test_a_key_that_apple_does_not_know_is_said_to_staff_and_never_pushed_for_ever(
    app: Flask, services: Practice, anna: Holder
) -> None:
    services.push_key = ECKey.generate_key("P-256")
    anna.use(10_000)
    assert [one for one in kept(app) if not one[1]] == [
        ("wallets.push", False, "WalletSilent: 403 InvalidProviderToken")
    ]
    with app.app_context(), pytest.raises(wallets.WalletSilent):
        wallets.push(execute("SELECT ref FROM outbox WHERE topic = 'wallets.push' ORDER BY id DESC").scalars()[0])
