"""Every table, with its indexes, checks and rights; the file of a domain makes the tables that are its own."""

from migrations.support import drop_everything, put, run_sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BEFORE_SEARCH = (
    "core",
    "programmes",
    "identity",
    "members",
    "ledger",
    "approvals",
    "runs",
    "partners",
    "suppliers",
    "webhooks",
)
AFTER_SEARCH = (
    "catalogue",
    "codes",
    "payments",
    "orders",
    "giftcards",
    "gifts",
    "exchanges",
    "wishes",
    "wallets",
    "tills",
    "earning",
    "support",
    "training",
    "fraud",
    "settlements",
    "reconciliation",
    "mailings",
    "erasures",
    "reports",
)


def upgrade() -> None:
    run_sql("0001_baseline", *BEFORE_SEARCH)
    put("catalogue", "search_slips")  # an index of the catalogue is made with it
    run_sql("0001_baseline", *AFTER_SEARCH)


def downgrade() -> None:
    drop_everything()
