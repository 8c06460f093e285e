"""Companies that ask to become partners: invited, handed in, refused or admitted. The link in their letter is all that opens one."""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from marketplace.core import audit, emails, ids
from marketplace.core.db import execute
from marketplace.partners import rules
from marketplace.partners.actions import PartnerFacts, save_partner
from marketplace.partners.errors import AdmissionUnexplained, ApplicationEnded, BadNumber, NoApplication, SlugTaken
from marketplace.partners.joining.states import happened
from marketplace.partners.models import Partner


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a company says of itself. A Russian one has INN, BIC and account, another VAT number and IBAN."""

    known_as: str
    country: str = "RU"
    legal_name: str
    inn: str = ""
    kpp: str = ""
    vat: str = ""
    bic: str = ""
    account: str = ""
    iban: str = ""
    contact_name: str
    contact_email: str
    contact_phone: str = ""
    city_slugs: Sequence[str] = field(default_factory=tuple)
    shops: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """An application as it stands; `state`: invited, applied, approved or refused, the last two since `ended_at`."""

    id: int
    programme_id: int
    ref: str
    invited_at: datetime | None
    applied_at: datetime | None
    language: str
    company: Company
    state: str
    ended_at: datetime | None
    why: str
    partner_id: int | None

    @property
    def open(self) -> bool:
        """Whether the company may still add papers, and the programme decide."""
        return self.state in ("invited", "applied")


# Addresses of the portal that are nobody's desk.
RESERVED = ("joining", "invitations")
NUMBERS = ("inn", "kpp", "bic", "account", "vat", "iban")
_COMPANY = (
    "known_as", "country", "legal_name", "inn", "kpp", "vat", "bic", "account", "iban", "contact_name", "contact_email",
    "contact_phone", "city_slugs", "shops",
)  # fmt: skip
_SELECT = f"""SELECT a.id, a.programme_id, a.ref, a.invited_at, a.applied_at, a.language, {", ".join(f"a.{name}" for name in _COMPANY)},
    coalesce(e.outcome, CASE WHEN a.applied_at IS NULL THEN 'invited' ELSE 'applied' END) AS state, e.at AS ended_at,
    coalesce(e.why, '') AS why, e.partner_id
    FROM partner_applications a LEFT JOIN partner_application_ends e ON e.application_id = a.id"""  # noqa: S608 - our own names


def checked(company: Company) -> Company:
    """The company with its numbers as they are stored. Raises BadNumber, with the field and the reason."""
    facts = {name: getattr(company, name) for name in _COMPANY}
    numbers, wrong = numbers_of(company.country, facts)
    if wrong:
        raise wrong[0]
    facts |= dict.fromkeys(NUMBERS, "") | numbers
    return Company(**facts | {"contact_email": emails.plain(company.contact_email)})


def numbers_of(country: str, given: Mapping[str, Any]) -> tuple[dict[str, str], list[BadNumber]]:
    """The numbers of a company as they are stored, and all that is wrong with them: whoever typed them mends it in one go.

    An account is held against its bank's code where that one is right.
    """
    found: dict[str, str] = {}
    wrong: list[BadNumber] = []
    readers: Mapping[str, Callable[[str], str]] = {
        "inn": rules.inn, "kpp": rules.kpp, "bic": rules.bic, "account": lambda text: rules.account(text, found.get("bic")),
    } if country == "RU" else {"vat": lambda text: rules.vat(text, country), "iban": rules.iban}  # fmt: skip
    for name, read in readers.items():
        try:
            found[name] = read(given[name])
        except BadNumber as error:
            wrong.append(error)
    return found, wrong


def apply(programme_id: int, company: Company, *, language: str, now: datetime) -> tuple[Application, str]:
    """Hand in an application of a company that came by itself; returns it with the token of its link. Raises BadNumber."""
    token, right = secrets.token_urlsafe(32), checked(company)
    values = asdict(right) | {"city_slugs": list(right.city_slugs), "applied_at": now}
    made = _insert(programme_id, token, language, values)
    audit.record("partners.apply", f"application:{made.id}", at=now, before={}, after=_told(right))
    return made, token


def invite(programme_id: int, *, known_as: str, email: str, language: str, now: datetime) -> tuple[Application, str]:
    """Ask a company to become a partner; returns the application that waits for it, with the token of its link."""
    token = secrets.token_urlsafe(32)
    values = {"known_as": known_as, "contact_email": emails.plain(email), "invited_at": now}
    made = _insert(programme_id, token, language, values)
    audit.record("partners.invite", f"application:{made.id}", at=now, before={}, after={"known_as": known_as})
    return made, token


def complete(asked: Application, company: Company, *, now: datetime) -> None:
    """Hand in what an invited company says of itself, once.

    Raises:
        BadNumber, ApplicationEnded.
    """
    right = checked(company)
    names = ", ".join(f"{name} = %({name})s" for name in _COMPANY)
    done = execute(
        f"UPDATE partner_applications SET {names}, applied_at = %(now)s WHERE id = %(id)s AND applied_at IS NULL RETURNING id",  # noqa: S608
        asdict(right) | {"city_slugs": list(right.city_slugs), "id": asked.id, "now": now},
    ).first()
    if done is None or not asked.open:
        raise ApplicationEnded(state=asked.state)
    audit.record("partners.apply", f"application:{asked.id}", at=now, before={}, after=_told(right))


def refuse(asked: Application, *, why: str, now: datetime) -> None:
    """Say no to a company, which reads why. Raises ApplicationEnded."""
    _end(asked, "refused", why, None, now)


def admit(asked: Application, facts: PartnerFacts, *, why: str, now: datetime) -> Partner:
    """Make the company a partner.

    Raises:
        AdmissionUnexplained: `why` is empty.
        ApplicationEnded: it is decided, or not handed in yet.
        SlugTaken: another partner of the programme is called so in addresses.
    """
    if asked.state != "applied":
        raise ApplicationEnded(state=asked.state)
    if not why.strip():
        raise AdmissionUnexplained
    check_slug(asked.programme_id, facts.slug)
    assert asked.applied_at is not None
    partner = save_partner(asked.programme_id, facts)
    happened(partner, "applied", now=asked.applied_at)
    happened(partner, "approved", why=why, now=now)
    _end(asked, "approved", why, partner.id, now)
    return partner


def check_slug(programme_id: int, slug: str) -> None:
    """Whether a new partner may be called so in addresses. Raises SlugTaken."""
    if (
        slug in RESERVED
        or execute(
            "SELECT EXISTS (SELECT FROM partners WHERE programme_id = %(programme)s AND slug = %(slug)s)",
            {"programme": programme_id, "slug": slug},
        ).scalar_one()
    ):
        raise SlugTaken(slug=slug)


def hold(application_id: int) -> None:
    """Lock an application until the end of the transaction."""
    execute("SELECT FROM partner_applications WHERE id = %(id)s FOR UPDATE", {"id": application_id})


def application(programme_id: int, ref: str) -> Application:
    """The programme's application of this name. Raises NoApplication."""
    return _one("a.programme_id = %(programme)s AND a.ref = %(ref)s", {"programme": programme_id, "ref": ref})


