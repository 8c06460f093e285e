"""How many points a member buys, and for which sum, as it was shown."""

from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from marketplace.core import numbers
from marketplace.core.errors import Refusal
from marketplace.core.texts import Unfit
from marketplace.web.shared import filters, refusal_words
from marketplace.web.shared.form import Form, LineField, NumberField
from marketplace.web.storefront.order_form import OUT_OF_DATE

AMOUNT_MAX = 10**18


class TopUpForm(Form):
    """Whole points as people type them; `amount` is the sum in minor units that stood on the button."""

    points = LineField(_l("How many"), validators=[InputRequired(_l("Enter a whole number.")), Length(max=24)])
    amount = NumberField(validators=[InputRequired(OUT_OF_DATE), NumberRange(1, AMOUNT_MAX, OUT_OF_DATE)])
    ref = HiddenField(validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z", message=OUT_OF_DATE)])

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.minor = 0

    def validate_points(self, field: LineField) -> None:
        """Between the least and the most of the programme."""
        programme = g.programme
        self.minor = whole_points(field.data or "")
        if not programme.topup_least <= self.minor <= programme.topup_most:
            raise ValidationError(out_of_bounds())

    def refuse(self, no: Refusal) -> None:
        """Say in the form why nothing was asked for."""
        if no.code == "topup_day" and no.facts["left"]:
            left = filters.points_genitive(no.facts["left"])
            self.points.errors = [gettext("You can top up by at most %(points)s more today.", points=left)]
        elif no.code == "topup_points":
            self.points.errors = [out_of_bounds()]
        else:
            said = refusal_words.CODES[no.code]
            self.form_errors.append(f"{said.title}. {said.advice}")


def whole_points(text: str) -> int:
    """Points in minor units as somebody has typed them, whole; 0 where that is no such number."""
    try:
        typed = numbers.parse(text.strip(), commas_group=filters.commas_group())
    except Unfit:
        return 0
    return int(typed) * 10**g.programme.decimals if typed == int(typed) and typed > 0 else 0


def out_of_bounds() -> str:
    """How many points can be bought at a time."""
    programme = g.programme
    return str(
        gettext(
            "Enter a whole number from %(least)s to %(most)s.",
            least=filters.number(programme.topup_least), most=filters.number(programme.topup_most),
        )
    )  # fmt: skip
