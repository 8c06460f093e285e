"""The list of runs, and the page of one."""

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from marketplace import runs
from marketplace.identity import Permission
from marketplace.web.console.runs import words
from marketplace.web.console.runs.page import count, page_of, state_of, url_of, who
from marketplace.web.console.runs.visible import my_kinds, run_of
from marketplace.web.shared import parts, reasons
from marketplace.web.shared.security import may, require

LIMIT = 50
MOVING_PART = "moving"


@require(Permission.RUNS_READ)
def index() -> ResponseReturnValue:
    page = runs.runs(g.programme.id, cursor=request.args.get("cursor", ""), limit=LIMIT)
    return render_template(
        "console/runs/index.html",
        page=page,
        mine=bool(my_kinds()),
        words=words,
        state_of=state_of,
        who=who,
        url_of=url_of,
        count=count,
    )


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
