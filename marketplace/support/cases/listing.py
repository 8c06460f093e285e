"""Cases as a list: what waits at the desk, and all that there ever were."""

from marketplace import identity
from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing, Term, Way

_NAME = "(SELECT btrim(m.first_name || ' ' || m.last_name) FROM members m WHERE m.id = cases.member_id)"
_MEMBER = "(SELECT m.number FROM members m WHERE m.id = cases.member_id)"
OPEN = "state IN ('open', 'waits_member', 'waits_partner')"

CASES = Listing(
    name="cases",
    source="cases",
    # `user` and `now`: who asks and when, for what is theirs and what is late.
    scope="cases.programme_id = %(programme)s AND cases.state <> 'merged' AND %(user)s::bigint IS NOT NULL AND %(now)s::timestamptz IS NOT NULL",
    key="cases.id",
    columns=(
        Column("title", Kind.WORD, "coalesce(nullif(cases.title, ''), cases.category)"),
        Column("number", sql="cases.id::text", sorts_by="id"),
        Column("category", Kind.WORD, "cases.category"),
        Column("priority", Kind.WORD, "cases.priority"),
        Column("who", sql=f"coalesce({_NAME}, '')"),
        Column("email", Kind.EMAIL, "cases.email"),
        Column("channel", Kind.WORD, "cases.channel"),
        Column("owner", sql=f"coalesce((SELECT {identity.CALLED} FROM users u WHERE u.id = cases.owner_id), '')"),  # noqa: S608 - our own words
        Column("due_at", Kind.MOMENT, "cases.due_at", sorts_by="due_at", nullable=True),
        Column("opened_at", Kind.MOMENT, "cases.opened_at", sorts_by="id"),
        Column("state", Kind.WORD, "cases.state"),
        Column("member", sql=f"coalesce({_MEMBER}, '')", hidden=True),
        Column("owner_id", Kind.NUMBER, "cases.owner_id", hidden=True),
        Column("is_mine", Kind.NUMBER, "(cases.owner_id = %(user)s::bigint)::integer", hidden=True),
        Column("answered", Kind.NUMBER, "(cases.answered_at IS NOT NULL)::integer", hidden=True),
        Column("is_late", Kind.NUMBER, "(cases.due_at <= %(now)s::timestamptz)::integer", hidden=True),
        Column("words", sql="translate(lower(cases.title), 'ё', 'е')", hidden=True),
    ),
    sort="due_at",
    filters=(
        Choice(
            "show",
            {
                "mine": f"is_mine = 1 AND {OPEN}", "unassigned": f"owner_id IS NULL AND {OPEN}", "late": f"is_late = 1 AND {OPEN}", "open": OPEN,
                "waiting": "state IN ('waits_member', 'waits_partner')", "closed": "state = 'closed'",
            },
            ("is_mine", "owner_id", "is_late", "state"),
            default="open",
        ),
        Equal("category", "category"),
        Equal("priority", "priority"),
        Days("opened", "opened_at"),
    ),
    search=(Term("number", Way.WHOLE), Term("words", Way.WORDS), Term("email", Way.ADDRESS)),
)  # fmt: skip
