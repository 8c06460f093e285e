"""Letters as a list: what was written in a programme, and whether it left."""

from marketplace.core.listing import Choice, Column, Days, Kind, Listing, Term, Way
from marketplace.core.topics import Topic

LETTERS = Listing(
    name="letters",
    source=f"mails LEFT JOIN outbox promise ON promise.topic = '{Topic.MAILINGS_SEND}' AND promise.ref = mails.ref LEFT JOIN mail_returns back ON back.mail_id = mails.id",
    # A letter of no programme is about the installation.
    scope="mails.programme_id = %(programme)s OR (mails.programme_id IS NULL AND %(installation)s)",
    key="mails.id",
    columns=(
        Column("subject", sql="mails.subject"),
        Column("recipient", Kind.EMAIL, "mails.recipient"),
        Column("written_at", Kind.MOMENT, "mails.written_at", sorts_by="id"),  # written in this order
        Column(
            "state", Kind.WORD,
            """CASE WHEN back.mail_id IS NOT NULL THEN 'returned' WHEN mails.sent_at IS NOT NULL THEN 'sent' WHEN promise.dead_at IS NOT NULL THEN 'failed'
                    WHEN promise.id IS NOT NULL AND promise.kept_at IS NULL THEN 'waiting' ELSE 'kept' END""",
        ),
        Column("sent_at", Kind.MOMENT, "mails.sent_at"),
        Column("trouble", sql="CASE WHEN back.mail_id IS NOT NULL THEN back.said WHEN mails.sent_at IS NULL THEN promise.last_error ELSE '' END"),
        Column("returned_at", Kind.MOMENT, "back.at", hidden=True),
        Column("failed_at", Kind.MOMENT, "promise.dead_at", hidden=True),
        Column("words", sql="translate(lower(mails.subject), 'ё', 'е')", hidden=True),
    ),
    sort="-written_at",
    filters=(
        Choice(
            "state",
            {
                "sent": "sent_at IS NOT NULL AND returned_at IS NULL", "returned": "returned_at IS NOT NULL",
                "failed": "failed_at IS NOT NULL AND sent_at IS NULL",
                "waiting": "state = 'waiting'", "kept": "state = 'kept'",
            },
            ("state", "sent_at", "failed_at", "returned_at"),
        ),
        Days("written", "written_at"),
    ),
    search=(Term("recipient", Way.WHOLE), Term("words", Way.WORDS)),
)  # fmt: skip
