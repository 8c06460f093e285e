"""The shop by price walks along an index."""

from migrations.support import drop, run_sql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0016_prices")


def downgrade() -> None:
    drop("DROP INDEX denominations_prices", "DROP INDEX offers_range_prices")
