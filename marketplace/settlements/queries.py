"""What may be asked about contracts, statements and disputes; read only. A partner's thing does not exist for another."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from marketplace.core.db import execute
from marketplace.settlements import rules
from marketplace.settlements.errors import NoContract, NoDispute, NoStatement
from marketplace.settlements.values import (
    KINDS,
    Contract,
    Dispute,
    Evidence,
    Line,
    Remark,
    Services,
    Statement,
    Total,
    Version,
)

_CONTRACT = "SELECT c.id, c.partner_id, c.number, c.currency, c.time_zone, c.begins_on, c.made_at FROM contracts c"
_VERSION = """SELECT v.*, r.side AS no_side, r.user_id AS no_by, r.at AS no_at, r.why AS no_why,
        v.number = (SELECT max(n.number) FROM contract_versions n WHERE n.contract_id = v.contract_id) AS newest,
        (SELECT coalesce(jsonb_object_agg(s.side, s.user_id), '{}') FROM contract_signatures s WHERE s.version_id = v.id) AS signers,
        (SELECT max(s.at) FROM contract_signatures s WHERE s.version_id = v.id AND s.side = 'programme') AS programme_at,
        (SELECT max(s.at) FROM contract_signatures s WHERE s.version_id = v.id AND s.side = 'partner') AS partner_at
   FROM contract_versions v LEFT JOIN contract_refusals r ON r.version_id = v.id"""
_STATEMENT = """SELECT s.id, s.contract_id, s.partner_id, s.number, s.previous_id, s.from_day, s.to_day, s.from_at, s.to_at, s.currency, s.opening,
        s.closing, s.line_count, s.digest, s.drawn_at,
        (SELECT p.at FROM statement_steps p WHERE p.statement_id = s.id AND p.step = 'sent') AS sent_at,
        (SELECT p.at FROM statement_steps p WHERE p.statement_id = s.id AND p.step = 'accepted') AS accepted_at,
        statement_is_settled(s) AS settled,
        (SELECT count(*) FROM statement_disputes d LEFT JOIN statement_dispute_ends e ON e.dispute_id = d.id
          WHERE d.statement_id = s.id AND e.dispute_id IS NULL) AS disputes_open
   FROM statements s"""
_LINE = """SELECT l.position, l.kind, l.event_id, l.at, l.amount, l.currency, l.rate, l.rate_day, l.gross, l.due, l.commission_bp, l.commission,
        l.commission_vat, l.voucher, l.role, l.goods_vat, l.net, v.number AS version, coalesce(g.last4, '') AS last4,
        coalesce(b.name_ru, '') AS brand_ru, coalesce(b.name_en, '') AS brand_en,
        CASE WHEN t.partner_id = l.partner_id THEN t.name ELSE '' END AS terminal,
        CASE WHEN t.partner_id = l.partner_id THEN r.receipt ELSE '' END AS receipt, coalesce(a.why, '') AS why, d.id AS dispute_id
   FROM statement_lines l JOIN contract_versions v ON v.id = l.version_id
   LEFT JOIN giftcards g ON g.id = l.giftcard_id LEFT JOIN brands b ON b.id = g.brand_id
   LEFT JOIN reversals x ON x.id = l.event_id AND l.kind IN ('reversal', 'elsewhere_back')
   LEFT JOIN redemptions r ON r.id = CASE WHEN l.kind IN ('redemption', 'elsewhere') THEN l.event_id ELSE x.redemption_id END
   LEFT JOIN terminals t ON t.id = r.terminal_id
   LEFT JOIN settlement_adjustments a ON a.id = l.event_id AND l.kind = 'adjustment'
   LEFT JOIN statement_disputes d ON d.statement_id = l.statement_id AND d.position = l.position"""
_DISPUTE = """SELECT d.id, d.statement_id, d.position, d.claimed, d.reason, d.raised_by, d.at, coalesce(e.outcome, '') AS outcome,
        e.at AS ended_at, a.amount AS adjusted
   FROM statement_disputes d LEFT JOIN statement_dispute_ends e ON e.dispute_id = d.id
   LEFT JOIN settlement_adjustments a ON a.id = e.adjustment_id"""
_EVIDENCE = """
    WITH line AS (SELECT * FROM statement_lines WHERE statement_id = %(statement)s AND position = %(position)s)
    SELECT 'line', l.at, '', '', l.net, NULL::bigint FROM line l
    UNION ALL
    SELECT 'redemption', r.at, CASE WHEN t.partner_id = l.partner_id THEN t.name ELSE '' END,
           CASE WHEN t.partner_id = l.partner_id THEN r.receipt ELSE '' END, r.amount, r.remaining
      FROM line l JOIN redemptions r ON r.giftcard_id = l.giftcard_id JOIN terminals t ON t.id = r.terminal_id
    UNION ALL
    SELECT 'reversal', x.at, CASE WHEN t.partner_id = l.partner_id THEN t.name ELSE '' END,
           CASE WHEN t.partner_id = l.partner_id THEN r.receipt ELSE '' END, -r.amount, NULL
      FROM line l JOIN redemptions r ON r.giftcard_id = l.giftcard_id JOIN reversals x ON x.redemption_id = r.id JOIN terminals t ON t.id = r.terminal_id
    UNION ALL
    SELECT 'movement', m.at, split_part(m.cause, ':', 1), '', m.amount, NULL FROM line l JOIN giftcard_movements m ON m.giftcard_id = l.giftcard_id
     ORDER BY 2, 1"""


def contract(partner_id: int) -> Contract:
    """The contract with a partner. Raises NoContract."""
    row = execute(f"{_CONTRACT} WHERE c.partner_id = %(partner)s", {"partner": partner_id}).mappings().first()
    if row is None:
        raise NoContract
    return Contract(**row)


def contracts(programme_id: int) -> list[Contract]:
    """The contracts with a programme's partners, in the order of their partners' names."""
    rows = execute(
        f"{_CONTRACT} JOIN partners p ON p.id = c.partner_id WHERE p.programme_id = %(programme)s ORDER BY p.name_ru, c.id",
        {"programme": programme_id},
    )
    return [Contract(**row) for row in rows.mappings()]


def versions(of: Contract) -> list[Version]:
    """The versions of a contract, newest first."""
    rows = execute(f"{_VERSION} WHERE v.contract_id = %(id)s ORDER BY v.number DESC", {"id": of.id})
    return [_version(row) for row in rows.mappings()]


def version(of: Contract | int, version_id: int) -> Version:
    """A version of a contract. Raises NoContract."""
    facts = {"id": version_id, "contract": of if isinstance(of, int) else of.id}
    row = execute(f"{_VERSION} WHERE v.id = %(id)s AND v.contract_id = %(contract)s", facts).mappings().first()
    if row is None:
        raise NoContract
    return _version(row)


def version_of(version_id: int, partner_ids: Iterable[int]) -> tuple[Contract, Version]:
    """A version of a contract with one of these partners. Raises NoContract."""
    row = execute(
        "SELECT c.partner_id FROM contract_versions v JOIN contracts c ON c.id = v.contract_id WHERE v.id = %(id)s AND c.partner_id = ANY (%(partners)s)",
        {"id": version_id, "partners": list(partner_ids)},
    ).first()
    if row is None:
        raise NoContract
    of = contract(row.partner_id)
    return of, version(of, version_id)


def prices_of_points(programme_id: int, currency: str, *, on: date) -> dict[str, tuple[int, int]]:
    """The least and the highest price of a point in the contracts in a currency, in force on a day, by who pays for it: millionths of a minor unit."""
    rows = execute(
        """SELECT p.key AS funder, min(p.value::bigint) AS least, max(p.value::bigint) AS most
             FROM contracts c JOIN partners own ON own.id = c.partner_id AND own.programme_id = %(programme)s
            CROSS JOIN LATERAL contract_terms(c.id) t CROSS JOIN LATERAL jsonb_each_text((t.terms).point_prices) p
            WHERE c.currency = %(currency)s AND %(on)s::date::timestamp AT TIME ZONE c.time_zone >= t.starts AND %(on)s::date::timestamp AT TIME ZONE c.time_zone < t.ends
            GROUP BY p.key""",
        {"programme": programme_id, "currency": currency, "on": on},
    )
    return {row.funder: (row.least, row.most) for row in rows}


def in_force(of: Contract, on: date) -> Version | None:
    """The version that is in force on a day; None where none is."""
    signed = [one for one in versions(of) if one.in_force and one.valid_from <= on]
    return signed[0] if signed else None


def statements(partner_ids: Iterable[int]) -> list[Statement]:
    """The statements of some partners, newest first."""
    rows = execute(
        f"{_STATEMENT} WHERE s.partner_id = ANY (%(partners)s) ORDER BY s.to_day DESC, s.id DESC LIMIT 500", {"partners": list(partner_ids)}
    )  # fmt: skip
    return [Statement(**row) for row in rows.mappings()]


def statement(number: str, partner_ids: Iterable[int] | None = None) -> Statement:
    """A statement by its number, of one of these partners where they are given. Raises NoStatement."""
    row = execute(f"{_STATEMENT} WHERE s.number = %(number)s", {"number": number}).mappings().first()
    if row is None or (partner_ids is not None and row["partner_id"] not in set(partner_ids)):
        raise NoStatement
    return Statement(**row)


def totals(of: Statement) -> list[Total]:
    """What a statement's lines come to by kind, in the order in which it shows them."""
    rows = execute(
        "SELECT kind, lines, gross, due, commission, commission_vat, goods_vat, net FROM statement_totals WHERE statement_id = %(id)s",
        {"id": of.id},
    )
    return sorted((Total(**row) for row in rows.mappings()), key=lambda one: KINDS.index(one.kind))


