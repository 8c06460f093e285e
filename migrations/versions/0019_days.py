"""What an account's entries came to, day by day."""

from migrations.support import drop, run_sql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0019_days")


def downgrade() -> None:
    drop("DROP FUNCTION ledger_keep_days", "DROP FUNCTION ledger_days", "DROP TABLE account_days")
