"""How many cards of an offer a member has taken back unseen on a day."""

from migrations.support import drop, run_sql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0006_cancellations", "orders")


def downgrade() -> None:
    drop("DROP TABLE offer_cancellations")
