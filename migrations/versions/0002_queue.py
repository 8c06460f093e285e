"""The queue that carries background work when no other broker is named. It is the owner's: the application makes nothing in its schema."""

from migrations.support import drop, put, run_sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    put("core", "vendor/pgmq-1.13.0")
    put("core", "pgmq_enable_notify_insert")
    run_sql("0002_queue", "jobs")


def downgrade() -> None:
    drop("DROP SCHEMA pgmq CASCADE")
