"""The programme's texts: rules, public offer, personal data; the newest version, or the one that somebody accepted."""

from typing import cast, get_args

from flask import Blueprint, abort, g, render_template, request

from marketplace import programmes
from marketplace.programmes import NoText, TextKind
from marketplace.web.shared import filters, markdown

KINDS = ("rules", "offer", "privacy")
assert set(KINDS) < set(get_args(TextKind))

blueprint = Blueprint("texts", __name__)


@blueprint.get("/texts/<kind>")
def show(kind: str) -> str:
    if kind not in KINDS:
        abort(404)
    if "digest" in request.args:
        return _accepted(cast(TextKind, kind), request.args["digest"])
    try:
        text = programmes.text(g.programme.id, cast(TextKind, kind), filters.language())
    except NoText:
        return render_template("storefront/texts/none.html", kind=kind)
    return render_template("storefront/texts/show.html", kind=kind, text=text, body=markdown.html(text.body))


def _accepted(kind: TextKind, digest: str) -> str:
    try:
        text = programmes.text_as_accepted(g.programme.id, kind, bytes.fromhex(digest))
    except (NoText, ValueError):
        abort(404)
    return render_template("storefront/texts/show.html", kind=kind, text=text, body=markdown.html(text.body))
