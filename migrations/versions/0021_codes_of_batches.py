"""A partner's code is of the brand and the denomination of its batch."""

from migrations.support import drop, run_sql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0021_codes_of_batches")


def downgrade() -> None:
    drop(
        "ALTER TABLE codes DROP CONSTRAINT codes_batch_fkey, DROP CONSTRAINT codes_batch_check,"
        " ADD CONSTRAINT codes_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES batches,"
        " ADD CONSTRAINT codes_denomination_id_fkey FOREIGN KEY (denomination_id) REFERENCES denominations",
        "ALTER TABLE batches DROP CONSTRAINT batches_codes_key",
    )
