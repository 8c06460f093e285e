"""The description of the API: OpenAPI for tools, a page for people."""

from flask import Blueprint, Response, current_app, jsonify, render_template

blueprint = Blueprint("api_page", __name__, url_prefix="/api/v1")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return jsonify(current_app.api_doc)  # type: ignore[attr-defined]


@blueprint.get("/")
def index() -> str:
    return render_template("api/index.html", spec=current_app.api_doc)  # type: ignore[attr-defined]
