"""Payments as a list: those that a person has to look at first."""

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing

_STATE = """CASE WHEN completed.payment_id IS NULL THEN CASE WHEN expired.payment_id IS NOT NULL THEN 'expired'
        WHEN closing.payment_id IS NOT NULL THEN 'closing' ELSE 'open' END
    WHEN EXISTS (SELECT FROM payment_disputes d WHERE d.payment_id = payment.id AND payment_dispute_gone(d.id)) THEN 'disputed'
    WHEN EXISTS (SELECT FROM payment_refunds r WHERE r.payment_id = payment.id AND NOT EXISTS (
            SELECT FROM payment_refund_ends e WHERE e.refund_id = r.id AND e.how = 'failed')) THEN 'refunded' ELSE 'paid' END"""

PAYMENTS = Listing(
    name="payments",
    source="""payments payment JOIN members member ON member.id = payment.member_id
        LEFT JOIN payment_completions completed ON completed.payment_id = payment.id
        LEFT JOIN payment_expiries expired ON expired.payment_id = payment.id
        LEFT JOIN payment_closings closing ON closing.payment_id = payment.id
        LEFT JOIN payment_troubles trouble ON trouble.payment_id = payment.id""",
    scope="payment.programme_id = %(programme)s",
    key="payment.id",
    columns=(
        Column("payment", sql="payment.public_id"),
        Column("member", sql="member.number"),
        Column("purpose", Kind.WORD, "payment.purpose"),
        Column("amount", Kind.MONEY, "payment.amount", currency="currency"),
        Column("currency", sql="payment.currency", hidden=True),
        Column("state", Kind.WORD, _STATE),
        Column("placed_at", Kind.MOMENT, "payment.placed_at", sorts_by="id"),  # written in this order
        Column("trouble", sql="trouble.kind", hidden=True),
    ),
    sort="-placed_at",
    filters=(
        Choice(
            "show",
            {
                "all": "id > 0", "person": "trouble IS NOT NULL", "open": "state IN ('open', 'closing')", "paid": "state = 'paid'",
                "refunded": "state = 'refunded'", "disputed": "state = 'disputed'",
            },
            ("trouble", "state"),
            default="all",
        ),
        Equal("member", "member"),
        Days("placed", "placed_at"),
    ),
)  # fmt: skip
