"""What a member asks of a card: as what to exchange it, into which parts to split it, with which others to merge it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, HiddenField, SelectChoice, SelectMultipleField, ValidationError, widgets
from wtforms.validators import InputRequired, Length, Regexp

from marketplace import exchanges
from marketplace.core import ids
from marketplace.core.money import minor_digits
from marketplace.giftcards import Card
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField
from marketplace.web.storefront import amounts

_REF = [InputRequired(), Regexp(r"[0-9A-Za-z_-]{8,40}\Z")]
_SUM = {"inputmode": "decimal", "autocomplete": "off"}


class AskForm(Form):
    """As which brand, and how much of the card; all of it where nothing is said."""

    brand = LineField(validators=[InputRequired(lazy_gettext("Choose a card.")), Length(max=80)])
    amount = LineField(lazy_gettext("How much of it"), validators=[Length(max=20)], render_kw=_SUM)

    def __init__(self, card: Card, quoted: Any = None) -> None:
        said = {"brand": quoted.brand.slug, "amount": _boxed(quoted.target.amount, card)} if quoted else {}
        super().__init__(data=said)
        self.card, self.sum = card, card.remaining

    def validate_amount(self, field: Field) -> None:
        """A sum that is on the card."""
        if (field.data or "").strip():
            self.sum = _parsed(field.data, self.card)
            if not self.sum:
                raise ValidationError(gettext("Enter an amount, such as 184.90."))
            if self.sum > self.card.remaining:
                raise ValidationError(gettext("There is not that much on the card."))


class SplitForm(Form):
    """Sums of the parts, one box each; empty boxes are none."""

    ref = HiddenField(validators=_REF)
    part1 = LineField(lazy_gettext("First"), validators=[Length(max=20)], render_kw=_SUM)
    part2 = LineField(lazy_gettext("Second"), validators=[Length(max=20)], render_kw=_SUM)
    part3 = LineField(lazy_gettext("Third"), validators=[Length(max=20)], render_kw=_SUM)
    part4 = LineField(lazy_gettext("Fourth"), validators=[Length(max=20)], render_kw=_SUM)
    part5 = LineField(lazy_gettext("Fifth"), validators=[Length(max=20)], render_kw=_SUM)
    give = BooleanField()

    def __init__(self, card: Card, asked: Mapping[str, str] | None = None) -> None:
        ways = 4 if (asked or {}).get("into") == "4" else 2
        shares = [card.remaining // ways] * (ways - 1)
        shares.append(card.remaining - sum(shares))
        said = {f"part{at}": _boxed(share, card) for at, share in enumerate(shares, 1)}
        super().__init__(data=said | {"ref": ids.new_ref()})
        self.card = card
        self.sums: list[int] = []

    @property
    def parts(self) -> list[Field]:
        """The boxes of the parts."""
        return [self[f"part{at}"] for at in range(1, exchanges.PARTS_MAX + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        """All of the card, in parts that are worth having."""
        if not super().validate(extra_validators):
            return False
        try:
            self.sums = [_parsed(field.data, self.card) for field in self.parts if (field.data or "").strip()]
        except ValidationError as no:
            self.form_errors.append(str(no))
            return False
        least = filters.money(exchanges.PART_MIN, self.card.currency)
        if not len(self.sums) >= 2 or any(one < exchanges.PART_MIN for one in self.sums):
            self.form_errors.append(gettext("Two to five parts, each of at least %(sum)s.", sum=least))
        elif sum(self.sums) != self.card.remaining:
            total, said = (filters.money(one, self.card.currency) for one in (self.card.remaining, sum(self.sums)))
            self.form_errors.append(
                gettext("The parts must add up to %(total)s; these add up to %(said)s.", total=total, said=said)
            )
        return not self.form_errors


class MergeForm(Form):
    """Which cards, and that the term may become shorter."""

    ref = HiddenField(validators=_REF)
    cards = SelectMultipleField(option_widget=widgets.CheckboxInput(), coerce=str)
    shorter = BooleanField()

    def __init__(self, card: Card, fits: Sequence[Card]) -> None:
        super().__init__(data={"ref": ids.new_ref(), "cards": [card.public_id]})
        self.fits = list(fits)
        self.cards.choices = [SelectChoice(one.public_id, one.last4) for one in fits]

    @property
    def chosen(self) -> list[Card]:
        """The cards that are ticked."""
        return [one for one in self.fits if one.public_id in (self.cards.data or [])]

    def validate_cards(self, field: Field) -> None:
        """Two at least."""
        if len(field.data or []) < 2:
            raise ValidationError(gettext("Choose two cards at least."))

    def validate_shorter(self, field: Field) -> None:
        """Accepted where one of them would lose time."""
        days = {one.expires_on for one in self.chosen}
        if len(days) > 1 and not field.data:
            raise ValidationError(gettext("Confirm that the term becomes shorter."))


def _parsed(typed: str, card: Card) -> int:
    try:
        return amounts.parse(typed, minor_digits(card.currency), commas_group=filters.commas_group())
    except ValueError:
        raise ValidationError(gettext("Enter an amount, such as 184.90.")) from None


def _boxed(amount: int, card: Card) -> str:
    """An amount in minor units as the reader would type it: "12,50" on a Russian page."""
    plain = amounts.plain(amount, minor_digits(card.currency))
    return plain.replace(".", ",") if filters.language() == "ru" else plain
