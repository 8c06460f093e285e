"""What may be asked about nettings; read only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from marketplace.core.db import execute
from marketplace.settlements.errors import NoNetting
from marketplace.settlements.payouts.offsetting.rules import Position, Transfer

_NETTING = """SELECT n.id, n.programme_id, n.ref, n.currency, n.drafted_by, n.drafted_at, coalesce(t.step, '') AS ended, t.at AS ended_at,
        (SELECT array_agg(DISTINCT p.programme_id ORDER BY p.programme_id) FROM netting_positions p WHERE p.netting_id = n.id) AS programmes,
        (SELECT coalesce(array_agg(a.programme_id ORDER BY a.programme_id), '{}') FROM netting_approvals a WHERE a.netting_id = n.id) AS approved,
        (SELECT sum(p.cleared) FROM netting_positions p WHERE p.netting_id = n.id AND p.cleared > 0)::bigint AS amount
   FROM nettings n LEFT JOIN netting_steps t ON t.netting_id = n.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Netting:
    """A netting as it stands; `amount`: of the debts that it sets off, in minor units; `programmes` it touches, of which `approved` have agreed."""

    id: int
    programme_id: int
    ref: str
    currency: str
    drafted_by: int
    drafted_at: datetime
    ended: str
    ended_at: datetime | None
    programmes: tuple[int, ...]
    approved: tuple[int, ...]
    amount: int

    @property
    def state(self) -> str:
        """draft, approved, sent or dropped."""
        return self.ended or ("approved" if self.approved == self.programmes else "draft")


class Netted(NamedTuple):
    """A position with its proof: the statement that its partner has accepted last, what stood open by it, and what of that is set off."""

    programme_id: int
    partner_id: int
    statement: str
    digest: bytes
    standing: int
    cleared: int


class Agreed(NamedTuple):
    """Who agreed for a programme, and when."""

    programme_id: int
    user_id: int
    at: datetime


def standing(programme_id: int, currency: str) -> list[Position]:
    """What stands open, by accepted statements and less what is on its way, between the companies that are partners of a programme and all programmes
    of the installation: of companies with a tax number (INN) that are partners of several, contracts in one currency."""
    rows = execute(
        """SELECT p.inn, p.programme_id, p.id, o.standing
             FROM partners p JOIN contracts k ON k.partner_id = p.id AND k.currency = %(currency)s CROSS JOIN LATERAL payout_owed(p.id) o
            WHERE p.inn <> '' AND p.state <> 'suspended' AND o.standing <> 0
              AND p.inn IN (SELECT m.inn FROM partners m WHERE m.programme_id = %(programme)s)
            ORDER BY p.inn, p.programme_id, p.id""",
        {"programme": programme_id, "currency": currency},
    )
    return [Position(*row) for row in rows]


def nettings(programme_id: int) -> list[Netting]:
    """The nettings that touch a programme, the newest first; the last hundred."""
    rows = execute(
        f"""{_NETTING} WHERE EXISTS (SELECT FROM netting_positions p WHERE p.netting_id = n.id AND p.programme_id = %(programme)s)
            ORDER BY n.id DESC LIMIT 100""",
        {"programme": programme_id},
    )
    return [_netting(row) for row in rows.mappings()]


def netting(programme_id: int, netting_id: int) -> Netting:
    """A netting that touches a programme. Raises NoNetting."""
    row = (
        execute(
            f"""{_NETTING} WHERE n.id = %(id)s
                AND EXISTS (SELECT FROM netting_positions p WHERE p.netting_id = n.id AND p.programme_id = %(programme)s)""",
            {"id": netting_id if netting_id < 2**63 else 0, "programme": programme_id},
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NoNetting
    return _netting(row)


def netting_positions(of: Netting) -> list[Netted]:
    """The positions of a netting, by programme."""
    rows = execute(
        """SELECT p.programme_id, p.partner_id, s.number, s.digest, p.standing, p.cleared
             FROM netting_positions p JOIN statements s ON s.id = p.statement_id WHERE p.netting_id = %(id)s ORDER BY p.programme_id, p.partner_id""",
        {"id": of.id},
    )
    return [Netted(*row) for row in rows]


def netting_transfers(of: Netting) -> list[Transfer]:
    """What programmes pay each other by a netting, as the rule has found them."""
    rows = execute(
        "SELECT payer_id, receiver_id, amount FROM netting_transfers WHERE netting_id = %(id)s ORDER BY id",
        {"id": of.id},
    )
    return [Transfer(*row) for row in rows]


def netting_agreed(of: Netting) -> list[Agreed]:
    """Who agreed for which programme."""
    rows = execute(
        "SELECT programme_id, user_id, at FROM netting_approvals WHERE netting_id = %(id)s ORDER BY id", {"id": of.id}
    )
    return [Agreed(*row) for row in rows]


def _netting(row: Mapping[Any, Any]) -> Netting:
    return Netting(**{**row, "programmes": tuple(row["programmes"]), "approved": tuple(row["approved"])})
