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
        "DROP FUNCTION ledger_open_all, ledger_open, ledger_post, ledger_settle, ledger_reverse, ledger_earn, ledger_claw_back,"
        " ledger_expire, ledger_write, ledger_give_back, ledger_bring, ledger_begin, ledger_compare, ledger_compare_total,"
        " ledger_check_hold, ledger_check_set, ledger_lock_with_debts, ledger_refuse, ledger_refuse_poor CASCADE",
        "DROP TABLE open_lots CASCADE",
        "DROP TABLE lots CASCADE",
        "DROP TABLE entries CASCADE",
        "DROP TABLE transfers CASCADE",
        "DROP TABLE balances CASCADE",
        "DROP TABLE accounts CASCADE",
    )
