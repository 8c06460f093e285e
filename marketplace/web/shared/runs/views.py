"""The list of runs, and the page of one."""

from flask import Response, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import runs
from marketplace.identity import Permission
from marketplace.web.shared import listing, parts, reasons
from marketplace.web.shared.runs import reading, row_talk, talk, words
from marketplace.web.shared.runs.page import count, page_of, said_wrong, url_of
from marketplace.web.shared.runs.visible import is_mine, my_kinds, partner_here, run_of
from marketplace.web.shared.who import who

MOVING_PART = "moving"
_BY = {"operator": listing.Word(_l("the operator")), "system": listing.Word(_l("the system"))}
_STATES = {name: listing.Word(word, tone, sign) for name, (word, tone, sign, _step) in words.STATES.items()}
_STATES[runs.WITH_ERRORS] = listing.Word(*words.WRONG)

FACE = listing.Face(
    runs.RUNS,
    export_url=".export",
    title=_l("Uploads"),
    heads={
        "file_name": _l("File"), "kind": _l("Kind"), "kept_at": _l("Received"), "by": _l("Uploaded by"), "applied": _l("Applied"), "state": _l("State"),
    },
    labels={"state": _l("State"), "kept": _l("Received")},
    words={"kind": {name: listing.Word(said.title) for name, said in words.KINDS.items()}, "by": _BY, "state": _STATES},
    link=("file_name", lambda row: url_for(".show", run_id=row["id"])),
    empty=listing.Empty(
        _l("No files yet"),
        _l("Brands, offers, codes and card operations are loaded from files. You see what a file would change "
           "before anything happens."),
    ),
)  # fmt: skip


def asker() -> listing.Asker:
    """Who asks: all runs of his programme, or of his partner."""
    return listing.Asker({"programme": g.programme.id, "partner": partner_here()})


def index(**_address: str) -> ResponseReturnValue:
    upload = (_("Upload a file"), url_for(".new"), "upload") if my_kinds() else None
    return listing.answer(FACE, asker(), action=upload)


def export(**_address: str) -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.RUNS_READ)


def show(run_id: int, **_address: str) -> ResponseReturnValue:
    page = page_of(run_of(run_id), mine=lambda run: is_mine(runs.kind(run.kind)))
    if parts.wanted() == MOVING_PART:
        if not page.moving:
            return Response(status=204, headers={"HX-Refresh": "true"})
        return render_template("shared/runs/moving.html", page=page, url_of=url_of, count=count)
    return render_template(
        "shared/runs/show.html", page=page, number=runs.number_of(run_id), words=words, url_of=url_of, count=count, who=who, why=reasons.said, said_wrong=said_wrong,
        talk=talk.of(page.proposal) if page.proposal and partner_here() else None, row_talk=row_talk.of(page.run, mine=page.mine),
        reading=reading.form_of(page.run) if page.mine and page.run.state == "checked" else None, columns_as=reading.COLUMNS,
    )  # fmt: skip
