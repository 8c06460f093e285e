"""Passes for wallets: signed so that others can check it, whole, and without the code."""

import hashlib
import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from flask import Flask
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import RSAKey

from marketplace import codes, giftcards, wallets
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction
from marketplace.integrations.wallets import Facts, Keys, apple, google
from tests.builders.cardholders import Holder, a_holder
from tests.builders.codes import in_the_clear
from tests.builders.identity import a_user

PASS_TYPE = "pass.org.example.cards"
FACTS = Facts(
    serial="0" * 26, token="secret", programme="Высота", brand="МАЙ", left="1 000 ₽", as_of=datetime(2026, 11, 21, tzinfo=UTC),
    ends_at=datetime(2027, 11, 22, tzinfo=UTC), void=False, link="https://shop.test/cards/X/till", home="https://shop.test",
    words=dict.fromkeys(("description", "until", "as_of", "open", "changed", "last_day", "read_at"), "…"),
)  # fmt: skip


def keys() -> Keys:
    """A certificate that signs itself, as an operator's would be signed by Apple."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, PASS_TYPE)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Keys(certificate.public_bytes(serialization.Encoding.PEM), plain)


@pytest.fixture(scope="module")
def issuer() -> apple.Issuer:
    return apple.Issuer(PASS_TYPE, "TEAM", keys())


def opened(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def verified(files: dict[str, bytes], issuer: apple.Issuer, folder: Path) -> bool:
    """What openssl says of the detached signature over the manifest."""
    for name in ("signature", "manifest.json"):
        (folder / name).write_bytes(files[name])
    (folder / "ca.pem").write_bytes(issuer.keys.certificate)
    asked = [
        "openssl",
        "smime",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "signature",
        "-content",
        "manifest.json",
        "-CAfile",
        "ca.pem",
        "-purpose",
        "any",
        "-noverify",
    ]
    return subprocess.run(asked, cwd=folder, capture_output=True, check=False).returncode == 0


def test_a_pass_for_apple_is_signed_and_its_manifest_names_every_file(issuer: apple.Issuer, tmp_path: Path) -> None:
    files = opened(apple.package(FACTS, issuer, b"png"))
    manifest = json.loads(files["manifest.json"])
    assert manifest == {
        name: hashlib.sha1(body, usedforsecurity=False).hexdigest()
        for name, body in files.items()
        if name not in ("manifest.json", "signature")
    }
    assert verified(files, issuer, tmp_path)
    assert not verified(files | {"manifest.json": files["manifest.json"] + b" "}, issuer, tmp_path)
    said = json.loads(files["pass.json"])
    assert (said["serialNumber"], said["voided"], said["barcodes"][0]["message"]) == (FACTS.serial, False, FACTS.link)


def test_a_pass_for_google_is_a_signed_token_that_another_key_does_not_open() -> None:
    of = keys()
    link = google.save_link(FACTS, google.Issuer("338", "wallet@example.org", of.key))
    token = link.removeprefix(google.SAVE)
    public = (
        x509.load_pem_x509_certificate(of.certificate)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    claims = jwt.decode(token, RSAKey.import_key(public), algorithms=["RS256"]).claims
    [made] = claims["payload"]["genericObjects"]
    assert (claims["aud"], made["id"], made["barcode"]["value"]) == ("google", f"338.{FACTS.serial}", FACTS.link)
    other = (
        x509.load_pem_x509_certificate(keys().certificate)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    with pytest.raises(BadSignatureError):
        jwt.decode(token, RSAKey.import_key(other), algorithms=["RS256"])


@pytest.fixture
def anna(app: Flask, issuer: apple.Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Holder:
    """Anna, in a shop whose operator has set Apple's wallet up."""
    paths = {"apple_pass_certificate": tmp_path / "c.pem", "apple_pass_key": tmp_path / "k.pem"}
    paths["apple_pass_certificate"].write_bytes(issuer.keys.certificate)
    paths["apple_pass_key"].write_bytes(issuer.keys.key)
    settings = app.config["SETTINGS"].model_copy(update=paths | {"apple_pass_type": PASS_TYPE, "apple_team": "TEAM"})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return a_holder(app)


