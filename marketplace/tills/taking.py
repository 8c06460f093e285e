"""What a terminal does with cards: find one by its code, take value, take that back.

Whatever is done takes its locks in this sequence, so that no two wait for each other: the person and the terminal, while a code
is looked up → the card's count of PINs → the terminal's ref → the card. What is written is one call of a database function.
"""

import hmac
from dataclasses import fields
from datetime import datetime
from typing import Any

from marketplace import codes, giftcards, programmes
from marketplace.core import audit, counters, ids, vault
from marketplace.core.db import execute
from marketplace.core.rows import Row
from marketplace.tills import rules, typed
from marketplace.tills.errors import (
    BadPass,
    CardUnusable,
    CodeTooShort,
    PinLocked,
    PinMissing,
    PinWrong,
    TooManyCodes,
    named_refusals,
)
from marketplace.tills.offline import passes
from marketplace.tills.refs import checked_ref
from marketplace.tills.values import Found, Redemption, Reversal, Terminal

TOLD_REASONS = ("spent", "expired", "frozen")
_FIND = """SELECT * FROM terminal_find(%(terminal)s, %(acceptor)s, %(programme)s, %(user)s, %(ref)s, %(exact)s, %(variants)s::bytea[],
    %(marks)s::bytea[], %(number)s, %(today)s, %(now)s)"""
_BLIND_OF_MARK = """SELECT c.blind FROM offline_passes p JOIN giftcards g ON g.id = p.giftcard_id JOIN codes c ON c.id = g.code_id
    WHERE p.mark = %(mark)s"""
_REDEEM = """SELECT (r.redemption).*, r.again FROM terminal_redeem(%(terminal)s, %(ref)s, %(asked)s, %(card)s, %(amount)s, %(bill)s,
    %(currency)s, %(receipt)s, %(acceptor)s, %(today)s, %(now)s) r"""
_REVERSE = """SELECT (r.reversal).terminal_id, (r.reversal).ref, (r.reversal).at, coalesce((r.redemption).amount, 0) AS amount, r.again
    FROM terminal_reverse(%(terminal)s, %(ref)s, %(since)s, %(now)s) r"""


def find(terminal: Terminal, code: str, *, user_id: int | None = None, ref: str = "", now: datetime) -> Found:
    """The card whose code was typed or read, for this terminal. See `typed.readings` for what is forgiven. A pass that we signed names
    its card while it is good, and then stands for the code.

    A decoy is refused like a code that nobody has sold, and raises an alarm. Whatever is refused counts: after 10 in a minute or 100 in an hour, at a terminal or of a person, nothing is looked up for
    a while. So the transaction holds nothing else before it, and is committed (`Refusal.counts`).

    Args:
        user_id: the person at the till, where there is one.
        ref: the terminal's own, where it is about to take something; what it stands for already is found again.

    Raises:
        CodeTooShort: no code has as few characters; not counted.
        CardUnusable: there is no such card for this terminal, or it cannot be used.
        TooManyCodes: nothing was looked up.
    """
    number, (exact, variants) = ids.random_symbols(8), _meant(code, now)
    row = execute(_FIND, _whose(terminal, now) | {
        "programme": terminal.programme_id, "user": user_id, "ref": ref, "exact": exact, "variants": variants,
        "marks": [codes.decoy_mark(blind) for blind in (exact, *variants)], "number": number,
    }).one()  # fmt: skip
    match row.outcome:
        case "too_many":
            raise TooManyCodes(retry_after=row.wait)
        case "refused":
            told = {"reason": row.reason} if row.accepted and row.reason in TOLD_REASONS else {}
            raise CardUnusable(number=number, **told)
        case "kept":
            return Found(row.card_id, kept=True)
    return Found(row.card_id, codes.unseal(row.code_id, row.sealed).pin)


def note_look(terminal: Terminal, found: Found, *, ref: str, now: datetime) -> None:
    """Record that a terminal looked at a card it found, under a name of its own for the look. It stands for nothing that is taken.

    Raises:
        BadTerminalRef
    """
    facts = {"terminal_id": terminal.id, "ref": checked_ref(ref)}
    audit.record("tills.check", f"giftcard:{found.card_id}", at=now, after=facts)


