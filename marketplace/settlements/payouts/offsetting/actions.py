"""Nettings: drafted for all that stands open now, approved for each programme, sent or dropped."""

import json
from collections import Counter
from datetime import datetime

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.settlements.errors import NothingToNet, refused
from marketplace.settlements.payouts.offsetting import rules
from marketplace.settlements.payouts.offsetting.queries import Netting, netting, standing


def draft_netting(programme_id: int, *, ref: str, currency: str, by: int, now: datetime) -> Netting:
    """Draft the setting off of what stands open between a programme's partners and all programmes of the installation; the same ref gives the same.

    From now on no payout counts what it sets off, until it is dropped.

    Raises:
        NothingToNet: none of the programme's positions can be set off.
        NettingMoved: a position has changed meanwhile.
    """
    found = rules.cleared(standing(programme_id, currency))
    ours = {one.company for one in found if one.programme_id == programme_id}
    found = {one: amount for one, amount in found.items() if one.company in ours}
    sums: Counter[int] = Counter()
    for one, amount in found.items():
        sums[one.programme_id] += amount
    positions = [
        {"partner": one.partner_id, "standing": one.amount, "cleared": amount} for one, amount in found.items()
    ]
    facts = {
        "programme": programme_id, "ref": ref, "currency": currency, "by": by, "now": now, "positions": json.dumps(positions),
        "transfers": json.dumps([one._asdict() for one in rules.transfers(sums)]),
    }  # fmt: skip
    with refused():
        row = execute(
            "SELECT netting FROM netting_draft(%(programme)s, %(ref)s, %(currency)s, %(positions)s::jsonb, %(transfers)s::jsonb, %(by)s, %(now)s)",
            facts,
        ).one()
    if row.netting is None:
        raise NothingToNet
    return netting(programme_id, row.netting)


def approve_netting(of: Netting, *, programme_id: int, by: int, now: datetime) -> Netting:
    """Agree to a netting for one programme that it touches; once each has, it can be sent.

    Raises NettingStep: it has ended, this programme has agreed, or it is the drafter's own, or somebody's who has agreed for another programme.
    """
    with refused():
        execute(
            "INSERT INTO netting_approvals (netting_id, programme_id, user_id, at) VALUES (%(id)s, %(programme)s, %(by)s, %(now)s)",
            {"id": of.id, "programme": programme_id, "by": by, "now": now},
        )
    audit.record(
        "settlements.approve_netting", f"netting:{of.id}", at=now, before={"state": of.state}, after={"programme": programme_id}
    )  # fmt: skip
    return netting(programme_id, of.id)


def send_netting(of: Netting, *, by: int, now: datetime) -> None:
    """Set it off: each position is paid by as much, in the statement that is open now. What was sent stays.

    Raises:
        NettingStep: not every programme has agreed, or it has ended.
        NettingMoved: a position does not stand open by as much any more; drop it and draft another.
    """
    _end(of, "sent", by, now)


def drop_netting(of: Netting, *, by: int, now: datetime) -> None:
    """Give up a netting that was not sent: all stands as before. Raises NettingStep."""
    _end(of, "dropped", by, now)


def _end(of: Netting, step: str, by: int, now: datetime) -> None:
    with refused():
        execute(
            "INSERT INTO netting_steps (netting_id, step, user_id, at) VALUES (%(id)s, %(step)s, %(by)s, %(now)s)",
            {"id": of.id, "step": step, "by": by, "now": now},
        )
    audit.record(
        f"settlements.{step}_netting", f"netting:{of.id}", at=now, before={"state": of.state}, after={"state": step, "amount": of.amount}
    )  # fmt: skip
