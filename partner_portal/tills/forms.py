"""What a cashier fills in."""

from datetime import datetime
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField, SelectChoice, SelectField, ValidationError
from wtforms.validators import DataRequired, Length

from marketplace import tills
from marketplace.core import cells, formats, ids
from marketplace.core.cells import CellError
from marketplace.core.money import minor_digits
from marketplace.tills import Shown
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField, ReceiptField
from marketplace.web.shared.own_ids import meant, own_id

_ROUBLES = ("рублей", "рубля", "рубль", "руб.", "руб", "р.", "р")


def sum_signs(currency: str) -> list[str]:
    """What people write beside a sum of a currency, longest first; all in small letters."""
    return [*_ROUBLES] * (currency == "RUB") + [currency.lower(), formats.currency_sign(currency, "en").lower()]


def bare_sum(text: str, currency: str) -> str:
    """A sum as it was typed, without spaces and its currency's sign, before or behind it: "100,10" of "100,10 ₽"."""
    plain = "".join(text.split()).lower()
    for sign in sum_signs(currency):
        if plain != (bare := plain.removesuffix(sign).removeprefix(sign)):
            return bare
    return plain


class TakingForm(Form):
    """All of a card or a part of it, the receipt's number, the PIN where the card has one."""

    ref = HiddenField(default=ids.new_ref)
    seen = HiddenField()  # what was left when the cashier looked
    up_to = HiddenField()  # all that is left, where the cashier was told that it does not pay the whole purchase
    once_more = HiddenField()  # the ref of what was taken for the same receipt, which the cashier was told of
    how = LineField(default="all")
    sum = LineField(lazy_gettext("Amount"), render_kw={"inputmode": "decimal", "autocomplete": "off"})
    receipt = ReceiptField(
        lazy_gettext("Receipt number"), validators=[Length(max=tills.RECEIPT_MAX)], render_kw={"autocomplete": "off"}
    )
    pin = PasswordField(
        lazy_gettext("PIN of the card"), render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 32}
    )

    def __init__(self, shown: Shown, **values: Any) -> None:
        super().__init__(**values)
        self.shown = shown
        self.amount = 0  # what will be taken, in minor units
        self.bill: int | None = None  # what is to be paid, where the card pays a part of it
        self.beyond = False

    @classmethod
    def again(cls, shown: Shown, args: MultiDict[str, str]) -> Self:
        """The form as it was sent back with what is wrong: `tries` are those that a PIN has left; a fresh one where nothing was sent."""
        if "how" not in args:
            return cls(shown, formdata=None)
        form = cls(shown, formdata=args, meta={"csrf": False})
        form.validate()
        form.pin.errors = [gettext("Enter the PIN of the card.")] if "no_pin" in args else []
        tries = args.get("tries", type=int)
        if tries is not None:
            form.pin.errors = [
                gettext("The PIN is wrong. Attempts left: %(tries)s.", tries=tries) if tries
                else gettext("Too many wrong PINs: it is locked for half an hour.")
            ]  # fmt: skip
        return form

    def before(self, of: tills.Terminal, *, since: datetime) -> tills.Redemption | None:
        """What the terminal has taken for the very receipt already; only for a form that is filled in rightly."""
        receipt = (self.receipt.data or "").strip()
        return tills.taken_before(of, self.shown.card.id, amount=self.amount, receipt=receipt, since=since)

    def filled_in(self) -> dict[str, str]:
        """What was filled in, but for the PIN, which no address may hold."""
        typed = {name: self[name].data or "" for name in ("ref", "seen", "up_to", "once_more", "how", "sum", "receipt")}
        return typed | ({"no_pin": "1"} if self.pin.errors else {})

    def validate_ref(self, field: HiddenField) -> None:
        """The page's own, untouched."""
        if not tills.is_ref(field.data or ""):
            raise ValidationError(gettext("Open the page again."))

    def validate_pin(self, field: PasswordField) -> None:
        """Something, where the card has one: what is blank would be a wrong one, and burn a try."""
        if self.shown.pin_needed and not tills.is_pin(field.data or ""):
            raise ValidationError(gettext("Enter the PIN of the card."))

    def validate_sum(self, field: LineField) -> None:
        """An amount in the card's currency, where a part is taken; else all that was there to be seen."""
        part = self.how.data == "part" and self.shown.part_use
        typed = bare_sum(field.data or "", self.shown.card.currency) if part else str(self.seen.data)
        try:
            read = cells.minor(minor_digits(self.shown.card.currency) if part else 0)(typed)
        except CellError:
            read = None
        if not read:
            raise ValidationError(gettext("Enter an amount, such as 184.90."))
        left = self.shown.card.remaining
        if read <= left:
            self.amount = read
        elif not part or not left:
            raise ValidationError(gettext("There is less left on the card. Check it again."))
        else:
            self._pays_in_part(read, left)

    def _pays_in_part(self, bill: int, left: int) -> None:
        """A purchase above what is left: once the cashier was told what is taken and what is still to pay, and by which sum."""
        self.beyond = True
        if self.up_to.data != str(left):
            takes, rest = (filters.money(one, self.shown.card.currency) for one in (left, bill - left))
            told = gettext(
                "%(sum)s is left on the card. Press again to take it; %(rest)s is still to pay.", sum=takes, rest=rest
            )
            raise ValidationError(told)
        self.amount, self.bill = left, bill


class TerminalForm(Form):
    """A new terminal."""

    name = LineField(
        lazy_gettext("Name"), validators=[DataRequired(lazy_gettext("Give it a name.")), Length(max=tills.NAME_MAX)],
        render_kw={"autocomplete": "off"},
    )  # fmt: skip
    shop = SelectField(lazy_gettext("Located in"), default="")

    def __init__(self, shops: dict[int, str], **values: Any) -> None:
        super().__init__(**values)
        none = SelectChoice("", gettext("None: online, or a machine"))
        self.shop.choices = [none, *(SelectChoice(own_id("shop_id", one), name) for one, name in shops.items())]

    @property
    def shop_id(self) -> int | None:
        """The shop that was chosen."""
        return meant("shop_id", self.shop.data) if self.shop.data else None
