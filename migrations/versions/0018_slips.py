"""A search with a typing error looks up what comes of words when a letter is left out."""

from migrations.support import drop, run_sql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0018_slips")


def downgrade() -> None:
    drop(
        "DROP INDEX search_words_slips",
        "DROP FUNCTION search_brands, search_likeness, search_guesses, search_guessable, search_finished, search_query, search_slipped, search_slips",
    )
