"""How acts of two about money are called and drawn."""

from datetime import date

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import partners, reconciliation, settlements
from marketplace.approvals import Proposal
from marketplace.core import clock
from marketplace.core.money import minor_digits
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.console.money.kinds import (
    ACCOUNT,
    ADJUSTMENT,
    CORRECTION,
    CREDIT,
    DEPOSIT,
    PAYOUT,
    PROVIDER,
    UNDONE,
    credit_sides,
    depositor_of,
    disputed,
    partner_of,
    payment_of,
    run_of,
)
from marketplace.web.console.money.payout_words import EVENTS, KNOWN_BY, names_differ
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
    net = settlements.line(of, about.position).net
    return [
        Row(gettext("Partner"), "", filters.local(partners.partner(of.partner_id), "name")),
        Row(gettext("Line"), "", str(about.position)),
        Row(
            gettext("The partner asks for"), filters.money(net, of.currency), filters.money(about.claimed, of.currency)
        ),
        Row(gettext("Adjustment of the net"), "", filters.money(proposal.payload["amount"], of.currency)),
    ]


def _adjustment_page(proposal: Proposal) -> str:
    return url_for("console.settlements.show", statement=disputed(proposal.programme_id, proposal.subject)[0].number)


def _correction_title(proposal: Proposal) -> str:
    whose = partners.partner(depositor_of(proposal.programme_id, proposal.subject))
    return str(gettext("An adjustment of what %(name)s is owed", name=filters.local(whose, "name")))


def _correction_rows(proposal: Proposal) -> list[Row]:
    of, amount = settlements.contract(depositor_of(proposal.programme_id, proposal.subject)), proposal.payload["amount"]
    whose = gettext("In the partner’s favour") if amount > 0 else gettext("In the programme’s favour")
    return [Row(whose, "", filters.money(abs(amount), of.currency)), Row(gettext("Why"), "", proposal.why)]


def _run_title(proposal: Proposal) -> str:
    run = run_of(proposal.programme_id, proposal.subject)
    return str(
        gettext(
            "Payouts on %(day)s, %(sum)s", day=filters.day(run.pays_on), sum=filters.money(run.amount, run.currency)
        )
    )


def _run_rows(proposal: Proposal) -> list[Row]:
    run, facts = run_of(proposal.programme_id, proposal.subject), proposal.payload
    before = [
        settlements.Repeated(**one | {"pays_on": date.fromisoformat(one["pays_on"])}) for one in facts["repeated"]
    ]
    return [
        Row(gettext("Amount"), "", filters.money(facts["amount"], run.currency)),
        Row(gettext("Payments"), "", filters.grouped(facts["payments"])),
        *(Row(_repeats(one.partner_id), repeated(one, run.currency), "") for one in before),
    ]


def _repeats(partner_id: int) -> str:
    name = filters.local(partners.partner(partner_id), "name")
    return str(gettext("%(name)s: paid before, and reported as not received", name=name))


def repeated(one: settlements.Repeated, currency: str) -> str:
    """An earlier payment that did not arrive, as is said, and who says so."""
    sum_, day = filters.money(one.amount, currency), filters.day(one.pays_on)
    return f"{sum_}, {day}: {EVENTS[one.what][0]} ({KNOWN_BY[one.known_by]})"


def _undone_title(proposal: Proposal) -> str:
    run, payment = payment_of(proposal.programme_id, proposal.subject)
    name = filters.local(partners.partner(payment.partner_id), "name")
    return str(gettext("Payment of %(sum)s to %(name)s", sum=filters.money(payment.amount, run.currency), name=name))


def _undone_rows(proposal: Proposal) -> list[Row]:
    facts, was = proposal.payload, proposal.before["what"]
    rows = [Row(gettext("What happened"), str(EVENTS[was][0]), str(EVENTS[facts["what"]][0]))]
    said = [(gettext("The bank’s code"), facts["code"]), (gettext("The bank’s words"), facts["note"])]
    return rows + [Row(label, "", value) for label, value in said if value]


def _undone_page(proposal: Proposal) -> str:
    run, payment = payment_of(proposal.programme_id, proposal.subject)
    return url_for("console.payouts.show", payout_id=run.id, _anchor=f"payment-{payment.id}")


def _account_title(proposal: Proposal) -> str:
    whose = partner_of(proposal.programme_id, proposal.subject)
    if whose is None:
        return str(gettext("The account from which the programme pays"))
    return str(gettext("The account of %(name)s", name=filters.local(partners.partner(whose), "name")))


def _account_rows(proposal: Proposal) -> list[Row]:
    before, after = proposal.before, proposal.payload
    whose = partner_of(proposal.programme_id, proposal.subject)
    ours = [] if whose is None else [Row(gettext("In the contract"), "", partners.partner(whose).legal_name or "—")]
    return ours + [
        Row(str(label), str(before.get(name) or "") if before.get(name, "") != after[name] else "", str(after[name]))
        for name, label in FIELDS.items()
        if before.get(name, "") != after[name] or name == "holder"
    ]


def _account_impact(proposal: Proposal) -> list[str]:
    """What follows; first of all whether the holder's name at the bank is the company's."""
    whose = partner_of(proposal.programme_id, proposal.subject)
    said = [gettext("From the next payout on. Payments that are on their way keep their account.")]
    warned = names_differ(proposal.payload["holder"], partners.partner(whose).legal_name) if whose is not None else ""
    return [warned, *said] if warned else said


