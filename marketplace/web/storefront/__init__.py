"""The storefront: what members and guests see. Shop, brands, orders, texts and help; cards, points and the account."""

from flask import Blueprint, Flask

from marketplace.web.shared.entry_points import EntryPoint
from marketplace.web.storefront import (
    account,
    at_till,
    brands,
    cards,
    cases,
    city,
    claims,
    context,
    door,
    exchanges,
    gifts,
    on_device,
    order_list,
    orders,
    points,
    shop,
    split,
    texts,
    tiles,
    topups,
    wallet,
    wallet_service,
    wishes,
)
from marketplace.web.storefront import help as helping
from marketplace.web.storefront.limits import LIMITS

# Each part has a blueprint of its own; its endpoints are "storefront.<part>.<view>".
PARTS = [
    shop.blueprint,
    brands.blueprint,
    split.blueprint,
    orders.blueprint,
    texts.blueprint,
    helping.blueprint,
    city.blueprint,
]
PARTS += [account.blueprint, cards.blueprint, cases.blueprint, at_till.blueprint, points.blueprint, on_device.blueprint]
PARTS += [gifts.blueprint, topups.blueprint]
PARTS += [claims.blueprint, exchanges.blueprint, wishes.blueprint, wallet.blueprint, order_list.blueprint]
whole = Blueprint("storefront", __name__)
for _part in PARTS:
    whole.register_blueprint(_part)


def prepare(app: Flask) -> None:
    """What its pages know beside their own content."""
    context.init_app(app)
    door.init_app(app)
    tiles.init_app(app)
    on_device.init_app(app)


ENTRY_POINT = EntryPoint(
    name="storefront",
    blueprints=(whole,),
    machines=(wallet_service.blueprint,),
    paths=("/wallet/",),
    anybody=frozenset({
        "storefront.shop.", "storefront.brands.", "storefront.texts.", "storefront.help.", "storefront.city.",
        "storefront.on_device.", "storefront.account.index", "storefront.account.email_confirmation",
        "wallet_service.", "storefront.claims.show", "storefront.claims.claim", "storefront.claims.decline", "storefront.claims.use", "storefront.claims.go_back",
    }),
    prepare=prepare,
    limits=LIMITS,
    front="storefront.shop.index",
    layout="storefront/layout.html",
    own_security="storefront.account.security",
    texts="storefront.texts.show",
)  # fmt: skip
