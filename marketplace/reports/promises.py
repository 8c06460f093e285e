"""Promises of the outbox as a list; they belong to no programme."""

from marketplace.core.listing import Choice, Column, Days, Kind, Listing, Prefix

PROMISES = Listing(
    name="promises",
    source="outbox",
    scope="true",
    key="outbox.id",
    columns=(
        Column("topic"),
        Column("ref"),
        Column("promised_at", Kind.MOMENT, sorts_by="id"),  # given in this order
        Column("attempts", Kind.NUMBER),
        Column("last_error"),
        Column("dead_at", Kind.MOMENT),
        Column("kept_at", Kind.MOMENT, hidden=True),
    ),
    sort="-promised_at",
    filters=(
        Choice(
            "show",
            {"dead": "dead_at IS NOT NULL", "waiting": "kept_at IS NULL AND dead_at IS NULL"},
            ("dead_at", "kept_at"),
            default="dead",
        ),
        Prefix("topic", "topic"),
        Days("promised", "promised_at"),
    ),
)