def said(answer: Any) -> dict[str, Any]:
    return dict(json.loads(opened(answer.data)["pass.json"]))


def test_a_phone_takes_a_pass_hears_of_changes_and_sees_it_void_once_the_card_is_another(
    app: Flask, anna: Holder
) -> None:
    assert "Apple Wallet" in anna.get(anna.page).text
    first = said(anna.get(f"{anna.page}/wallet/apple"))
    assert said(anna.get(f"{anna.page}/wallet/apple"))["serialNumber"] == first["serialNumber"]
    with app.app_context():
        [row] = anna.rows("SELECT code_id FROM giftcards WHERE id = %(id)s", id=anna.card.id)
        assert in_the_clear(row.code_id).code not in json.dumps(first)
    phone, serial = app.test_client(), first["serialNumber"]
    own, listed = f"/wallet/v1/passes/{PASS_TYPE}/{serial}", f"/wallet/v1/devices/phone/registrations/{PASS_TYPE}"
    key = {"Authorization": f"ApplePass {first['authenticationToken']}"}
    for wrong in ({}, {"Authorization": "ApplePass nonsense"}):
        assert phone.get(own, headers=wrong).status_code == 401
        assert phone.post(f"{listed}/{serial}", json={"pushToken": "00ff"}, headers=wrong).status_code == 401
    assert phone.get(own.replace(serial, "0" * 26), headers=key).status_code == 401, "an unknown serial looks alike"
    assert phone.post(f"{listed}/{serial}", json={"pushToken": "00ff"}, headers=key).status_code == 201
    assert phone.post(f"{listed}/{serial}", json={"pushToken": "00ff"}, headers=key).status_code == 200
    since = phone.get(listed).json["lastUpdated"]
    assert phone.get(listed, query_string={"passesUpdatedSince": since}).status_code == 204
    taken = phone.get(own, headers=key)
    assert phone.get(own, headers=key | {"If-Modified-Since": taken.headers["Last-Modified"]}).status_code == 304
    anna.use(10_000)
    assert phone.get(listed, query_string={"passesUpdatedSince": since}).json["serialNumbers"] == [serial]
    assert said(phone.get(own, headers=key))["storeCard"]["primaryFields"][0]["value"] == "200\u00a0₽"
    after = datetime.combine(anna.card.expires_on + timedelta(days=2), time(), UTC)
    with time_machine.travel(after, tick=False):
        over = said(phone.get(own, headers=key))
        [read_at] = [one["value"] for fields in over["storeCard"].values() for one in fields if one["key"] == "as_of"]
        ends_at = datetime.fromisoformat(over["expirationDate"])
        assert (over["voided"], ends_at <= after, datetime.fromisoformat(read_at)) == (True, True, after)
    with app.app_context():
        with transaction():
            new = giftcards.reissue(anna.card, codes.mint(anna.card.brand_id), ref="reissue-1", now=clock.now())
            execute(
                """INSERT INTO reissues (programme_id, old_card_id, new_card_id, reason, identified, risk, note, asked_by, at)
                   VALUES (%(programme)s, %(old)s, %(new)s, 'lost', '{number,order}', 0, '', %(by)s, %(now)s)""",
                {
                    "programme": new.programme_id,
                    "old": anna.card.id,
                    "new": new.id,
                    "by": a_user().id,
                    "now": clock.now(),
                },
            )
        db.session.remove()
    assert said(phone.get(own, headers=key))["voided"] is True
    fresh = said(anna.get(f"/cards/{new.public_id}/wallet/apple"))
    assert fresh["serialNumber"] != serial
    assert fresh["voided"] is False
    assert phone.delete(f"{listed}/{serial}", headers=key).status_code == 200
    assert phone.get(listed).status_code == 204
    with app.app_context(), pytest.raises(wallets.NoPass):
        wallets.pass_of("1" * 26)


def test_without_a_key_there_is_no_button_and_no_service(app: Flask) -> None:
    anna = a_holder(app)
    assert "Wallet" not in anna.get(anna.page).text
    assert anna.get(f"{anna.page}/wallet/google").status_code == 404
    assert app.test_client().get(f"/wallet/v1/passes/{PASS_TYPE}/{'0' * 26}").status_code == 404