def application_by_token(programme_id: int, token: str) -> Application:
    """The application that a link opens. Raises NoApplication."""
    asked = {"programme": programme_id, "digest": _digest(token)}
    return _one("a.programme_id = %(programme)s AND a.token_digest = %(digest)s", asked)


def application_of(partner_id: int) -> Application | None:
    """How a partner came in; None for one that came with a file."""
    row = execute(f"{_SELECT} WHERE e.partner_id = %(partner)s", {"partner": partner_id}).first()
    return None if row is None else _application(row)


def shops_told(partner_id: int) -> list[str]:
    """The shops that a company wrote into its application, a line each, as far as none of its shops has such an address."""
    asked = application_of(partner_id)
    lines = [" ".join(line.split()) for line in asked.company.shops.splitlines()] if asked else []
    rows = execute(
        """SELECT s.address_ru, s.address_en FROM shops s JOIN brands b ON b.id = s.brand_id WHERE b.partner_id = %(partner)s""",
        {"partner": partner_id},
    )
    there = {address.casefold() for row in rows for address in row}
    return [line for line in dict.fromkeys(lines) if line and line.casefold() not in there]


def waiting(programme_id: int) -> int:
    """How many applications wait for the programme."""
    return int(
        execute(
            """SELECT count(*) FROM partner_applications a WHERE a.programme_id = %(programme)s AND a.applied_at IS NOT NULL
                  AND NOT EXISTS (SELECT FROM partner_application_ends e WHERE e.application_id = a.id)""",
            {"programme": programme_id},
        ).scalar_one()
    )


def _insert(programme_id: int, token: str, language: str, values: dict[str, Any]) -> Application:
    ref = ids.new_ref()
    row = values | {"programme_id": programme_id, "ref": ref, "token_digest": _digest(token), "language": language}
    columns = ", ".join(row)
    holders = ", ".join(f"%({name})s" for name in row)
    execute(f"INSERT INTO partner_applications ({columns}) VALUES ({holders})", row)  # noqa: S608 - our own names
    return application(programme_id, ref)


def _end(asked: Application, outcome: str, why: str, partner_id: int | None, now: datetime) -> None:
    done = execute(
        """INSERT INTO partner_application_ends (application_id, outcome, at, actor, why, partner_id)
           VALUES (%(id)s, %(outcome)s, %(now)s, acting(), %(why)s, %(partner)s) ON CONFLICT (application_id) DO NOTHING
           RETURNING application_id""",
        {"id": asked.id, "outcome": outcome, "now": now, "why": why, "partner": partner_id},
    ).first()
    if done is None:
        raise ApplicationEnded(state=asked.state)
    audit.record(
        f"partners.{'admit' if partner_id else 'refuse'}", f"application:{asked.id}", at=now, why=why,
        before={"state": asked.state}, after={"state": outcome, "partner_id": partner_id},
    )  # fmt: skip


def _one(where: str, values: dict[str, Any]) -> Application:
    row = execute(f"{_SELECT} WHERE {where}", values).first()
    if row is None:
        raise NoApplication
    return _application(row)


def _application(row: Any) -> Application:
    company = Company(**{name: getattr(row, name) for name in _COMPANY})
    return Application(
        row.id, row.programme_id, row.ref, row.invited_at, row.applied_at, row.language, company, row.state, row.ended_at,
        row.why, row.partner_id,
    )  # fmt: skip


def _told(company: Company) -> dict[str, Any]:
    """What the audit keeps of a company: never a person's contacts, and of an account its end."""
    return {
        "known_as": company.known_as, "legal_name": company.legal_name, "country": company.country,
        "number": company.inn or company.vat, "account": (company.account or company.iban)[-4:],
    }  # fmt: skip


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
