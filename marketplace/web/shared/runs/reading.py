"""How a file of codes was read, shown before anything is stored, and the form that has it read in another way."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import Regexp

from marketplace import codes, runs
from marketplace.core import ids
from marketplace.core.texts import Unfit
from marketplace.web.shared import reasons
from marketplace.web.shared.form import Form

ENCODINGS = {"utf-8-sig": "UTF-8", "cp1251": "Windows-1251"}
SEPARATORS = {";": _l("Semicolon"), ",": _l("Comma"), "\t": _l("Tab"), "|": _l("Vertical bar")}
COLUMNS = {
    "code": _l("Code"), "pin": _l("PIN"), "value": _l("Value"), "expires_on": _l("Last day"), codes.LEFT_OUT: _l("Not read"),
}  # fmt: skip
TITLES = {"titles": _l("Titles of columns"), "rows": _l("The first code")}


class ReadingForm(Form):
    """Encoding, separator and first row; the columns are given one by one."""

    encoding = SelectField(_l("Encoding"), choices=[*ENCODINGS.items()], validate_choice=False)
    separator = SelectField(_l("Separator"), choices=[*SEPARATORS.items()], validate_choice=False)
    first = SelectField(_l("In the first row"), choices=[*TITLES.items()])
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-Z]{26}\Z")])

    wrong = ""

    def options(self, columns: list[str]) -> dict[str, str]:
        """The options of the run; none where something is wrong, which `wrong` says then."""
        try:
            layout = codes.layout_of(f"{self.first.data}:{','.join(columns)}")
        except Unfit as unfit:
            self.wrong = reasons.said_of(unfit)
            return {}
        encoding = self.encoding.data if self.encoding.data in ENCODINGS else ""
        separator = self.separator.data if self.separator.data in SEPARATORS else ""
        return {"encoding": encoding, "separator": separator, "layout": layout.text()}


def form_of(run: runs.Run) -> ReadingForm | None:
    """The form, filled with how a run's file was read; None where that is not said."""
    read = run.preview.get("form")
    if not read:
        return None
    first = "titles" if read["headed"] else "rows"
    return ReadingForm(
        formdata=None, data={"encoding": read["encoding"], "separator": read["separator"], "first": first}
    )
