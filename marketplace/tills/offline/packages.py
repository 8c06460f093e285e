"""What a terminal takes along while it has a network, and the passes of cards that it can then check by itself."""

import base64
import binascii
import hmac
import struct
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from marketplace import partners, programmes
from marketplace.core import signing, vault
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.tills.errors import NoPackage
from marketplace.tills.offline import dead, passes, rules
from marketplace.tills.offline.holders import hold
from marketplace.tills.offline.terms import terms_of
from marketplace.tills.offline.values import Device, Package
from marketplace.tills.values import Terminal

_REF, _MAC_BYTES = struct.Struct(">QI"), 8
# A pass that is still good, of a card that is not: such cards alone can be shown to a terminal that cannot ask.
_DEAD = """SELECT p.mark FROM offline_passes p JOIN giftcards g ON g.id = p.giftcard_id JOIN brands b ON b.id = g.brand_id
    WHERE p.until > %(now)s AND (g.state <> 'active' OR g.expires_on < %(today)s) AND b.partner_id = ANY (%(issuers)s)"""
_TAKEN_FROM = """SELECT %(partner)s::bigint AS id UNION SELECT issuer_partner_id FROM acceptances
    WHERE acceptor_partner_id = %(partner)s AND ended_at IS NULL"""
_OFFERED = """SELECT FROM offline_terms t JOIN terminals ON terminals.id = t.terminal_id
    WHERE t.ended_at IS NULL AND terminals.closed_at IS NULL AND t.currency = %(currency)s AND till_accepts(terminals.partner_id, %(issuer)s)
    LIMIT 1"""
_GIVE = """INSERT INTO offline_passes AS p (giftcard_id, mark, until) VALUES (%(card)s, %(mark)s, %(until)s)
    ON CONFLICT (giftcard_id) DO UPDATE SET until = greatest(p.until, excluded.until)"""


def package(of: Terminal, *, device: Device, now: datetime) -> Package:
    """What a terminal needs to go on without a network for `rules.PACKAGE_LASTS`, given to one device at a time.

    Raises:
        OfflineOff: its owner has not switched it on. OfflineElsewhere: another device holds a package.
    """
    terms, at = terms_of(of), now.replace(microsecond=0)
    holder_id = hold(of, terms, device, until=at + rules.PACKAGE_LASTS, now=now)
    issuers = [row.id for row in execute(_TAKEN_FROM, {"partner": of.partner_id})]
    today = programmes.get(of.programme_id).day(now)
    rows = execute(_DEAD, {"now": now, "today": today, "issuers": issuers})
    count, marks = dead.encoded(bytes(row.mark) for row in rows)
    return Package(
        _named(holder_id, at), at, at + rules.PACKAGE_LASTS, terms, tuple(sorted(passes.issuer_mark(one) for one in issuers)),
        signing.public_keys(), count, marks,
    )  # fmt: skip


class Named(NamedTuple):
    """A package as its ref names it: to whom it was given, and when."""

    holder_id: int
    at: datetime


def named_package(ref: str) -> Named:
    """Which package that we gave a ref names. Raises NoPackage."""
    try:
        whole = base64.b32decode(ref)
    except (binascii.Error, ValueError):
        raise NoPackage from None
    said, mac = whole[: _REF.size], whole[_REF.size :]
    if len(said) != _REF.size:
        raise NoPackage
    hidden, seconds = _REF.unpack(said)
    at = datetime.fromtimestamp(seconds, UTC)
    holder_id = hidden ^ _pad(mac, seconds)
    if not hmac.compare_digest(mac, _mac(_REF.pack(holder_id, seconds))):
        raise NoPackage
    return Named(holder_id, at)


def give_pass(card: Card, *, pin: str, now: datetime) -> str:
    """The text of a pass for a card that was just shown to its owner, so that it can be used now; "" where there is none.

    None is given where the card has a PIN, which only we can compare, or where no terminal takes it without a network.
    """
    brand = partners.brand(card.brand_id)
    if pin or execute(_OFFERED, {"issuer": brand.partner_id, "currency": card.currency}).first() is None:
        return ""
    zone = ZoneInfo(programmes.get(card.programme_id).time_zone)
    until = rules.pass_until(now, datetime.combine(card.expires_on + timedelta(days=1), time(), zone))
    mark = passes.card_mark(card.public_id)
    execute(_GIVE, {"card": card.id, "mark": mark, "until": until})
    issuer = passes.issuer_mark(brand.partner_id)
    said = passes.Pass(mark, card.remaining, card.currency, issuer, now, until, brand.part_use, card.last4)
    return passes.written(said)


def _named(holder_id: int, at: datetime) -> str:
    """The ref of a package: its holder, hidden under what the mark makes, for its number would tell how many there are; the moment; the mark."""
    moment = int(at.timestamp())
    mac = _mac(_REF.pack(holder_id, moment))
    return base64.b32encode(_REF.pack(holder_id ^ _pad(mac, moment), moment) + mac).decode()


def _pad(mac: bytes, moment: int) -> int:
    return int.from_bytes(vault.digest(b"package holder\0" + mac + moment.to_bytes(4))[:8])


def _mac(said: bytes) -> bytes:
    return vault.digest(b"held package\0" + said)[:_MAC_BYTES]
