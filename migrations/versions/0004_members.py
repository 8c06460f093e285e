"""Tables of members."""

from migrations.support import drop, run_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0004_members")


def downgrade() -> None:
    drop(
        "DROP TABLE member_notifications CASCADE",
        "DROP TABLE member_cards CASCADE",
        "DROP TABLE consents CASCADE",
        "DROP TABLE sign_ups CASCADE",
        "DROP TABLE members CASCADE",
    )
