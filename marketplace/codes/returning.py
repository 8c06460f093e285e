"""A partner's code that comes back waits: somebody decides whether it is sold again or never."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.exc import DBAPIError

from marketplace.codes import batches
from marketplace.codes.errors import CodeWeak, NoCode, NoReturn, RetirementUnexplained, ReturnDecided
from marketplace.core import audit
from marketplace.core.db import broken_rule, execute
from marketplace.core.listing import Choice, Column, Days, Kind, Listing, Term, Way

Decision = Literal["restocked", "retired"]

_TAKE_BACK = """INSERT INTO code_returns (code_id, ref, why, at)
    SELECT c.id, %(ref)s, CASE WHEN EXISTS (SELECT FROM lost_handouts l WHERE l.blind = c.blind) THEN 'handed_out' ELSE 'cancelled' END,
           %(now)s FROM codes c WHERE c.id = %(id)s AND c.denomination_id IS NOT NULL
    ON CONFLICT (code_id, ref) DO NOTHING"""
_DECIDE = """INSERT INTO code_return_decisions (return_id, decision, why, at) VALUES (%(id)s, %(decision)s, %(why)s, %(now)s)
    ON CONFLICT (return_id) DO NOTHING RETURNING return_id"""
_RETURN = """SELECT r.id, r.code_id, c.brand_id, d.offer_id, d.value, o.currency, c.last4, c.expires_on, r.why, r.at, k.decision
    FROM code_returns r JOIN codes c ON c.id = r.code_id JOIN brands b ON b.id = c.brand_id
    JOIN denominations d ON d.id = c.denomination_id JOIN offers o ON o.id = d.offer_id
    LEFT JOIN code_return_decisions k ON k.return_id = r.id
   WHERE r.id = %(id)s AND b.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR b.partner_id = %(partner)s)"""


@dataclass(frozen=True, slots=True)
class Return:
    """A code that came back, without its text; `value` in minor units of `currency`, `decision` "" while it waits."""

    id: int
    code_id: int
    brand_id: int
    value: int
    currency: str
    last4: str
    expires_on: date | None
    why: str
    at: datetime
    decision: str


def take_back(code_id: int, *, ref: str, now: datetime) -> None:
    """A code that was sold comes back and waits; one of our own making stays unused. Once by ref.

    The caller makes sure that no live certificate holds it and that nobody has seen it.

    Args:
        ref: what it comes back from, such as the order.

    Raises:
        NoCode: there is no such code.
    """
    facts = {"id": code_id, "ref": ref, "now": now}
    if (
        execute(_TAKE_BACK, facts).rowcount == 0
        and execute("SELECT id FROM codes WHERE id = %(id)s", {"id": code_id}).first() is None
    ):
        raise NoCode(code_id=code_id)


def returned(return_id: int, *, programme_id: int, partner_id: int | None) -> Return:
    """A code that came back in a programme, and is this partner's where one is given. Raises NoReturn: unknown and another's alike."""
    row = execute(_RETURN, {"id": return_id, "programme": programme_id, "partner": partner_id}).first()
    if row is None:
        raise NoReturn
    return Return(
        row.id, row.code_id, row.brand_id, row.value, row.currency, row.last4, row.expires_on, row.why, row.at,
        row.decision or "",
    )  # fmt: skip


def restock(back: Return, *, why: str = "", now: datetime) -> None:
    """Put a code that came back on sale again, or aside while its batch is withdrawn.

    Raises:
        ReturnDecided. CodeWeak: it has no PIN and is easily guessed; the open transaction is lost then.
    """
    _decide(back, "restocked", why, now)
    if back.why == "weak":
        raise CodeWeak(code_id=back.code_id)
    try:
        batches.offer(back.code_id)
    except DBAPIError as error:
        if broken_rule(error) == "batch_weak":
            raise CodeWeak(code_id=back.code_id) from error
        raise


def retire(back: Return, *, why: str, now: datetime) -> None:
    """Never sell a code again that came back. Raises ReturnDecided, RetirementUnexplained: `why` is empty."""
    if not why.strip():
        raise RetirementUnexplained
    _decide(back, "retired", why, now)


def waiting(programme_id: int, *, partner_id: int | None = None) -> int:
    """How many codes of a programme, or of one partner, wait for a decision."""
    row = execute(
        """SELECT count(*) AS codes FROM code_returns r JOIN codes c ON c.id = r.code_id JOIN brands b ON b.id = c.brand_id
            WHERE b.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR b.partner_id = %(partner)s)
              AND NOT EXISTS (SELECT FROM code_return_decisions k WHERE k.return_id = r.id)""",
        {"programme": programme_id, "partner": partner_id},
    ).one()
    return int(row.codes)


def _decide(back: Return, decision: Decision, why: str, now: datetime) -> None:
    why = why.strip()[:1000]
    if execute(_DECIDE, {"id": back.id, "decision": decision, "why": why, "now": now}).first() is None:
        raise ReturnDecided(return_id=back.id)
    audit.record(
        "codes.restock" if decision == "restocked" else "codes.retire", f"code:{back.code_id}", at=now, why=why,
        before={"state": "waiting", "came_back": back.why}, after={"state": decision},
    )  # fmt: skip


_WORDS = "translate(lower(brand.name_ru || ' ' || brand.name_en), 'ё', 'е')"

RETURNS = Listing(
    name="code_returns",
    source="""code_returns back JOIN codes code ON code.id = back.code_id JOIN brands brand ON brand.id = code.brand_id
        JOIN denominations priced ON priced.id = code.denomination_id JOIN offers offer ON offer.id = priced.offer_id
        LEFT JOIN code_return_decisions decided ON decided.return_id = back.id""",
    scope="brand.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR brand.partner_id = %(partner)s)",
    key="back.id",
    columns=(
        Column("code", Kind.CODE, "code.last4"),
        Column("brand", Kind.WORD, "brand.slug"),
        Column("value", Kind.MONEY, "priced.value", currency="currency"),
        Column("currency", sql="offer.currency", hidden=True),
        Column("came_back", Kind.MOMENT, "back.at", sorts_by="id"),  # written in this order
        Column("why", Kind.WORD, "back.why"),
        Column("state", Kind.WORD, "coalesce(decided.decision, 'waiting')"),
        Column("decided_at", Kind.MOMENT, "decided.at"),
        Column("reason", sql="coalesce(decided.why, '')"),
        Column("words", sql=_WORDS, hidden=True),
    ),
    sort="-came_back",
    filters=(
        Choice(
            "state", {word: f"state = '{word}'" for word in ("waiting", "restocked", "retired")}, ("state",), default="waiting",
        ),
        Days("back", "came_back"),
    ),
    search=(Term("words", Way.WORDS),),
)  # fmt: skip
