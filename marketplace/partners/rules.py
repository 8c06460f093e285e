"""What a partner's state means, and which company numbers are right: no database, no clock.

approved: its offers are in the shop, its tills take cards, it is paid.
suspended: its offers are hidden at once; what was sold goes on working at its tills; payouts wait until none of it can be used any more.
left: all is settled, so its tills take nothing any more; what comes in late is paid by the contract. At its desk everything can be read,
and nothing changes but what is settled late (`AFTER_LEAVING` in partner_portal/desk.py).
"""

from typing import Literal

from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError
from stdnum.ru import inn as ru_inn

from marketplace.partners.errors import BadNumber
from marketplace.partners.meaning import meanings as meanings

State = Literal["approved", "suspended", "left"]
What = Literal["applied", "approved", "suspended", "reinstated", "left"]
# What may be done to a partner in a state; the trigger of partner_events upholds it.
NEXT: dict[str, tuple[What, ...]] = {"approved": ("suspended",), "suspended": ("reinstated", "left"), "left": ()}
_BIC_AND_ACCOUNT = (7, 1, 3) * 8
# Territories whose banks have a code of their own country, and accounts with an IBAN of another (SWIFT's registry of IBANs).
_IBAN_OF = {"GG": "GB", "IM": "GB", "JE": "GB", "AX": "FI"} | dict.fromkeys(
    ("GF", "GP", "MQ", "RE", "PF", "TF", "YT", "NC", "BL", "MF", "PM", "WF"), "FR"
)


def sells(state: str) -> bool:
    """Whether the shop shows its offers."""
    return state == "approved"


def takes_cards(state: str) -> bool:
    """Whether its tills take certificates that were sold. Suspended, they still do: anyone who bought one is not to suffer for it."""
    return state in ("approved", "suspended")


def inn(text: str) -> str:
    """A Russian taxpayer's number, 10 or 12 digits. Raises BadNumber."""
    try:
        return str(ru_inn.validate(text))
    except ValidationError:
        raise BadNumber(
            field="inn", reason="key" if _digits(text) and len(text.strip()) in (10, 12) else "form"
        ) from None


def kpp(text: str) -> str:
    """The registration code of a Russian company, nine characters, or nothing. Raises BadNumber."""
    plain = text.strip().upper()
    right = len(plain) == 9 and _digits(plain[:4] + plain[6:]) and plain[4:6].isascii() and plain[4:6].isalnum()
    if plain and not right:
        raise BadNumber(field="kpp", reason="form")
    return plain


def bic(text: str) -> str:
    """The code of a Russian bank: nine digits that begin with 04. Raises BadNumber."""
    plain = text.strip()
    if not (_digits(plain) and len(plain) == 9 and plain.startswith("04")):
        raise BadNumber(field="bic", reason="form")
    return plain


def account(text: str, bank: str | None) -> str:
    """A Russian account of a bank's client, 20 digits; its key fits the bank's code (Bank of Russia, letter 515 of 1997).

    Without a bank's code only the digits are looked at.

    Raises:
        BadNumber: the form, or the key with this bank.
    """
    plain = "".join(text.split())
    if not (_digits(plain) and len(plain) == 20):
        raise BadNumber(field="account", reason="form")
    if bank is None:
        return plain
    digits = zip(bank[-3:] + plain, _BIC_AND_ACCOUNT, strict=False)
    if sum(int(digit) * weight for digit, weight in digits) % 10:
        raise BadNumber(field="account", reason="key")
    return plain


def vat(text: str, country: str) -> str:
    """A company's VAT number in its country, checked by its digits where they can be; with the country before it.

    Raises:
        BadNumber: it is not one of that country.
    """
    module = get_cc_module(country.lower(), "vat")
    if module is None:
        plain = "".join(text.split()).upper()
        if not (5 <= len(plain) <= 18 and plain.isascii() and plain.isalnum()):
            raise BadNumber(field="vat", reason="form")
        return plain
    try:
        plain = str(module.validate(text))
    except ValidationError:
        raise BadNumber(field="vat", reason="key") from None
    return plain if plain.startswith(country) else country + plain


def iban(text: str) -> str:
    """An IBAN without spaces, its key and its country's form checked. Raises BadNumber."""
    try:
        return str(IBAN(text, validate_bban=True).compact)
    except (SchwiftyException, ValueError):
        raise BadNumber(field="iban", reason="key") from None


def swift(text: str, number: str) -> str:
    """The code of an IBAN's bank by ISO 9362, 8 or 11 characters and of the IBAN's country, or nothing. Raises BadNumber."""
    if not text.strip():
        return ""
    try:
        code = BIC(text)
    except (SchwiftyException, ValueError):
        raise BadNumber(field="bic", reason="form") from None
    if _IBAN_OF.get(code.country_code, code.country_code) != number[:2]:
        raise BadNumber(field="bic", reason="key")
    return str(code.compact)


def bank_of(number: str) -> str:
    """The name of an IBAN's bank where the registry has it, else nothing."""
    try:
        return str(IBAN(number).bank_name or "")
    except (SchwiftyException, ValueError):
        return ""


def _digits(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdigit()