def services(of: Statement) -> Services:
    """What the programme earned in its period. A principal's margin is no service to the partner (Directive (EU) 2016/1065)."""
    row = execute(
        """SELECT coalesce(sum(due), 0)::bigint AS base, coalesce(sum(commission), 0)::bigint AS commission, coalesce(sum(commission_vat), 0)::bigint AS vat
             FROM statement_lines WHERE statement_id = %(id)s AND commission <> 0 AND role <> 'principal'""",
        {"id": of.id},
    ).one()
    return Services(row.base, row.commission, row.vat)


def lines(of: Statement, kind: str = "", *, after: int = 0, limit: int | None = None) -> list[Line]:
    """Lines of a statement, of one kind where it is given, in their order; `after` is the position of the last one seen."""
    facts = {"id": of.id, "kind": kind, "after": after, "limit": limit}
    rows = execute(
        f"""{_LINE} WHERE l.statement_id = %(id)s AND l.position > %(after)s AND (%(kind)s = '' OR l.kind = %(kind)s)
            ORDER BY l.position LIMIT %(limit)s""",
        facts,
    )
    return [Line(**row) for row in rows.mappings()]


def line(of: Statement, position: int) -> Line:
    """A line of a statement. Raises NoStatement."""
    found = lines(of, after=position - 1, limit=1)
    if not found or found[0].position != position:
        raise NoStatement
    return found[0]


