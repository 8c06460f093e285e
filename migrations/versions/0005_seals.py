"""Seals that only the application can make: of what people sign in with, and of rows that bring value or a right."""

from migrations.support import drop, run_sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0005_seals", "core", "identity")


def downgrade() -> None:
    drop("DROP TABLE sign_in_seals, own_seals")
