"""A programme's texts and settings, for people: what they are called, how their differences are drawn, what follows from them."""

from collections.abc import Mapping

from flask import g, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace import approvals
from marketplace.approvals import Proposal
from marketplace.core.money import minor_digits
from marketplace.web.console import approval_words, programme_kinds
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.console.programme_settings_form import label_of, said
from marketplace.web.shared import filters
from marketplace.web.shared.text_difference import Stretch, difference

TEXTS: Mapping[str, LazyString] = {
    "rules": _l("Programme rules"), "offer": _l("Public offer"), "privacy": _l("Personal data"), "help": _l("Help"),
}  # fmt: skip
LANGUAGES: Mapping[str, LazyString] = {"ru": _l("Russian"), "en": _l("English")}
# What follows once a text is published.
_OF_TEXT: Mapping[str, LazyString] = {
    "rules": _l("Members accept it with their next order. A form that is already open asks them again."),
    "offer": _l("Members accept it with their next order. A form that is already open asks them again."),
    "privacy": _l("New members agree to it at sign-up. Existing members keep the version they agreed to."),
    "help": _l("Members see it on the help page at once."),
}
# What follows once a setting is changed; the first of these that is changed speaks for its group.
_OF_SETTINGS: Mapping[tuple[str, ...], LazyString] = {
    ("expiry_months", "expiry_end"): _l("Points earned from now on follow the new term. Points earned before keep "
                                        "their expiry date."),
    ("grace_days",): _l("Applies to points and to what comes back to cards from now on."),
    ("reveal_limit",): _l("Applies from the next code that somebody opens."),
    ("correction_person_day", "correction_day", "goodwill_day", "issued_person_day", "issued_value_day", "issued_partner_day", "issued_day"): _l("Applies at once, also to what was given today."),
    ("topup_price", "topup_least", "topup_most", "topup_day", "fresh_days"): _l("Applies to points bought from now on."),
    ("partner_commission_bp", "partner_payout_day"): _l("Companies that apply read it at once. Contracts are not changed."),
    ("undo_minutes",): _l("Applies at once, also to what was published before."),
    ("mail_from",): _l("Emails that are not sent yet will come from the new address. The mail server must be "
                       "allowed to send from it."),
    ("name_ru", "name_en", "unit_one_ru", "unit_few_ru", "unit_many_ru", "unit_one_en", "unit_many_en", "look"):
        _l("Members see it on every page at once."),
    ("city_slug",): _l("Guests who have not chosen a city see the shop for this one."),
}  # fmt: skip


def text_title(kind: str, language: str) -> str:
    """The name of a text: "Programme rules, Russian"."""
    return f"{TEXTS[kind]}, {LANGUAGES[language]}"


def _title_of_text(proposal: Proposal) -> str:
    return text_title(*programme_kinds.text_of(proposal.subject))


def _stretches(proposal: Proposal) -> list[Stretch]:
    return difference(proposal.before["body"], proposal.payload["body"])


def _impact_of_text(proposal: Proposal) -> list[str]:
    return [str(_OF_TEXT[programme_kinds.text_of(proposal.subject)[0]])]


def _text_editor(proposal: Proposal) -> str:
    kind, language = programme_kinds.text_of(proposal.subject)
    if proposal.open:
        return url_for("console.programme.texts.edit", kind=kind, language=language)
    return url_for("console.programme.texts.edit", kind=kind, language=language) + f"?from={proposal.ref}"


def _rows(proposal: Proposal) -> list[Row]:
    rows = []
    for change in approvals.difference(proposal):
        if change.name != "look":
            rows.append(_row(change.name, change.before, change.after))
            continue
        names = [
            name for name in {**change.before, **change.after} if change.before.get(name) != change.after.get(name)
        ]
        rows += [_row(name, change.before.get(name), change.after.get(name)) for name in names]
    return rows


def _row(name: str, before: object, after: object) -> Row:
    colours = [str(value) if str(value).startswith("#") else "" for value in (before, after)]
    return Row(label_of(name), said(name, before), said(name, after), *colours)


def _impact_of_settings(proposal: Proposal) -> list[str]:
    changed = {change.name for change in approvals.difference(proposal)}
    return [str(words) for names, words in _OF_SETTINGS.items() if changed & set(names)]


approval_words.register(
    programme_kinds.TEXT,
    Words(
        kind=lambda: gettext("Texts of the programme"), title=_title_of_text, approve=lambda _proposal: gettext("Approve the text"),
        template="console/approvals/text_difference.html", draw=_stretches, impact=_impact_of_text, editor=_text_editor,
    ),
)  # fmt: skip
approval_words.register(
    programme_kinds.SETTINGS,
    Words(
        kind=lambda: gettext("Settings of the programme"), title=lambda _proposal: gettext("Settings of the programme"),
        approve=lambda _proposal: gettext("Approve the settings"), template="console/approvals/settings_difference.html", draw=_rows,
        impact=_impact_of_settings, editor=lambda _proposal: url_for("console.programme.settings.show"),
        cap=Cap(
            lambda: gettext("Card value up to which no second factor is needed"), lambda: minor_digits(g.programme.currency),
            lambda amount: filters.written(amount, g.programme.currency), filters.money,
        ),
    ),
)  # fmt: skip
