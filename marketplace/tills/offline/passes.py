"""A card's pass: what its QR code carries at a till, signed by us, so that a till can take the card without asking.

`VT1` and base 32 (RFC 4648, no padding) of 53 bytes and their Ed25519 signature, numbers with the high byte first:

    version 1 · key number 4 · mark of the card 16 · value 8 · currency 3 · mark of the issuer 4 · given at 4 · good until 4 · flags 1
    (bit 0: part of it may be taken) · last characters of the code 8, UTF-8 filled up with zeros

A mark names a card or partner to us alone: it is a keyed digest. Of the code a pass holds no more than its last characters.
"""

import base64
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from marketplace.core import signing, vault
from marketplace.tills.errors import BadPass

PREFIX, VERSION = "VT1", 1
MARK_BYTES, ISSUER_BYTES = 16, 4
_FORM = struct.Struct(f">BI{MARK_BYTES}sQ3s{ISSUER_BYTES}sIIB8s")
_TEXT = len(PREFIX) + -(-(_FORM.size + signing.SIGNATURE_BYTES) * 8 // 5)


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass says: which card, what was left of it in minor units when it was given, whose it is, how long the pass is good."""

    mark: bytes
    value: int
    currency: str
    issuer: bytes
    at: datetime
    until: datetime
    part_use: bool
    last4: str


def written(of: Pass) -> str:
    """The text of a pass, signed with the newest key."""
    key_id = signing.signing_key()
    said = _FORM.pack(
        VERSION, key_id, of.mark, of.value, of.currency.encode(), of.issuer, int(of.at.timestamp()), int(of.until.timestamp()),
        int(of.part_use), of.last4.encode()[:8],
    )  # fmt: skip
    return PREFIX + base64.b32encode(said + signing.sign(key_id, said)).decode().rstrip("=")


def is_pass(text: str) -> bool:
    """Whether a text that was read looks like a pass; no code is as long."""
    return len(text) == _TEXT and text[: len(PREFIX)].upper() == PREFIX


def read(text: str) -> Pass:
    """What a pass says. Raises BadPass: it is none of ours."""
    if not is_pass(text):
        raise BadPass
    body = text[len(PREFIX) :].upper()
    try:
        whole = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        raise BadPass from None
    said, signature = whole[: _FORM.size], whole[_FORM.size :]
    version, key_id, mark, value, currency, issuer, at, until, flags, last4 = _FORM.unpack(said)
    if version != VERSION or not signing.is_signed(key_id, said, signature):
        raise BadPass
    return Pass(
        mark, value, currency.decode(), issuer, datetime.fromtimestamp(at, UTC), datetime.fromtimestamp(until, UTC), bool(flags & 1),
        last4.rstrip(b"\0").decode(errors="ignore"),
    )  # fmt: skip


def card_mark(public_id: str) -> bytes:
    """How passes and filters name a card."""
    return vault.digest(b"pass of card\0" + public_id.encode())[:MARK_BYTES]


def issuer_mark(partner_id: int) -> bytes:
    """How passes and packages name a partner."""
    return vault.digest(b"pass of issuer\0" + partner_id.to_bytes(8, "big"))[:ISSUER_BYTES]
