"""Tables of catalogue."""

from migrations.support import drop, run_sql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0007_catalogue")


def downgrade() -> None:
    drop(
        "DROP TABLE denominations CASCADE",
        "DROP TABLE offers CASCADE",
    )
