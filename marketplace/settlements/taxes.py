"""What a contract says of taxes, checked: the partner's tax number, and how each kind of offer is taxed; no database, no clock."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marketplace.core.bounds import COLUMN_MAX
from marketplace.partners import BadNumber, numbers
from marketplace.settlements.errors import BadTerms
from marketplace.settlements.values import OFFER_KINDS, Terms

_OFFER = re.compile(r"offer:[1-9][0-9]{0,17}")
_BP_MAX = COLUMN_MAX["contract_versions.vat_bp"]


def checked(terms: Terms) -> Terms:
    """The terms with the tax number as it is stored. Raises BadTerms, with the field and the reason."""
    for kind, said in terms.vat_kinds.items():
        if not _known(kind, said):
            raise BadTerms(field="vat_kinds", reason="unknown")
    return replace(terms, tax_number=tax_number(terms.tax_number))


def tax_number(text: str) -> str:
    """A tax number as it is stored, "" for none: a Russian INN, or a VAT number with its country before it, such as DE136695976; each checked by
    its digits where they can be. Raises BadTerms."""
    plain = "".join(text.split()).upper()
    if not plain:
        return ""
    try:
        found = numbers.vat(plain, plain[:2]) if plain.isascii() and plain[:2].isalpha() else numbers.inn(plain)
    except BadNumber as no:
        raise BadTerms(field="tax_number", reason=no.facts["reason"]) from None
    if len(found) > COLUMN_MAX["contract_versions.tax_number"]:
        raise BadTerms(field="tax_number", reason="form")
    return found


def _known(kind: str, said: Mapping[str, Any]) -> bool:
    """Whether such a kind of offer may be taxed so: which voucher, in which role, and perhaps at which rate, in hundredths of a percent."""
    rate = said.get("bp", 0)
    return (
        bool(kind in OFFER_KINDS or _OFFER.fullmatch(kind))
        and said.get("voucher") in ("single", "multi")
        and said.get("role") in ("agent", "principal")
        and isinstance(rate, int)
        and 0 <= rate <= _BP_MAX
    )
