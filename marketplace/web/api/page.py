"""The description of the API: OpenAPI for tools, a page for people."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from marketplace.web.api import guide

blueprint = Blueprint("api_page", __name__, url_prefix="/api/v1")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return jsonify(_spec())


@blueprint.get("/")
def index() -> str:
    address = current_app.config["SETTINGS"].public_url
    return render_template("api/index.html", groups=guide.groups(_spec()), address=address)


def _spec() -> dict[str, Any]:
    spec: dict[str, Any] = guide.cleaned(current_app.api_doc)  # type: ignore[attr-defined]
    return spec
