"""How much of a kind one person may apply alone in a programme."""

from datetime import datetime

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.runs.kinds import kind as kind_of


def set_cap(programme_id: int, kind: str, units: int | None, *, now: datetime) -> None:
    """Have a run of more units than this wait for a second person; None: no run does. Raises UnknownKind."""
    key = {"programme": programme_id, "kind": kind_of(kind).name}
    was = execute("SELECT units FROM run_caps WHERE programme_id = %(programme)s AND kind = %(kind)s", key).first()
    if units is None:
        execute("DELETE FROM run_caps WHERE programme_id = %(programme)s AND kind = %(kind)s", key)
    else:
        execute(
            """INSERT INTO run_caps (programme_id, kind, units) VALUES (%(programme)s, %(kind)s, %(units)s)
               ON CONFLICT (programme_id, kind) DO UPDATE SET units = excluded.units""",
            key | {"units": units},
        )
    before, after = {"kind": kind, "cap": was.units if was else None}, {"kind": kind, "cap": units}
    audit.record("runs.set_cap", f"programme:{programme_id}", at=now, before=before, after=after)
