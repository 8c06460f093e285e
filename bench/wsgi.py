"""The shop as it is served, and one route more: a row by its primary key, the least that an answer from the database costs."""

from flask import Response, jsonify

from marketplace.core.db import execute
from wsgi import app, gate

__all__ = ["app", "gate"]


def one_row(offer_id: int) -> Response:
    """One offer by its primary key."""
    found = execute("SELECT id, title_ru, title_en, currency FROM offers WHERE id = %(id)s", {"id": offer_id}).one()
    return jsonify(found._asdict())


app.add_url_rule("/bench/offers/<int:offer_id>", view_func=one_row)
