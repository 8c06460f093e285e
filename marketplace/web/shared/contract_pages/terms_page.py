"""The page on which either side writes the next version of a contract."""

from flask import render_template

from marketplace import settlements
from marketplace.partners import Partner
from marketplace.settlements import Contract
from marketplace.web.shared.contract_pages.terms_form import TermsForm, terms_form
from marketplace.web.shared.statement_pages import partner_here


def next_terms(of: Contract) -> TermsForm:
    """A form with the newest terms, from the first day that no statement covers."""
    form, newest = terms_form(of.partner_id, of.currency), settlements.versions(of)[0]
    start, _end = settlements.next_period(of, newest.terms.calendar)
    form.show(newest.terms, start)
    return form


def terms_page(partner: Partner, form: TermsForm, contract: Contract | None, *, send_to: str, back: str) -> str:
    """The page; `send_to` takes the form, `back` is the contract's own page."""
    return render_template(
        "shared/contracts/form.html", zones=[] if contract else settlements.time_zones(), partner_of=partner, form=form, contract=contract, send_to=send_to, back=back, ours=partner_here() is None
    )  # fmt: skip
