"""What may be asked about terminals and what they took; read only. A partner's thing does not exist for another."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from marketplace import codes, giftcards, identity, partners
from marketplace.core.db import execute
from marketplace.core.errors import NotFound
from marketplace.tills.errors import CardGone, NoAcceptance, NoRedemption, TerminalNotFound
from marketplace.tills.offline.values import Device
from marketplace.tills.taking import redemption_of
from marketplace.tills.values import Acceptance, Found, Redemption, Shown, Taken, Terminal, TerminalKey

KEY_KIND = "vt"  # how keys of terminals begin
_TERMINAL = """SELECT t.id, t.partner_id, p.programme_id, t.shop_id, t.name, t.created_at, t.closed_at
    FROM terminals t JOIN partners p ON p.id = t.partner_id"""
_BY_KEY = """SELECT t.id, t.partner_id, p.programme_id, t.shop_id, t.name, t.created_at, t.closed_at, p.state, k.key_digest
    FROM terminal_keys k JOIN terminals t ON t.id = k.terminal_id JOIN partners p ON p.id = t.partner_id
    WHERE k.key_prefix = %(prefix)s AND k.revoked_at IS NULL AND t.closed_at IS NULL"""
_CONTRACTS = "SELECT id, issuer_partner_id, acceptor_partner_id, began_at, ended_at FROM acceptances"
_ACCEPTED = """SELECT b.partner_id AS issuer, b.part_use, c.id AS code_id, c.ciphertext
    FROM giftcards g JOIN brands b ON b.id = g.brand_id JOIN codes c ON c.id = g.code_id
    WHERE g.id = %(card)s AND g.programme_id = %(programme)s AND till_accepts(%(acceptor)s, b.partner_id)"""


def terminal(partner_id: int, terminal_id: int) -> Terminal:
    """A terminal of a partner. Raises TerminalNotFound."""
    row = execute(
        f"{_TERMINAL} WHERE t.id = %(id)s AND t.partner_id = %(partner)s", {"id": terminal_id, "partner": partner_id}
    ).first()
    if row is None:
        raise TerminalNotFound
    return Terminal(*row)


def terminal_in(programme_id: int, terminal_id: int) -> Terminal:
    """A terminal of a programme's partner. Raises TerminalNotFound."""
    row = execute(
        f"{_TERMINAL} WHERE t.id = %(id)s AND p.programme_id = %(programme)s",
        {"id": terminal_id, "programme": programme_id},
    ).first()
    if row is None:
        raise TerminalNotFound
    return Terminal(*row)


def terminals(partner_id: int, *, closed: bool = False) -> list[Terminal]:
    """A partner's terminals by name; those that were closed only where asked for."""
    rows = execute(
        f"{_TERMINAL} WHERE t.partner_id = %(partner)s AND (t.closed_at IS NULL OR %(closed)s) ORDER BY t.closed_at NULLS FIRST, t.name",
        {"partner": partner_id, "closed": closed},
    )
    return [Terminal(*row) for row in rows]


def terminal_by_key(key: str) -> Terminal | None:
    """The terminal whose key this is; None for an unknown or revoked one, or where its partner has left."""
    prefix = identity.key_prefix(key, KEY_KIND)
    row = None if prefix is None else execute(_BY_KEY, {"prefix": prefix}).first()
    if row is None or not identity.fits(key, row.key_digest):
        return None
    *facts, state, _ = row
    return Terminal(*facts) if partners.takes_cards(state) else None


def device_of_key(key: str) -> Device:
    """What a program is that has this key, where it holds a package of its terminal."""
    prefix = identity.key_prefix(key, KEY_KIND)
    assert prefix is not None, "the key was good"
    return Device(f"key {prefix}", key_prefix=prefix)


def keys(terminal_ids: Iterable[int]) -> dict[int, list[TerminalKey]]:
    """The keys of some terminals that are good now, oldest first."""
    found: dict[int, list[TerminalKey]] = {one: [] for one in terminal_ids}
    rows = execute(
        """SELECT id, terminal_id, key_prefix, created_at, revoked_at FROM terminal_keys
            WHERE terminal_id = ANY (%(ids)s) AND revoked_at IS NULL ORDER BY id""",
        {"ids": list(found)},
    )
    for row in rows:
        found[row.terminal_id].append(TerminalKey(*row))
    return found


def key(of: Terminal, key_id: int) -> TerminalKey:
    """A key of a terminal, also one that was revoked. Raises NotFound."""
    row = execute(
        "SELECT id, terminal_id, key_prefix, created_at, revoked_at FROM terminal_keys WHERE id = %(id)s AND terminal_id = %(terminal)s",
        {"id": key_id, "terminal": of.id},
    ).first()
    if row is None:
        raise NotFound
    return TerminalKey(*row)


def acceptances(partner_id: int) -> list[Acceptance]:
    """Contracts of a partner that last, on either side."""
    return [one for one in acceptances_ever(partner_id) if one.ended_at is None]


def acceptances_ever(partner_id: int) -> list[Acceptance]:
    """Contracts of a partner on either side, those that last first, then those that ended, newest first."""
    rows = execute(
        f"{_CONTRACTS} WHERE %(partner)s IN (issuer_partner_id, acceptor_partner_id) ORDER BY ended_at DESC NULLS FIRST, id",
        {"partner": partner_id},
    )
    return [Acceptance(*row) for row in rows]


