"""Tables of giftcards."""

from migrations.support import drop, run_sql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0010_giftcards")


def downgrade() -> None:
    drop(
        "DROP TABLE staff_reveals CASCADE",
        "DROP TABLE giftcard_events CASCADE",
        "DROP TABLE giftcards CASCADE",
        "DROP FUNCTION giftcard_refuse",
    )
