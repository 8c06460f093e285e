"""Who asked for something at the desk, and what they could name."""

from migrations.support import drop, run_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0004_askers", "support")


def downgrade() -> None:
    drop("DROP TABLE identifications")
