"""Lists of reconciliation: what is expected, what banks tell, how they were joined, their statements with checks, what could not be read."""

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing, Prefix
from marketplace.reconciliation.standing import ENTRY_STATE, ENTRY_STATES, STATE, STATES, WAITING

_KINDS = ("payout", "owed", "deposit", "payment", "refund", "acquirer")

EXPECTATIONS = Listing(
    name="expectations",
    source="expectations expected LEFT JOIN partners partner ON partner.id = expected.partner_id",
    # How it stands depends on the day.
    scope="expected.programme_id = %(programme)s AND %(today)s::date IS NOT NULL",
    key="expected.id",
    columns=(
        Column("label", sql="expected.label"),
        Column("kind", Kind.WORD, "expected.kind"),
        Column("partner", sql="coalesce(partner.name_ru, '')", english="coalesce(partner.name_en, '')"),
        Column("of_partner", sql="coalesce(partner.slug, '')", hidden=True),
        Column("amount", Kind.MONEY, "expected.amount", currency="currency"),
        Column("currency", sql="expected.currency", hidden=True),
        Column("due", Kind.DAY, "expected.due", sorts_by="due"),
        Column("state", Kind.WORD, STATE),
    ),
    sort="-due",
    filters=(
        Choice(
            "state",
            {"waiting": f"state IN {WAITING!r}", **{one: f"state = '{one}'" for one in STATES}, "all": "id > 0"},
            ("state",),
            default="waiting",
        ),
        Choice("kind", {one: f"kind = '{one}'" for one in _KINDS}, ("kind",)),
        Equal("partner", "of_partner"),
        Prefix("label", "label"),
    ),
)

MATCHES = Listing(
    name="bank_matches",
    source="""bank_matches m JOIN expectations expected ON expected.id = m.expectation_id JOIN bank_entries entry ON entry.id = m.entry_id
        LEFT JOIN partners partner ON partner.id = expected.partner_id""",
    scope="expected.programme_id = %(programme)s",
    key="m.id",
    columns=(
        Column("booked", Kind.DAY, "entry.booked", sorts_by="booked"),
        Column("label", sql="expected.label"),
        Column("kind", Kind.WORD, "expected.kind"),
        Column("partner", sql="coalesce(partner.name_ru, '')", english="coalesce(partner.name_en, '')"),
        Column("of_partner", sql="coalesce(partner.slug, '')", hidden=True),
        Column("party", sql="coalesce(nullif(entry.party, ''), entry.reference)"),
        Column("amount", Kind.MONEY, "m.amount", currency="currency"),
        Column("fee", Kind.MONEY, "nullif(m.fee, 0)", currency="currency"),
        Column("currency", sql="expected.currency", hidden=True),
        Column("expectation", Kind.NUMBER, "m.expectation_id", hidden=True),
        Column("reason", Kind.WORD, "m.reason"),
        Column("state", Kind.WORD, "CASE WHEN m.released_at IS NULL THEN 'matched' ELSE 'parted' END"),
    ),
    sort="-booked",
    filters=(
        Choice("state", {"matched": "state = 'matched'", "parted": "state = 'parted'", "all": "id > 0"}, ("state",), default="matched"),
        Choice("kind", {one: f"kind = '{one}'" for one in _KINDS}, ("kind",)),
        Equal("partner", "of_partner"),
        Days("days", "booked"),
        Prefix("label", "label"),
    ),
)  # fmt: skip

ENTRIES = Listing(
    name="bank_entries",
    source="bank_entries entry JOIN bank_accounts account ON account.id = entry.account_id JOIN bank_statements s ON s.id = entry.statement_id",
    scope="account.programme_id = %(programme)s",
    key="entry.id",
    columns=(
        Column("booked", Kind.DAY, "entry.booked", sorts_by="booked"),
        Column("party", sql="coalesce(nullif(entry.party, ''), nullif(entry.reference, ''), s.form)"),
        Column("note", sql="left(entry.note, 200)"),
        Column("amount", Kind.MONEY, "entry.amount", currency="currency"),
        Column("currency", sql="account.currency", hidden=True),
        Column("state", Kind.WORD, ENTRY_STATE),
        Column(
            "why",
            Kind.WORD,
            """coalesce((SELECT min(m.reason) FROM bank_matches m WHERE m.entry_id = entry.id AND m.released_at IS NULL),
                (SELECT r.why FROM bank_entry_repeats r WHERE r.entry_id = entry.id AND r.released_at IS NULL), '')""",
        ),
    ),
    sort="-booked",
    filters=(
        Choice(
            "state", {one: f"state = '{one}'" for one in ENTRY_STATES} | {"all": "id > 0"}, ("state",), default="open"
        ),
        Days("days", "booked"),
    ),
)

