"""What is written about a shop, and the days on which it is closed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectChoice, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from marketplace import partners, programmes
from marketplace.core.bounds import COLUMN_MAX
from marketplace.partners import ShopFacts
from marketplace.web.shared import filters
from marketplace.web.shared.days import NotBefore
from marketplace.web.shared.form import Form, LineField

_NEEDED = _l("This is required.")


def _text(label: Any, most: str) -> LineField:
    return LineField(label, validators=[DataRequired(_NEEDED), Length(max=COLUMN_MAX[most])])


class ShopForm(Form):
    """A shop: of which brand, where, under which name. The brand of one that there is stays."""

    brand = SelectField(_l("Brand"))
    city_slug = SelectField(_l("City"))
    name_ru = _text(_l("Name in Russian"), "shops.name_ru")
    name_en = _text(_l("Name in English"), "shops.name_en")
    address_ru = _text(_l("Address in Russian"), "shops.address_ru")
    address_en = _text(_l("Address in English"), "shops.address_en")

    def __init__(self, partner_id: int, *, new: bool, **values: Any) -> None:
        super().__init__(**values)
        self.city_slug.choices = [SelectChoice(one.slug, filters.local(one, "name")) for one in programmes.cities()]
        if new:
            brands = partners.brands_of_partner(partner_id)
            self.brand.choices = [SelectChoice(one.slug, filters.local(one, "name")) for one in brands]
        else:
            del self.brand

    def facts(self) -> ShopFacts:
        """What was said."""
        return ShopFacts(**{name: self[name].data for name in ShopFacts.__slots__})


class ClosureForm(Form):
    """From when until when, and why."""

    from_on = DateField(_l("First day"), validators=[InputRequired(_NEEDED)])
    until_on = DateField(
        _l("Last day; leave it empty if the shop closes permanently"), validators=[Optional(), NotBefore("from_on")]
    )
    why_ru = LineField(_l("Why, in Russian"), validators=[Length(max=COLUMN_MAX["shop_closures.why_ru"])])
    why_en = LineField(_l("Why, in English"), validators=[Length(max=COLUMN_MAX["shop_closures.why_en"])])
    sure = HiddenField()  # where the question about closing for good was answered

    @property
    def to_ask(self) -> bool:
        """Whether the shop would close for good and nobody has been asked."""
        return self.until_on.data is None and not self.sure.data

    def typed(self) -> dict[str, str]:
        """What was filled in, for the question."""
        return {name: str(self[name].data or "") for name in ("from_on", "why_ru", "why_en")} | {"sure": "yes"}
