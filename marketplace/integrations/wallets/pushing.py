"""Tells phones and Google that a pass has changed. Neither is told what: a phone fetches the pass anew, Google gets the object.

Formats: Apple, "Sending notification requests to APNs" (with a token of our own, ES256) and "Adding a Web Service to Update Passes"; Google,
"genericobject: patch", with an access token for the service account (RFC 7523).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from marketplace.integrations import http
from marketplace.integrations.http import Limits, Lost, NotSent, Reply
from marketplace.integrations.wallets import google
from marketplace.integrations.wallets.facts import Facts

APNS, GOOGLE, GOOGLE_TOKENS = (
    "https://api.push.apple.com",
    "https://walletobjects.googleapis.com",
    "https://oauth2.googleapis.com/token",
)
SCOPE = "https://www.googleapis.com/auth/wallet_object.issuer"
LIMITS = Limits(seconds=7, connect_seconds=3, most_bytes=64 * 1024)
# Apple takes a token for an hour and refuses new ones that come more often than every 20 minutes; Google's lasts an hour.
TOKEN_LASTS, TOKEN_SPARE = timedelta(minutes=50), timedelta(minutes=5)
BUSY = timedelta(minutes=1)
_tokens: dict[str, tuple[str, datetime]] = {}


class Told(StrEnum):
    """What became of it."""

    DONE = "done"
    GONE = "gone"  # the phone or the object is there no more, or was never made
    LATER = "later"


class Outcome(NamedTuple):
    """What became of it; where it is to be tried again, why, and when, if they say so."""

    told: Told
    again_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PushKey:
    """With what we speak to Apple's push service: the team, the key's id, the pass type and the key in PEM."""

    team: str
    key_id: str
    pass_type: str
    key: bytes = field(repr=False)


def push(device_token: bytes, by: PushKey, *, now: datetime, service: str = APNS) -> Outcome:
    """Wake a phone, so that it asks which of its passes have changed; the message itself is empty.

    Args:
        device_token: as the phone gave it when it registered.
    """
    headers = {
        "authorization": f"bearer {_apple_token(by, now)}",
        "apns-topic": by.pass_type,
        "content-type": "application/json",
    }
    try:
        reply = http.ask(
            "POST", f"{service}/3/device/{device_token.hex()}", headers=headers, content=b'{"aps":{}}', limits=LIMITS, http2=True
        )  # fmt: skip
    except (NotSent, Lost) as why:
        return Outcome(Told.LATER, why=str(why))
    if reply.status == 403:
        _tokens.pop(by.key_id, None)
    if reply.status == 410 or (reply.status == 400 and _reason(reply) in ("BadDeviceToken", "DeviceTokenNotForTopic")):
        return Outcome(Told.GONE)
    return _ended(reply, now)


def patch(
    facts: Facts, issuer: google.Issuer, *, now: datetime, service: str = GOOGLE, tokens: str = GOOGLE_TOKENS
) -> Outcome:
    """Bring the object in Google's wallet up to date. One that nobody has saved is gone."""
    body = google.document(facts, issuer)
    try:
        token = _google_token(issuer, now, tokens)
        if isinstance(token, Outcome):
            return token
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        reply = http.ask(
            "PATCH", f"{service}/walletobjects/v1/genericObject/{quote(body['id'], safe='')}", headers=headers,
            content=json.dumps(body, ensure_ascii=False).encode(), limits=LIMITS,
        )  # fmt: skip
    except (NotSent, Lost) as why:
        return Outcome(Told.LATER, why=str(why))
    if reply.status == 401:
        _tokens.pop(issuer.account, None)
    return Outcome(Told.GONE) if reply.status in (404, 410) else _ended(reply, now)


def _ended(reply: Reply, now: datetime) -> Outcome:
    """Done; or to be tried again, after as long as they ask for."""
    if 200 <= reply.status < 300:
        return Outcome(Told.DONE)
    wait, why = reply.retry_after(now), f"{reply.status} {_reason(reply)}".strip()
    if reply.status == 429:
        return Outcome(Told.LATER, now + (BUSY if wait is None else timedelta(seconds=wait)), why)
    return Outcome(Told.LATER, None if wait is None else now + timedelta(seconds=wait), why)


def _apple_token(by: PushKey, now: datetime) -> str:
    kept = _kept(by.key_id, now)
    if kept:
        return kept
    made = jwt.encode(
        {"alg": "ES256", "kid": by.key_id}, {"iss": by.team, "iat": int(now.timestamp())}, ECKey.import_key(by.key), algorithms=["ES256"]
    )  # fmt: skip
    _tokens[by.key_id] = (made, now + TOKEN_LASTS)
    return made


def _google_token(issuer: google.Issuer, now: datetime, tokens: str) -> str | Outcome:
    kept = _kept(issuer.account, now)
    if kept:
        return kept
    at = int(now.timestamp())
    claims = {"iss": issuer.account, "scope": SCOPE, "aud": GOOGLE_TOKENS, "iat": at, "exp": at + 3600}
    signed = jwt.encode({"alg": "RS256", "typ": "JWT"}, claims, RSAKey.import_key(issuer.key))
    asked = urlencode({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": signed}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    reply = http.ask("POST", tokens, headers=headers, content=asked, limits=LIMITS)
    said = _json(reply)
    token, lasts = said.get("access_token"), said.get("expires_in")
    if reply.status != 200 or not isinstance(token, str) or not isinstance(lasts, int):
        again = _ended(reply, now)
        return again if again.told is Told.LATER else Outcome(Told.LATER, why="no token in the answer")
    _tokens[issuer.account] = (token, now + timedelta(seconds=lasts) - TOKEN_SPARE)
    return token


def _kept(name: str, now: datetime) -> str:
    token, until = _tokens.get(name, ("", now))
    return token if now < until else ""


def _reason(reply: Reply) -> str:
    """Apple's word for why it refused."""
    reason = _json(reply).get("reason")
    return reason[:40] if isinstance(reason, str) and reason.isalnum() else ""


def _json(reply: Reply) -> Mapping[str, Any]:
    try:
        said = json.loads(reply.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
