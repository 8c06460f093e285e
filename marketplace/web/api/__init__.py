"""The API for machines: `/api/v1`, described by OpenAPI at `/api/v1/openapi.json` and on a page to read."""

from flask_openapi3.openapi import OpenAPI

from marketplace.web.api import audit, cards, members, offers, orders, page, programme


def register(app: OpenAPI) -> None:
    """Add the API, its description and its page to the application."""
    for module in (programme, members, offers, orders, cards, audit):
        app.register_api(module.blueprint)
        app.extensions["csrf"].exempt(module.blueprint)  # a key in a header cannot be sent by a stranger's page
    app.register_blueprint(page.blueprint)
