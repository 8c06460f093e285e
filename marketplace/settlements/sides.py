"""Who the two sides of a statement were when it was drawn. Its papers say so for ever, whatever becomes of names and accounts."""

from dataclasses import dataclass

from marketplace.core.db import execute
from marketplace.settlements.payouts.accounts import Holder
from marketplace.settlements.values import Side, Statement

_HOLDER = tuple(Holder.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Party:
    """One side: how it is called, by its members and by law, and its account, if it had one. `tax_number`: the partner's, as its contract has it."""

    name_ru: str
    name_en: str
    legal_name: str
    tax_number: str
    holder: Holder | None


def parties(of: Statement) -> dict[Side, Party]:
    """Both sides of a statement as they were when it was drawn; the tax number by the version that was in force on its last day."""
    rows = execute(
        f"""SELECT y.side, y.name_ru, y.name_en, y.legal_name, CASE y.side WHEN 'partner' THEN coalesce(t.tax_number, '') ELSE '' END AS tax_number,
                  {", ".join(f"a.{name}" for name in _HOLDER)}
             FROM statement_parties y JOIN statements s ON s.id = y.statement_id LEFT JOIN payout_accounts a ON a.id = y.account_id
             LEFT JOIN LATERAL (SELECT (x.terms).tax_number FROM contract_terms(s.contract_id) x
                                 WHERE s.to_at - interval '1 microsecond' >= x.starts AND s.to_at - interval '1 microsecond' < x.ends) t ON true
            WHERE y.statement_id = %(id)s""",  # noqa: S608 - our own names
        {"id": of.id},
    )
    return {
        row.side: Party(
            row.name_ru, row.name_en, row.legal_name, row.tax_number,
            Holder(**{name: getattr(row, name) for name in _HOLDER}) if row.holder is not None else None,
        )
        for row in rows
    }  # fmt: skip
