"""What was taken without a network, as its acceptor's list: when it was taken and when it came in, what left the card, what is lost and why."""

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing

TAKINGS = Listing(
    name="offline_takings",
    source="""offline_takings taking JOIN terminals ON terminals.id = taking.terminal_id JOIN offline_terms terms ON terms.id = taking.terms_id
        LEFT JOIN giftcards card ON card.id = taking.giftcard_id""",
    scope="taking.acceptor_partner_id = %(partner)s",
    key="taking.id",
    columns=(
        Column("synced_at", Kind.MOMENT, "taking.synced_at", sorts_by="id"),
        Column("taken_at", Kind.MOMENT, "taking.taken_at"),
        Column("till", sql="terminals.name"),
        Column("receipt", sql="taking.receipt"),
        Column("card", Kind.CODE, "coalesce(card.last4, '')"),
        Column("amount", Kind.MONEY, "taking.amount", currency="currency"),
        Column("taken", Kind.MONEY, "taking.taken", currency="currency"),
        Column("lost", Kind.MONEY, "taking.lost", currency="currency"),
        Column("why", Kind.WORD, "CASE WHEN taking.why = '' THEN 'whole' ELSE taking.why END"),
        Column("currency", sql="terms.currency"),
    ),
    sort="-synced_at",
    filters=(
        Equal("receipt", "receipt"),
        Days("at", "synced_at"),
        Choice("outcome", {"whole": "why = 'whole'", "lost": "lost > 0"}, ("why", "lost")),
        Equal("till", "till"),
    ),
)  # fmt: skip
