"""Runs of payments: drafted by one, approved by another, written into a file that the bank is given, then confirmed or not, payment by payment."""

import hashlib
from datetime import date, datetime

from marketplace import codes
from marketplace.core import audit, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.settlements.errors import PaidMaybe, PayoutStep, refused
from marketplace.settlements.payouts.paying import payable
from marketplace.settlements.payouts.queries import Channel, File, KnownBy, Run, payments, payout_files, payout_run


def draft_run(
    programme_id: int,
    partner_ids: list[int],
    *,
    ref: str,
    currency: str,
    pays_on: date,
    by: int,
    now: datetime,
    channel: Channel = "bank",
) -> Run:
    """Draft payments to partners, each of what it is owed now, by a bank's file or by the payment provider; the same ref gives the same run.

    Who cannot be paid on that day (`payable` says why: its payday is still to come, say) is left out.

    Raises:
        NothingToPay: nobody is left.
        PaidMaybe: the database came from a backup and is not reconciled: what it holds to be owed may have been paid since, and so may a run
            that it knows as drafted or approved.
    """
    _must_be_known()
    would_be = payable(programme_id, currency=currency, pays_on=pays_on, now=now, channel=channel)
    due = [one.partner_id for one in would_be if one.partner_id in partner_ids and not one.why]
    with refused():
        row = execute(
            "SELECT run FROM payout_draft(%(programme)s, %(ref)s, %(currency)s, %(day)s, %(partners)s, %(by)s, %(now)s, %(channel)s)",
            {
                "programme": programme_id, "ref": ref, "currency": currency, "day": pays_on, "partners": due, "by": by, "now": now,
                "channel": channel,
            },
        ).one()  # fmt: skip
    return payout_run(programme_id, row.run)


def approve_run(of: Run, *, proposal_id: int, now: datetime) -> None:
    """Let a drafted run go out: another person has approved its proposal. Raises PayoutStep; PaidMaybe as `draft_run`."""
    _must_be_known()
    _step(of, "approved", now, proposal_id)


def keep_file(of: Run, *, kind: str, name: str, content: bytes, now: datetime) -> File:
    """Keep the file that the bank is given. Of a kind there is one for ever: the first. Raises PayoutStep: the run is not approved; PaidMaybe as `draft_run`."""
    _must_be_known()
    if of.approved_at is None or of.dropped_at is not None or of.channel != "bank":
        raise PayoutStep
    digest = hashlib.sha256(content).digest()
    row = execute(
        """INSERT INTO payout_files (run_id, kind, name, content, digest, made_at) VALUES (%(run)s, %(kind)s, %(name)s, %(content)s, %(digest)s, %(now)s)
           ON CONFLICT (run_id, kind) DO NOTHING RETURNING id""",
        {"run": of.id, "kind": kind, "name": name, "content": content, "digest": digest, "now": now},
    ).first()
    if row is not None:
        audit.record(
            "settlements.keep_file",
            f"payout_run:{of.id}",
            at=now,
            before={},
            after={"file": name, "digest": digest.hex()},
        )
    return next(one for one in payout_files(of.id) if one.kind == kind)


def send_run(of: Run, *, now: datetime) -> None:
    """Note that the bank's file is made: nothing else pays these debts, and each payment may be confirmed or fail from now on. Raises PayoutStep;
    PaidMaybe as `draft_run`."""
    _must_be_known()
    if not payout_files(of.id):
        raise PayoutStep
    _step(of, "sent", now, becomes="written")


def hand_over(of: Run, *, now: datetime) -> None:
    """Note that the bank was given the file; again it changes nothing. Raises PayoutStep: there is no file, or the provider pays."""
    if of.handed_at is None:
        _step(of, "handed", now)


def send_through_provider(of: Run, *, now: datetime) -> None:
    """Have the payment provider pay: each payment is promised for the run's day, and may be confirmed or fail from then on.

    Raises PayoutStep; PaidMaybe as `draft_run`.
    """
    _must_be_known()
    if of.channel != "stripe":
        raise PayoutStep
    _step(of, "sent", now)
    refs = [str(one.id) for one in payments(of.id)]
    outbox.send_all(Topic.PAYOUTS_MOVE, refs, now=now, due_at=max(now, of.pays_from))


def drop_run(of: Run, *, why: str, now: datetime) -> None:
    """Give up a run that was not sent; the partners it would have paid are owed as before. Raises PayoutStep."""
    with refused():
        execute("SELECT payout_drop(%(run)s, %(why)s, %(now)s)", {"run": of.id, "why": why, "now": now})


def happened(
    payment_id: int,
    what: str,
    *,
    known_by: KnownBy,
    proposal_id: int | None = None,
    code: str = "",
    note: str = "",
    now: datetime,
) -> bool:
    """Say what became of a payment: confirmed, failed, name_mismatch, returned after it was confirmed, or reopened where the bank's entry that
    had confirmed it was another's. Again it changes nothing.

    A payment that failed or came back leaves its debt open, and it may be paid again. Where the bank shows afterwards that it was paid all the
    same, it is confirmed, and the debt is less by it.

    Args:
        known_by: the "bank" by its statements, a report of the bank's (pain.002) by a "file" that a person has brought or by the programme's own
            "key" of the API, the "provider", or a "person".
        proposal_id: the proposal that another person has approved; without one no person and no file says that a payment did not arrive.

    Raises PayoutStep: it cannot have happened.
    """
    facts = {
        "line": payment_id, "what": what, "code": code, "note": note, "by": known_by, "proposal": proposal_id, "now": now,
    }  # fmt: skip
    with refused():
        return bool(
            execute(
                "SELECT payout_happened(%(line)s, %(what)s, %(code)s, %(note)s, %(by)s, %(proposal)s, %(now)s)", facts
            ).scalar_one()
        )


def reopen(payment_id: int, *, why: str, now: datetime) -> bool:
    """Take back that a payment has arrived, because the bank's entry that had said so is another's: it waits as before.

    Returns:
        whether it had arrived by what the bank said.
    """
    last = execute(
        "SELECT what, known_by FROM payout_events WHERE line_id = %(line)s ORDER BY id DESC LIMIT 1",
        {"line": payment_id},
    ).first()
    if last is None or (last.what, last.known_by) != ("confirmed", "bank"):
        return False
    return happened(payment_id, "reopened", known_by="bank", note=why.strip()[:400], now=now)


def _must_be_known() -> None:
    """Whether the database knows what was paid: not while it came from a backup and is not reconciled. Raises PaidMaybe."""
    if codes.quarantine() is not None:
        raise PaidMaybe


def _step(of: Run, step: str, now: datetime, proposal_id: int | None = None, *, becomes: str = "") -> None:
    with refused():
        execute(
            "INSERT INTO payout_run_steps (run_id, step, proposal_id, at) VALUES (%(run)s, %(step)s, %(proposal)s, %(now)s)",
            {"run": of.id, "step": step, "proposal": proposal_id, "now": now},
        )
    after = {"state": becomes or step}
    audit.record(f"settlements.{step}_payouts", f"payout_run:{of.id}", at=now, before={"state": of.state}, after=after)
