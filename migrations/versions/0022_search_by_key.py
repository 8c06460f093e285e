"""Search follows a brand by its key, whatever the planner knows of the tables: the function of 0020, as it is written now."""

from migrations.support import run_sql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0020_search_refresh")


def downgrade() -> None:
    """The function is right for the schema before, too."""
