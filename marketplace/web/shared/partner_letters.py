"""Letters that lead into the portal. A link that opens something stands in the letter and nowhere else.

The console writes them, too, and may be served without the portal: the addresses are those of `partner_portal`, held by a test.
"""

import secrets
from datetime import datetime

from flask import current_app, g

from marketplace import mailings, programmes
from marketplace.identity import Invitation
from marketplace.partners import Application, Partner
from marketplace.settings import Settings

INVITATION = "/partner/invitations/"
JOINING = "/partner/joining/"


def invite(asked: Invitation, partner: Partner, token: str, now: datetime) -> None:
    """Write to somebody who is asked to work for a partner."""
    language = g.programme.language(asked.language)
    context = {"link": _home() + INVITATION + token, "partner": partner.name(language), "role": asked.role}
    _write("invitation", asked.email, asked.language, context, now)


def admit(asked: Invitation, partner: Partner, token: str, now: datetime) -> None:
    """Tell a company that applied that it is a partner now; the link opens its desk to whoever applied, as its owner."""
    context = {"link": _home() + INVITATION + token, "partner": partner.name(g.programme.language(asked.language))}
    _write("partner_approved", asked.email, asked.language, context, now)


def apply(asked: Application, token: str, now: datetime) -> None:
    """Write to a company with the link to its application: invited, or so that it finds it again."""
    template = "partner_received" if asked.applied_at else "partner_invited"
    context = {"link": _home() + JOINING + token, "company": asked.company.known_as}
    _write(template, asked.company.contact_email, asked.language, context, now)


def refuse(asked: Application, why: str, now: datetime) -> None:
    """Tell a company that it was not admitted, and why."""
    context = {"company": asked.company.known_as, "why": why}
    _write("partner_refused", asked.company.contact_email, asked.language, context, now)


def suspended(partner: Partner, address: str, language: str, why: str, now: datetime) -> None:
    """Tell an owner that their company's offers are hidden, and why."""
    spoken = g.programme.language(language)
    _write("partner_suspended", address, language, {"partner": partner.name(spoken), "why": why}, now)


def _write(template: str, recipient: str, language: str, context: dict[str, str], now: datetime) -> None:
    mailings.write(
        f"partner:{template}:{secrets.token_hex(12)}", programme=g.programme, recipient=recipient, template=template,
        language=language, context=context, now=now,
    )  # fmt: skip


def _home() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return programmes.address(settings.public_url, programmes.hosts(g.programme.id)).rstrip("/")
