"""What people wrote in proposals about somebody, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

GOES = (
    Goes(
        ("proposals.why", "proposal_versions.payload", "proposal_versions.before", "proposal_decisions.note"),
        "SELECT proposal_words_forget(%(proposals)s::bigint[], %(names)s::text[])",
    ),
    Goes(
        ("proposal_notes.body",),
        "UPDATE proposal_notes SET body = '—' WHERE proposal_id = ANY (%(proposals)s::bigint[]) AND body <> '—'",
    ),
)
