"""What shows why a member's account is put right: a case of theirs, a file, or both."""

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import ValidationError
from wtforms.validators import NumberRange, Optional

from marketplace.core import clock
from marketplace.members import Member
from marketplace.support import accounts, cases
from marketplace.web.shared.form import Form, NumberField
from marketplace.web.shared.sent_forms import Wrong


class EvidenceForm(Form):
    """A case's number or a file."""

    case = NumberField(_l("Number of the case"), validators=[Optional(), NumberRange(1, 2**63 - 1)])
    paper = FileField(_l("Or a file"))

    def validate_paper(self, field: FileField) -> None:
        """One of the two is there."""
        if self.case.data is None and not field.data:
            raise ValidationError(_l("Name the case, or attach a file that shows why."))

    def check_case(self, *whose: Member) -> None:
        """The case that was named is one of these members'. Raises Wrong."""
        if self.case.data is None:
            return
        try:
            known = cases.case(self.case.data, programme_id=g.programme.id).member_id in {one.id for one in whose}
        except cases.NoCase:
            known = False
        if not known:
            raise Wrong("case", gettext("This member has no such case."))

    def kept(self, member: Member) -> int | None:
        """The file that came, kept; its id. Raises cases.FileRefused."""
        came = self.paper.data
        if not came:
            return None
        return accounts.keep(member.id, cases.Attachment(came.filename or "", came.read()), now=clock.now()).id
