"""Issued cards as a list: found by the end of their code, by their owner's number or name, by brand, and by how they stand."""

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing, Term, Way
from marketplace.core.names import folded
from marketplace.giftcards.queries import HERE

# As `rules.state_on` says it; `today` is the programme's own day.
_STATE = """CASE WHEN giftcards.state = 'void' AND giftcards.remaining = 0 THEN 'replaced'
    WHEN giftcards.state IN ('active', 'frozen', 'held') AND giftcards.expires_on < %(today)s::date THEN 'expired' ELSE giftcards.state END"""

CARDS = Listing(
    name="giftcards",
    source="giftcards JOIN members member ON member.id = giftcards.member_id JOIN brands brand ON brand.id = giftcards.brand_id",
    scope=f"giftcards.programme_id = %(programme)s AND %(today)s::date IS NOT NULL AND {HERE}",
    key="giftcards.id",
    columns=(
        Column("card", Kind.CODE, "giftcards.last4"),
        Column("brand", sql="brand.name_ru", english="brand.name_en", sorts_by="brand"),
        Column("owner", sql="btrim(member.first_name || ' ' || member.last_name)", sorts_by="number"),  # an address holds no names
        Column("number", sql="member.number"),
        Column("left", Kind.MONEY, "CASE WHEN giftcards.state = 'void' THEN 0 ELSE giftcards.remaining END", currency="currency"),
        Column("value", Kind.MONEY, "giftcards.value", sorts_by="value", currency="currency"),
        Column("state", Kind.WORD, _STATE),
        Column("until", Kind.DAY, "giftcards.expires_on", sorts_by="until"),
        Column("issued_at", Kind.MOMENT, "giftcards.issued_at", sorts_by="id"),  # written in this order
        Column("currency", sql="giftcards.currency", hidden=True),
        Column("public_id", sql="giftcards.public_id", hidden=True),
        Column("slug", sql="brand.slug", hidden=True),
        Column("words", sql=folded("member.first_name || ' ' || member.last_name"), hidden=True),
        Column(
            "stopped", Kind.NUMBER, hidden=True,
            sql="EXISTS (SELECT FROM giftcard_stops s WHERE s.giftcard_id = giftcards.id AND s.lifted_at IS NULL)::integer",
        ),
        Column(
            "replaces", Kind.NUMBER, hidden=True,
            sql="EXISTS (SELECT FROM giftcard_successions s WHERE s.id = giftcards.succession_id AND s.cause = 'reissue')::integer",
        ),
    ),
    sort="-issued_at",
    filters=(
        Choice(
            "show",
            {
                "all": "id > 0", "usable": "state = 'active'", "frozen": "state = 'frozen'", "stopped": "stopped = 1", "held": "state = 'held'",
                "reissued": "replaces = 1", "ended": "state IN ('void', 'replaced', 'spent', 'expired')",
            },
            ("state", "stopped", "replaces"),
            default="all",
        ),
        Equal("brand", "slug"),
        Days("issued", "issued_at"),
    ),
    search=(Term("card", Way.LAST), Term("number", Way.START), Term("words", Way.NAME)),
)  # fmt: skip
