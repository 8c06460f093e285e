"""The list of runs, and the page of one."""

from flask import Response, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import runs
from marketplace.identity import Permission
from marketplace.web.console.runs import words
from marketplace.web.console.runs.page import count, page_of, url_of, who
from marketplace.web.console.runs.visible import my_kinds, run_of
from marketplace.web.shared import listing, parts, reasons
from marketplace.web.shared.security import may, require

MOVING_PART = "moving"
_BY = {"operator": listing.Word(_l("the operator")), "system": listing.Word(_l("the system"))}
_STATES = {name: listing.Word(word, tone, sign) for name, (word, tone, sign, _step) in words.STATES.items()}
_STATES[runs.WITH_ERRORS] = listing.Word(*words.WRONG)

FACE = listing.Face(
    runs.RUNS,
    export_url="console.runs.export",
    title=_l("Uploads"),
    heads={
        "file_name": _l("File"), "kind": _l("Kind"), "kept_at": _l("Kept"), "by": _l("By"), "applied": _l("Applied"), "state": _l("State"),
    },
    labels={"state": _l("State"), "kept": _l("Kept")},
    words={"kind": {name: listing.Word(said.title) for name, said in words.KINDS.items()}, "by": _BY, "state": _STATES},
    link=("file_name", lambda row: url_for("console.runs.show", run_id=row["id"])),
    empty=listing.Empty(
        _l("No files yet"),
        _l("Brands, offers, codes and card operations come from files. What a file would change is shown before anything happens."),
    ),
)  # fmt: skip


def asker() -> listing.Asker:
    """Who asks: all runs of his programme."""
    return listing.Asker({"programme": g.programme.id})


@require(Permission.RUNS_READ)
def index() -> ResponseReturnValue:
    upload = (_("Upload a file"), url_for("console.runs.new"), "upload") if my_kinds() else None
    return listing.answer(FACE, asker(), action=upload)


@require(Permission.RUNS_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.RUNS_READ)


@require(Permission.RUNS_READ)
def show(run_id: int) -> ResponseReturnValue:
    page = page_of(run_of(run_id), mine=lambda run: may(runs.kind(run.kind).permission))
    if parts.wanted() == MOVING_PART:
        if not page.moving:
            return Response(status=204, headers={"HX-Refresh": "true"})
        return render_template("console/runs/moving.html", page=page, url_of=url_of, count=count)
    return render_template(
        "console/runs/show.html", page=page, words=words, url_of=url_of, count=count, who=who, why=reasons.said
    )
