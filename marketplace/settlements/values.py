"""What settlements are to everybody else: plain frozen values. Amounts are whole minor units, shares hundredths of a percent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

Side = Literal["programme", "partner"]
Calendar = Literal["weekly", "monthly"]
State = Literal["drawn", "sent", "disputed", "accepted", "settled"]
Outcome = Literal["upheld", "rejected", "withdrawn"]
Reason = Literal["amount", "duplicate", "not_ours", "missing", "terms", "other"]
REASONS: tuple[Reason, ...] = ("amount", "duplicate", "not_ours", "missing", "terms", "other")
OFFER_KINDS = ("gift_card", "certificate", "goods", "service")
# Who funds points: the programme gives them, the bank whose card operations earned them, or members that bought them.
FUNDERS = ("programme", "bank", "member")
# Lines of the points that paid for a partner's cards, by who had paid for them; nothing of them is owed by or to the partner.
POINTS = tuple(f"points_{funder}{how}" for funder in FUNDERS for how in ("", "_back", "_refunded"))
# The kinds of a statement's lines, in the order in which a statement shows them.
KINDS = (
    "payout", "payout_return", "sale", "cancellation", "exchanged_in", "exchanged_out", "redemption", "reversal", "elsewhere", "elsewhere_back",
    "withheld", "withheld_back",
    "breakage", "late_breakage", "breakage_back", "breakage_again", "promotion", "promotion_cancelled", "promotion_refunded", *POINTS, "paid_in", "netting", "adjustment",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What two sides agree on; the names are those of the columns of `contract_versions`, which explain them.

    commission_steps: ({"from": sum, "bp": share}, …), least first. vat_kinds: by kind of offer, or of an offer that differs ("offer:17"),
    {"voucher", "role"}, and "bp" where the tax in its price has a rate of its own; an offer without one has its kind's, then the contract's `vat_bp`.
    tax_number: the partner's, as `taxes.tax_number` takes it.
    point_prices: by who funds them, millionths of a minor unit for one point.
    """

    owed_on: str = "redemption"
    payment: str = "postpaid"
    warn_at: int | None = None
    commission_bp: int = 0
    commission_fixed: int = 0
    commission_steps: tuple[Mapping[str, int], ...] = ()
    commission_by: str = "partner"
    vat_bp: int = 0
    vat_kinds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tax_number: str = ""
    point_prices: Mapping[str, int] = field(default_factory=dict)
    breakage_bp: int = 0
    rate_source: str = ""
    calendar: Calendar = "monthly"
    payout_day: int = 15
    payout_minimum: int = 0
    papers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract with a partner: its currency, the zone of its days, and its first day."""

    id: int
    partner_id: int
    number: str
    currency: str
    time_zone: str
    begins_on: date
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a contract; `signed` says who signed when, by side. `state`: open, signed, refused, replaced."""

    id: int
    contract_id: int
    number: int
    valid_from: date
    terms: Terms
    side: Side
    drafted_by: int
    drafted_at: datetime
    why: str
    signed: Mapping[str, tuple[int, datetime]]
    refused: tuple[str, int, datetime, str] | None
    newest: bool

    @property
    def in_force(self) -> bool:
        """Whether both sides have signed it."""
        return len(self.signed) == 2

    @property
    def waits_for(self) -> str:
        """The side that has still to sign; "" where it waits for nobody."""
        if self.in_force or self.refused or not self.newest:
            return ""
        return "programme" if "partner" in self.signed else "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement as it stands. The period is [from_day, to_day); opening and closing are what the programme owes the partner.

    It is settled while nothing is left to pay of it, or of a later one that carries it on; a payment that comes back opens it again.
    """

    id: int
    contract_id: int
    partner_id: int
    number: str
    previous_id: int | None
    from_day: date
    to_day: date
    from_at: datetime
    to_at: datetime
    currency: str
    opening: int
    closing: int
    line_count: int
    digest: bytes
    drawn_at: datetime
    sent_at: datetime | None
    accepted_at: datetime | None
    settled: bool
    disputes_open: int

    @property
    def last_day(self) -> date:
        """The last day that it is about."""
        return self.to_day - timedelta(1)

    @property
    def state(self) -> State:
        """Where it is on its way. Disputed is what was sent and has a dispute that is open."""
        if self.settled:
            return "settled"
        if self.accepted_at:
            return "accepted"
        if self.sent_at:
            return "disputed" if self.disputes_open else "sent"
        return "drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What the lines of one kind come to."""

    kind: str
    lines: int
    gross: int
    due: int
    commission: int
    commission_vat: int
    goods_vat: int
    net: int


@dataclass(frozen=True, slots=True)
class Services:
    """What a programme earned in a statement's period as an agent: commission of sums (`base`), and the tax on it; in minor units."""

    base: int
    commission: int
    vat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with what it is about: the card's last characters, brand, terminal and receipt, where there are such.

    rate, rate_day: at which the amount was taken over into the statement's currency, and for which day its source had published that.
    """

    position: int
    kind: str
    event_id: int
    at: datetime
    amount: int
    currency: str
    rate: int | None
    rate_day: date | None
    gross: int
    due: int
    commission_bp: int
    commission: int
    commission_vat: int
    voucher: str
    role: str
    goods_vat: int
    net: int
    version: int
    last4: str
    brand_ru: str
    brand_en: str
    terminal: str
    receipt: str
    why: str
    dispute_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """What a partner says of a line: it is `net`, and should be `claimed`. `outcome` "" while it is open."""

    id: int
    statement_id: int
    position: int
    claimed: int
    reason: Reason
    raised_by: int
    at: datetime
    outcome: str
    ended_at: datetime | None
    adjusted: int | None

    @property
    def open(self) -> bool:
        """Whether somebody has still to decide."""
        return not self.outcome


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote in a dispute."""

    id: int
    side: Side
    by: int
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as somebody sends it with a remark."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFile:
    """A paper that came with a remark, as it is kept. `kind`: pdf, jpeg or png; `size` in bytes; `digest`: SHA-256 of what is kept."""

    id: int
    dispute_id: int
    remark_id: int
    name: str
    kind: str
    size: int
    digest: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that was recorded about a disputed line. `what`: line, redemption, reversal, movement; sums in minor units.

    `place`: the till's name, where it is the partner's own; of a movement what moved the value, as "redemption" or "dispute_back".
    """

    what: str
    at: datetime
    place: str
    receipt: str
    amount: int
    left: int | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A statement drawn once more: the fingerprint it was drawn with, that of what is kept, and that of what came out now."""

    number: str
    kept: bytes
    stored: bytes
    redrawn: bytes

    @property
    def same(self) -> bool:
        """Whether all three are one."""
        return self.kept == self.stored == self.redrawn


def facts_of(terms: Terms) -> dict[str, Any]:
    """The terms as they are stored and recorded."""
    return {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
