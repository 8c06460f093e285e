"""How often a member may do what costs: order, and have letters written to a new address."""

from flask_login import current_user

from marketplace.web.shared.limits import DAY, HOUR, MINUTE, Limit
from marketplace.web.shared.security.tries import by_box, by_session


def _user() -> str:
    return str(current_user.id) if current_user.is_authenticated else ""


LIMITS = {
    "storefront.orders.create": (Limit(30, MINUTE, _user, told=True),),
    "storefront.account.email": (
        *by_box("email", 5, 600, letters=True), Limit(5, HOUR, _user, told=True), Limit(10, DAY, _user, told=True),
    ),
    "storefront.account.email_confirmation": by_session(10, 300),
}  # fmt: skip
