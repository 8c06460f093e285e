"""A company applies: on a page that is open to everybody, or behind the link of an invitation; papers, and how it stands; what the terms are."""

from flask import Blueprint

from marketplace.core.throttle import TooManyRequests
from partner_portal.joining import terms, views

blueprint = Blueprint("joining", __name__, url_prefix="/joining")

blueprint.get("")(views.new)
blueprint.post("")(views.apply)
blueprint.add_url_rule("/terms", "terms", terms.show)
blueprint.context_processor(lambda: {"sample_sale": terms.sample_sale})
blueprint.get("/<token>")(views.show)
blueprint.post("/<token>")(views.complete)
blueprint.post("/<token>/papers")(views.add_papers)
blueprint.post("/<token>/papers/<own:paper_id>/removal")(views.remove_paper)
blueprint.register_error_handler(TooManyRequests, views.too_many)
