"""The storefront: what members and guests see. Shop, brands, orders, texts and help; cards, points and the account."""

from flask import Blueprint, Flask

from marketplace.web.storefront import (
    account,
    brands,
    cards,
    city,
    context,
    door,
    orders,
    pictures,
    points,
    shop,
    texts,
    tiles,
)
from marketplace.web.storefront import help as helping

# Each part has a blueprint of its own; its endpoints are "storefront.<part>.<view>".
PARTS = [shop.blueprint, brands.blueprint, orders.blueprint, texts.blueprint, helping.blueprint, city.blueprint]
PARTS += [pictures.blueprint, account.blueprint, cards.blueprint, points.blueprint]


def register(app: Flask) -> None:
    """Serve the storefront's pages."""
    whole = Blueprint("storefront", __name__)
    for part in PARTS:
        whole.register_blueprint(part)
    context.init_app(app)
    door.init_app(app)
    pictures.init_app(app)
    tiles.init_app(app)
    app.register_blueprint(whole)
