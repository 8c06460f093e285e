"""A publication that is taken back at once by those who made it, and for how long a programme lets them; what companies that apply are told of terms."""

from migrations.support import drop, run_sql

revision = "0008"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0008_undos", "programmes", "catalogue")


def downgrade() -> None:
    drop(
        "DROP TABLE publication_undos",
        "DROP TABLE publication_runs",
        "ALTER TABLE programmes DROP COLUMN undo_minutes, DROP COLUMN partner_commission_bp, DROP COLUMN partner_payout_day",
    )
