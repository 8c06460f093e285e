"""Members as a list: found by number, name in either alphabet, address or phone; by the last four of a number or phone, too."""

from marketplace import ledger
from marketplace.core.listing import Column, Days, Equal, Kind, Listing, Term, Way
from marketplace.core.names import folded

MEMBERS = Listing(
    name="members",
    source="members",
    # A machine's key may be bound to one member: it sees them alone.
    scope="members.programme_id = %(programme)s AND (%(member)s::bigint IS NULL OR members.id = %(member)s)"
    " AND %(today)s::date IS NOT NULL",  # the programme's own day: what is past its last one is no balance
    key="members.id",
    columns=(
        Column("number", sorts_by="number"),
        Column("name", sql="btrim(first_name || ' ' || last_name)"),
        Column("email", Kind.EMAIL),
        Column("phone", Kind.PHONE),
        Column("tier"),
        Column("city", Kind.WORD, "coalesce(city_slug, '')"),
        Column("joined_at", Kind.MOMENT, sorts_by="joined_at"),
        Column("balance", Kind.POINTS, ledger.balance_of("members.programme_id", "members.id", "%(today)s::date")),
        # The same expressions as in the indexes of the table.
        Column("words", sql=folded("first_name || ' ' || last_name"), hidden=True),
        Column("digits", Kind.PHONE, "regexp_replace(phone, '[^0-9]', '', 'g')", hidden=True),
        # Whoever sees them masked sees these: the last four of a phone, and of a number.
        Column("phone_end", sql="right(regexp_replace(phone, '[^0-9]', '', 'g'), 4)", hidden=True),
        Column("number_end", sql="right(number, 4)", hidden=True),
        Column("city_slug", hidden=True),
    ),
    sort="-joined_at",
    filters=(Equal("tier", "tier"), Equal("city", "city_slug"), Days("joined", "joined_at")),
    search=(
        Term("number", Way.START), Term("words", Way.NAME), Term("email", Way.PART), Term("digits", Way.DIGITS),
        Term("phone_end", Way.LAST), Term("number_end", Way.LAST),
    ),
)  # fmt: skip
