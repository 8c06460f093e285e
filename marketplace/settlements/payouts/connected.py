"""Partners' accounts at the payment provider: asked for once, and what the provider last said of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from marketplace import partners
from marketplace.core import audit, ids, outbox, own_seals
from marketplace.core.calls import KEY_LIFE
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.settlements.book import CONNECTED
from marketplace.settlements.errors import NotConnected
from marketplace.settlements.payouts.names import likeness

_COLUMNS = "id, partner_id, public_id, country, asked_at, provider_ref, submitted, pays_out, missing, looked_at, bank, bank_mark, agreed_mark, link, link_at"
_SELECT = f"SELECT {_COLUMNS} FROM connected_accounts"  # noqa: S608 - our own names
# How long the provider's page can be opened: a little less than it says.
LINK_LIFE = timedelta(minutes=4)
State = Literal["asked", "incomplete", "checking", "changed", "ready"]


@dataclass(frozen=True, slots=True)
class Connected:
    """An account at the provider. `provider_ref` is there once it was opened; `missing` is what is still asked for, in the provider's words.

    `bank`: to which bank account it pays out, as the provider shows it; `bank_mark` tells it from others, and `agreed_mark` is that of the one
    that was there first, if its holder's name is the company's, or that two people have agreed to.
    """

    id: int
    partner_id: int
    public_id: str
    country: str
    asked_at: datetime
    provider_ref: str | None
    submitted: bool
    pays_out: bool
    missing: tuple[str, ...]
    looked_at: datetime | None
    bank: str
    bank_mark: str
    agreed_mark: str
    link: str
    link_at: datetime | None

    def page(self, now: datetime) -> str:
        """The provider's page for its holder, while it can be opened; else ""."""
        return self.link if self.link_at is not None and now < self.link_at + LINK_LIFE else ""

    def key_forgotten(self, now: datetime) -> bool:
        """Whether the provider may have forgotten the key under which it was first asked to open it: it is looked for before it is asked again."""
        return now > self.asked_at + KEY_LIFE

    @property
    def state(self) -> State:
        """asked, until it is open; incomplete, while its holder has something to say; checking, while the provider looks; ready.

        changed: it pays out to a bank account that was not agreed to, the first or another one, and nobody is paid there until two people agree.
        """
        if self.provider_ref is None:
            return "asked"
        if self.pays_out and not self.missing:
            return "ready" if self.bank_mark == self.agreed_mark else "changed"
        return "checking" if self.submitted and not self.missing else "incomplete"


def connect(partner_id: int, *, country: str, now: datetime) -> Connected:
    """Ask for an account at the provider for a partner, once, and each time for the page where its holder says what is asked: the worker
    has the provider open it (`note_opened`) and brings the page (`note_link`).

    Args:
        country: where the company is, as ISO 3166 has it; the first one counts.
    """
    row = execute(
        """INSERT INTO connected_accounts (partner_id, public_id, country, asked_at) VALUES (%(partner)s, %(public)s, %(country)s, %(now)s)
           ON CONFLICT (partner_id) DO NOTHING RETURNING id""",
        {"partner": partner_id, "public": ids.new_ref(), "country": country, "now": now},
    ).first()
    found = connected_of(partner_id)
    assert found is not None, "it is there now"
    outbox.send(Topic.CONNECTED_OPEN, ref=f"{found.id}:{ids.new_ref()}", now=now)
    if row is not None:
        own_seals.seal(CONNECTED, row.id)
        audit.record("settlements.connect", f"partner:{partner_id}", at=now, before={}, after={"state": found.state})
    return found


def connected_of(partner_id: int) -> Connected | None:
    """A partner's account at the provider; None where none was asked for."""
    return _first("partner_id = %(id)s", id=partner_id)


def connected(connected_id: int) -> Connected:
    """An account by its id. Raises NotConnected."""
    found = _first("id = %(id)s", id=connected_id)
    if found is None:
        raise NotConnected
    return found


def connected_all(partner_ids: Sequence[int]) -> dict[int, Connected]:
    """The accounts of partners, by partner."""
    rows = execute(f"{_SELECT} WHERE partner_id = ANY (%(ids)s)", {"ids": list(partner_ids)}).mappings()
    return {row["partner_id"]: _connected(row) for row in rows}


def note_opened(of: Connected, provider_ref: str) -> None:
    """Note which of the provider's accounts it is; the first one counts. Raises own_seals.NotOurs."""
    own_seals.must_be_sealed(CONNECTED, of.id)
    execute(
        "UPDATE connected_accounts SET provider_ref = %(ref)s WHERE id = %(id)s AND provider_ref IS NULL",
        {"ref": provider_ref, "id": of.id},
    )
    own_seals.seal(CONNECTED, of.id)


