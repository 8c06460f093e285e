"""The admission of a partner as an act of two: what is proposed, how the application stands, what happens once it is approved."""

from datetime import datetime

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import approvals, identity, partners
from marketplace.approvals import Facts, Proposal, Target
from marketplace.identity import Permission, Role
from marketplace.partners import PartnerFacts
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.shared import filters, partner_letters

ADMISSION = "partner_admission"
NAMES = {"slug": _l("Short name in addresses"), "name_ru": _l("Name in Russian"), "name_en": _l("Name in English")}


def _check(programme_id: int, subject: str, payload: Facts) -> Facts:
    asked = partners.application(programme_id, subject)
    if asked.state != "applied":
        raise partners.ApplicationEnded(state=asked.state)
    partners.check_slug(programme_id, payload["slug"])
    return {name: payload[name].strip() for name in NAMES}


def target(programme_id: int, subject: str, _payload: Facts) -> Target:
    """An application changes by being decided; what would change is that there is a partner."""
    asked = partners.application(programme_id, subject)
    return Target(asked.state, dict.fromkeys(NAMES, ""))


def _hold(programme_id: int, subject: str) -> None:
    partners.hold(partners.application(programme_id, subject).id)


def _admit(proposal: Proposal, now: datetime) -> None:
    """The company becomes a partner, and the person who applied for it is invited to be the owner of its desk."""
    asked = partners.application(proposal.programme_id, proposal.subject)
    company = asked.company
    facts = PartnerFacts(**proposal.payload, legal_name=company.legal_name, inn=company.inn)
    partner = partners.admit(asked, facts, why=proposal.why, now=now)
    invitation, token = identity.invite(
        company.contact_email, Role.OWNER, programme_id=proposal.programme_id, partner_id=partner.id, name=company.contact_name,
        language=asked.language, now=now,
    )  # fmt: skip
    partner_letters.admit(invitation, partner, token, now)


def _rows(proposal: Proposal) -> list[Row]:
    company = partners.application(proposal.programme_id, proposal.subject).company
    known = [
        (gettext("Legal name"), company.legal_name), (gettext("Tax number"), company.inn or company.vat),
        (gettext("Account number"), company.account or company.iban),
    ]  # fmt: skip
    named = [(str(label), proposal.payload[name]) for name, label in NAMES.items()]
    return [Row(label, "", value) for label, value in named + known]


def _title(proposal: Proposal) -> str:
    company = partners.application(proposal.programme_id, proposal.subject).company
    return str(gettext("Admission of %(company)s", company=company.known_as))


def _impact(_proposal: Proposal) -> list[str]:
    return [
        gettext("The company is a partner of %(programme)s from now on.", programme=filters.local(g.programme, "name")),
        gettext("The applicant gets an email and becomes the owner of its partner account."),
        gettext("It has nothing in the shop until its catalogue is published."),
    ]


approvals.register(
    approvals.Kind(
        name=ADMISSION, propose=Permission.PARTNERS_MANAGE, approve=Permission.PARTNERS_ADMIT, check=_check, target=target,
        hold=_hold, apply=_admit,
    )
)  # fmt: skip
approval_words.register(
    ADMISSION,
    Words(
        kind=lambda: gettext("Admission of partners"), title=_title, approve=lambda _proposal: gettext("Admit the partner"),
        template="console/approvals/settings_difference.html", draw=_rows, impact=_impact,
        editor=lambda proposal: url_for("console.partners.show_application", application=proposal.subject),
    ),
)  # fmt: skip
