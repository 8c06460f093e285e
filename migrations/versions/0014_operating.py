"""What the operator watches: when repeated work was done last, and what each look at the books found."""

from migrations.support import drop, run_sql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0014_operating")


def downgrade() -> None:
    drop(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA pgmq REVOKE SELECT, DELETE ON TABLES FROM vitrina_app",
        "DROP TABLE pulses",
        "DROP TABLE book_checks",
        "ALTER TABLE outbox DROP COLUMN request_id",
    )
