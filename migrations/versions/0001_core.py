"""Tables of core."""

from migrations.support import drop, run_sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0001_core")


def downgrade() -> None:
    drop(
        "DROP TABLE audit_records CASCADE",
        "DROP TABLE seals CASCADE",
        "DROP TABLE outbox CASCADE",
        "DROP TABLE idempotency_keys CASCADE",
        "DROP TABLE throttle CASCADE",
        "DROP TABLE mails CASCADE",
        "DROP FUNCTION idempotency_begin",
        "DROP FUNCTION idempotency_reencrypt",
        "DROP FUNCTION is_renewed",
    )