def contracts(programme_id: int) -> list[Acceptance]:
    """Contracts between a programme's partners, those that last first, then those that ended, newest first."""
    rows = execute(
        f"""{_CONTRACTS} WHERE issuer_partner_id IN (SELECT id FROM partners WHERE programme_id = %(programme)s)
             ORDER BY ended_at DESC NULLS FIRST, id""",  # noqa: S608 - our own text
        {"programme": programme_id},
    )
    return [Acceptance(*row) for row in rows]


def acceptance(programme_id: int, acceptance_id: int) -> Acceptance:
    """A contract between partners of a programme, whether it lasts or not. Raises NoAcceptance."""
    row = execute(
        f"""{_CONTRACTS} WHERE id = %(id)s
              AND issuer_partner_id IN (SELECT id FROM partners WHERE programme_id = %(programme)s)""",  # noqa: S608
        {"id": acceptance_id, "programme": programme_id},
    ).first()
    if row is None:
        raise NoAcceptance
    return Acceptance(*row)


def shown(of: Terminal, card_id: int) -> Shown:
    """A card that this terminal has found. Raises CardUnusable: its contract has ended meanwhile."""
    row = execute(_ACCEPTED, {"card": card_id, "programme": of.programme_id, "acceptor": of.partner_id}).first()
    if row is None:
        raise CardGone
    return Shown(
        giftcards.card_by_id(card_id), row.issuer, bool(codes.unseal(row.code_id, row.ciphertext).pin), row.part_use
    )


def found_before(of: Terminal, card_id: int) -> Found:
    """A card that this terminal has found a moment ago, ready to be taken from. Raises CardUnusable, as `shown`."""
    row = execute(_ACCEPTED, {"card": card_id, "programme": of.programme_id, "acceptor": of.partner_id}).first()
    if row is None:
        raise CardGone
    return Found(card_id, codes.unseal(row.code_id, row.ciphertext).pin)


def of_card(card_id: int) -> list[Taken]:
    """What tills took from a card, for the programme's staff; newest first, at most 100."""
    rows = execute(
        """SELECT r.at, t.name AS terminal, p.name_ru AS partner_ru, p.name_en AS partner_en, r.receipt, r.amount, v.at AS reversed_at
             FROM redemptions r JOIN terminals t ON t.id = r.terminal_id JOIN partners p ON p.id = r.acceptor_partner_id
             LEFT JOIN reversals v ON v.redemption_id = r.id WHERE r.giftcard_id = %(card)s ORDER BY r.id DESC LIMIT 100""",
        {"card": card_id},
    )
    return [Taken(*row) for row in rows]


def stands(of: Terminal, ref: str) -> bool:
    """Whether a terminal's ref stands for a redemption already."""
    facts = {"terminal": of.id, "ref": ref}
    return (
        execute("SELECT FROM redemptions WHERE terminal_id = %(terminal)s AND ref = %(ref)s", facts).first() is not None
    )


def taken_before(of: Terminal, card_id: int, *, amount: int, receipt: str, since: datetime) -> Redemption | None:
    """What a terminal took last of a card, for the same receipt and of the same amount, and has not taken back; None without a number of
    a receipt, which could be anybody's."""
    row = (
        receipt
        and execute(
            """SELECT r.* FROM redemptions r LEFT JOIN reversals v ON v.redemption_id = r.id
            WHERE r.giftcard_id = %(card)s AND r.terminal_id = %(terminal)s AND r.amount = %(amount)s AND r.receipt = %(receipt)s
              AND r.at >= %(since)s AND v.redemption_id IS NULL ORDER BY r.id DESC LIMIT 1""",
            {"card": card_id, "terminal": of.id, "amount": amount, "receipt": receipt, "since": since},
        ).first()
    )
    return redemption_of(row) if row else None


def redemption(of: Terminal, ref: str) -> tuple[Redemption, datetime | None]:
    """What a terminal took under its ref, and when it took that back. Raises NoRedemption."""
    row = execute(
        """SELECT r.*, v.at AS reversed_at FROM redemptions r LEFT JOIN reversals v ON v.redemption_id = r.id
            WHERE r.terminal_id = %(terminal)s AND r.ref = %(ref)s""",
        {"terminal": of.id, "ref": ref},
    ).first()
    if row is None:
        raise NoRedemption
    return redemption_of(row), row.reversed_at


def taken_by(of: Redemption) -> int | None:
    """The user who stood at the till when it took this; None for a program."""
    row = execute(
        """SELECT actor_id FROM audit_records WHERE subject = 'giftcard:' || %(card)s AND action IN ('tills.redeem', 'tills.sync')
              AND after ->> 'redemption_id' = %(redemption)s AND actor_kind = 'user'""",
        {"card": of.giftcard_id, "redemption": str(of.id)},
    ).first()
    return None if row is None else int(row.actor_id)


class CardRefused(NamedTuple):
    """A till that refused a card: when, the number that the cashier saw, why, and where."""

    at: datetime
    number: str
    reason: str
    terminal: str
    partner_ru: str
    partner_en: str


def refused_of_card(card_id: int) -> list[CardRefused]:
    """Tills that refused a card of late, newest first; for staff of its programme alone."""
    rows = execute(
        """SELECT f.at, f.number, f.reason, t.name AS terminal, p.name_ru, p.name_en FROM till_refusals f
             JOIN terminals t ON t.id = f.terminal_id JOIN partners p ON p.id = t.partner_id
            WHERE f.giftcard_id = %(id)s ORDER BY f.id DESC LIMIT 20""",
        {"id": card_id},
    )
    return [CardRefused(*row) for row in rows]
