"""The payment sandbox's pages, shown by the demo's own server: a browser reaches the shop, and the sandbox has no port of its own.

What is asked for under PREFIX is handed on to the sandbox's socket and its answer handed back. `vitrina demo` alone registers it.
"""

from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, Response, current_app, request

from marketplace.integrations import http, stripe_sandbox
from marketplace.integrations.http import Limits, Lost, NotSent
from marketplace.settings import Settings

LIMITS = Limits(seconds=8, connect_seconds=2, most_bytes=2 * 2**20)
HANDED_BACK = ("content-type", "location", "content-security-policy", "referrer-policy", "cache-control")

blueprint = Blueprint("practice_checkout", __name__, url_prefix=stripe_sandbox.PREFIX)


def register(app: Flask) -> None:
    """Serve the pages. They are the sandbox's, not the shop's: no session, no forms' tokens."""
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)


@blueprint.route("/pay/<path:rest>", methods=["GET", "POST"])
def pay(rest: str) -> Response:
    return _handed_on(f"/pay/{rest}")


@blueprint.route("/connect/<path:rest>", methods=["GET", "POST"])
def connect(rest: str) -> Response:
    return _handed_on(f"/connect/{rest}")


@blueprint.get("/<any(look, fonts, img):folder>/<name>")
def look(folder: str, name: str) -> Response:
    return _handed_on(f"/{folder}/{name}")


def _handed_on(path: str) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    body = urlencode(list(request.form.items(multi=True))).encode()  # what came was read as a form before it came here
    query = request.query_string.decode()
    headers = {
        "Accept-Language": request.headers.get("Accept-Language", "ru"),
        "Host": "sandbox",
        "Content-Length": str(len(body)),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        reply = http.ask(
            request.method, f"http://sandbox{quote(path)}{'?' if query else ''}{query}", headers=headers, content=body, limits=LIMITS,
            socket_file=str(settings.var_dir / stripe_sandbox.SOCKET),
        )  # fmt: skip
    except (NotSent, Lost):
        return Response("The practice checkout does not answer.", 503, content_type="text/plain; charset=utf-8")
    back = {name: reply.headers[name] for name in HANDED_BACK if name in reply.headers}
    return Response(reply.body, reply.status, headers=back)
