"""Tables of programmes."""

from migrations.support import drop, run_sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0002_programmes")


def downgrade() -> None:
    drop(
        "DROP TABLE programme_texts CASCADE",
        "DROP TABLE programme_hosts CASCADE",
        "DROP TABLE programmes CASCADE",
        "DROP TABLE cities CASCADE",
    )
