"""What may be done with codes: take one, make one. What happens to one that comes back: `returning.py`."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import DBAPIError

from marketplace.codes import rules, sealing
from marketplace.codes.errors import CodeKnown, OutOfStock, StockQuarantined
from marketplace.core import vault
from marketplace.core.db import broken_rule, execute

_ADD = """INSERT INTO codes (id, brand_id, partner_id, ciphertext, blind, last4, with_pin)
    SELECT %(id)s, id, partner_id, %(ciphertext)s, %(blind)s, %(last4)s, %(with_pin)s FROM brands WHERE id = %(brand)s
    ON CONFLICT (blind, partner_id) DO NOTHING RETURNING id"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A code that now belongs to somebody: its row, its readable end and its last day."""

    code_id: int
    last4: str
    expires_on: date | None


def claim(denomination_id: int, *, today: date) -> Claimed:
    """Take an unsold code, the soonest to expire first and never one that has; `today` is the programme's day.

    Codes that others are just taking are passed over. When no other is left, it waits for one of them to be given back
    or gone before it says no.

    Raises:
        OutOfStock: there is none.
        StockQuarantined: nothing is sold before an operator has reconciled the stock.
    """
    try:
        row = execute(
            "SELECT code_id, last4, expires_on FROM code_claim(%(denomination)s, %(today)s)",
            {"denomination": denomination_id, "today": today},
        ).one()
    except DBAPIError as error:
        if broken_rule(error) == "stock_quarantine":
            raise StockQuarantined from error
        raise
    if row.code_id is None:
        raise OutOfStock(denomination_id=denomination_id)
    return Claimed(*row)


def keep(brand_id: int, code: str, pin: str = "") -> Claimed:
    """Put a code that was bought for somebody into the vault; it is never on sale.

    Raises:
        CodeKnown: the same code is there already, of whatever brand.
    """
    blind = vault.blind(code)
    code_id = int(execute("SELECT nextval('codes_id_seq') AS id").one().id)
    facts = {
        "id": code_id,
        "brand": brand_id,
        "ciphertext": sealing.seal(code_id, code, pin),
        "blind": blind,
        "with_pin": bool(pin),
    }
    last = rules.last_characters(vault.normal(code))
    # Of two who bring the same code at once, under two brands, the second sees the first.
    execute("SELECT pg_advisory_xact_lock(hashtextextended(encode(%(blind)s, 'hex'), 0))", {"blind": blind})
    known = execute("SELECT EXISTS (SELECT FROM codes WHERE blind = %(blind)s)", {"blind": blind}).scalar_one()
    if known or not execute(_ADD, facts | {"last4": last}).first():
        raise CodeKnown
    return Claimed(code_id, last, None)


def mint(brand_id: int) -> Claimed:
    """Make a code of our own for a certificate of the brand: 75 random bits and a check symbol, without a last day."""
    while True:
        code = rules.new_code()
        code_id = int(execute("SELECT nextval('codes_id_seq') AS id").one().id)
        facts = {
            "id": code_id,
            "brand": brand_id,
            "ciphertext": sealing.seal(code_id, code),
            "blind": vault.blind(code),
            "with_pin": False,
        }
        last = rules.last_characters(code)
        if execute(_ADD, facts | {"last4": last}).first():  # the same 75 bits twice: try again
            return Claimed(code_id, last, None)
