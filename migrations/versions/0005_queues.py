"""The queue is made here and is the owner's: the application works with it and makes nothing in its schema."""

from migrations.support import drop, put, run_sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    put("core", "pgmq_enable_notify_insert")
    run_sql("0005_queues", "jobs")


def downgrade() -> None:
    drop(
        "SELECT pgmq.drop_queue('vitrina')",
        "GRANT CREATE ON SCHEMA pgmq TO vitrina_app",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgmq TO vitrina_app",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgmq TO vitrina_app",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA pgmq GRANT SELECT, DELETE ON TABLES TO vitrina_app",
    )
