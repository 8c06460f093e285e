"""The two lists and the page of a receipt, for one desk."""

from collections.abc import Callable, Sequence

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import reconciliation
from marketplace.identity import Permission
from marketplace.web.shared import desk_pages, listing
from marketplace.web.shared.desk_pages import Route
from marketplace.web.shared.form import Form
from marketplace.web.shared.till_lines.words import LINES, WHY

NAME = "till_lines"
LINES_FACE = listing.Face(
    reconciliation.TILL_LINES,
    title=_l("Receipts of tills"),
    heads={
        "receipt": _l("Receipt number"), "till": _l("Till"), "partner": _l("Partner"), "at": _l("Time"), "amount": _l("Amount"), "state": _l("State"), "why": _l("Why"),
        "file": _l("File"), "line": _l("Line"),
    },
    labels={"state": _l("State"), "days": _l("Day")},
    box="receipt",
    box_hint=_l("Receipt number"),
    words={"state": LINES | {"waiting": listing.Word(_l("Needs attention")), "all": listing.Word(_l("All"))}, "why": WHY},
    notes={"receipt": "till", "at": "file", "state": "why"},
    link=("receipt", lambda row: url_for(".line", line_id=row["id"])),
    empty=listing.Empty(_l("Nothing is waiting"), _l("Every receipt in the tills’ lists was taken here, or there is no list yet.")),
)  # fmt: skip
MISSING_FACE = listing.Face(
    reconciliation.TILL_MISSING,
    title=_l("Taken here, missing at the tills"),
    heads={"receipt": _l("Receipt number"), "till": _l("Till"), "partner": _l("Partner"), "at": _l("Time"), "amount": _l("Amount")},
    labels={"days": _l("Day")},
    box="receipt",
    box_hint=_l("Receipt number"),
    notes={"receipt": "till"},
    link=("receipt", lambda row: url_for(".untold", redemption_id=row["id"]) if g.get("partner") is None else None),
    empty=listing.Empty(_l("Nothing is missing"), _l("The tills’ lists have everything that was taken here in their time.")),
)  # fmt: skip


def _asker() -> listing.Asker:
    found = g.get("partner")
    return listing.Asker({"programme": g.programme.id, "partner": None if found is None else int(found.id)})


def index(**_address: str) -> ResponseReturnValue:
    return listing.answer(LINES_FACE, _asker())


def missing(**_address: str) -> ResponseReturnValue:
    return listing.answer(MISSING_FACE, _asker())


def line(line_id: int, **_address: str) -> str:
    return line_page(line_id)


def line_page(line_id: int, form: Form | None = None) -> str:
    """A receipt and what it is, or might be; with a form for whoever decides. Raises NotReconciled: another partner's, too."""
    found = reconciliation.till_line(g.programme.id, line_id)
    here = g.get("partner")
    if here is not None and here.id != found.partner_id:
        raise reconciliation.NotReconciled
    likely = (
        reconciliation.likely(found)
        if found.state in ("other_amount", "other_day", "reversed", "missing_with_us")
        else []
    )
    return render_template(
        "shared/till_lines/line.html",
        line=found,
        matches=reconciliation.till_matches(found.id),
        likely=likely,
        lines=LINES,
        why=WHY,
        form=form,
    )


def blueprint(
    module: str, *, prefix: str, acts: Sequence[Route] = (), partner: Callable[..., int] | None = None
) -> Blueprint:
    """The pages at a desk, as `desk_pages.blueprint`; `acts`: what else is done there, with its own page of a receipt."""
    reads = Permission.STATEMENTS_READ
    routes = [Route("GET", "", index, reads), Route("GET", "/missing", missing, reads)]
    routes += acts or [Route("GET", "/<int:line_id>", line, reads)]
    return desk_pages.blueprint(NAME, module, routes, prefix=prefix, partner=partner)
