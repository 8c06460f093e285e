"""How acts of two about money are called and drawn."""

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import partners
from marketplace.approvals import Proposal
from marketplace.core.money import minor_digits
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.console.money.kinds import ACCOUNT, ADJUSTMENT, PAYOUT, disputed, partner_of, run_of
from marketplace.web.shared import filters

TEMPLATE = "console/approvals/settings_difference.html"
FIELDS = {
    "holder": _l("Account holder"), "country": _l("Country"), "town": _l("Town"), "inn": _l("INN"), "kpp": _l("KPP"), "bic": _l("BIC"),
    "bank": _l("Bank"), "account": _l("Account number"), "iban": _l("IBAN"),
}  # fmt: skip


def _adjustment_title(proposal: Proposal) -> str:
    of, _about = disputed(proposal.programme_id, proposal.subject)
    return str(gettext("Adjustment after a dispute of statement %(number)s", number=of.number))


def _adjustment_rows(proposal: Proposal) -> list[Row]:
    of, about = disputed(proposal.programme_id, proposal.subject)
    return [
        Row(gettext("Partner"), "", filters.local(partners.partner(of.partner_id), "name")),
        Row(gettext("Line"), "", str(about.position)),
        Row(gettext("Adjustment"), "", filters.money(proposal.payload["amount"], of.currency)),
    ]


def _adjustment_page(proposal: Proposal) -> str:
    return url_for("console.settlements.show", statement=disputed(proposal.programme_id, proposal.subject)[0].number)


def _run_title(proposal: Proposal) -> str:
    run = run_of(proposal.programme_id, proposal.subject)
    return str(
        gettext(
            "Payouts on %(day)s, %(sum)s", day=filters.day(run.pays_on), sum=filters.money(run.amount, run.currency)
        )
    )


def _run_rows(proposal: Proposal) -> list[Row]:
    run = run_of(proposal.programme_id, proposal.subject)
    return [
        Row(gettext("Amount"), "", filters.money(run.amount, run.currency)),
        Row(gettext("Payments"), "", filters.grouped(run.payments)),
    ]


def _account_title(proposal: Proposal) -> str:
    whose = partner_of(proposal.programme_id, proposal.subject)
    if whose is None:
        return str(gettext("The account from which the programme pays"))
    return str(gettext("The account of %(name)s", name=filters.local(partners.partner(whose), "name")))


def _account_rows(proposal: Proposal) -> list[Row]:
    before, after = proposal.before, proposal.payload
    return [
        Row(str(label), str(before.get(name) or ""), str(after[name]))
        for name, label in FIELDS.items()
        if before.get(name, "") != after[name]
    ]


def register() -> None:
    """Say how they are called and drawn."""
    cap = Cap(
        lambda: gettext("Amount"), lambda: minor_digits(g.programme.currency), lambda amount: filters.written(amount, g.programme.currency), filters.money
    )  # fmt: skip
    approval_words.register(ADJUSTMENT, Words(
        kind=lambda: gettext("Adjustments of what a partner is owed"), title=_adjustment_title, approve=lambda _proposal: gettext("Approve the adjustment"),
        template=TEMPLATE, draw=_adjustment_rows, impact=lambda _proposal: [gettext("It enters the statement of the period that is open now.")],
        editor=_adjustment_page, cap=cap,
    ))  # fmt: skip
    approval_words.register(PAYOUT, Words(
        kind=lambda: gettext("Payouts"), title=_run_title, approve=lambda _proposal: gettext("Approve the payouts"), template=TEMPLATE, draw=_run_rows,
        impact=lambda _proposal: [gettext("The file for the bank can be made then, once. No line is paid twice.")],
        editor=lambda proposal: url_for("console.payouts.show", payout_id=int(proposal.subject)), cap=cap,
    ))  # fmt: skip
    approval_words.register(ACCOUNT, Words(
        kind=lambda: gettext("Accounts that are paid to"), title=_account_title, approve=lambda _proposal: gettext("Approve the account"),
        template=TEMPLATE, draw=_account_rows, impact=lambda _proposal: [gettext("From the next payout on. Payments that are on their way keep their account.")],
        editor=lambda proposal: url_for("console.accounts.show", of_partner=0 if proposal.subject == "own" else int(proposal.subject)),
    ))  # fmt: skip
