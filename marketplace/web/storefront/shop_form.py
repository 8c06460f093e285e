"""What a visitor may ask of the shop: a form of the address, the same with and without script."""

from typing import Any

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, ValidationError
from wtforms.validators import Length
from wtforms.widgets import TextInput

from marketplace import shop
from marketplace.core.paging import CURSOR_MAX
from marketplace.web.shared import filters
from marketplace.web.shared.form import ComparedField, Form, LineField
from marketplace.web.storefront import amounts

WORDS_MAX = 100


class PointsField(Field):
    """Points in minor units of the request's programme, typed as people write them; None where nothing is typed."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError with the words for it."""
        self.typed = (valuelist[0] if valuelist else "")[:WORDS_MAX].strip()
        if not self.typed:
            return
        try:
            self.data = amounts.parse(self.typed, g.programme.decimals, commas_group=filters.commas_group())
        except ValueError:
            raise ValueError(gettext("Enter a whole number, e.g. 4,820.")) from None

    @property
    def plain(self) -> str:
        """The amount as an address holds it; empty where there is none."""
        return "" if self.data is None else amounts.plain(self.data, g.programme.decimals)

    def _value(self) -> str:
        if self.data is not None:
            return filters.number(self.data)
        return getattr(self, "typed", "")


class ShopForm(Form):
    """Search, points from–to, "I can afford it", category, order."""

    class Meta:
        """An address is no change: it needs no token."""

        csrf = False

    q = ComparedField(
        _l("Brand search"),
        [Length(max=WORDS_MAX, message=_l("The search is too long: at most 100 characters."))],
        filters=[lambda typed: typed and typed[: WORDS_MAX + 1]],  # what is too long is not said back at length
    )
    least = PointsField(_l("From"), name="from")
    most = PointsField(_l("To"), name="to")
    enough = BooleanField(_l("I can afford it"))
    category = ComparedField()
    sort = ComparedField()
    cursor = ComparedField(validators=[Length(max=CURSOR_MAX)])

    def __init__(self, typed: Any, shelves: list[str]) -> None:
        super().__init__(typed)
        self.shelves = shelves

    def validate_most(self, field: PointsField) -> None:
        """From must not be above to."""
        if field.data is not None and self.least.data is not None and field.data < self.least.data:
            raise ValidationError(gettext("“To” is less than “from”: swap them."))

    def validate_category(self, field: LineField) -> None:
        """A shelf that was taken away, or never was."""
        if field.data and field.data not in self.shelves:
            raise ValidationError(gettext("There is no such category. Choose another."))

    def validate_sort(self, field: LineField) -> None:
        """Only the orders that there are."""
        if field.data and field.data not in shop.SORTS:
            raise ValidationError(gettext("There is no such order. Choose another."))

    def blank(self) -> "ShopForm":
        """The same with nothing asked: what to show when the answers are wrong."""
        fresh = ShopForm(MultiDict(), self.shelves)
        fresh.validate()
        return fresh

    @property
    def words(self) -> str:
        """What is searched for."""
        return (self.q.data or "").strip()

    @property
    def order(self) -> shop.Sort:
        """In which order the brands stand."""
        return self.sort.data or "popular"

    @property
    def asks(self) -> bool:
        """Whether anything is asked for at all, besides the order."""
        return bool(self.words or self.least.data or self.most.data or self.enough.data or self.category.data)

    def url(self, **over: Any) -> str:
        """The address of this very view of the shop, with some answers changed; what is not asked is left out."""
        asked = {
            "q": self.words, "from": self.least.plain, "to": self.most.plain,
            "enough": "1" if self.enough.data else "", "category": self.category.data,
            "sort": "" if self.order == "popular" else self.order,
        }  # fmt: skip
        if self.errors:  # what is wrong leads nowhere
            asked = {}
        plain = {name: value for name, value in (asked | over).items() if value}
        return url_for("storefront.shop.index", **plain)
