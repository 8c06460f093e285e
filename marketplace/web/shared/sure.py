"""The page that asks once more before a press that cannot be taken back; it stands at the address of the change itself."""

from collections.abc import Mapping

from flask import render_template

from marketplace.web.shared.form import Form


def asked(
    title: str,
    *says: str,
    yes: str,
    back: str,
    kind: str = "danger",
    form: Form | None = None,
    keep: Mapping[str, str] | None = None,
) -> str:
    """The question.

    Args:
        says: what follows, a sentence each.
        yes: the verb of the button; `back`: where the other one leads.
        form: one with a field `why`, where a reason is given.
        keep: what was filled in before, sent along with the answer.
    """
    return render_template(
        "shared/desk/sure.html", title=title, says=says, yes=yes, back=back, kind=kind, form=form, keep=keep or {}
    )
