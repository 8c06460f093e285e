"""Signals as a list: those nobody has decided about, the most serious first."""

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing
from marketplace.fraud.queries import STATE

# By the name that colleagues or the partner know; whoever has none by the masked address.
_PERSON = """CASE WHEN u.name <> '' THEN u.name WHEN u.email IS NOT NULL THEN left(u.email, 1) || '…@' || split_part(u.email, '@', 2) ELSE '' END"""

SIGNALS = Listing(
    name="fraud_signals",
    source="fraud_signals s LEFT JOIN members m ON m.id = s.member_id LEFT JOIN users u ON u.id = s.user_id LEFT JOIN partners p ON p.id = s.partner_id",
    scope="s.programme_id = %(programme)s",
    key="s.id",
    columns=(
        Column("kind", Kind.WORD, "s.kind"),
        Column("score", Kind.NUMBER, "s.score"),
        Column("member", sql="coalesce(btrim(m.first_name || ' ' || m.last_name), '')"),
        Column("number", sql="coalesce(m.number, '')"),
        Column("person", sql=_PERSON),
        Column("partner", sql="coalesce(p.name_ru, '')", english="coalesce(p.name_en, '')"),
        Column("at", Kind.MOMENT, "s.at", sorts_by="id"),
        Column("state", Kind.WORD, STATE),
    ),
    sort="-at",
    filters=(
        Choice("state", {one: f"state = '{one}'" for one in ("open", "release", "hold", "block", "unblock", "tell", "stop", "suspend", "resume")} | {"all": "true"}, ("state",)),
        Equal("what", "kind"),
        Days("at", "at"),
    ),
)  # fmt: skip
