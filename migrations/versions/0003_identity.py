"""Tables of identity."""

from migrations.support import drop, run_sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0003_identity")


def downgrade() -> None:
    drop(
        "DROP TABLE api_clients CASCADE",
        "DROP TABLE email_changes CASCADE",
        "DROP TABLE grants CASCADE",
        "DROP TABLE passkeys CASCADE",
        "DROP TABLE user_sessions CASCADE",
        "DROP TABLE users CASCADE",
    )
