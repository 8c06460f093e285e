"""What an owner chooses for a till without a network, and what the till sends when it is back."""

import base64
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from marketplace import tills
from marketplace.core import cells, ids
from marketplace.core.cells import CellError
from marketplace.core.money import minor_digits
from marketplace.web.shared.form import ComparedField, Form, LineField, NumberField, ReceiptField
from partner_portal.tills.forms import bare_sum


class LimitsForm(Form):
    """Of one card, in all, how often; and what of that somebody has seen that it can cost."""

    card_limit = LineField(lazy_gettext("Per card"), render_kw={"inputmode": "decimal", "autocomplete": "off"})
    stored_limit = LineField(
        lazy_gettext("In total, until the till is back online"),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    count_limit = NumberField(
        lazy_gettext("Maximum redemptions"),
        validators=[InputRequired(lazy_gettext("Enter a number.")), NumberRange(1, tills.COUNT_MAX)],
    )
    agreed = HiddenField()
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])

    def __init__(self, terms: tills.Terms | None, **values: Any) -> None:
        digits = minor_digits(g.programme.currency)
        card, stored, count = tills.CARD_LIMIT, tills.STORED_LIMIT, tills.COUNT_LIMIT
        if terms is not None:
            card, stored, count = terms.card_limit, terms.stored_limit, terms.count_limit
        shown = {
            "card_limit": f"{card / 10**digits:g}",
            "stored_limit": f"{stored / 10**digits:g}",
            "count_limit": count,
        }
        super().__init__(data=shown, **values)
        self.read: dict[str, int] = {}

    def validate_card_limit(self, field: LineField) -> None:
        """A sum of the programme's currency."""
        self._read(field)

    def validate_stored_limit(self, field: LineField) -> None:
        """A sum that fits with the card's, and within what the programme allows."""
        self._read(field)
        count = self.count_limit.data or 1
        if "card_limit" in self.read and not tills.are_limits(
            self.read["card_limit"], self.read["stored_limit"], count
        ):
            most = tills.CARD_LIMIT_MAX // 100, tills.STORED_LIMIT_MAX // 100
            told = gettext(
                "At most %(card)s per card and %(all)s in total, and the limit per card cannot exceed the total.",
                card=most[0],
                all=most[1],
            )
            raise ValidationError(told)

    def limits(self) -> dict[str, int]:
        """What was chosen, in minor units."""
        return {**self.read, "count_limit": int(self.count_limit.data or 0)}

    @property
    def most_lost(self) -> int:
        """What can be lost with these limits."""
        return tills.most_lost(**self.limits())

    def _read(self, field: LineField) -> None:
        try:
            read = cells.minor(minor_digits(g.programme.currency))(bare_sum(field.data or "", g.programme.currency))
        except CellError:
            read = None
        if not read or read < 0:
            raise ValidationError(gettext("Enter an amount, such as 184.90."))
        self.read[field.name] = read


class DeviceForm(Form):
    """The name that a browser made up for itself."""

    device = LineField(validators=[Regexp(r"[0-9a-f-]{36}\Z")])


class TakingForm(Form):
    """What a till took without a network, as its page sends it."""

    ref = LineField(validators=[DataRequired(), Length(max=64)])
    package = LineField(validators=[DataRequired(), Length(max=64)])
    shown = ComparedField(validators=[DataRequired(), Length(max=tills.TYPED_MAX)])
    amount = NumberField(validators=[NumberRange(1, 2**53)])
    receipt = ReceiptField(validators=[Length(max=tills.RECEIPT_MAX)])
    taken_at = LineField(validators=[DataRequired()])

    def validate_taken_at(self, field: LineField) -> None:
        """A moment with its zone."""
        try:
            zone = datetime.fromisoformat(field.data or "").tzinfo
        except ValueError:
            zone = None
        if zone is None:
            raise ValidationError("a moment with its zone")

    def facts(self) -> dict[str, Any]:
        """What `tills.sync` wants to know."""
        return {
            "ref": self.ref.data, "package": self.package.data, "shown": self.shown.data, "amount": self.amount.data,
            "receipt": self.receipt.data or "", "taken_at": datetime.fromisoformat(self.taken_at.data or ""),
        }  # fmt: skip


def said(of: tills.Package) -> dict[str, Any]:
    """A package as the till's page reads it; the same words as in the API."""
    return {
        "ref": of.ref, "issued_at": of.issued_at.isoformat(), "ends_at": of.ends_at.isoformat(), "currency": of.terms.currency,
        "card_limit": of.terms.card_limit, "stored_limit": of.terms.stored_limit, "count_limit": of.terms.count_limit,
        "issuers": [mark.hex() for mark in of.issuers], "keys": {str(key_id): _base64(key) for key_id, key in of.keys.items()},
        "dead_count": of.dead_count, "dead": _base64(of.dead),
    }  # fmt: skip


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