def note_link(of: Connected, link: str, *, now: datetime) -> None:
    """Note the provider's page where its holder says what is asked."""
    execute(
        "UPDATE connected_accounts SET link = %(link)s, link_at = %(now)s WHERE id = %(id)s",
        {"link": link, "id": of.id, "now": now},
    )


def look_again(of: Connected, *, now: datetime) -> None:
    """Have the provider asked how an account stands, because its holder has come back from there; within a minute once."""
    if of.provider_ref is not None:
        look_at_account(of.provider_ref, because=f"back-{now:%Y%m%d%H%M}", now=now)


def note_state(
    of: Connected,
    *,
    submitted: bool,
    pays_out: bool,
    missing: Sequence[str],
    bank: str = "",
    bank_mark: str = "",
    holder: str = "",
    now: datetime,
) -> Connected:
    """Note how the provider says that an account stands now. Another bank account than before is a fact of its own, which the partner's people are told.

    holder: whose bank account it is, as the provider says. The first one counts as agreed to where that is the company, or perhaps mistyped.

    Raises own_seals.NotOurs.
    """
    execute("SELECT FROM connected_accounts WHERE id = %(id)s FOR UPDATE", {"id": of.id})
    own_seals.must_be_sealed(CONNECTED, of.id)
    before = connected(of.id)
    execute(
        """UPDATE connected_accounts SET submitted = %(submitted)s, pays_out = %(pays)s, missing = %(missing)s, looked_at = %(now)s,
                  bank = %(bank)s, bank_mark = %(mark)s, agreed_mark = CASE WHEN agreed_mark = '' AND %(ours)s THEN %(mark)s ELSE agreed_mark END
            WHERE id = %(id)s""",
        {
            "id": of.id, "submitted": submitted, "pays": pays_out, "missing": [one[:120] for one in missing][:50], "bank": bank[:200],
            "mark": bank_mark[:120], "ours": likeness(holder, partners.partner(of.partner_id).legal_name) in ("same", "close"), "now": now,
        },
    )  # fmt: skip
    own_seals.seal(CONNECTED, of.id)
    after = connected(of.id)
    if after.bank_mark != before.bank_mark:
        if before.bank_mark:
            outbox.send(Topic.SETTLEMENTS_PAYEE, ref=f"{of.partner_id}:provider:{ids.new_ref()}", now=now)
        audit.record(
            "settlements.connected_bank", f"partner:{of.partner_id}", at=now, before={"bank": before.bank}, after={"bank": after.bank}
        )  # fmt: skip
    if after.state != before.state:
        subject = f"partner:{of.partner_id}"
        audit.record(
            "settlements.connected", subject, at=now, before={"state": before.state}, after={"state": after.state}
        )
    return after


def agree_to_bank(of: Connected, bank_mark: str, *, now: datetime) -> None:
    """Pay out to the bank account that a partner's account at the provider has now: two people have agreed. Raises NotConnected: it has
    another one meanwhile. Raises own_seals.NotOurs, too."""
    own_seals.must_be_sealed(CONNECTED, of.id)
    row = execute(
        "UPDATE connected_accounts SET agreed_mark = bank_mark WHERE id = %(id)s AND bank_mark = %(mark)s RETURNING id",
        {"id": of.id, "mark": bank_mark},
    ).first()
    if row is None:
        raise NotConnected
    own_seals.seal(CONNECTED, of.id)
    audit.record(
        "settlements.agree_to_bank", f"partner:{of.partner_id}", at=now, before={"state": of.state}, after={"state": connected(of.id).state, "bank": of.bank}
    )  # fmt: skip


def look_at_account(provider_ref: str, *, because: str, now: datetime) -> bool:
    """Have the provider asked how an account stands, once for each reason: an event's id, say. Returns whether it is one of ours."""
    found = _first("provider_ref = %(ref)s", ref=provider_ref)
    if found is not None:
        outbox.send(Topic.CONNECTED_LOOK, ref=f"{found.id}:{because}", now=now)
    return found is not None


def _first(condition: str, **values: Any) -> Connected | None:
    row = execute(f"{_SELECT} WHERE {condition}", values).mappings().first()
    return None if row is None else _connected(row)


def _connected(row: Any) -> Connected:
    return Connected(**(dict(row) | {"missing": tuple(row["missing"])}))
