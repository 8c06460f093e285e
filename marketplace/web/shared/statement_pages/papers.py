"""The papers that a contract asks for beside a statement: an act of the services of its period, and an invoice for them.

The same bytes each time: the sides are called as they were when it was drawn, with their numbers and accounts of then.
"""

import json

import typst
from flask_babel import gettext as _

from marketplace import settlements
from marketplace.core import formats
from marketplace.core.places import TEMPLATES
from marketplace.settlements import Party, Statement
from marketplace.web.shared import filters

TEMPLATE = TEMPLATES / "pdf" / "paper.typ"
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[TEMPLATE.with_name("fonts")])


def of_statement(of: Statement) -> tuple[str, ...]:
    """The papers that come with a statement, by the version in force on its last day; none where nothing was charged."""
    contract = settlements.contract(of.partner_id)
    version = settlements.in_force(contract, of.last_day)
    wanted = {"act": ("act",), "act_invoice": ("act", "invoice")}.get(version.terms.papers if version else "", ())
    return wanted if wanted and settlements.services(of).commission > 0 else ()


def written(of: Statement, paper: str) -> bytes:
    """An act or an invoice as PDF: what the programme has earned by selling for the partner, with its tax."""
    contract, sides, served = settlements.contract(of.partner_id), settlements.parties(of), settlements.services(of)
    language, currency = filters.language(), of.currency
    number, day = of.number.removeprefix("S-"), formats.short_day(of.last_day, language)
    programme, partner = sides["programme"], sides["partner"]
    whole = served.commission + served.vat
    said = {
        "act": (_("Act of services rendered, No. %(number)s of %(day)s", number=number, day=day), _("The services were rendered in full and on time. The parties have no claims on each other.")),
        "invoice": (_("Invoice No. %(number)s of %(day)s", number=number, day=day), _("It is set off in the statement of the same number: nothing is to be paid separately.")),
    }[paper]  # fmt: skip
    facts = {
        "language": language, "title": said[0], "closes": said[1], "day": of.last_day.isoformat(), "programme": filters.local(programme, "name"), "signs": paper == "act",
        "sides": [
            [_("Provider"), *_side(programme)],
            [_("Customer"), *_side(partner)],
        ],
        "basis": _("Contract %(number)s", number=contract.number), "head": [_("What"), _("Taxed"), _("VAT"), _("With VAT")],
        "rows": [[
            _("Sale of gift cards, %(period)s", period=f"{formats.short_day(of.from_day, language)} – {day}"),
            *(filters.money(amount, currency) for amount in (served.commission, served.vat, whole)),
        ]],
        "total": [_("To pay in total"), filters.money(whole, currency)], "note": _("Of sums of %(sum)s", sum=filters.money(served.base, currency)),
    }  # fmt: skip
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", font_paths=FONTS, sys_inputs={"paper": json.dumps(facts, ensure_ascii=False)}
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _side(of: Party) -> list[str]:
    """Who it is, with their numbers and account, as far as they are known: called as by law, or as the account's holder, or as members call it."""
    held = of.holder
    numbers = [] if held is None else [
        (_("INN"), held.inn), (_("KPP"), held.kpp), (_("Account number"), held.account), (_("IBAN"), held.iban), (_("Bank"), held.bank), (_("BIC"), held.bic),
    ]  # fmt: skip
    if of.tax_number not in [value for _label, value in numbers]:
        numbers.insert(0, (_("Tax number"), of.tax_number))
    name = held.holder if held else of.legal_name or filters.local(of, "name")
    return [name, ", ".join(f"{label} {value}" for label, value in numbers if value)]
