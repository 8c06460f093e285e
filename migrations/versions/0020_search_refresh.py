"""Search follows a file of brands in time that depends on the file alone."""

from migrations.support import drop, run_sql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0020_search_refresh")


def downgrade() -> None:
    drop("DROP FUNCTION search_refresh")
