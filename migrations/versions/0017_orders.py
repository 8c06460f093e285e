"""An order is written by one call."""

from migrations.support import drop, run_sql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0017_orders")


def downgrade() -> None:
    drop(
        "DROP FUNCTION order_place", "DROP FUNCTION offer_usage_take", "DROP FUNCTION giftcard_issue", "DROP FUNCTION code_claim"
    )  # fmt: skip
