"""The shop on a visitor's own device: the manifest of the app, what robots may read, and the cards that stay readable offline.

What is kept there, and why it is safe enough, docs/decisions/cards-offline.md says.
"""

import hashlib
import hmac

from flask import Blueprint, Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext

from marketplace import programmes
from marketplace.core import places
from marketplace.members import Member
from marketplace.web.shared import filters, looks, waiting

A_DAY_S = 24 * 3600
COLOUR, PAPER = "#1d1d54", "#f6f6f9"
ROBOTS = "User-agent: *\nDisallow: /account\nDisallow: /cards\nDisallow: /orders\nDisallow: /points\nDisallow: /sign\nAllow: /\n"

blueprint = Blueprint("on_device", __name__)


def init_app(app: Flask) -> None:
    """When somebody signs out, his browser forgets what pages have kept: cards, keys, the worker."""
    app.after_request(_forget)


def owner(member: Member | None) -> str:
    """Whose cards a device keeps, as pages say it: it tells members apart and nothing about them; empty for a guest."""
    if member is None:
        return ""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"kept cards of {member.id}".encode(), hashlib.sha256).hexdigest()[:16]


def home() -> str:
    """The programme's own address, for those who read a page elsewhere."""
    return programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(g.programme.id))


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    name = filters.local(g.programme, "name")
    drawn = {"src": looks.logo_url(g.programme) or _drawing("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    said = {
        "name": name, "short_name": name, "lang": filters.language(), "id": "/", "start_url": "/", "scope": "/", "display": "standalone",
        "background_color": PAPER, "theme_color": COLOUR, "icons": [drawn],
        "description": gettext("Gift cards of brands you know, for %(points)s", points=filters.local(g.programme, "unit_many")),
    }  # fmt: skip
    response = make_response(current_app.json.dumps(said))
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    return _plain(ROBOTS, "text/plain", f"public, max-age={A_DAY_S}")


@blueprint.get("/worker.js")
def worker() -> Response:
    """Served at the root, because a worker answers for what lies beside it and below."""
    text = (places.STATIC / "js" / "worker.js").read_text(encoding="utf-8")
    return _plain(text, "text/javascript", "no-cache")


@blueprint.get("/offline")
def offline() -> Response:
    """The page that the worker shows without a connection: the same for everybody, it says nothing of anybody."""
    return make_response(render_template("storefront/offline.html"))


def _drawing(path: str) -> str:
    return url_for("static", filename=path)


def _plain(text: str, kind: str, kept: str) -> Response:
    response = Response(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Cache-Control"] = kept
    return response


def _forget(response: Response) -> Response:
    if request.endpoint == "security.logout" and not waiting.page():
        response.headers["Clear-Site-Data"] = '"storage"'
    return response
