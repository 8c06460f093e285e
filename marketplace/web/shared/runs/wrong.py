"""What is wrong with a run's file, as a file: the same one with a column of errors."""

import csv
from io import BytesIO, StringIO
from pathlib import PurePath

from flask import send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import runs
from marketplace.core.sheets import neutral
from marketplace.web.shared import reasons
from marketplace.web.shared.runs.visible import own_run


def errors(run_id: int, **_address: str) -> ResponseReturnValue:
    """The file as it came, with a column that says what is wrong with each row, or that it is there already; of one whose good rows are taken, the others alone."""
    run = own_run(run_id)
    remarks: dict[int, str] = {}
    for error in runs.errors(run.id):
        if error.row is not None:
            said = f"{error.column}: {reasons.said(error)}" if error.column else reasons.said(error)
            remarks[error.row] = f"{remarks[error.row]}; {said}" if error.row in remarks else said
    name = PurePath(run.file_name)
    if run.state == "applied" or (
        run.good_only and run.state in runs.ENDED
    ):  # the file is gone; what was left out of it is not
        content, suffix = _told(run), ".csv"
    else:
        content, suffix = (
            runs.with_remarks(runs.given(run), runs.kind(run.kind), remarks, _("Error"), wrong_only=run.good_only),
            name.suffix,
        )
    said = _("errors")
    download = f"{name.stem}-{said}{suffix}"
    return send_file(BytesIO(content), "application/octet-stream", as_attachment=True, download_name=download)


def _told(run: runs.Run) -> bytes:
    """What was wrong with the rows of a file that is deleted, as far as it may be seen."""
    head = [_("Row"), _("Column"), _("In the file"), _("Error")]
    rows = [[str(one.row or ""), one.column, one.value, reasons.said(one)] for one in runs.errors(run.id)]
    text = StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([neutral(cell) for cell in row] for row in (head, *rows))
    return text.getvalue().encode("utf-8-sig")
