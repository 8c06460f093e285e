"""How often a member may do what costs or sends: order, freeze, take a statement or a certificate, change a profile, move to a new address."""

from marketplace.web.shared.limits import DAY, HOUR, MINUTE, Limit, by_person, person
from marketplace.web.shared.security.tries import by_box, by_session

LIMITS = {
    "storefront.orders.create": by_person(30, MINUTE, told=True),
    "storefront.orders.cancel": by_person(30, HOUR),
    "storefront.cards.do": by_person(30, HOUR),
    "storefront.cards.certificate": by_person(60, HOUR),
    "storefront.cards.reveal": by_person(120, HOUR, pool="codes"),
    "storefront.at_till.show": by_person(120, HOUR, pool="codes"),
    "storefront.at_till.mark": by_person(30, HOUR),
    "storefront.cases.create": by_person(20, HOUR),
    "storefront.cases.write": by_person(60, HOUR),
    "storefront.cases.close": by_person(60, HOUR),
    "storefront.cases.freeze": by_person(30, HOUR),
    "storefront.points.download": by_person(30, HOUR, methods=("GET",)),
    "storefront.account.profile": by_person(30, HOUR),
    "storefront.account.joining": by_person(30, HOUR),
    "storefront.account.notifications": by_person(60, HOUR, pool="notifications"),
    "storefront.account.notify": by_person(60, HOUR, pool="notifications"),
    "storefront.account.unbind": by_person(30, HOUR),
    "storefront.account.end_sessions": by_person(30, HOUR),
    "storefront.account.email": (
        *by_box("email", 5, 600, letters=True), Limit(5, HOUR, person, told=True), Limit(10, DAY, person, told=True),
    ),
    "storefront.account.email_confirmation": by_session(10, 300),
}  # fmt: skip
