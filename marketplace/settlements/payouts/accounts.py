"""To which account a partner is paid, and from which a programme pays. A change is an act of two; payments keep the account they went to."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from marketplace import partners
from marketplace.core import audit, outbox, own_seals
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.settlements.book import PAYOUT_ACCOUNTS
from marketplace.settlements.errors import BadPayoutAccount

_COLUMNS = ("holder", "country", "town", "inn", "kpp", "bic", "bank", "account", "iban")
_SELECT = f"SELECT id, {', '.join(_COLUMNS)}, at FROM payout_accounts"  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose account it is and where: an account of a Russian bank with its code and the holder's INN, or an IBAN."""

    holder: str
    country: str = "RU"
    town: str
    inn: str = ""
    kpp: str = ""
    bic: str = ""
    bank: str = ""
    account: str = ""
    iban: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it was agreed to."""

    id: int
    holder: Holder
    at: datetime


def check_account(given: Holder) -> Holder:
    """The account as it is stored: its numbers checked by their keys, a bank's code against the IBAN's country. Raises BadPayoutAccount, with the field and the reason."""
    if not given.holder.strip() or not given.town.strip():
        raise BadPayoutAccount(field="town" if given.holder.strip() else "holder", reason="form")
    try:
        if given.iban:
            iban = partners.numbers.iban(given.iban)
            return replace(given, iban=iban, inn="", kpp="", account="", bic=partners.numbers.swift(given.bic, iban))
        bic = partners.numbers.bic(given.bic)
        return replace(
            given, inn=partners.numbers.inn(given.inn), kpp=partners.numbers.kpp(given.kpp), bic=bic,
            account=partners.numbers.account(given.account, bic), iban="",
        )  # fmt: skip
    except partners.BadNumber as no:
        raise BadPayoutAccount(**no.facts) from None


def set_account(
    programme_id: int, partner_id: int | None, given: Holder, *, proposal_id: int | None = None, now: datetime
) -> Account:
    """Pay a partner to this account from now on, of which its people are told if it had another; without a partner, pay from it. Raises BadPayoutAccount."""
    right = check_account(given)
    before = account_of(programme_id, partner_id)
    row = execute(
        f"""INSERT INTO payout_accounts (programme_id, partner_id, {", ".join(_COLUMNS)}, proposal_id, at)
            VALUES (%(programme)s, %(partner)s, {", ".join(f"%({name})s" for name in _COLUMNS)}, %(proposal)s, %(now)s) RETURNING id""",  # noqa: S608
        asdict(right) | {"programme": programme_id, "partner": partner_id, "proposal": proposal_id, "now": now},
    ).one()
    own_seals.seal(PAYOUT_ACCOUNTS, row.id)
    audit.record(
        "settlements.set_account", f"partner:{partner_id}" if partner_id else f"programme:{programme_id}", at=now,
        before={} if before is None else told(before.holder), after=told(right),
    )  # fmt: skip
    if partner_id is not None and before is not None:
        outbox.send(Topic.SETTLEMENTS_PAYEE, ref=f"{partner_id}:bank:{row.id}", now=now)
    return Account(row.id, right, now)


def account_of(programme_id: int, partner_id: int | None) -> Account | None:
    """The account to which a partner is paid now (without a partner: from which the programme pays); None while there is none."""
    row = execute(
        f"{_SELECT} WHERE programme_id = %(programme)s AND partner_id IS NOT DISTINCT FROM %(partner)s ORDER BY id DESC LIMIT 1",
        {"programme": programme_id, "partner": partner_id},
    ).first()
    return None if row is None else Account(row.id, Holder(**{name: getattr(row, name) for name in _COLUMNS}), row.at)


def own_account(programme_id: int) -> Account | None:
    """The account from which the programme pays."""
    return account_of(programme_id, None)


def told(holder: Holder) -> dict[str, str]:
    """What the audit says of an account: no more of its number than its last digits."""
    return {"holder": holder.holder, "bic": holder.bic, "last4": (holder.account or holder.iban)[-4:]}
