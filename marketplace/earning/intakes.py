"""What was taken in at once, in figures, under the application's own seal.

The role that the application has in the database can write down operations and record whatever it likes; it cannot make a seal, for the
key is in no database. So whoever holds that role alone mints no points that `vitrina verify` does not find.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from marketplace.core import vault
from marketplace.core.db import execute

_NOTE = """
SELECT operation_intake_note(%(programme)s, %(source)s, %(digest)s, %(first)s, %(last)s, %(number)s, %(waiting)s, %(parts)s, %(earned)s,
                             %(taken_back)s, %(seal)s, %(now)s)"""
_READ = """
SELECT id, seal, txid::text, programme_id, source, encode(file_digest, 'hex') AS digest, first_id, last_id, number, waiting, parts, earned, taken_back
  FROM operation_intakes"""


@dataclass(frozen=True, slots=True)
class Intake:
    """What one transaction has taken in of one file: operations between two ids and their points, those that wait, parts of purchases given
    back. `digest`: of the file of the run that brought them (hex, keyed); None where they came in no run's file."""

    programme_id: int
    source: str
    digest: str | None
    first: int | None = None
    last: int | None = None
    number: int = 0
    waiting: int = 0
    parts: int = 0
    earned: int = 0
    taken_back: int = 0


def note(intake: Intake, *, now: datetime) -> None:
    """Write an intake down, sealed; before its points are posted."""
    txid = str(execute("SELECT pg_current_xact_id()::text").scalar_one())
    execute(
        _NOTE,
        {
            "programme": intake.programme_id, "source": intake.source, "digest": bytes.fromhex(intake.digest) if intake.digest else None,
            "first": intake.first, "last": intake.last, "number": intake.number, "waiting": intake.waiting, "parts": intake.parts,
            "earned": intake.earned, "taken_back": intake.taken_back, "seal": _seal(txid, intake), "now": now,
        },
    )  # fmt: skip


def forged(ids: Sequence[int] | None = None) -> Iterator[int]:
    """Which intakes, of these or of all, have a seal that the application did not make."""
    chosen = "" if ids is None else " WHERE id = ANY (%(ids)s)"
    for number, seal, txid, *facts in execute(_READ + chosen, {"ids": list(ids or ())}):
        if not hmac.compare_digest(seal, _seal(txid, Intake(*facts))):
            yield number


def _seal(txid: str, intake: Intake) -> bytes:
    return vault.seal(json.dumps(["card operations", txid, *astuple(intake)]))
