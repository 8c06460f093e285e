"""Apple Wallet: a pass is a ZIP of pass.json, pictures and manifest.json, whose detached PKCS #7 signature lies beside it.

Format: Apple, "Wallet Passes" (PassKit Package Format Reference). Updates: "Adding a Web Service to Update Passes". A pass names its web
service and token for as long as it lives, so both are fixed when it is made.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs7

from marketplace.integrations.wallets.facts import Facts, Keys

CONTENT_TYPE = "application/vnd.apple.pkpass"
# Seconds since 1970 would have the same file twice; a ZIP's own first day keeps the bytes the same for the same facts.
_STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: the pass type's identifier, the team's, and the keys."""

    pass_type: str
    team: str
    keys: Keys


def package(facts: Facts, issuer: Issuer, icon: bytes) -> bytes:
    """The signed file of a pass.

    Args:
        icon: a square PNG, which Apple asks of every pass.
    """
    files = {
        "pass.json": json.dumps(document(facts, issuer), ensure_ascii=False, sort_keys=True).encode(),
        "icon.png": icon,
        "icon@2x.png": icon,
    }
    manifest = json.dumps(
        {name: hashlib.sha1(body, usedforsecurity=False).hexdigest() for name, body in files.items()}, sort_keys=True
    ).encode()
    files |= {"manifest.json": manifest, "signature": signature(manifest, issuer.keys)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), body, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def document(facts: Facts, issuer: Issuer) -> dict[str, Any]:
    """What a pass says. Its symbol holds a link, so that a photo of it is worth nothing."""
    said = facts.words
    return {
        "formatVersion": 1, "passTypeIdentifier": issuer.pass_type, "teamIdentifier": issuer.team, "serialNumber": facts.serial,
        "organizationName": facts.programme, "description": said["description"], "logoText": facts.programme,
        "webServiceURL": f"{facts.home}/wallet/", "authenticationToken": facts.token, "sharingProhibited": True,
        "expirationDate": facts.ends_at.isoformat(timespec="seconds"), "voided": facts.void,
        "backgroundColor": "rgb(29, 29, 84)", "foregroundColor": "rgb(255, 255, 255)", "labelColor": "rgb(200, 200, 230)",
        "barcodes": [{"format": "PKBarcodeFormatQR", "message": facts.link, "messageEncoding": "utf-8", "altText": said["open"]}],
        "storeCard": {
            "primaryFields": [{"key": "left", "label": facts.brand, "value": facts.left, "changeMessage": said["changed"]}],
            "secondaryFields": [{"key": "until", "label": said["until"], "value": said["last_day"]}],
            "auxiliaryFields": [{
                "key": "as_of", "label": said["as_of"], "value": facts.as_of.isoformat(timespec="seconds"),
                "dateStyle": "PKDateStyleShort", "timeStyle": "PKDateStyleShort",
            }],
            "backFields": [{"key": "open", "label": said["open"], "value": facts.link, "attributedValue": f"<a href='{facts.link}'>{said['open']}</a>"}],
        },
    }  # fmt: skip


def signature(manifest: bytes, keys: Keys) -> bytes:
    """A detached PKCS #7 signature in DER, with the certificates that a phone needs to follow it."""
    key = serialization.load_pem_private_key(keys.key, password=None)
    assert isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey), "checked when the settings are read"
    builder = pkcs7.PKCS7SignatureBuilder().set_data(manifest)
    builder = builder.add_signer(x509.load_pem_x509_certificate(keys.certificate), key, hashes.SHA256())
    for one in x509.load_pem_x509_certificates(keys.intermediate) if keys.intermediate else []:
        builder = builder.add_certificate(one)
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
