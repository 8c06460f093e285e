"""Letters as their readers see them, as text, and as they would travel."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from marketplace import mailings, programmes
from marketplace.integrations.mail import composed
from marketplace.settings import Settings
from marketplace.web.mailbox import people
from marketplace.web.shared import parts

LIMIT = 20
VIEWS = ("seen", "text", "source")
# A letter may style itself and be read, no more; its links open beside the mailbox, as pages like any other.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
    f" frame-ancestors 'self'; sandbox {SANDBOX}"
)
OPENS_IN_NEW_TAB = '<base target="_blank">'
blueprint = Blueprint("letters", __name__)


@blueprint.get("")
def index() -> ResponseReturnValue:
    queue = _queue()
    if parts.wanted() == "queue":
        known = request.args.get("newest", type=int)
        return _unchanged() if known == queue["newest"] else render_template("mailbox/parts/queue.html", **queue)
    return render_template("mailbox/index.html", **queue, **people.shown())


@blueprint.get("/<int:letter_id>")
def show(letter_id: int) -> ResponseReturnValue:
    letter = mailings.opened(letter_id)
    view = request.args.get("view", VIEWS[0])
    view = view if view in VIEWS else VIEWS[0]
    sender = _sender(letter)
    source = composed(letter, sender).as_bytes().decode(errors="replace") if view == "source" else ""
    return render_template(
        "mailbox/letter.html", letter=letter, view=view, sender=sender, source=source, cage=SANDBOX, **_queue()
    )


@blueprint.get("/<int:letter_id>/page")
def page(letter_id: int) -> Response:
    """The letter alone, for its frame."""
    letter = mailings.opened(letter_id)
    body = letter.body_html or f"<head></head><pre>{escape(letter.body_text)}</pre>"
    response = Response(body.replace("<head>", f"<head>{OPENS_IN_NEW_TAB}", 1), mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _queue() -> dict[str, Any]:
    """The list of letters, for each page that shows it."""
    sought = request.args.get("q", "").strip()[:100]
    found = mailings.of_everybody(sought, cursor=request.args.get("cursor", ""), limit=LIMIT)
    newest = found.items[0].id if found.items else 0
    live = url_for("mailbox.letters.index", q=sought or None, newest=newest) if "cursor" not in request.args else ""
    return {"sought": sought, "found": found, "total": mailings.how_many(), "newest": newest, "live": live}


def _sender(letter: mailings.Letter) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.mail_from if letter.programme_id is None else programmes.get(letter.programme_id).mail_from


def _unchanged() -> ResponseReturnValue:
    return Response(status=204)
