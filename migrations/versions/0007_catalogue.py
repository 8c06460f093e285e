"""Tables of catalogue."""

from migrations.support import drop, run_sql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0007_catalogue")
    run_sql("0007_search")


def downgrade() -> None:
    drop(
        "DROP FUNCTION search_like, search_near, search_prefix CASCADE",
        "DROP FUNCTION search_follows_brands, search_follows_offers, search_follows_categories CASCADE",
        "DROP TABLE brand_search CASCADE",
        "DROP FUNCTION search_fold CASCADE",
        "DROP TABLE denominations CASCADE",
        "DROP FUNCTION denomination_brand CASCADE",
        "DROP TABLE offers CASCADE",
    )
