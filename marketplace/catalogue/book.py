"""What the hash chain covers of the catalogue: what was published and by which run, how each offer stood after it, and what was undone at once."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet("catalogue_publications", ("programme_id", "partner_id", "source", "at", "actor", "undoes")),
    # No offer's id has more than eleven digits, so one number tells the versions apart.
    Sheet("offer_versions", ("offer_id", "publication_id", "facts"), key="publication_id * 100000000000 + offer_id"),
    Sheet("publication_runs", ("run_id",), key="publication_id"),
    Sheet("publication_undos", ("undone_by", "side", "minutes", "actor", "at"), key="publication_id"),
)
