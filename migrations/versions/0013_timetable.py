"""The timetable of repeated work, in a schema of its own."""

from migrations.support import drop, run_sql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0013_timetable")


def downgrade() -> None:
    drop("DROP SCHEMA timetable CASCADE")
