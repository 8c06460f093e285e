"""What people wrote in proposals about somebody, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (
    Goes(
        ("proposals.why", "proposal_versions.payload", "proposal_versions.before", "proposal_decisions.note"),
        sealed="proposals",
    ),
    Goes(
        ("proposal_notes.body",),
        """UPDATE proposal_notes SET body = '—' WHERE body <> '—'
              AND proposal_id IN (SELECT proposal_id FROM proposal_versions WHERE about @> ARRAY[%(member)s]::bigint[])""",
    ),
)