# The last statement of the account that has balances, before this one begins; what is missing between them; what this one's own sums miss.
_LAST = """LEFT JOIN LATERAL (SELECT p.closing, p.to_day FROM bank_statements p WHERE p.account_id = s.account_id AND p.closing IS NOT NULL AND p.id <> s.id
        AND (p.to_day < s.to_day OR (p.to_day = s.to_day AND p.id < s.id AND p.opening <> s.opening)) ORDER BY p.to_day DESC, p.id DESC LIMIT 1) last ON true"""
_SUM = "(SELECT coalesce(sum(e.amount), 0) FROM bank_entries e WHERE e.statement_id = s.id)"
_REPEATS = """(SELECT count(*) FROM bank_entries e JOIN bank_entry_repeats r ON r.entry_id = e.id AND r.released_at IS NULL
     WHERE e.statement_id = s.id)"""
_MISSED = f"CASE WHEN s.opening IS NULL THEN 0 ELSE s.closing - s.opening - {_SUM} END"
_GAP = "CASE WHEN s.opening IS NULL OR last.closing IS NULL THEN 0 ELSE s.opening - last.closing END"

STATEMENTS = Listing(
    name="bank_statements",
    source=f"bank_statements s JOIN bank_accounts account ON account.id = s.account_id {_LAST}",
    scope="account.programme_id = %(programme)s",
    key="s.id",
    columns=(
        Column("account", sql="account.number"),
        Column("file", sql="s.file_name"),
        Column("form", Kind.WORD, "s.form"),
        Column("to_day", Kind.DAY, "s.to_day"),
        Column("opening", Kind.MONEY, "s.opening", currency="currency"),
        Column("closing", Kind.MONEY, "s.closing", currency="currency"),
        Column("currency", sql="account.currency", hidden=True),
        Column("entries", Kind.NUMBER, "(SELECT count(*) FROM bank_entries e WHERE e.statement_id = s.id)"),
        Column("repeats", Kind.NUMBER, _REPEATS),
        Column("missed", Kind.MONEY, _MISSED, currency="currency"),
        Column("gap", Kind.MONEY, _GAP, currency="currency"),
        Column("check", Kind.WORD, f"CASE WHEN s.opening IS NULL THEN 'no_balances' WHEN {_MISSED} <> 0 THEN 'missed' WHEN {_GAP} <> 0 THEN 'gap' ELSE 'right' END"),
    ),
    filters=(
        Choice(
            "check",
            {"wrong": "check IN ('missed', 'gap')", "right": "check = 'right'", "no_balances": "check = 'no_balances'"},
            ("check",),
        ),
    ),
)  # fmt: skip

REPAIRS = Listing(
    name="bank_repairs",
    source="""bank_repairs repair JOIN bank_statements s ON s.id = repair.statement_id JOIN bank_accounts account ON account.id = s.account_id
        LEFT JOIN bank_repair_ends ended ON ended.repair_id = repair.id""",
    scope="account.programme_id = %(programme)s",
    key="repair.id",
    columns=(
        Column("line", Kind.NUMBER, "repair.line"),
        Column("file", sql="s.file_name"),
        Column("reason", Kind.TEXT, "repair.reason"),
        Column("facts", Kind.FACTS, "repair.facts", hidden=True),
        Column("content", sql="left(repair.content, 200)"),
        Column("taken_at", Kind.MOMENT, "s.taken_at", sorts_by="id"),
        Column("state", Kind.WORD, "CASE WHEN ended.at IS NULL THEN 'waiting' WHEN ended.entry_id IS NULL THEN 'left_out' ELSE 'mended' END"),
    ),
    sort="-taken_at",
    filters=(
        Choice(
            "state",
            {"waiting": "state = 'waiting'", "mended": "state = 'mended'", "left_out": "state = 'left_out'", "all": "id > 0"},
            ("state",),
            default="waiting",
        ),
    ),
)  # fmt: skip