def disputes(of: Statement) -> list[Dispute]:
    """What is disputed of a statement, in the order of its lines."""
    rows = execute(f"{_DISPUTE} WHERE d.statement_id = %(id)s ORDER BY d.position", {"id": of.id})
    return [Dispute(**row) for row in rows.mappings()]


def disputed(dispute_id: int, partner_ids: Iterable[int]) -> tuple[Statement, Dispute]:
    """A dispute of one of these partners, and the statement that it is about. Raises NoDispute."""
    row = execute(
        "SELECT s.number FROM statement_disputes d JOIN statements s ON s.id = d.statement_id WHERE d.id = %(id)s AND s.partner_id = ANY (%(partners)s)",
        {"id": dispute_id, "partners": list(partner_ids)},
    ).first()
    if row is None:
        raise NoDispute
    of = statement(row.number)
    return of, dispute_of(of, dispute_id)


def dispute_of(of: Statement, dispute_id: int) -> Dispute:
    """A dispute about a statement. Raises NoDispute."""
    row = (
        execute(f"{_DISPUTE} WHERE d.id = %(id)s AND d.statement_id = %(of)s", {"id": dispute_id, "of": of.id})
        .mappings()
        .first()
    )
    if row is None:
        raise NoDispute
    return Dispute(**row)


def remarks(dispute_ids: Iterable[int]) -> dict[int, list[Remark]]:
    """What was written in some disputes, oldest first."""
    found: dict[int, list[Remark]] = {one: [] for one in dispute_ids}
    rows = execute(
        "SELECT dispute_id, id, side, user_id, at, body FROM statement_dispute_remarks WHERE dispute_id = ANY (%(ids)s) ORDER BY id",
        {"ids": list(found)},
    )
    for row in rows:
        found[row.dispute_id].append(Remark(*row[1:]))
    return found


def evidence(of: Statement, about: Dispute) -> list[Evidence]:
    """What was recorded about a disputed line, in the order of time: at the till, and of the card."""
    rows = execute(_EVIDENCE, {"statement": of.id, "position": about.position})
    return [Evidence(*row) for row in rows]


def document(of: Statement) -> bytes:
    """The statement's document: JSON whose SHA-256 is its fingerprint."""
    return str(execute("SELECT statement_kept(%(id)s)", {"id": of.id}).scalar_one()).encode()


def _version(row: dict[str, Any]) -> Version:
    at = {"programme": row["programme_at"], "partner": row["partner_at"]}
    return Version(
        id=row["id"], contract_id=row["contract_id"], number=row["number"], valid_from=row["valid_from"], terms=rules.as_terms(row),
        side=row["side"], drafted_by=row["drafted_by"], drafted_at=row["drafted_at"], why=row["why"],
        signed={side: (by, at[side]) for side, by in row["signers"].items()},
        refused=None if row["no_side"] is None else (row["no_side"], row["no_by"], row["no_at"], row["no_why"]), newest=row["newest"],
    )  # fmt: skip
