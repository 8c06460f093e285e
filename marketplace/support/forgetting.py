"""What support keeps of somebody beside cases and calls, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (
    Goes(("reissues.note", "rebindings.note"), sealed="support"),
    Goes(
        ("point_corrections.note",),
        "UPDATE point_corrections SET note = '—' WHERE member_id = %(member)s AND note <> '—'",
    ),
    Goes(
        (),
        "DELETE FROM account_paper_parts WHERE paper_id IN (SELECT id FROM account_papers WHERE member_id = %(member)s)",
    ),
    Goes(("account_papers.name",), "UPDATE account_papers SET name = '' WHERE member_id = %(member)s AND name <> ''"),
    Goes((), "DELETE FROM member_archives WHERE member_id = %(member)s"),
)
