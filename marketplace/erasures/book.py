"""What the hash chain covers of erasures: who asked and when, how it ended, and what was destroyed, without the evidence in staff's own words."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet("erasures", ("programme_id", "member_id", "asked_by", "by_staff", "identified", "asked_at", "due_at")),
    Sheet("erasure_ends", ("how", "at"), key="erasure_id"),
    Sheet("erasure_steps", ("erasure_id", "name", "rows", "at")),
)