def prove_pin(found: Found, pin: str, *, now: datetime) -> None:
    """Hold the PIN that was typed against the card's own, where it has one. Five wrong ones lock it for half an hour.

    Raises:
        PinMissing: nothing was typed, which is no try.
        PinWrong: it counts, so the transaction is committed. PinLocked: whatever was typed.
    """
    if found.kept or not found.pin:
        return
    if not rules.is_pin(pin):
        raise PinMissing
    right = hmac.compare_digest(vault.normal(pin).encode(), vault.normal(found.pin).encode())
    row = execute(
        "SELECT * FROM terminal_pin(%(card)s, %(right)s, %(now)s)", {"card": found.card_id, "right": right, "now": now}
    ).one()
    if row.outcome == "locked":
        raise PinLocked(locked_until=row.until.isoformat())
    if row.outcome == "wrong":
        locked = {"locked_until": row.until.isoformat()} if row.until else {}
        raise PinWrong(tries_left=row.tries_left, **locked)


def redeem(
    terminal: Terminal, found: Found, *, ref: str, asked: bytes, amount: int | None = None, bill: int | None = None, currency: str,
    receipt: str = "", now: datetime,
) -> Redemption:  # fmt: skip
    """Take value from a card: `amount`, or of a `bill` as much as there is.

    The same ref with the same question (`rules.asked`) gives the same answer, `again`.

    Raises:
        NotEnoughLeft, PartUseNotAllowed, CurrencyDiffers: as the card is now. CardUnusable: it cannot be used any more.
        TerminalRefUsed, RefReversed, BadTerminalRef: about the ref.
    """
    assert (amount is None) != (bill is None), "an amount, or a bill to take from"
    facts = {"ref": checked_ref(ref), "asked": asked, "card": found.card_id, "amount": amount, "bill": bill}
    facts |= {"currency": currency, "receipt": receipt}
    with named_refusals():
        row = execute(_REDEEM, _whose(terminal, now) | facts).one()
    counters.count_after_commit("till_redemptions")
    return redemption_of(row)


def reverse(terminal: Terminal, ref: str, *, by: rules.Reverser, now: datetime) -> Reversal:
    """Take back what the terminal did under its own ref, whether that was ever answered or not; twice is once.

    An open authorisation is voided. Where there is nothing yet, what comes under the ref later is refused.

    Raises:
        ReversalTooLate: this one may not any more (`rules.REVERSIBLE`). BadTerminalRef.
    """
    since = now - rules.REVERSIBLE[by]
    facts = {"terminal": terminal.id, "ref": checked_ref(ref), "since": since, "now": now}
    with named_refusals():
        done = Reversal(*execute(_REVERSE, facts).one())
    giftcards.seal_extensions()
    return done


def redemption_of(row: Row) -> Redemption:
    """The redemption in a row that has all of its columns; `again` where the row says so."""
    names = [field.name for field in fields(Redemption) if field.name != "again"]
    return Redemption(**{name: getattr(row, name) for name in names}, again=getattr(row, "again", False))


def _meant(code: str, now: datetime) -> tuple[bytes, list[bytes]]:
    """The blind index of what was typed or read, and of all that can be meant by it. Raises CodeTooShort."""
    keys, read = vault.installed(), code.strip()
    for text in (read, typed.by_keys(read)):
        if passes.is_pass(text):
            return _of_pass(text, now) or keys.blind(text), []
    meant = typed.readings(code)
    if typed.too_short(meant, codes.CODE_MIN):
        raise CodeTooShort(least=codes.CODE_MIN)
    return keys.blind(meant.exact), [keys.blind(variant) for variant in meant.variants]


def _of_pass(text: str, now: datetime) -> bytes | None:
    """The blind index of the code of a pass's card; None where we did not sign it, or it is over."""
    try:
        said = passes.read(text)
    except BadPass:
        return None
    row = None if said.until < now else execute(_BLIND_OF_MARK, {"mark": said.mark}).first()
    return None if row is None else bytes(row.blind)


def _whose(terminal: Terminal, now: datetime) -> dict[str, Any]:
    today = programmes.get(terminal.programme_id).day(now)
    return {"terminal": terminal.id, "acceptor": terminal.partner_id, "today": today, "now": now}
