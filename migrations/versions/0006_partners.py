"""Tables of partners."""

from migrations.support import drop, run_sql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0006_partners")


def downgrade() -> None:
    drop(
        "DROP TABLE shops CASCADE",
        "DROP TABLE brands CASCADE",
        "DROP TABLE categories CASCADE",
        "DROP TABLE partners CASCADE",
    )
