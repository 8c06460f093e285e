"""Tables of orders."""

from migrations.support import drop, run_sql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0009_orders")


def downgrade() -> None:
    drop(
        "DROP TABLE acceptances CASCADE",
        "DROP TABLE order_fulfilments CASCADE",
        "DROP TABLE order_cancellations CASCADE",
        "DROP TABLE offer_usage CASCADE",
        "DROP TABLE member_offer_usage CASCADE",
        "DROP TABLE orders CASCADE",
    )
