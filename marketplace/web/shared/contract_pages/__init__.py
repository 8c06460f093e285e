"""A partner's contract, as both sides read it: what waits to be signed and what it changes, the terms, payout days, versions."""

from marketplace.web.shared.contract_pages.asking import ask_refuse, ask_sign
from marketplace.web.shared.contract_pages.page import page
from marketplace.web.shared.contract_pages.terms_form import TermsForm, terms_form
from marketplace.web.shared.contract_pages.terms_page import next_terms, terms_page

__all__ = ["TermsForm", "ask_refuse", "ask_sign", "next_terms", "page", "terms_form", "terms_page"]
