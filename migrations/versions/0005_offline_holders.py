"""Which device holds what a terminal takes along for going on without a network."""

from migrations.support import drop, run_sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0005_offline_holders", "tills")


def downgrade() -> None:
    drop(
        "DROP INDEX offline_takings_by_terminal",
        "ALTER TABLE offline_takings DROP COLUMN holder_id",
        "CREATE INDEX offline_takings_by_package ON offline_takings (terms_id, package_at)",
        "DROP TABLE offline_holders",
    )
