"""A form that was sent: done, or its own page again, with what was typed and the words for what is wrong beside their field."""

from collections.abc import Callable, Mapping

from flask import g, make_response
from flask.typing import ResponseReturnValue

from marketplace.core.errors import Forbidden, Refusal
from marketplace.web.shared import case_words, problems, refused_acts
from marketplace.web.shared.form import Form
from marketplace.web.shared.refused_desk import IN_FORMS

# Which field a "no" is about, by its stable code; the first of them that the form has. What is not here concerns the form as a whole.
_AMOUNT, _NUMBER, _UNTIL, _TEXT = ("amount",), ("member", "into"), ("until",), ("why", "note", "evidence")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "bad_correction": _AMOUNT, "call_card_needed": ("card",), "caller_unknown": ("identified",), "case_file_refused": ("paper", "text"),
    "case_not_identified": ("identified",), "code_ends_first": _UNTIL, "correction_limit": _AMOUNT, "correction_programme_limit": _AMOUNT, "correction_unproven": ("case",),
    "closure_over": ("until_on",), "closure_overlaps": ("from_on",), "dispute_file_refused": ("files",), "dispute_same_sum": ("claimed",),
    "evidence_needed": _TEXT, "goodwill_spent": _AMOUNT, "member_is_staff": _NUMBER, "already_theirs": _NUMBER,
    "merged_with_self": _NUMBER, "no_such_recipient": _NUMBER, "not_enough_points": _AMOUNT, "not_identified": ("identified",), "not_later": _UNTIL,
    "payment_not_handed_over": _AMOUNT, "payment_refundable": _AMOUNT, "reason_needed": _TEXT, "receipt_taken": ("supplier_ref",),
    "refund_unexplained": _TEXT,
}  # fmt: skip
_UNPROCESSABLE = 422


class Wrong(Exception):
    """What stands in one field cannot be done, for a reason that only the page knows."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


def answer(
    form: Form, draw: Callable[[], ResponseReturnValue], do: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    """Do what a form asks for; where it is filled in wrongly or a domain says no, draw its page again.

    Args:
        draw: the page with the form as it stands, its errors included.
        do: one transaction with one verb, and where people go then. It may raise Wrong.

    Raises:
        Forbidden: whoever asks may not do this at all; that is no mistake in the form.
    """
    if not form.validate():
        return _again(draw, _UNPROCESSABLE)
    try:
        return do()
    except Forbidden:
        raise
    except Wrong as no:
        form[no.field].errors = [no.words]
        return _again(draw, _UNPROCESSABLE)
    except Refusal as no:
        refused_acts.note_rule(no)
        beside(form, no)
        return _again(draw, _UNPROCESSABLE if no.status == 404 else no.status, no)


def beside(form: Form, no: Refusal) -> None:
    """Put the words of a "no" beside the field that it is about, else above the form."""
    said = IN_FORMS.get(no.code) or problems.words(no.code, no.status)
    words = f"{said.title}. {said.advice}"
    if no.code in ("case_file_refused", "dispute_file_refused"):
        words = ": ".join(filter(None, (no.facts["name"], str(case_words.FILE_REASONS[no.facts["reason"]]))))
    asked = (str(no.facts.get("field", "")), *FIELDS.get(no.code, ()))
    name = next((one for one in asked if one in form), "")
    if name:
        form[name].errors = [words]
    else:
        form.form_errors.append(words)


def _again(draw: Callable[[], ResponseReturnValue], status: int, no: Refusal | None = None) -> ResponseReturnValue:
    response = make_response(draw())
    response.status_code = status
    if no is not None:
        g.refused = no.code
        if "retry_after" in no.facts:
            response.headers["Retry-After"] = str(no.facts["retry_after"])
    return response
