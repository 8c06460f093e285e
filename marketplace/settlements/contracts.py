"""Contracts: begun, changed by versions that both sides sign, refused."""

import json
from datetime import date, datetime

from marketplace.core import audit, own_seals
from marketplace.core.db import execute
from marketplace.settlements import rules
from marketplace.settlements.book import SIGNATURES
from marketplace.settlements.errors import refused
from marketplace.settlements.queries import contract, version
from marketplace.settlements.values import Contract, Side, Terms, Version, facts_of

_JSON = ("commission_steps", "vat_kinds", "point_prices")
_COLUMNS = tuple(Terms.__dataclass_fields__)
_INSERT = f"""INSERT INTO contract_versions (contract_id, number, valid_from, {", ".join(_COLUMNS)}, side, drafted_by, drafted_at, why)
    SELECT %(contract)s, coalesce(max(number), 0) + 1, %(valid_from)s,
           {", ".join(f"%({name})s" + ("::jsonb" if name in _JSON else "") for name in _COLUMNS)}, %(side)s, %(by)s, %(now)s, %(why)s
      FROM contract_versions WHERE contract_id = %(contract)s RETURNING id"""  # noqa: S608 - our own names


def begin(
    partner_id: int,
    number: str,
    terms: Terms,
    *,
    currency: str,
    time_zone: str,
    begins_on: date,
    by: int,
    now: datetime,
) -> Version:
    """Begin a contract with a partner; its first version is signed by the programme and waits for the partner.

    Args:
        number: as people call it.
        currency: in which it is settled. time_zone: of its days. Neither ever changes.
        begins_on: what happens from this day on is settled.
        by: the member of staff who signs.

    Raises:
        BadTerms.
        ContractThere: the partner has one.
    """
    rules.checked_base(currency, time_zone)
    terms = rules.checked_terms(terms)
    with refused():
        row = execute(
            """INSERT INTO contracts (partner_id, number, currency, time_zone, begins_on, made_at)
               VALUES (%(partner)s, %(number)s, %(currency)s, %(zone)s, %(begins)s, %(now)s) RETURNING id""",
            {
                "partner": partner_id, "number": number, "currency": currency, "zone": time_zone, "begins": begins_on, "now": now,
            },
        ).one()  # fmt: skip
    audit.record(
        "settlements.begin_contract", f"contract:{row.id}", at=now, before={},
        after={"number": number, "currency": currency, "begins_on": begins_on},
    )  # fmt: skip
    return propose(contract(partner_id), terms, valid_from=begins_on, side="programme", by=by, now=now)


def propose(
    of: Contract, terms: Terms, *, valid_from: date, side: Side, by: int, why: str = "", now: datetime
) -> Version:
    """Write the next version and sign it for one side; a version that still waited, waits no more.

    Raises:
        BadTerms.
        ContractSettled: it begins on a day that a statement or a later version covers.
        ContractMoved: somebody else has just written one.
    """
    facts = facts_of(rules.checked_terms(terms))
    stored = facts | {name: json.dumps(facts[name]) for name in _JSON}
    with refused():
        row = execute(
            _INSERT,
            stored | {"contract": of.id, "valid_from": valid_from, "side": side, "by": by, "now": now, "why": why},
        ).one()
    audit.record(
        "settlements.propose_terms", f"contract:{of.id}", at=now, why=why, before={},
        after=facts | {"version": row.id, "valid_from": valid_from},
    )  # fmt: skip
    return sign(version(of, row.id), side=side, by=by, now=now)


def sign(of: Version, *, side: Side, by: int, now: datetime) -> Version:
    """Sign a version for one side; signed by both, it is in force from its day on.

    Raises:
        ContractMoved: it waits no more, or this side has signed it.
        ContractSettled: as `propose`.
        BothSides: `by` has signed for the other side.
    """
    with refused():
        row = execute(
            "INSERT INTO contract_signatures (version_id, side, user_id, at) VALUES (%(version)s, %(side)s, %(by)s, %(now)s) RETURNING id",
            {"version": of.id, "side": side, "by": by, "now": now},
        ).one()
    own_seals.seal(SIGNATURES, row.id)
    audit.record(
        "settlements.sign_contract", f"contract:{of.contract_id}", at=now, before={"signed": sorted(of.signed)},
        after={"signed": sorted({*of.signed, side}), "version": of.number},
    )  # fmt: skip
    return version(of.contract_id, of.id)


def refuse(of: Version, *, side: Side, by: int, why: str, now: datetime) -> None:
    """Say no to a version and why. Raises ContractMoved."""
    with refused():
        execute(
            "INSERT INTO contract_refusals (version_id, side, user_id, at, why) VALUES (%(version)s, %(side)s, %(by)s, %(now)s, %(why)s)",
            {"version": of.id, "side": side, "by": by, "now": now, "why": why},
        )
    audit.record(
        "settlements.refuse_terms", f"contract:{of.contract_id}", at=now, why=why, before={"state": "open"},
        after={"state": "refused", "version": of.number},
    )  # fmt: skip
