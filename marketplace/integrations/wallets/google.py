"""Google Wallet: a pass is a link with a JSON Web Token, signed with RS256 by the issuer's service account, that makes the object when followed.

Format: Google, "Wallet API, Working with JWT". An object keeps its id for ever; it holds a link as its symbol, and never the code.
"""

from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from marketplace.integrations.wallets.facts import Facts

SAVE = "https://pay.google.com/gp/v/save/"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: the issuer's number, the service account's address and its private key in PEM."""

    issuer_id: str
    account: str
    key: bytes


def save_link(facts: Facts, issuer: Issuer) -> str:
    """The link that puts a card into Google's wallet."""
    claims = {
        "iss": issuer.account, "aud": "google", "typ": "savetowallet", "iat": int(facts.as_of.timestamp()), "origins": [facts.home],
        "payload": {"genericObjects": [document(facts, issuer)]},
    }  # fmt: skip
    return SAVE + jwt.encode({"alg": "RS256", "typ": "JWT"}, claims, RSAKey.import_key(issuer.key))


def document(facts: Facts, issuer: Issuer) -> dict[str, Any]:
    """The object as Google keeps it."""
    said = facts.words
    return {
        "id": f"{issuer.issuer_id}.{facts.serial}", "classId": f"{issuer.issuer_id}.card", "state": "EXPIRED" if facts.void else "ACTIVE",
        "cardTitle": _text(facts.programme), "header": _text(facts.left), "subheader": _text(facts.brand), "hexBackgroundColor": "#1d1d54",
        "barcode": {"type": "QR_CODE", "value": facts.link, "alternateText": said["open"]},
        "validTimeInterval": {"end": {"date": facts.ends_at.isoformat(timespec="seconds")}},
        "textModulesData": [
            {"id": "until", "header": said["until"], "body": said["last_day"]},
            {"id": "as_of", "header": said["as_of"], "body": said["read_at"]},
        ],
        "linksModuleData": {"uris": [{"id": "open", "uri": facts.link, "description": said["open"]}]},
    }  # fmt: skip


def _text(value: str) -> dict[str, Any]:
    return {"defaultValue": {"language": "und", "value": value}}
