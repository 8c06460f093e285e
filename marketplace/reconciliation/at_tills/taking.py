"""Takes a till's table in: each file once, all of its receipts kept, those that another file had told marked as repeats."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.reconciliation.at_tills.reading import TillLine, key_of
from marketplace.runs import Given

_EXPORT = """INSERT INTO till_exports (partner_id, file_digest, file_name, from_at, to_at, lines, taken_at)
    VALUES (%(partner)s, %(digest)s, %(name)s, %(from)s, %(to)s, %(lines)s, %(now)s) ON CONFLICT (partner_id, file_digest) DO NOTHING RETURNING id"""
_LINES = """INSERT INTO till_lines (export_id, partner_id, line, at, day, receipt, till, receipt_key, till_key, amount)
    SELECT %(export)s, %(partner)s, l.line, l.at, l.day, l.receipt, l.till, l.receipt_key, l.till_key, l.amount
      FROM jsonb_to_recordset(%(lines)s::jsonb) AS l (line integer, at timestamptz, day date, receipt text, till text, receipt_key text, till_key text, amount bigint)
     ORDER BY l.line ON CONFLICT (export_id, line) DO NOTHING"""
# The n-th of this file that is alike is the n-th of another file's.
_ALIKE = """SELECT id, export_id, at, receipt_key, till_key, amount, row_number() OVER (PARTITION BY export_id, at, receipt_key, till_key, amount ORDER BY line) AS nth
      FROM till_lines WHERE partner_id = %(partner)s AND at >= %(from)s AND at <= %(to)s"""
_REPEATS = f"""WITH alike AS MATERIALIZED ({_ALIKE}),
    firsts AS (SELECT at, receipt_key, till_key, amount, nth, min(id) AS of_id FROM alike WHERE export_id <> %(export)s GROUP BY 1, 2, 3, 4, 5)
    INSERT INTO till_line_ends (line_id, how, of_id, why, at)
    SELECT a.id, 'repeat', f.of_id, '', %(now)s FROM alike a JOIN firsts f USING (at, receipt_key, till_key, amount, nth) WHERE a.export_id = %(export)s
    ON CONFLICT DO NOTHING"""  # noqa: S608 - our own names
# A receipt that was taken back at the till on the same day: neither of the two counts.
_TAKEN_BACK = """WITH open AS MATERIALIZED (
        SELECT l.*, row_number() OVER (PARTITION BY receipt_key, till_key, day, amount ORDER BY at, id) AS nth FROM till_lines l
         WHERE l.partner_id = %(partner)s AND l.at >= %(from)s AND l.at <= %(to)s AND l.receipt_key <> ''
           AND NOT EXISTS (SELECT FROM till_line_ends e WHERE e.line_id = l.id)
           AND NOT EXISTS (SELECT FROM till_matches m WHERE m.line_id = l.id AND m.released_at IS NULL)),
    pairs AS (SELECT t.id AS taken, b.id AS back FROM open t JOIN open b USING (receipt_key, till_key, day, nth) WHERE t.amount > 0 AND b.amount = -t.amount)
    INSERT INTO till_line_ends (line_id, how, of_id, why, at)
    SELECT taken, 'taken_back', back, '', %(now)s FROM pairs UNION ALL SELECT back, 'taken_back', taken, '', %(now)s FROM pairs"""


def begin(
    given: Given, partner_id: int, lines: Sequence[TillLine], columns: Mapping[str, str], *, now: datetime
) -> int | None:
    """Note a file and which of its columns meant what; returns its id, or None where it is there already."""
    facts = {
        "partner": partner_id, "digest": given.digest, "name": given.name[:200], "from": min(one.at for one in lines), "to": max(one.at for one in lines),
        "lines": len(lines), "columns": json.dumps(dict(columns), ensure_ascii=False), "now": now,
    }  # fmt: skip
    export_id = execute(_EXPORT, facts).scalar()
    if export_id is None:
        return None
    execute("INSERT INTO till_columns (partner_id, columns, at) VALUES (%(partner)s, %(columns)s, %(now)s)", facts)
    audit.record(
        "reconciliation.take_till_export", f"partner:{partner_id}", at=now, after={"file": facts["name"], "lines": len(lines)}
    )  # fmt: skip
    return int(export_id)


def export_of(given: Given, partner_id: int) -> int:
    """The id of a file that was begun."""
    sql = "SELECT id FROM till_exports WHERE partner_id = %(partner)s AND file_digest = %(digest)s"
    return int(execute(sql, {"partner": partner_id, "digest": given.digest}).scalar_one())


def add(export_id: int, partner_id: int, lines: Sequence[TillLine]) -> int:
    """Keep some of a file's receipts; returns how many were not kept yet."""
    rows = [
        one._asdict() | {"at": one.at.isoformat(), "day": str(one.day), "receipt_key": key_of(one.receipt), "till_key": key_of(one.till)}
        for one in lines
    ]  # fmt: skip
    facts = {"export": export_id, "partner": partner_id, "lines": json.dumps(rows, ensure_ascii=False)}
    return int(execute(_LINES, facts).rowcount)


def note_repeats(export_id: int, partner_id: int, lines: Sequence[TillLine], *, now: datetime) -> int:
    """Note which receipts of a file that is in whole others had told, and which were taken back; returns how many repeats there are."""
    facts = {
        "export": export_id, "partner": partner_id, "from": min(one.at for one in lines), "to": max(one.at for one in lines), "now": now,
    }  # fmt: skip
    known = int(execute(_REPEATS, facts).rowcount)
    execute(_TAKEN_BACK, facts)
    return known


def remembered(partner_id: int) -> dict[str, str]:
    """Which column meant what the last time; empty where there was no time."""
    sql = "SELECT columns FROM till_columns WHERE partner_id = %(partner)s ORDER BY id DESC LIMIT 1"
    row = execute(sql, {"partner": partner_id}).first()
    return dict(row.columns) if row else {}
