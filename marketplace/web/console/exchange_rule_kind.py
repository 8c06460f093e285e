"""The terms of exchange of a brand as an act of two: what is proposed, how it stands, what happens once it is approved, and how it is said."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from marketplace import approvals, exchanges, partners
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core.audit import WHY_MAX
from marketplace.identity import Permission
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.shared import filters, form

RULE = "exchange_rule"
FEE_MOST = 500  # permille
NAMES = {
    "gives": _l("Its cards can be exchanged for others"), "takes": _l("Others can be exchanged for its cards"),
    "recasts": _l("Its cards can be split and merged"), "fee_permille": _l("Fee when others become its cards, ‰"),
}  # fmt: skip


class RuleForm(form.Form):
    """What may be done with cards of a brand, the fee, and why."""

    gives = BooleanField(NAMES["gives"])
    takes = BooleanField(NAMES["takes"])
    recasts = BooleanField(NAMES["recasts"])
    fee_permille = form.NumberField(
        NAMES["fee_permille"], validators=[InputRequired(_l("Enter a number, 0 for none.")), NumberRange(0, FEE_MOST)]
    )
    why = form.LinesField(_l("Why"), validators=[Length(max=WHY_MAX)])
    ref = HiddenField(validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])

    def facts(self) -> Facts:
        """What is proposed."""
        return {name: getattr(self, name).data for name in NAMES}


def _rule(programme_id: int, subject: str) -> exchanges.Rule:
    return exchanges.rule(programme_id, partners.brand_by_slug(programme_id, subject).id)


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    partners.brand_by_slug(programme_id, subject)
    return facts


def _target(programme_id: int, subject: str, _facts: Facts) -> Target:
    rule = _rule(programme_id, subject)
    now = {name: getattr(rule, name) for name in NAMES}
    return Target(":".join(str(value) for value in now.values()), now)


def _hold(_programme_id: int, _subject: str) -> None:
    """Nothing to lock: rules are only added, and the newest counts."""


def _apply(proposal: Proposal, now: datetime) -> None:
    brand = partners.brand_by_slug(proposal.programme_id, proposal.subject)
    exchanges.set_rule(
        proposal.programme_id, exchanges.Rule(brand.id, **proposal.payload), now=now, why=proposal.why
    )  # fmt: skip


def _rows(proposal: Proposal) -> list[Row]:
    before, after = proposal.before, proposal.payload
    changed = [name for name in NAMES if before.get(name) != after[name]]
    return [Row(str(NAMES[name]), _said(before.get(name)), _said(after[name])) for name in changed]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    return "" if value is None else str(value)


def _title(proposal: Proposal) -> str:
    brand = partners.brand_by_slug(proposal.programme_id, proposal.subject)
    return str(gettext("Exchange of cards: %(brand)s", brand=filters.local(brand, "name")))


def register() -> None:
    """Make the kind known, and how it is said."""
    approvals.register(approvals.Kind(
        name=RULE, propose=Permission.PROGRAMME_PROPOSE, approve=Permission.PROGRAMME_PUBLISH, check=_check, target=_target, hold=_hold,
        apply=_apply,
    ))  # fmt: skip
    approval_words.register(RULE, Words(
        kind=lambda: gettext("Terms of exchange"), title=_title, approve=lambda _proposal: gettext("Approve the terms"),
        template="console/approvals/settings_difference.html", draw=_rows,
        impact=lambda _proposal: [gettext("It holds for new quotes at once; quotes that were given stay good until their time is over.")],
        editor=lambda proposal: url_for("console.programme.exchanges.ask", slug=proposal.subject),
    ))  # fmt: skip
