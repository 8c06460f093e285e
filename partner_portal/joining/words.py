"""Why a number or a paper was not taken, in words that anyone who applies understands."""

from flask_babel import lazy_gettext as _l

from marketplace import partners

_NUMBERS = {
    ("inn", "form"): _l("An INN has 10 digits for a company, 12 for a sole trader."),
    ("inn", "key"): _l("This INN is mistyped: its last digits do not match the others."),
    ("kpp", "form"): _l("A KPP has nine characters, such as 290101001."),
    ("bic", "form"): _l("There is no such bank code: a BIC has nine digits and begins with 04."),
    ("account", "form"): _l("An account has 20 digits."),
    ("account", "key"): _l("The account does not match this bank code. One of the two is mistyped."),
    ("vat", "form"): _l("This is not a VAT number."),
    ("vat", "key"): _l("This VAT number belongs to another country, or is mistyped."),
    ("iban", "key"): _l("This IBAN is mistyped: its check digits do not match."),
}
_PAPERS = {
    "empty": _l("the file is empty"),
    "large": _l("the file is larger than 10 MB"),
    "kind": _l("this is not a PDF, JPEG or PNG"),
    "broken": _l("the file is damaged"),
    "small": _l("the picture is too small to read"),
    "locked": _l("the PDF is protected by a password"),
    "active": _l("the PDF contains scripts or other files: print it to a plain one"),
    "many": _l("there are already eight documents"),
}


def said_of_number(error: partners.BadNumber) -> str:
    """What is wrong with a number."""
    return str(_NUMBERS[error.facts["field"], error.facts["reason"]])


def said_of_document(error: partners.DocumentRefused) -> str:
    """What is wrong with a paper."""
    return str(_PAPERS[error.facts["reason"]])
