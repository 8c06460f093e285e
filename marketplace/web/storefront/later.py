"""Places of the storefront that are being built: their addresses exist, so that every page can link to them."""

from flask import Blueprint, abort

PLACES = {"points": ("index",)}


def _nothing(**_: object) -> str:
    abort(404)


def _blueprint(name: str, views: tuple[str, ...]) -> Blueprint:
    made = Blueprint(name, __name__)
    for view in views:
        made.add_url_rule(
            {"index": f"/{name}", "show": f"/{name}/<public_id>"}.get(view, f"/{name}/{view}"), view, _nothing
        )
    return made


blueprints = [_blueprint(name, views) for name, views in PLACES.items()]
