"""The queue that carries background work when no other broker is named."""

from alembic import op

from migrations.support import drop, run_sql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# The application makes its queues itself, so it owns their tables; the functions run with the caller's rights.
RIGHTS = (
    "GRANT USAGE, CREATE ON SCHEMA pgmq TO vitrina_app",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgmq TO vitrina_app",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgmq TO vitrina_app",
    # The health check compares the version of the tables with that of the code.
    "GRANT SELECT ON alembic_version TO vitrina_app",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgmq TO vitrina_app",
)


def upgrade() -> None:
    run_sql("pgmq")
    for statement in RIGHTS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    drop("DROP SCHEMA pgmq CASCADE")