def _deposit_title(proposal: Proposal) -> str:
    whose = partners.partner(depositor_of(proposal.programme_id, proposal.subject))
    return str(gettext("The advance of %(name)s", name=filters.local(whose, "name")))


def _deposit_rows(proposal: Proposal) -> list[Row]:
    of = settlements.contract(depositor_of(proposal.programme_id, proposal.subject))
    kept = filters.money(proposal.payload["kept"], of.currency)
    return [
        Row(gettext("Advance that is kept"), "", kept),
        Row(gettext("Released"), "", filters.money(proposal.payload["amount"], of.currency)),
    ]


def _provider_title(proposal: Proposal) -> str:
    whose = partners.partner(depositor_of(proposal.programme_id, proposal.subject))
    return str(gettext("The bank account of %(name)s at the payment provider", name=filters.local(whose, "name")))


def _provider_rows(proposal: Proposal) -> list[Row]:
    return [Row(gettext("Paid out to"), "", proposal.payload["bank"])]


def _credit_of(proposal: Proposal) -> tuple[reconciliation.Entry, list[reconciliation.Expectation]]:
    entries, expected = credit_sides(proposal.subject)
    today = clock.now().date()
    wanted = [reconciliation.expectation(proposal.programme_id, one, today=today) for one in expected]
    return reconciliation.entry(proposal.programme_id, entries[0]), wanted


def _credit_title(proposal: Proposal) -> str:
    labels = ", ".join(one.label for one in _credit_of(proposal)[1])
    return str(gettext("A partner’s payment for %(label)s, matched by hand", label=labels))


def _credit_rows(proposal: Proposal) -> list[Row]:
    entry, wanted = _credit_of(proposal)
    names = dict.fromkeys(filters.local(partners.partner(one.partner_id), "name") for one in wanted if one.partner_id)
    return [
        Row(gettext("Partner"), "", ", ".join(names)),
        Row(gettext("Entry"), "", f"{filters.day(entry.booked)}, {entry.party or entry.reference or entry.id}"),
        Row(gettext("Credited to the partner"), "", filters.money(proposal.payload["amount"], entry.currency)),
    ]


def _credit_page(proposal: Proposal) -> str:
    return url_for("console.reconciling.entry", entry_id=credit_sides(proposal.subject)[0][0])


def register() -> None:
    """Say how they are called and drawn."""
    cap = Cap(
        lambda: gettext("Amount"), lambda: minor_digits(g.programme.currency), lambda amount: filters.written(amount, g.programme.currency), filters.money
    )  # fmt: skip
    _register_corrections(cap)
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
    approval_words.register(UNDONE, Words(
        kind=lambda: gettext("Payments that did not arrive"), title=_undone_title, approve=lambda _proposal: gettext("Confirm it"), template=TEMPLATE,
        draw=_undone_rows, editor=_undone_page,
        impact=lambda _proposal: [gettext("The debt is open again and may be paid once more. Check with the bank that the money has not left.")],
    ))  # fmt: skip
    approval_words.register(ACCOUNT, Words(
        kind=lambda: gettext("Accounts that are paid to"), title=_account_title, approve=lambda _proposal: gettext("Approve the account"),
        template=TEMPLATE, draw=_account_rows, impact=_account_impact,
        editor=lambda proposal: url_for("console.accounts.show", of_partner=0 if proposal.subject == "own" else int(proposal.subject)),
    ))  # fmt: skip
    approval_words.register(DEPOSIT, Words(
        kind=lambda: gettext("Advances that are released"), title=_deposit_title, approve=lambda _proposal: gettext("Release the advance"),
        template=TEMPLATE, draw=_deposit_rows, impact=lambda _proposal: [gettext("It is paid out with the next payout, less what the partner owes by then.")],
        editor=lambda _proposal: url_for("console.reconciling.index"),
    ))  # fmt: skip
    approval_words.register(CREDIT, Words(
        kind=lambda: gettext("Partners’ payments matched by hand"), title=_credit_title, approve=lambda _proposal: gettext("Credit the partner"),
        template=TEMPLATE, draw=_credit_rows, impact=lambda _proposal: [gettext("It enters the partner’s next statement as paid.")],
        editor=_credit_page, cap=cap,
    ))  # fmt: skip
    approval_words.register(PROVIDER, Words(
        kind=lambda: gettext("Bank accounts at the payment provider"), title=_provider_title, approve=lambda _proposal: gettext("Approve the account"),
        template=TEMPLATE, draw=_provider_rows, impact=lambda _proposal: [gettext("The partner is paid through the provider again.")],
        editor=lambda _proposal: url_for("console.payouts.index"),
    ))  # fmt: skip


def _register_corrections(cap: Cap) -> None:
    approval_words.register(CORRECTION, Words(
        kind=lambda: gettext("Adjustments without a dispute"), title=_correction_title, approve=lambda _proposal: gettext("Approve the adjustment"),
        template=TEMPLATE, draw=_correction_rows, impact=lambda _proposal: [gettext("It enters the statement of the period that is open now.")],
        editor=lambda proposal: url_for("console.adjustments.new", of_partner=int(proposal.subject)), cap=cap,
    ))  # fmt: skip
