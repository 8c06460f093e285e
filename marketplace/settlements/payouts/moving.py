"""Payments through the payment provider: sent to the partner's account there, paid out from it, fetched back where that failed.

A call is written down before it is made and its answer afterwards. Each carries the payment's own key, so made again it does nothing new;
once keys are forgotten, the provider is asked first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from marketplace.core import calls as asking
from marketplace.core import outbox, own_seals
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.settlements.book import CONNECTED
from marketplace.settlements.payouts.running import happened

What = Literal["transfer", "find_transfer", "payout", "find_payout", "look", "reverse", "find_reversal"]
Move = Literal["transfer", "payout", "reversal"]
LOOK_EVERY = timedelta(hours=1)
RETRY_REFUSED = timedelta(hours=24)
# What each call makes or finds.
MAKES: Mapping[What, Move] = {
    "transfer": "transfer", "find_transfer": "transfer", "payout": "payout", "find_payout": "payout", "reverse": "reversal",
    "find_reversal": "reversal",
}  # fmt: skip


class MoveOutcome(StrEnum):
    """What a call came to. UNCLEAR: nobody knows whether it was done; it is asked about, under the same key."""

    DONE = "done"
    NONE = "none"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNCLEAR = "unclear"


# A look that came to an end: nothing was there, or something, which is written down by now.
FOUND = (MoveOutcome.NONE, MoveOutcome.DONE)
SILENT = (None, MoveOutcome.UNCLEAR, MoveOutcome.NOT_SENT)


class Fetched(NamedTuple):
    """A reversal at the provider: what of a transfer was fetched back by it, in minor units."""

    ref: str
    amount: int


@dataclass(frozen=True, slots=True)
class MoveAnswer:
    """What a call came to; `ref` of what was made or found, and of reversals each with its amount: made by us, or found and not known before."""

    outcome: MoveOutcome
    ref: str = ""
    note: str = ""
    parts: tuple[Fetched, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveCall:
    """One question to the provider; `outcome` None while no answer is there."""

    id: int
    what: What
    began_at: datetime
    outcome: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A payment at the provider: its key there, where it goes, and what was made for it so far. `tries`: reversals that were refused.

    `fetched`: what each reversal of its transfer, ours or made by hand at the provider's own desk, has brought back.
    `pays_from`: when its day begins; nothing is sent before.
    `held`: its account pays out to a bank account that was not agreed to; nothing is until two people agree.
    """

    line_id: int
    key: str
    provider_ref: str
    amount: int
    currency: str
    moves: Mapping[Move, str]
    happened: frozenset[str]
    tries: int = 0
    held: bool = False
    fetched: Mapping[str, int] = field(default_factory=dict)
    pays_from: datetime | None = None

    @property
    def left(self) -> int:
        """What of it has not come back, in minor units."""
        return self.amount - sum(self.fetched.values())


class Make(NamedTuple):
    """A call to make now; tell with `answered` what came back."""

    call_id: int
    what: What
    of: Moved


class Later(NamedTuple):
    """Nothing to do before a moment."""

    until: datetime


class Over(NamedTuple):
    """Nothing to do any more."""


class Say(NamedTuple):
    """What became of the payment."""

    what: Literal["confirmed", "failed", "returned"]
    note: str = ""


def next_move(of: Moved, calls: Sequence[MoveCall], now: datetime, *, fresh: bool = False) -> What | Later | Over | Say:
    """What is to be done for a payment now; `fresh`: look how it stands, whatever was known. No database, no clock."""
    if of.happened & {"failed", "returned"}:
        return Over()
    if busy := asking.under_way(calls, now):
        return Later(busy)
    if "transfer" not in of.moves:
        if of.pays_from is not None and now < of.pays_from:
            return Later(of.pays_from)
        refused = _last(calls, "transfer", MoveOutcome.REFUSED)
        return Say("failed", refused.note) if refused else _ask("transfer", "find_transfer", calls, now)
    wrong = _last(calls, "look", MoveOutcome.FAILED) or _last(calls, "payout", MoveOutcome.REFUSED)
    if of.left <= 0:
        return Say("returned" if "confirmed" in of.happened else "failed", wrong.note if wrong else "")
    if wrong is not None:
        return _fetching_back(calls, now)
    if "payout" not in of.moves:
        return Later(now + LOOK_EVERY) if of.held else _ask("payout", "find_payout", calls, now)
    return _looking(of, calls, now, fresh=fresh)


