"""What a partner says of a brand, and its picture."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from marketplace import partners, programmes
from marketplace.core import ids
from marketplace.core.bounds import COLUMN_MAX
from marketplace.partners import Page
from marketplace.web.shared import filters, own_ids
from marketplace.web.shared.form import Form, LineField, LinesField
from marketplace.web.shared.runs.talk import NoteForm as NoteForm

_NEEDED = _l("This is required.")


class BrandForm(Form):
    """Names, texts, other words, cities; beside them the picture, what stood on the screen, and whether the difference was seen."""

    picture = HiddenField(validators=[Optional(), Regexp(r"[0-9a-f]{10}\Z")])
    base = HiddenField(validators=[Optional(), Regexp(r"[0-9A-Z]{26}\Z")])
    seen = HiddenField(validators=[Optional(), Regexp(r"[0-9a-f]{64}\Z")])
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-Z]{26}\Z")])
    agreed = HiddenField()

    name_ru = LineField(
        _l("Name in Russian"), validators=[DataRequired(_NEEDED), Length(max=COLUMN_MAX["brands.name_ru"])]
    )
    name_en = LineField(
        _l("Name in English"), validators=[DataRequired(_NEEDED), Length(max=COLUMN_MAX["brands.name_en"])]
    )
    description_ru = LinesField(
        _l("What it is, in Russian"), validators=[Length(max=COLUMN_MAX["brands.description_ru"])]
    )
    description_en = LinesField(
        _l("What it is, in English"), validators=[Length(max=COLUMN_MAX["brands.description_en"])]
    )
    how_ru = LinesField(_l("How the card is used, in Russian"), validators=[Length(max=COLUMN_MAX["brands.how_ru"])])
    how_en = LinesField(_l("How the card is used, in English"), validators=[Length(max=COLUMN_MAX["brands.how_en"])])
    keywords = LineField(_l("Other search words"), validators=[Length(max=COLUMN_MAX["brands.keywords"])])
    city_slugs = SelectMultipleField(_l("Cities"), validators=[Optional()])
    online = BooleanField(_l("Also online"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.city_slugs.choices = [(one.slug, filters.local(one, "name")) for one in programmes.cities()]

    @property
    def stood(self) -> str:
        """The version that stood on the screen, as `partners.stands_at` says it; "" where the form has none."""
        return str(own_ids.meant("page_id", self.base.data)) if self.base.data else ""

    def page(self) -> Page:
        """What was said, as it would be kept."""
        said: dict[str, Any] = {name: self[name].data or "" for name in partners.BRAND_TEXTS}
        said |= {"city_slugs": self.city_slugs.data or [], "online": bool(self.online.data)}
        return partners.cleaned(said | {"picture": self.picture.data or ""})


class NewBrandForm(Form):
    """A brand that the shop does not know yet."""

    name_ru = LineField(
        _l("Name in Russian"), validators=[DataRequired(_NEEDED), Length(max=COLUMN_MAX["brands.name_ru"])]
    )
    name_en = LineField(
        _l("Name in English"), validators=[DataRequired(_NEEDED), Length(max=COLUMN_MAX["brands.name_en"])]
    )
    category = SelectField(_l("Category"))

    def __init__(self) -> None:
        super().__init__()
        self.category.choices = [(one.slug, filters.local(one, "name")) for one in partners.categories()]

    def facts(self) -> dict[str, str]:
        """What was said."""
        return {"name_ru": self.name_ru.data, "name_en": self.name_en.data, "category_slug": self.category.data}


class PictureForm(Form):
    """A picture of the partner's own."""

    file = FileField(_l("Picture"), validators=[FileRequired(_l("Choose a file."))])
