"""Tables of codes."""

from migrations.support import drop, run_sql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0008_codes")


def downgrade() -> None:
    drop(
        "DROP TABLE free_codes CASCADE",
        "DROP TABLE codes CASCADE",
        "DROP TABLE batches CASCADE",
        "DROP FUNCTION codes_reencrypt",
    )
