"""The programme's texts: rules, public offer, personal data; always the newest version, with its number and day."""

from typing import cast, get_args

from flask import Blueprint, abort, g, render_template

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
    try:
        text = programmes.text(g.programme.id, cast(TextKind, kind), filters.language())
    except NoText:
        return render_template("storefront/texts/none.html", kind=kind)
    return render_template("storefront/texts/show.html", kind=kind, text=text, body=markdown.html(text.body))
