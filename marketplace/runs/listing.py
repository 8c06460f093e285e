"""Runs as a list, newest first."""

from marketplace.core.listing import Choice, Column, Days, Kind, Listing
from marketplace.runs.rules import STATES

WITH_ERRORS = "with_errors"

RUNS = Listing(
    name="runs",
    source="runs run LEFT JOIN users person ON person.id = CASE WHEN run.actor LIKE 'user:%%' THEN substr(run.actor, 6)::bigint END",
    scope="run.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR run.partner_id = %(partner)s)",
    key="run.id",
    columns=(
        Column("file_name", sql="run.file_name"),
        Column("kind", Kind.WORD, "run.kind"),
        Column("kept_at", Kind.MOMENT, "run.kept_at", sorts_by="id"),  # written in this order
        Column("by", Kind.WORD, "coalesce(person.email, run.actor)"),  # colleagues know each other by their addresses
        Column("applied", Kind.NUMBER, "run.applied"),
        # A file with errors was checked, too, but nothing of it can be applied.
        Column("state", Kind.WORD, f"CASE WHEN run.state = 'checked' AND run.wrong > 0 THEN '{WITH_ERRORS}' ELSE run.state END"),
    ),
    sort="-kept_at",
    filters=(
        Choice("state", {state: f"state = '{state}'" for state in (*STATES, WITH_ERRORS)}, ("state",)),
        Days("kept", "kept_at"),
    ),
)  # fmt: skip
