"""The timetable of repeated work, in a schema of its own."""

from migrations.support import drop, run_sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0003_timetable", "jobs")


def downgrade() -> None:
    drop("DROP SCHEMA timetable CASCADE")
