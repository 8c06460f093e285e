"""What is written beside a file that was put into a folder: what became of it, in the language of the moment."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import runs
from marketplace.runs import Run
from marketplace.web.shared import reasons

# What a file has done to the shop, by what a run's preview calls it.
COUNTS = (
    _l("New: %(new)s"),
    _l("Changed: %(changed)s"),
    _l("Unchanged: %(unchanged)s"),
    _l("Withdrawn: %(withdrawn)s"),
)


def untaken(size: int, most: int) -> str:
    """Why a file of so many bytes is not taken at all."""
    said = _("The file is larger than %(most)s bytes.", most=most) if size else _("The file is empty.")
    return f"{said}\n"


def marked(run: Run) -> bytes | None:
    """The file with a column that says what is wrong; None where the run holds it no more."""
    remarks: dict[int, str] = {}
    for error in runs.errors(run.id):
        if error.row is not None:
            said = f"{error.column}: {reasons.said(error)}" if error.column else reasons.said(error)
            remarks[error.row] = f"{remarks[error.row]}; {said}" if error.row in remarks else said
    try:
        return runs.with_remarks(runs.given(run), runs.kind(run.kind), remarks, _("Error"))
    except runs.FileGone:
        return None


def report(run: Run) -> str:
    """What became of a file, for whoever put it there."""
    counts = run.preview or {"new": 0, "changed": 0, "unchanged": 0, "withdrawn": 0}
    lines = [_("Upload No. %(number)s: %(file)s", number=runs.number_of(run.id), file=run.file_name)]
    if run.wrong or run.state == "failed":
        said = _(
            "Nothing was taken. Errors: %(number)s; rows with errors: %(rows)s.", number=run.wrong, rows=run.wrong_rows
        )
        lines += [said, *map(_place, runs.errors(run.id, 100))]
    else:
        lines += [str(said % counts) for said in COUNTS]
        lines += [f"{reasons.told(one)}." for one in (run.preview or {}).get("told", ())]
        lines += [_ending(run)]
    return "\n".join(lines) + "\n"


def _place(error: runs.RowError) -> str:
    """One thing that is wrong, with where it stands."""
    where = [_("row %(row)s", row=error.row)] if error.row is not None else []
    where += [error.column] if error.column else []
    whole = _("file")
    return f"{', '.join(where) or whole}: {reasons.said(error)}"


def _ending(run: Run) -> str:
    if run.state == "applied":
        return str(_("It is in the shop."))
    if run.to_apply:
        return str(_("It waits among the partner’s uploads, to be proposed and approved."))
    return str(_("Nothing to do: everything already matches the file."))