def go_on_paying(line_id: int, *, fresh: bool = False, now: datetime) -> Make | Later | Over:
    """Take a payment one step on: a call to make, a moment to wait for, or its end."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended('payout_line', %(id)s))", {"id": line_id})
    calls = move_calls(line_id)
    of = _moved(line_id, calls)
    step = next_move(of, calls, now, fresh=fresh)
    if isinstance(step, Say):
        happened(line_id, step.what, known_by="provider", note=step.note[:400], now=now)
        return Over()
    if isinstance(step, Later | Over):
        return step
    call_id = execute(
        "INSERT INTO payout_calls (line_id, what, began_at) VALUES (%(line)s, %(what)s, %(now)s) RETURNING id",
        {"line": line_id, "what": step, "now": now},
    ).scalar_one()
    return Make(int(call_id), step, of)


def answered(made: Make, answer: MoveAnswer, *, now: datetime) -> None:
    """Write down what came back, and what was made."""
    execute(
        """UPDATE payout_calls SET answered_at = %(now)s, outcome = %(outcome)s, note = %(note)s
            WHERE id = %(id)s AND answered_at IS NULL""",
        {"id": made.call_id, "now": now, "outcome": answer.outcome, "note": answer.note[:200]},
    )
    if answer.outcome is MoveOutcome.DONE:
        parts = answer.parts or (Fetched(answer.ref, made.of.amount),)
        execute(
            """INSERT INTO payout_moves (line_id, what, provider_ref, amount, at)
               SELECT %(line)s, %(what)s, x.ref, x.amount, %(now)s FROM unnest(%(refs)s::text[], %(amounts)s::bigint[]) x(ref, amount)
               ON CONFLICT DO NOTHING""",
            {
                "line": made.of.line_id, "what": MAKES[made.what], "refs": [one.ref for one in parts], "amounts": [one.amount for one in parts],
                "now": now,
            },
        )  # fmt: skip


def look_at_payment(key: str, *, because: str, now: datetime) -> bool:
    """Have the provider asked how a payment stands, once for each reason: an event's id, say. Returns whether it is one of ours."""
    row = execute(
        """SELECT l.id FROM payout_lines l JOIN payout_runs r ON r.id = l.run_id
            WHERE r.channel = 'stripe' AND r.ref || '-' || l.id = %(key)s AND EXISTS (
                  SELECT FROM payout_run_steps s WHERE s.run_id = r.id AND s.step = 'sent')""",
        {"key": key},
    ).first()
    if row is not None:
        outbox.send(Topic.PAYOUTS_MOVE, ref=f"{row.id}:{because}", now=now)
    return row is not None


def move_calls(line_id: int) -> list[MoveCall]:
    """What was asked of the provider for a payment, oldest first."""
    rows = execute(
        "SELECT id, what, began_at, outcome, note FROM payout_calls WHERE line_id = %(id)s ORDER BY id", {"id": line_id}
    )
    return [MoveCall(*row) for row in rows]


def _moved(line_id: int, calls: Sequence[MoveCall]) -> Moved:
    """How a payment stands. Raises own_seals.NotOurs: somebody else says where it goes."""
    connected_id = execute("SELECT connected_id FROM payout_lines WHERE id = %(id)s", {"id": line_id}).scalar_one()
    own_seals.must_be_sealed(CONNECTED, connected_id)
    row = execute(
        """SELECT r.ref || '-' || l.id AS key, c.provider_ref, l.amount, r.currency, c.bank_mark <> c.agreed_mark AS held,
                  r.pays_on::timestamp AT TIME ZONE g.time_zone AS pays_from,
                  ARRAY(SELECT e.what FROM payout_events e WHERE e.line_id = l.id) AS happened
             FROM payout_lines l JOIN payout_runs r ON r.id = l.run_id JOIN connected_accounts c ON c.id = l.connected_id
             JOIN programmes g ON g.id = r.programme_id
            WHERE l.id = %(id)s""",
        {"id": line_id},
    ).one()
    made = execute("SELECT what, provider_ref, amount FROM payout_moves WHERE line_id = %(id)s", {"id": line_id}).all()
    tries = sum(call.what == "reverse" and call.outcome == MoveOutcome.REFUSED for call in calls)
    return Moved(
        line_id, row.key, row.provider_ref, row.amount, row.currency, {one.what: one.provider_ref for one in made if one.what != "reversal"},
        frozenset(row.happened), tries, row.held, {one.provider_ref: one.amount for one in made if one.what == "reversal"},
        row.pays_from,
    )  # fmt: skip


def _ask(what: What, find: What, calls: Sequence[MoveCall], now: datetime) -> What | Later:
    """Make it, or look for it first where its key may be forgotten."""
    of = [call for call in calls if call.what in (what, find)]
    if until := asking.paused([call for call in of if call.outcome in SILENT], calls, now):
        return Later(until)
    looked = max((n for n, call in enumerate(of) if call.what == find and call.outcome in FOUND), default=-1)
    open_ = [call for call in of[looked + 1 :] if call.what == what and call.outcome != MoveOutcome.REFUSED]
    return find if open_ and now > open_[0].began_at + asking.KEY_LIFE else what


def _fetching_back(calls: Sequence[MoveCall], now: datetime) -> What | Later:
    """One that is refused was made by hand at the provider's own desk, which is asked first: what is left of it then is fetched back by us.

    Or its money is not there yet: the debt stays closed until all of it has come back.
    """
    again = _last(calls, "reverse", MoveOutcome.REFUSED)
    if again is None:
        return _ask("reverse", "find_reversal", calls, now)
    since = calls[calls.index(again) :]
    found = [call.outcome for call in since if call.what == "find_reversal" and call.outcome in FOUND]
    if not found:
        return _ask("find_reversal", "find_reversal", calls, now)
    retry = again.began_at + RETRY_REFUSED
    if found[-1] == MoveOutcome.NONE and now < retry:
        return Later(retry)
    return _ask("reverse", "find_reversal", calls, now)


def _looking(of: Moved, calls: Sequence[MoveCall], now: datetime, *, fresh: bool) -> What | Later | Over | Say:
    looks = [call for call in calls if call.what == "look"]
    if fresh or not looks:
        return "look"
    if looks[-1].outcome == MoveOutcome.PAID:
        return Over() if "confirmed" in of.happened else Say("confirmed")
    if until := asking.paused([call for call in looks if call.outcome in SILENT], calls, now):
        return Later(until)
    due = looks[-1].began_at + (timedelta(0) if looks[-1].outcome in SILENT else LOOK_EVERY)
    return "look" if now >= due else Later(due)


def _last(calls: Sequence[MoveCall], what: What, outcome: MoveOutcome) -> MoveCall | None:
    """The last call of a kind, if it came to this."""
    of = [call for call in calls if call.what == what]
    return of[-1] if of and of[-1].outcome == outcome else None
