"""What a partner says of a brand, and its picture."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from marketplace.core.bounds import MOST
from marketplace.partners import BrandPageFacts
from marketplace.web.shared.form import Form, LineField

_NEEDED = _l("This is required.")


class BrandForm(Form):
    """Names, texts, other words."""

    name_ru = LineField(_l("Name in Russian"), validators=[DataRequired(_NEEDED), Length(max=MOST["brands.name_ru"])])
    name_en = LineField(_l("Name in English"), validators=[DataRequired(_NEEDED), Length(max=MOST["brands.name_en"])])
    description_ru = TextAreaField(_l("What it is, in Russian"), validators=[Length(max=MOST["brands.description_ru"])])
    description_en = TextAreaField(_l("What it is, in English"), validators=[Length(max=MOST["brands.description_en"])])
    how_ru = TextAreaField(_l("How the card is used, in Russian"), validators=[Length(max=MOST["brands.how_ru"])])
    how_en = TextAreaField(_l("How the card is used, in English"), validators=[Length(max=MOST["brands.how_en"])])
    keywords = LineField(_l("Other search words"), validators=[Length(max=MOST["brands.keywords"])])

    def facts(self) -> BrandPageFacts:
        """What was said."""
        return BrandPageFacts(**{name: self[name].data or "" for name in BrandPageFacts.__slots__})


class PictureForm(Form):
    """A picture of the partner's own."""

    file = FileField(_l("Picture"), validators=[FileRequired(_l("Choose a file."))])
