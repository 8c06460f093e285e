"""Tables of earning."""

from migrations.support import drop, run_sql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0011_earning")


def downgrade() -> None:
    drop(
        "DROP TABLE card_operations CASCADE",
    )
