"""The editor of a partner's catalogue: offers in forms, kept as a draft that all its people share, then sent as a file would be."""

from flask import Blueprint

from partner_portal.editor import ending, offers, views

blueprint = Blueprint("editor", __name__, url_prefix="/<partner>/catalogue/draft")
blueprint.get("")(views.index)
blueprint.get("/offers")(views.shown)
blueprint.post("/offers/exports")(views.export)
blueprint.get("/offer")(offers.edit)
blueprint.post("/offer")(offers.save)
blueprint.post("/withdrawal")(offers.take_out)
blueprint.post("/restoration")(offers.restore)
blueprint.post("/sending")(ending.send)
blueprint.get("/discarding")(ending.ask)
blueprint.post("/discarding")(ending.drop)
blueprint.post("/reopening")(ending.reopen)
