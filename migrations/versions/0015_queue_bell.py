"""Processes that start at once ask for the queue's bell one after another."""

from migrations.support import run_sql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0015_queue_bell")


def downgrade() -> None:
    """The function has the face of the one that it stands in for, and goes with it in 0012."""
