"""Tables of ledger."""

from migrations.support import drop, run_sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0005_ledger")


def downgrade() -> None:
    drop(
        "DROP FUNCTION ledger_open, ledger_post, ledger_reverse, ledger_expire, ledger_take CASCADE",
        "DROP TABLE lot_moves CASCADE",
        "DROP TABLE open_lots CASCADE",
        "DROP TABLE lots CASCADE",
        "DROP TABLE entries CASCADE",
        "DROP TABLE transfers CASCADE",
        "DROP TABLE balances CASCADE",
        "DROP TABLE accounts CASCADE",
    )
